"""The names that a site has, and titles without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from aggregator.parsers.meta import canonical
from aggregator.parsers.tree import Tree, words
from aggregator.text import fold, tidy

SEPARATOR = re.compile(r"\s+(?:[|–—·•»«›‹/~<>]|::|-{1,2}|\|\|)\s+|\s*[|»]\s*")
_FRONT = re.compile(
    r"(?:^|\s)(?:site-?title|site-?name|custom-logo-link|navbar-brand|logo|brand)(?:$|\s)", re.IGNORECASE
)
_ENDINGS = ("com", "org", "net", "eu", "info", "int")
_LONGEST = 80
_LEAST = 4
"""Letters of a part that is taken for the site's because its host has them."""


@dataclass(frozen=True, slots=True)
class Sites:
    """The names that a site has: said by itself, by its network's file (folded), and in its host (joined)."""

    names: frozenset[str]
    host: str

    @classmethod
    def of(cls, tree: Tree, said: Iterable[str]) -> Sites:
        """Return the names of a page's site; `said` are those known from elsewhere."""
        stated = tree.meta("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
        named = (*said, *stated, *_home(tree))
        host = urlsplit(address(tree)).hostname or ""
        return cls(frozenset(filter(None, map(fold, named))), fold(host.removeprefix("www.")).replace(" ", ""))

    def is_name(self, text: str) -> bool:
        """Whether a text is the site's name and nothing else."""
        folded = fold(text)
        joined = folded.replace(" ", "")
        bare = (self.host.removesuffix(ending) for ending in _ENDINGS)
        return folded in self.names or (len(joined) >= _LEAST and joined in (self.host, *bare))

    def owns(self, part: str) -> bool:
        """Whether a part of `<title>` names the site: its name, with or without some words, or words of its host."""
        folded = fold(part)
        joined = folded.replace(" ", "")
        if self.is_name(part) or (len(joined) >= _LEAST and joined in self.host):
            return True
        return any(_is_version(folded, name) for name in self.names if len(name) >= _LEAST)


def _is_version(folded: str, name: str) -> bool:
    """Whether words are a name with a few more at one of its ends, or its beginning."""
    longer = folded.startswith(name + " ") or folded.endswith(" " + name)
    return (longer and folded.count(" ") <= name.count(" ") + 3) or name.startswith(folded + " ")


def address(tree: Tree) -> str:
    """Return the page's address: its own, of a page without one what it says that is."""
    return tree.page.url or next(canonical(tree), "")


def _leading(tree: Tree) -> Iterator[HtmlElement]:
    """Yield the links in and around headings, and those that say they lead home."""
    for heading in tree.root.iter("h1", "h2"):
        yield from heading.iter("a")
        around = heading.getparent()
        if around is not None and around.tag == "a":
            yield around
    yield from (link for link in tree.related if "home" in link.get("rel", "").split())


def _home(tree: Tree) -> Iterator[str]:
    """Yield the words of headings that lead to the front page, and of elements that say they name the site."""
    here = address(tree).rstrip("/")
    for link in _leading(tree):
        url = (tree.absolute(link.get("href") or "") or "").rstrip("/")
        if url and url != here and (not urlsplit(url).path or here.startswith(url + "/")):
            yield words(link)
    for element, classes in tree.classed:
        if _fronting(classes) and len(name := words(element)) <= _LONGEST:
            yield name


@lru_cache(maxsize=4096)
def _fronting(classes: str) -> bool:
    return _FRONT.search(classes) is not None


def bare(text: str, sites: Sites) -> str:
    """Return a title without the parts at its ends that name the site.

    >>> bare("Cities meet - Energy Cities", Sites(frozenset({"energy cities"}), "energycitieseu"))
    'Cities meet'
    """
    parts = [tidy(part) for part in SEPARATOR.split(text)]
    first, last = 0, len(parts)
    while last - first > 1 and sites.owns(parts[last - 1]):
        last -= 1
    while last - first > 1 and sites.owns(parts[first]):
        first += 1
    return between(text, SEPARATOR, first, last)


def between(text: str, separator: re.Pattern[str], first: int, last: int) -> str:
    """Return the parts from `first` to before `last` with the separators that stand between them."""
    places: Sequence[int] = [0, *(end for found in separator.finditer(text) for end in found.span()), len(text)]
    return tidy(text[places[2 * first] : places[2 * last - 1]])
