"""What a page says of its announcement in attributes: microdata (`itemprop`) and RDFa (`property`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from aggregator.model import Said
from aggregator.parsers.jsonld import ARTICLES, EVENTS
from aggregator.parsers.tree import Tree, beside, words
from aggregator.text import fold

_FIELDS = {
    "headline": "title",
    "name": "title",
    "description": "summary",
    "datePublished": "published",
    "dateModified": "modified",
    "startDate": "starts",
    "endDate": "ends",
    "eventStatus": "state",
    "inLanguage": "language",
    "keywords": "tags",
    "articleSection": "tags",
}
_PLACE = {"name": "venue", "streetAddress": "address", "addressLocality": "city", "addressCountry": "country"}
_RDFA = {
    "schema:datePublished": "published", "datePublished": "published", "dc:date": "published", "dc:created": "published",
    "schema:dateCreated": "published", "dateCreated": "published", "dc:issued": "published", "dcterms:issued": "published",
    "dcterms:created": "published", "schema:dateModified": "modified", "dateModified": "modified", "dc:modified": "modified",
    "dcterms:modified": "modified", "schema:startDate": "starts", "schema:endDate": "ends",
    "schema:headline": "title", "dc:title": "title", "schema:name": "title",
}  # fmt: skip
_TYPES = re.compile(rf"(?:{ARTICLES.pattern[:-1]}|{EVENTS.pattern[:-1]}|\w*WebPage)$")


def said(tree: Tree, about: str) -> Iterator[tuple[str, Said]]:
    """Yield what the item that the page is about says, field by field, then what stands in RDFa."""
    yield from _items(tree, about)
    for element in tree.root.xpath("//body//*[@property]"):
        for name in (element.get("property") or "").split():
            if (field := _RDFA.get(name)) and not beside(element) and (text := value(element, tree)):
                if field != "title" or fold(text) in about:
                    yield field, Said(text, "microdata")


def _items(tree: Tree, about: str) -> Iterator[tuple[str, Said]]:
    properties: dict[HtmlElement | None, list[HtmlElement]] = {}
    for element in tree.root.xpath("//*[@itemprop]"):
        properties.setdefault(_scope(element), []).append(element)
    own = _own(tree, properties, about)
    for scope in own:
        if scope is not None and _typed(scope, EVENTS):
            yield "kind", Said("event", "microdata")
        if scope is not None and _typed(scope, re.compile("NewsArticle$")):
            yield "kind", Said("news", "microdata")
        for element in properties.get(scope, ()):
            for name in (element.get("itemprop") or "").split():
                if name == "location":
                    yield from _place(element, properties, tree)
                elif field := _FIELDS.get(name):
                    if (text := value(element, tree)) and not element.get("itemscope") and not beside(element):
                        yield field, Said(text, "microdata")


def _own(tree: Tree, properties: dict[HtmlElement | None, list[HtmlElement]], about: str) -> list[HtmlElement | None]:
    """Return the items that the page is about: the one with its title, else the only one; and what is in no item."""
    items = [scope for scope in properties if scope is not None and _typed(scope, _TYPES) and not scope.get("itemprop")]
    pages = [scope for scope in items if _typed(scope, re.compile(r"\w*WebPage$"))]
    those = [scope for scope in items if scope not in pages and not beside(scope)]
    titled = [scope for scope in those if _titles(scope, properties, tree, about)]
    return [*(titled or those if len(titled or those) == 1 else titled[:1]), *pages[:1], None]


def _titles(
    scope: HtmlElement, properties: dict[HtmlElement | None, list[HtmlElement]], tree: Tree, about: str
) -> bool:
    named = (each for each in properties[scope] if (each.get("itemprop") or "") in ("headline", "name"))
    return any(text and fold(text) in about for text in (value(each, tree) for each in named))


def _place(
    element: HtmlElement, properties: dict[HtmlElement | None, list[HtmlElement]], tree: Tree
) -> Iterator[tuple[str, Said]]:
    if element.get("itemscope") is None:
        if text := value(element, tree):
            yield "venue", Said(text, "microdata")
        return
    for each in properties.get(element, ()):
        name = each.get("itemprop", "")
        if each.get("itemscope") is not None and name == "address":
            yield from _place_parts(each, properties, tree)
        elif name in ("name", "address") and (text := value(each, tree)):
            yield _PLACE.get(name, "address"), Said(text, "microdata")


def _place_parts(
    scope: HtmlElement, properties: dict[HtmlElement | None, list[HtmlElement]], tree: Tree
) -> Iterator[tuple[str, Said]]:
    for each in properties.get(scope, ()):
        field = _PLACE.get(each.get("itemprop", ""))
        if field and (text := value(each, tree)):
            yield field, Said(text, "microdata")


def value(element: HtmlElement, tree: Tree) -> str:
    """Return the value of a property after the HTML standard: an attribute where the element has one for it."""
    for name in ("content", "datetime"):
        if stated := (element.get(name) or "").strip():
            return stated
    if element.tag in ("a", "link") and element.get("itemprop") in ("url", "eventStatus"):
        return element.get("href", "")
    if element.tag == "link":
        return element.get("href", "")
    return words(element)


def _scope(element: HtmlElement) -> HtmlElement | None:
    """Return the item that a property belongs to."""
    return next((each for each in element.iterancestors() if each.get("itemscope") is not None), None)


def _typed(scope: HtmlElement, sort: re.Pattern[str]) -> bool:
    return any(sort.match(name.rstrip("/").rpartition("/")[2]) for name in (scope.get("itemtype") or "").split())
