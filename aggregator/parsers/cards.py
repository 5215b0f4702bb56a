"""The reader of listings made of cards: the selectors of the network file say where each field stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from aggregator.errors import ParseError
from aggregator.model import Found, Key, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers.tree import Tree, parse, words

_DATES = ("published", "modified", "starts", "ends", "deadline")
_LISTS = ("tags", "translations")


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield a Found for each card, then the addresses to follow: articles that match `follow`, and the next page.

    Raises ParseError where no card is found: the site was rebuilt, or answers something else.
    """
    tree = parse(page)
    cards = CSSSelector(source.select["item"])(tree.root)
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
    said = {
        name: tuple(_said(name, _selected(card, selector)))
        for name, selector in source.select.items()
        if name not in ("item", "link", "next", "url")
    }
    if address:
        said["url"] = (Said(address, "css"),)
    keys: tuple[Key, ...] = (("address", address),) if address else ()
    return Found(page=tree.page.url, keys=keys, **said)


def _said(name: str, elements: Sequence[HtmlElement]) -> Iterator[Said]:
    """Yield the words of the elements: of a date also what it says to programs, before what it shows."""
    for element in elements if name in _LISTS else elements[:1]:
        exact = element.get("datetime") or element.get("content") if name in _DATES else None
        for text in dict.fromkeys(filter(None, (exact, words(element)))):
            yield Said(text, "css")


def _address(card: HtmlElement, tree: Tree, source: Source) -> str | None:
    """Return the card's own address: that of its link, else of the card where it is a link; never the listing's."""
    elements = _selected(card, source.select["link"]) if "link" in source.select else [card, *card.iter("a")]
    for element in elements:
        href = element.get("href") or next((each.get("href") for each in element.iter("a") if each.get("href")), None)
        url = tree.absolute(href) if href else None
        if url and (urldefrag(url)[0] != urldefrag(tree.page.url)[0] or _has_id(tree, urldefrag(url)[1])):
            return url
    return None


def _has_id(tree: Tree, name: str) -> bool:
    return bool(name) and bool(tree.root.xpath("boolean(//*[@id=$name])", name=name))


def _next(tree: Tree, source: Source) -> Iterator[str]:
    """Yield the addresses of further listing pages: what `next` selects, and links that match `pages`."""
    hrefs = [element.get("href") for element in _selected(tree.root, source.select.get("next", ""))]
    if source.pages:
        hrefs += [link.get("href") for link in tree.root.iter("a") if re.search(source.pages, link.get("href") or "")]
    for href in filter(None, hrefs):
        url = tree.absolute(href)
        if url and urldefrag(url)[0] != urldefrag(tree.page.url)[0]:
            yield urldefrag(url)[0]


def _selected(element: HtmlElement, selector: str) -> list[HtmlElement]:
    return list(CSSSelector(selector)(element)) if selector else []
