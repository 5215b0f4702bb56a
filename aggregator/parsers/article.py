"""The reader of an article page: everything it says of its announcement, by route in the order of trust.

The order is: the selectors of the network's file, JSON-LD, microdata and RDFa, metas, what the page shows (`<time>`,
labels, lines named after dates), the day in its address, and last a search of the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from aggregator import addresses, vocabulary
from aggregator.model import Found, Key, Page, Said
from aggregator.networks import Source
from aggregator.parsers import datelines, maintext, meta, microdata, titles
from aggregator.parsers.blocks import of_tree
from aggregator.parsers.jsonld import Linked
from aggregator.parsers.marks import marks
from aggregator.parsers.refusal import expect_article
from aggregator.parsers.selecting import selected
from aggregator.parsers.sites import Sites, address
from aggregator.parsers.tree import Tree, beside, parse, pieces, words
from aggregator.text import fold, tidy

Words = dict[str, list[Said]]


def read(page: Page, source: Source) -> Iterator[Found]:
    """Yield the announcement of a page of its own.

    Raises ParseError for what is no page of HTML, a page of an error, a login or a barrier, and one without title and
    text.
    """
    yield _Reading(parse(page), source).found()


class _Reading:
    """One page being read."""

    def __init__(self, tree: Tree, source: Source) -> None:
        self.tree = tree
        self.source = source
        self.said: Words = {}
        self.known: set[tuple[str, Said]] = set()

    def found(self) -> Found:
        tree = self.tree
        own = list(selected(tree, self.source.article))
        tops = titles.headings(tree)
        about = _about(tree, tops)
        linked = Linked(tree, about)
        self._take(own)
        self._take(linked.said())
        self._take(microdata.said(tree, about))
        self._take(meta.said(tree))
        self._take(_tags(tree, tops))
        heading = self._title(own, tops, linked, about)
        self._dates(heading)
        self._body(heading)
        expect_article(tree, self.said, linked.broken)
        return Found(page=tree.page.url, url=self._url(), keys=tuple(self._keys()), **_lists(self.said))

    def _take(self, fields: Iterator[tuple[str, Said]] | list[tuple[str, Said]]) -> None:
        for name, said in fields:
            if said.text and (name, said) not in self.known:
                self.known.add((name, said))
                self.said.setdefault(name, []).append(said)

    def _title(
        self, own: list[tuple[str, Said]], tops: list[HtmlElement], linked: Linked, about: str
    ) -> HtmlElement | None:
        """Put the elected title first, behind the file's own; return the heading that shows it."""
        sites = Sites.of(self.tree, (self.source.network.name, *linked.sites()))
        structured = [said for said in self.said.get("title", []) if said.route in ("json-ld", "microdata")]
        elected = titles.vote(list(titles.voices(self.tree, structured, tops, about)), sites, address(self.tree))
        self.said["title"] = [said for name, said in own if name == "title"]
        self.known = {(name, said) for name, said in self.known if name != "title"}
        self._take(("title", Said(voice.text, voice.route)) for voice in elected)
        title = fold(self.said["title"][0].text) if self.said["title"] else ""
        shown = (each for each in (*tops, *self.tree.root.iter("h2", "h3")) if fold(words(each)) == title)
        return next(shown, tops[0] if tops else None)

    def _dates(self, heading: HtmlElement | None) -> None:
        """Add the days that the page shows; an event's page shows those of the event, which are none of publication."""
        tree, said = self.tree, self.said
        event = self.source.kind == "event" or any(each.text == "event" for each in said.get("kind", ()))
        if not said.get("starts"):
            self._take(datelines.periods(tree, heading))
        event = event or bool(said.get("starts"))
        self._take(datelines.times(tree, heading, event))
        self._take(self._labels())
        if event:
            return
        for url in (tree.page.url, *meta.canonical(tree)):
            self._take(datelines.in_address(url))
        searches: tuple[Callable[[], Iterator[tuple[str, Said]]], ...] = (
            partial(datelines.shown, tree, heading),
            partial(meta.created, tree),
            partial(datelines.nearby, heading),
            partial(datelines.scripted, tree),
            partial(datelines.searched, tree, said.get("modified", ())),
        )
        for search in searches:
            if not said.get("published"):
                self._take(search())

    def _labels(self) -> Iterator[tuple[str, Said]]:
        """Yield the facts behind labels that the network's file knows, and a deadline behind a common word for one."""
        network = self.source.network
        text = etree.tostring(self.tree.root, method="text", encoding="unicode")
        caseless = _caseless(text)
        if any(_caseless(label) in caseless for label in network.labels):  # to look at blocks costs ten parses
            for mark in marks(of_tree(self.tree.root, self.tree.base), self.source):
                if mark.sort == "label" and mark.field and mark.value:
                    yield mark.field, Said(mark.value, "label")
        languages = tuple(network.languages)
        if not _may_close(caseless, languages):
            return
        deadline = _deadline(languages)
        if deadline.search(text):  # most pages have none; only of the others lines are worth making
            for line in "".join(piece if piece.strip() else "\n" for piece in pieces(self.tree.root)).split("\n"):
                if found := deadline.match(line.strip()):
                    yield "deadline", Said(tidy(found[1]), "label")
                    return

    def _body(self, heading: HtmlElement | None) -> None:
        if not self.said.get("body"):
            self._take(("body", said) for said in maintext.said(self.tree, heading))
        if not self.said.get("body"):
            self._take(("body", said) for said in maintext.extracted(self.tree))

    def _url(self) -> tuple[Said, ...]:
        url = self.tree.page.url
        return (Said(url, "url"),) if url else ()

    def _keys(self) -> Iterator[Key]:
        """Yield the page's own address, and the one that it says it has where that can be its own."""
        url = self.tree.page.url
        if url:
            yield "address", url
        for stated in list(meta.canonical(self.tree))[:1]:
            if stated != url and self._can_be_own(stated):
                yield "address", stated
        yield from meta.wordpress(self.tree)

    def _can_be_own(self, url: str) -> bool:
        """Whether an address is on the network's hosts and no front page, listing or folder of the page itself."""
        network = self.source.network
        mirrors = network.mirrors
        here, there, home = (addresses.key(each, mirrors) for each in (self.tree.page.url, url, network.homepage))
        hosts = {here.partition("/")[0], home.partition("/")[0]}
        listings = {addresses.key(start, mirrors) for start in self.source.start}
        if there.partition("/")[0] not in hosts or there in listings or there == home:
            return False
        return bool(urlsplit(url).path.strip("/")) and not here.startswith(there + "/")


