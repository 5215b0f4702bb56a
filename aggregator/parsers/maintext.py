"""The main text of a page: paragraphs of the element that holds the article, without what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from aggregator.model import Route, Said
from aggregator.parsers.tree import BREAKING, UNREAD, Tree, beside, elements, named_beside
from aggregator.text import tidy

_LEFT_OUT = frozenset(("nav", "footer", "aside", "form", "figure", "menu", "time", *UNREAD))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing)\w*|social\w*|sharedaddy|addtoany\w*|tags?|tag-?list|meta|byline|author-?(?:box|bio)|print"
    r"|caption|skip-?link|screen-?reader-?text|visually-?hidden|element-invisible|sr-only|advert\w*|promo|banner|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|post-body|story-body|article-?_{0,2}(?:body|content|text)|field-{1,2}name-body"
    r"|news-text-wrap|wp-block-post-content|e-content|node__content|item-page|single-content|blog-content)(?:$|\s)",
    re.IGNORECASE,
)
_ROLES = etree.XPath("descendant::*[@role='main']")
_IDS = etree.XPath("descendant::*[@id]")
_NAMES = frozenset(("content-core", "content", "main-content", "main", "primary"))
_BREAK = "\x1e"  # no page shows it
_LEAST = 80
"""Characters below which an element that is not named after the text of an article does not hold it."""


def said(tree: Tree, heading: HtmlElement | None) -> Iterator[Said]:
    """Yield the text of the element that holds the article."""
    for route, least, holders in _holders(tree):
        texts = [text_of(each, heading) for each in holders if not beside(each, heading)]
        longest = max(texts, key=len, default="")
        if len(longest) >= least:
            yield Said(longest, route)
            return


def _holders(tree: Tree) -> Iterator[tuple[Route, int, list[HtmlElement]]]:
    """Yield the elements that say they hold the article, the surest first, with how much text they must have."""
    root = tree.root
    stated = [each for each in tree.itemprops if "articleBody" in each.get("itemprop", "").split()]
    yield "microdata", 1, stated or [each for each in tree.properties if each.get("property") == "content:encoded"]
    yield "css", 1, [each for each, classes in tree.classed if _holding(classes)]
    yield "css", 1, list(root.iter("article"))
    yield "css", _LEAST, [*root.iter("main"), *elements(_ROLES, root)]
    yield "css", _LEAST, [each for each in elements(_IDS, root) if each.get("id") in _NAMES]


@lru_cache(maxsize=4096)
def _holding(classes: str) -> bool:
    return _HOLDING.search(classes) is not None


def extracted(tree: Tree) -> Iterator[Said]:
    """Yield the text that trafilatura finds, for a page that says nowhere where its text is; it costs many parses."""
    from trafilatura import extract

    text = extract(tree.root, fast=True, include_comments=False, include_tables=True)
    if text:
        yield Said(text, "prose")


def text_of(element: HtmlElement, heading: HtmlElement | None = None) -> str:
    """Return the paragraphs of an element, a blank line between two, without its title and its furniture."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        if each.tag in BREAKING:
            pieces.append(_BREAK)
        if event == "start":
            if each is heading or (each is not element and _skipped(each.tag, each.get("class"), each.get("id"))):
                walk.skip_subtree()
            elif each.text:
                pieces.append(each.text)
        elif each.tail and each is not element:
            pieces.append(each.tail)
    return "\n\n".join(filter(None, map(tidy, "".join(pieces).split(_BREAK))))


@lru_cache(maxsize=4096)
def _skipped(tag: str, classes: str | None, name: str | None) -> bool:
    if tag in _LEFT_OUT or not (classes or name):
        return tag in _LEFT_OUT
    return named_beside(classes or "", name or "") or _FURNITURE.search(f"{classes or ''} {name or ''}") is not None
