"""The reader of labelled pages: rows and pages whose dates and places stand behind printed labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from aggregator.errors import ParseError
from aggregator.model import Found, Key, Link, Page, Role, Route, Said
from aggregator.networks import Source
from aggregator.parsers.blocks import Document, document
from aggregator.parsers.marks import Mark, is_sentence, marks
from aggregator.parsers.rows import Row, rows
from aggregator.text import fold

_DOMINO = re.compile(r"(?<![0-9A-Za-z])[A-Z]{4}-[0-9A-Z]{6}$")


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield what a page tells: the rows and links of a listing, or the one announcement of an article.

    The page's role says which it is; of a page without an address its shape does. Raises ParseError for a page that is
    neither.
    """
    told = document(page)
    reading = _Reading(page, source, told, marks(told, source))
    yield from reading.article() if reading.role == "article" else reading.listing()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One page being read."""

    page: Page
    source: Source
    document: Document
    marks: Sequence[Mark]

    @property
    def role(self) -> Role:
        """What the page is; without an address, label and value on one line make rows, on two lines an article."""
        if self.page.url:
            return self.page.role
        dated = [place for place, mark in enumerate(self.marks) if mark.is_date]
        if not dated:
            return "listing" if self._linked(self.marks) or self._rows() else "article"
        inline = [self.marks[place].field for place in dated if self.marks[place].inline]
        ahead = self.marks[: dated[-1]]
        headed = any(mark.block.level == 1 for mark in ahead)
        if headed and not self._linked(ahead) and len(set(inline)) == len(inline):
            return "article"  # one heading, each label once
        return "listing" if len(inline) * 2 >= len(dated) else "article"

    def listing(self) -> Iterator[Found | Link]:
        """Yield the rows in order, then the addresses to follow, each once."""
        told = [self._found_row(row) for row in self._rows()]
        links = list(dict.fromkeys(self._links()))
        if not told and not links:
            raise ParseError(f"expected a list of announcements, got {self._counted()} but no row and no known link")
        yield from told
        yield from links

    def article(self) -> Iterator[Found]:
        """Yield the announcement of a page of its own."""
        labels = [mark for mark in self.marks if mark.sort == "label"]
        texts = [mark for mark in self.marks if mark.sort == "text"]
        title = self._title(texts, bool(labels))
        body = texts[texts.index(title) + 1 :] if title is not None else texts
        if not labels and not (body and title) and not any(is_sentence(mark.block.text) for mark in body):
            raise ParseError(f"expected an announcement with labels or a heading and text, got {self._counted()}")
        url = self.page.url or None
        yield self._found(self.marks, title, url, "url", body=self._said(body))

    def _rows(self) -> list[Row]:
        return list(rows(self.marks, self.source, self.document.markup))

    def _linked(self, told: Sequence[Mark]) -> bool:
        return any(self._matches(self.source.follow, link.url) for mark in told for link in mark.block.links)

    def _found_row(self, row: Row) -> Found:
        return self._found(row.marks, row.title, self._address(row), "css", summary=self._said(row.text))

    def _title(self, texts: Sequence[Mark], labelled: bool) -> Mark | None:
        """Return the heading of an article, the highest first; without one its first block, where that is a title."""
        headings = sorted((mark for mark in texts if mark.block.level), key=lambda mark: mark.block.level)
        if headings:
            return headings[0]
        if not texts or (self.document.markup and not labelled) or is_sentence(texts[0].block.text):
            return None
        return texts[0]

    def _found(
        self,
        told: Sequence[Mark],
        title: Mark | None,
        url: str | None,
        route: Route,
        summary: tuple[Said, ...] = (),
        body: tuple[Said, ...] = (),
    ) -> Found:
        said: dict[str, tuple[Said, ...]] = {}
        for mark in told:
            if mark.sort == "label" and mark.field and mark.value:
                said[mark.field] = (*said.get(mark.field, ()), Said(mark.value, "label"))
        if said.get("starts") and said.get("ends"):
            said["kind"] = (*said.get("kind", ()), Said("event", "label"))
        tags = {fold(mark.block.text): Said(mark.block.text, "label") for mark in told if mark.sort == "tag"}
        fields = {"summary": summary, "body": body, "tags": tuple(tags.values())}
        fields["title"] = self._said([title] if title else [])
        fields["url"] = (Said(url, route),) if url else ()
        for name, values in fields.items():
            said[name] = values + said.get(name, ())
        return Found(page=self.page.url, keys=_keys(url), **said)

    def _said(self, told: Sequence[Mark]) -> tuple[Said, ...]:
        text = "\n\n".join(mark.block.text for mark in told)
        return (Said(text, "css" if self.document.markup else "prose"),) if text else ()

    def _address(self, row: Row) -> str | None:
        """Return the row's own address: its title's link, else a link in it to an article."""
        titled = [link.url for link in row.title.block.links] if row.title else []
        inside = [link.url for mark in row.marks for link in mark.block.links]
        follow = self.source.follow
        own = [*titled, *(url for url in inside if self._matches(follow, url))]
        return next(filter(None, map(self._own, own)), None)

    def _own(self, url: str) -> str | None:
        """Return what a row's own address is by a link: another page whole, in the page itself only an element."""
        if self._matches(self.source.pages, url):
            return None
        whole, fragment = urldefrag(url)
        if whole in self._self():
            return url if fragment in self.document.ids else None
        return whole

    def _links(self) -> Iterator[Link]:
        for link in self.document.links:
            url = urldefrag(link)[0]
            if url in self._self():
                continue
            if self._matches(self.source.pages, url):
                yield Link(url=url, role="listing")
            elif self._matches(self.source.follow, url):
                yield Link(url=url, role="article")

    def _self(self) -> set[str]:
        return {urldefrag(self.page.url)[0], urldefrag(self.page.requested)[0]}

    def _matches(self, pattern: str, url: str) -> bool:
        return bool(pattern) and re.search(pattern, url) is not None

    def _counted(self) -> str:
        shape = "HTML" if self.document.markup else "plain text"
        return f"{shape} with {len(self.marks)} blocks of text, beginning {self.document.blocks[0].text[:60]!r}"


def _keys(url: str | None) -> tuple[Key, ...]:
    """Return the keys an own address gives: itself, and the Domino id at its end.

    >>> _keys("http://www.eurocities.eu/eurocities/news/Forum-WSPO-BJ4PBJ")[1]
    ('domino', 'WSPO-BJ4PBJ')
    """
    if url is None:
        return ()
    parts = urlsplit(url)
    domino = _DOMINO.search(parts.path.rstrip("/"))
    address: Key = ("address", url)
    return (address, ("domino", domino[0])) if domino and not parts.fragment else (address,)