def _about(tree: Tree, tops: list[HtmlElement]) -> str:
    """Return the folded words of everything that could be the page's title."""
    told = [*(words(each) for each in tops[:3]), *tree.meta("og:title"), titles.title_of(tree)]
    return " | ".join(map(fold, told))


def _caseless(text: str) -> str:
    """Return the text as a comparison without case takes it, in which Turkish i's are alike."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


@lru_cache(maxsize=256)
def _closing(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words for a deadline without case, the longest first."""
    spoken = vocabulary.labels()["deadline"]
    said = {_caseless(word) for one in (*languages, "en") for word in spoken.get(one, ())}
    return tuple(sorted(said, key=len, reverse=True))


@lru_cache(maxsize=256)
def _closing_roots(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words for a deadline that have no other one in them."""
    all_words = _closing(languages)
    return tuple(word for word in all_words if not any(other != word and other in word for other in all_words))


def _may_close(caseless: str, languages: tuple[str, ...]) -> bool:
    """Whether a colon follows a word for a deadline: to search for all words at once costs four parses."""
    if not any(root in caseless for root in _closing_roots(languages)):
        return False
    return any(re.search(rf"{re.escape(word)}\s*:", caseless) for word in _closing(languages))


@lru_cache(maxsize=256)
def _deadline(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a word for a deadline, a colon and something with a figure."""
    either = "|".join(map(re.escape, _closing(languages)))
    return re.compile(rf"\b(?:{either})\s*:\s*((?=[^\n]{{0,40}}\d)[^\n]{{4,80}})", re.IGNORECASE)


def _tags(tree: Tree, tops: list[HtmlElement]) -> Iterator[tuple[str, Said]]:
    """Yield the words of the links to the tags of the article."""
    heading = tops[0] if tops else None
    for link in tree.related:
        if "tag" in link.get("rel", "").split() and not beside(link, heading):
            yield "tags", Said(words(link), "css")


def _lists(said: Words) -> dict[str, tuple[Said, ...]]:
    """Return the words by field, each tag once."""
    lists = {name: tuple(words) for name, words in said.items()}
    tags: dict[str, Said] = {}
    for tag in lists.get("tags", ()):
        tags.setdefault(fold(tag.text), tag)
    return lists | {"tags": tuple(tags.values())}
