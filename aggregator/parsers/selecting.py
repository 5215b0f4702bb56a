"""What the selectors of a network's file find, as words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from aggregator.model import Said
from aggregator.parsers import maintext
from aggregator.parsers.tree import Tree, elements, words

DATES = frozenset(("published", "modified", "starts", "ends", "deadline"))
_LINKS = frozenset(("url", "translations"))
_ALL = frozenset(("tags", "translations", "starts", "ends"))


def selected(tree: Tree, selectors: Mapping[str, str], within: HtmlElement | None = None) -> Iterator[tuple[str, Said]]:
    """Yield what selectors by field find in a page, or in one element of it."""
    for field, selector in selectors.items():
        found = elements(compiled(selector), tree.root if within is None else within)
        for element in found if field in _ALL else found[:1]:
            if text := value(tree, field, element):
                yield field, Said(text, "css")


@lru_cache(maxsize=1024)
def compiled(selector: str) -> CSSSelector:
    """Return a CSS selector, compiled once."""
    return CSSSelector(selector, translator="html")


def value(tree: Tree, field: str, element: HtmlElement) -> str:
    """Return what an element says of a field: of a date its attribute, of a link its address, else its text."""
    if field in _LINKS:
        return tree.absolute(element.get("href") or element.get("content") or "") or ""
    if field in DATES:
        return element.get("datetime") or element.get("content") or words(element)
    if field == "body":
        return maintext.text_of(element)
    return element.get("content") or words(element)
