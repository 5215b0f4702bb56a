"""The title of a page: a vote of its headings, structured data, metas and the parts of `<title>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from aggregator.model import Route, Said
from aggregator.parsers.sites import SEPARATOR, Sites, address, bare, between
from aggregator.parsers.tree import Tree, beside, words
from aggregator.text import fold, tidy

_PARTS = re.compile(rf"{SEPARATOR.pattern}|\s?:\s+")
_MOST_PARTS = 6
_LONGEST = 400
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|page|article|news|node|event|item|content|single)[-_]{0,2}(?:title|headline|heading)"
    r"|headline|documentFirstHeading|title)(?:$|\s)",
    re.IGNORECASE,
)
_METAS = (  # names, what their word counts
    (("og:title",), 2.0),
    (("twitter:title",), 0.5),
    (("dcterms.title", "dc.title", "citation_title", "parsely-title", "sailthru.title", "title"), 1.0),
)
_ADDRESS = 2.0
"""What the words of the page's address count, where they are all those of a title."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A candidate: its words, where they stood, and what its word counts."""

    text: str
    route: Route
    weight: float

    @property
    def parts(self) -> list[str]:
        """Every run of the parts of a title that may hold more than the title: of `<title>` and metas."""
        return list(stretches(self.text)) if self.route in ("title", "meta") else []


def headings(tree: Tree) -> list[HtmlElement]:
    """Return the headings of the highest rank that do not stand beside the article, those in it first."""
    found = [each for each in tree.root.iter("h1") if not beside(each)]
    found = found or [each for each in tree.root.iter("h2") if not beside(each)] or list(tree.root.iter("h1"))
    return sorted(found, key=lambda each: not _inside(each))


def _inside(element: HtmlElement) -> bool:
    return any(each.tag in ("article", "main") or each.get("role") == "main" for each in element.iterancestors())


def title_of(tree: Tree) -> str:
    """Return the words of the page's `<title>`, not of one in a drawing."""
    found = (each.text or "" for each in tree.root.iter("title") if next(each.iterancestors("svg"), None) is None)
    return next(filter(None, map(tidy, found)), "")


def stretches(text: str, separator: re.Pattern[str] = _PARTS) -> Iterator[str]:
    """Yield every run of parts of a title, the longest first.

    >>> list(stretches("Trams | News"))
    ['Trams | News', 'Trams', 'News']
    """
    count = min(len(separator.split(text)), _MOST_PARTS)
    for length in range(count, 0, -1):
        for first in range(count - length + 1):
            if run := between(text, separator, first, first + length):
                yield run


def voices(tree: Tree, said: Iterable[Said], tops: Sequence[HtmlElement], about: str) -> Iterator[Voice]:
    """Yield the candidates: headings, what structured data `said`, metas and `<title>`."""
    yield from _headed(tree, tops, about)
    for each in said:
        yield Voice(each.text, each.route, 2.0)
    for names, weight in _METAS:
        for text in islice(tree.meta(*names), 1):
            yield Voice(text, "meta", weight)
    if title := title_of(tree):
        yield Voice(title, "title", 1.5)


def _headed(tree: Tree, tops: Sequence[HtmlElement], about: str) -> Iterator[Voice]:
    """Yield the headings: one that names the section counts little, one of lower rank where others say the same."""
    folders = urlsplit(address(tree)).path.rstrip("/").split("/")[:-1]
    sections = {fold(each) for each in (*folders, *tree.meta("article:section"))}
    for place, heading in enumerate(tops[:4]):
        if text := words(heading):
            own = 1.2 if heading.tag != "h1" else 3.0 if len(tops) == 1 else 2.5
            named = 0.4 if _TITLED.search(heading.get("class", "")) else 0.0
            yield Voice(text, "css", 0.3 if fold(text) in sections else own + named - 0.1 * place)
    if tops and tops[0].tag == "h1":
        for heading in islice((each for each in tree.root.iter("h2") if not beside(each)), 6):
            if (text := words(heading)) and fold(text) in about:
                yield Voice(text, "css", 0.8)


def vote(candidates: Sequence[Voice], sites: Sites, url: str) -> list[Voice]:
    """Return the candidates, the elected first: without the site's name where the page says more than that.

    A candidate is backed by each other one that says the same words, and half by one that begins with them or has them
    among its parts; the words in the page's own address count too.
    """
    proposed = [replace(each, text=_proposal(each, sites)) for each in candidates]
    named = [each for each in proposed if not sites.is_name(each.text)] or proposed
    cut = [(each, part) for each in named if each.parts for part in stretches(each.text, SEPARATOR)]
    parts = [replace(each, text=part, weight=0.0) for each, part in cut]  # a colon may stand in a title: it is not cut
    able = [
        each
        for each in (*named, *parts)
        if fold(each.text) and len(each.text) <= _LONGEST and not sites.is_name(each.text)
    ]
    if not able:
        return proposed
    backers = [(fold(each.text), {fold(part) for part in each.parts}, each.weight) for each in named]
    slug = _slug(url)

    def score(each: Voice) -> float:
        own = fold(each.text)
        return sum(weight * _backs(own, other, runs) for other, runs, weight in backers) + _likeness(own, slug)

    best = max(able, key=score)
    return [best, *(each for each in named if each.text != best.text)]


def _proposal(voice: Voice, sites: Sites) -> str:
    return voice.text if voice.route == "css" else bare(voice.text, sites)


def _backs(own: str, other: str, runs: set[str]) -> float:
    """Return how much one title backs another: wholly where they are equal, partly where it has it in it."""
    if own == other:
        return 1.0
    return 0.6 if own in runs or (own.count(" ") > 2 and other.startswith(own)) else 0.0


def _slug(url: str) -> frozenset[str]:
    """Return the words in the last part of an address that has some."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if re.search(r"[^\W\d]{3}.*[-_+ ]", part)]
    return frozenset(fold(parts[-1]).split()) if parts else frozenset()


def _likeness(folded: str, slug: frozenset[str]) -> float:
    """Return what the address counts for a title: the share of words that both have of all that they have."""
    said = frozenset(folded.split())
    return _ADDRESS * len(said & slug) / len(said | slug) if slug and said else 0.0
