"""What a page says of its announcement in attributes: microdata (`itemprop`) and RDFa (`property`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from aggregator.model import Said
from aggregator.parsers.datelines import is_period
from aggregator.parsers.jsonld import ARTICLES, EVENTS
from aggregator.parsers.tree import Tree, beside, words
from aggregator.text import fold, tidy

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
_OF_THINGS = frozenset(("name", "description"))
"""Properties that outside an item can be those of anything: an author, a picture."""
_PLACE = {"name": "venue", "streetAddress": "address", "addressLocality": "city", "addressCountry": "country"}
_RDFA = {
    name: field
    for field, names in {
        "published": "datePublished dateCreated schema:datePublished schema:dateCreated dc:date dc:created dc:issued"
        " dcterms:issued dcterms:created",
        "modified": "dateModified schema:dateModified dc:modified dcterms:modified",
        "starts": "schema:startDate",
        "ends": "schema:endDate",
        "title": "schema:headline schema:name dc:title",
    }.items()
    for name in names.split()
}
_NEWS = re.compile("NewsArticle$")
_PAGES = re.compile(r"\w*WebPage$")
_NAMES = {"headline", "name"}
_TYPES = re.compile(rf"(?:{ARTICLES.pattern[:-1]}|{EVENTS.pattern[:-1]})$")


def said(tree: Tree, about: str) -> Iterator[tuple[str, Said]]:
    """Yield what the item that the page is about says, field by field, then what stands in RDFa.

    `about` are the folded words of everything that could be the page's title.
    """
    yield from _Items(tree, about).said()
    for element in tree.properties:
        for name in (element.get("property") or "").split():
            field = _RDFA.get(name)
            text = value(element) if field and not beside(element) and not is_period(element) else ""
            if field and text and (field != "title" or fold(text) in about):
                yield field, Said(text, "microdata")


class _Items:
    """The items of a page and their properties; those outside all items are of the item None."""

    def __init__(self, tree: Tree, about: str) -> None:
        self.about = about
        self.properties: dict[HtmlElement | None, list[HtmlElement]] = {}
        for element in tree.itemprops:
            self.properties.setdefault(_scope(element), []).append(element)

    def said(self) -> Iterator[tuple[str, Said]]:
        for scope in self._own():
            if scope is not None and _typed(scope, EVENTS):
                yield "kind", Said("event", "microdata")
            elif scope is not None and _typed(scope, _NEWS):
                yield "kind", Said("news", "microdata")
            for element in self.properties.get(scope, ()):
                for name in element.get("itemprop", "").split():
                    yield from self._property(scope, element, name)

    def _property(self, scope: HtmlElement | None, element: HtmlElement, name: str) -> Iterator[tuple[str, Said]]:
        if name == "location":
            yield from self._place(element, "venue")
        elif name in _FIELDS and element.get("itemscope") is None and (scope is not None or _alone(element, name)):
            for text in _tags(element) if _FIELDS[name] == "tags" else [value(element)]:
                yield _FIELDS[name], Said(text, "microdata")

    def _own(self) -> list[HtmlElement | None]:
        """Return the items that the page is about: that with its title, else the only one; the page's, and no item."""
        items = [each for each in self.properties if each is not None and each.get("itemprop") is None]
        pages = [each for each in items if _typed(each, _PAGES)]
        those = [each for each in items if _typed(each, _TYPES) and each not in pages and not beside(each)]
        titled = [each for each in those if self._is_titled(each)]
        return [*(titled[:1] or (those if len(those) == 1 else [])), *pages[:1], None]

    def _is_titled(self, scope: HtmlElement) -> bool:
        """Whether an item has the title of the page."""
        named = (each for each in self.properties[scope] if _NAMES & set(each.get("itemprop", "").split()))
        return any(text in self.about for text in (fold(value(each)) for each in named) if text)

    def _place(self, element: HtmlElement, field: str) -> Iterator[tuple[str, Said]]:
        """Yield where an event is: the place's name and its address, or its only words."""
        if element.get("itemscope") is None:
            yield field, Said(value(element), "microdata")
            return
        for each in self.properties.get(element, ()):
            name = each.get("itemprop", "")
            if name == "address":
                yield from self._place(each, "address")
            elif name in _PLACE:
                yield _PLACE[name], Said(value(each), "microdata")


def _alone(element: HtmlElement, name: str) -> bool:
    """Whether a property outside all items is the page's."""
    return name not in _OF_THINGS and not beside(element)


def _tags(element: HtmlElement) -> list[str]:
    """Return the tags of an element: its links, else its words between commas."""
    links = [words(each) for each in element.iter("a")]
    return links or [tidy(tag) for tag in re.split("[,;]", value(element))]


def value(element: HtmlElement) -> str:
    """Return the value of a property after the HTML standard: an attribute where the element has one for it."""
    for name in ("content", "datetime"):
        if stated := (element.get(name) or "").strip():
            return stated
    return str(element.get("href", "")) if element.tag == "link" else words(element)


def _scope(element: HtmlElement) -> HtmlElement | None:
    """Return the item that a property belongs to."""
    return next((each for each in element.iterancestors() if each.get("itemscope") is not None), None)


def _typed(scope: HtmlElement, sort: re.Pattern[str]) -> bool:
    return any(sort.match(name.rstrip("/").rpartition("/")[2]) for name in (scope.get("itemtype") or "").split())
