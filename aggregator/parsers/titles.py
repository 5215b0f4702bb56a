"""The title of a page: a vote of its headings, its metas and the parts of `<title>`, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from aggregator.model import Route, Said
from aggregator.parsers.tree import Tree, beside, words
from aggregator.text import fold, tidy

_SEPARATOR = re.compile(r"\s+(?:[|–—·•»«›‹/~]|::?|-{1,2}|>|<|\|\|)\s+|\s*[|»]\s*|:\s+")
_LONGEST = 400
_TITLED = re.compile(r"(?:^|[\s_-])(?:(?:entry|post|page|article|news|node|event|item|content|single)[-_]{0,2}(?:title|headline|heading)"
                     r"|headline|documentFirstHeading|title)(?:$|\s)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """A candidate: its words, where they stood, what its word counts; `element` where it is a heading of the page."""

    text: str
    route: Route
    weight: float
    element: HtmlElement | None = None


def headings(tree: Tree) -> list[HtmlElement]:
    """Return the headings of the highest rank that do not stand beside the article, those in it first."""
    found = [each for each in tree.root.iter("h1") if not beside(each)]
    found = found or [each for each in tree.root.iter("h1", "h2") if not beside(each)]
    return sorted(found, key=lambda each: not _inside(each))


def _inside(element: HtmlElement) -> bool:
    return any(each.tag in ("article", "main") or each.get("role") == "main" for each in element.iterancestors())


@dataclass(frozen=True, slots=True)
class Sites:
    """The names that a site has: said by itself, by its network's file, and in its host."""

    names: frozenset[str]
    host: str

    @classmethod
    def of(cls, tree: Tree, said: Iterable[str]) -> Sites:
        """Return the names of a page's site; `said` are those known from elsewhere."""
        named = (*said, *tree.meta("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"))
        host = urlsplit(tree.page.url).hostname or ""
        return cls(frozenset(filter(None, map(fold, named))), fold(host.removeprefix("www.")).replace(" ", ""))

    def is_name(self, text: str) -> bool:
        """Whether a text is the site's name and nothing else."""
        folded = fold(text)
        joined = folded.replace(" ", "")
        return folded in self.names or (len(joined) > 2 and joined in (self.host, *_labels(self.host)))

    def owns(self, part: str) -> bool:
        """Whether a part of `<title>` names the site: its name, the beginning or a version of it, or words of its host."""
        folded = fold(part)
        if self.is_name(part):
            return True
        joined = folded.replace(" ", "")
        if len(joined) > 3 and joined in self.host:
            return True
        return any(len(name) > 3 and (folded.startswith(name + " ") or folded.endswith(" " + name) or name.startswith(folded + " "))
                   and len(folded.split()) <= len(name.split()) + 3 for name in self.names)  # fmt: skip


def _labels(host: str) -> tuple[str, ...]:
    return tuple(host[: -len(end)] for end in ("com", "org", "net", "eu", "info", "int") if host.endswith(end))


def bare(text: str, sites: Sites) -> str:
    """Return a title without the parts at its ends that name the site.

    >>> bare("Cities meet - Energy Cities", Sites(frozenset({"energy cities"}), "energycitieseu"))
    'Cities meet'
    """
    parts = [tidy(part) for part in _SEPARATOR.split(text)]
    first, last = 0, len(parts)
    while last - first > 1 and sites.owns(parts[last - 1]):
        last -= 1
    while last - first > 1 and sites.owns(parts[first]):
        first += 1
    return _between(text, parts, first, last)


def _between(text: str, parts: Sequence[str], first: int, last: int) -> str:
    """Return the parts from `first` to before `last` with the separators that stand between them."""
    places = [0, *(end for found in _SEPARATOR.finditer(text) for end in found.span()), len(text)]
    return tidy(text[places[2 * first] : places[2 * last - 1]])


def stretches(text: str) -> Iterator[str]:
    """Yield every run of parts of a title, the whole first."""
    parts = _SEPARATOR.split(text)
    count = min(len(parts), 6)
    for length in range(count, 0, -1):
        for first in range(count - length + 1):
            if run := _between(text, parts, first, first + length):
                yield run


def voices(tree: Tree, said: Iterable[Said], tops: Sequence[HtmlElement]) -> Iterator[Voice]:
    """Yield the candidates: headings, what structured data `said`, metas and `<title>`."""
    several = len(tops) > 1
    for place, heading in enumerate(tops[:8]):
        if text := words(heading):
            weight = 3.0 if heading.tag == "h1" and not several else 2.5 if heading.tag == "h1" else 1.2
            if _TITLED.search(heading.get("class", "")):
                weight += 0.4
            yield Voice(text, "css", weight - 0.1 * place, heading)
    for each in said:
        yield Voice(each.text, each.route, 2.0)
    for names, weight in ((("og:title",), 2.0), (("twitter:title",), 0.5), (("dcterms.title", "dc.title", "citation_title", "parsely-title", "sailthru.title", "title"), 1.0)):  # fmt: skip
        for text in list(tree.meta(*names))[:1]:
            yield Voice(text, "meta", weight)
    title = next(
        (
            text
            for each in tree.root.iter("title")
            if each.getparent() is not None and each.getparent().tag != "svg" and (text := words_of_title(each))
        ),
        "",
    )
    if title:
        yield Voice(title, "title", 1.5)


def words_of_title(element: HtmlElement) -> str:
    """Return the text of `<title>`."""
    return tidy(element.text or "")


def vote(candidates: Sequence[Voice], sites: Sites, url: str) -> list[Voice]:
    """Return the candidates, the elected first: without the site's name where the page says more than that.

    A candidate is backed by each other one that says the same words, half where its words are a part of the other's;
    the words in the page's own address count too.
    """
    slug = _slug(url)
    proposals = [
        Voice(text, each.route, each.weight, each.element) for each in candidates if (text := bare(each.text, sites))
    ]
    named = [each for each in proposals if not sites.is_name(each.text)] or proposals
    parts = [
        Voice(part, each.route, 0.0)
        for each in named
        if each.route in ("title", "meta")
        for part in stretches(each.text)
    ]
    folded = {each.text: fold(each.text) for each in (*named, *parts)}
    backers = [
        (
            folded[each.text],
            {fold(part) for part in stretches(each.text)} if each.route in ("title", "meta") else set(),
            each.weight,
        )
        for each in named
    ]

    def score(each: Voice) -> float:
        own = folded[each.text]
        backing = sum(
            weight if own == other else weight * 0.6 if own in runs else 0.0 for other, runs, weight in backers
        )
        return backing + 1.5 * _likeness(own, slug)

    able = [
        each
        for each in (*named, *parts)
        if folded[each.text] and len(each.text) <= _LONGEST and not sites.is_name(each.text)
    ]
    if not able:
        return proposals
    best = max(able, key=score)
    rest = [each for each in proposals if each.text != best.text]
    return [best, *rest]


def _slug(url: str) -> frozenset[str]:
    """Return the words in the last part of an address that has some."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if re.search(r"[^\W\d]{3}.*[-_+ ]", part)]
    return frozenset(fold(parts[-1]).split()) if parts else frozenset()


def _likeness(folded: str, slug: frozenset[str]) -> float:
    """Return how much a title and the words of an address have in common: 0 to 1."""
    said = set(folded.split())
    return len(said & slug) / len(said | slug) if slug and said else 0.0
