"""The reader of listings made of cards: the selectors of the network file say where each field stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag

from lxml.html import HtmlElement

from aggregator.errors import ParseError
from aggregator.model import Found, Key, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers.selecting import compiled, selected
from aggregator.parsers.tree import Tree, elements, parse, words

_WAYS = ("item", "link", "next", "url")  # where the card leads, not what it says


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield a Found for each card, then the addresses to follow: articles that match `follow`, and the next page.

    Raises ParseError where no card is found: the site was rebuilt, or answers something else.
    """
    tree = parse(page)
    cards = elements(compiled(source.select["item"]), tree.root)
    if not cards:
        said = words(title) if (title := tree.root.find(".//title")) is not None else "without a title"
        raise ParseError(f"expected cards at {source.select['item']!r}, got HTML {said[:60]!r} without any")
    links: dict[Link, None] = {}
    for card in cards:
        address = _address(card, tree, source)
        yield _found(card, tree, source, address)
        if address and source.follow and re.search(source.follow, address):
            links[Link(url=address, role="article")] = None
    for url in _next(tree, source):
        links[Link(url=url, role="listing")] = None
    yield from links


def _found(card: HtmlElement, tree: Tree, source: Source, address: str | None) -> Found:
    said: dict[str, tuple[Said, ...]] = {"url": (Said(address, "css"),)} if address else {}
    fields = {name: selector for name, selector in source.select.items() if name not in _WAYS}
    for name, words_of_it in selected(tree, fields, card):
        said[name] = (*said.get(name, ()), words_of_it)
    keys: tuple[Key, ...] = (("address", address),) if address else ()
    return Found(page=tree.page.url, keys=keys, **said)


def _address(card: HtmlElement, tree: Tree, source: Source) -> str | None:
    """Return the card's own address: that of its link, else of the card where it is a link; never the listing's.

    Where on another page a link leads to, such as `#more-123`, is no part of it.
    """
    linked = elements(compiled(source.select["link"]), card) if "link" in source.select else [card]
    for href in (link.get("href") for element in linked for link in element.iter("a")):
        url = tree.absolute(href) if href else None
        if url is None:
            continue
        whole, name = urldefrag(url)
        if whole != urldefrag(tree.page.url)[0]:
            return whole
        if _has_id(tree, name):
            return url
    return None


def _has_id(tree: Tree, name: str) -> bool:
    return bool(name) and bool(tree.root.xpath("boolean(//*[@id=$name])", name=name))


def _next(tree: Tree, source: Source) -> Iterator[str]:
    """Yield the addresses of further listing pages: what `next` selects, and links that match `pages`."""
    further = elements(compiled(source.select["next"]), tree.root) if "next" in source.select else []
    hrefs = [element.get("href") for element in further]
    if source.pages:
        hrefs += [link.get("href") for link in tree.root.iter("a") if re.search(source.pages, link.get("href") or "")]
    for href in filter(None, hrefs):
        url = tree.absolute(href)
        if url and urldefrag(url)[0] != urldefrag(tree.page.url)[0]:
            yield urldefrag(url)[0]
