"""A page as blocks of text in order, whatever its markup: heading, paragraph, item; with links and ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Page
from aggregator.parsers.decoding import decode
from aggregator.parsers.tree import base_of, rooted
from aggregator.text import tidy

BlockKind = Literal["heading", "paragraph", "item"]

_SKIPPED = re.compile(r"(?:head|script|style|noscript|template|nav|footer|select|textarea|button|svg|iframe|object)$")
_BLOCKS = re.compile(
    r"(?:address|article|aside|blockquote|body|br|caption|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|form"
    r"|h[1-6r]|header|hgroup|html|legend|li|main|menu|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr"
    r"|ul)$"
)
_PROSE = re.compile(r"(?:p|h[1-6r]|pre|blockquote|br)$")
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|ul|ol|li|table|tr|td|h[1-6]|br|a|span|form|section)\b", re.I)
_BULLET = re.compile(r"^[•·▪◦‣*–-](?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a block: its words and its absolute address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text; `level` is 1 to 6 for a heading, else 0.

    `continues` says that in plain text no blank line stood before it. An `item` without text is an empty bullet.
    """

    kind: BlockKind
    text: str
    links: tuple[Anchor, ...] = ()
    level: int = 0
    continues: bool = False

    @property
    def link(self) -> Anchor | None:
        """The link that is all of this block."""
        return next((link for link in self.links if link.text == self.text), None)


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of a page in order; `markup` is False for plain text.

    `links` are the addresses and `ids` the names of elements of the whole page, its navigation included.
    """

    blocks: tuple[Block, ...]
    links: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    markup: bool = True


def document(page: Page) -> Document:
    """Return the page as blocks: as HTML or plain text by its content type, else by its look.

    Raises ParseError where nothing is there to read.
    """
    text = decode(page.body, page.content_type)
    found = _from_html(text, page.url) if _is_markup(page.content_type, text) else _from_text(text)
    if not found.blocks:
        raise ParseError(f"expected a page with text, got one without any ({len(page.body)} bytes)")
    return found


def _is_markup(content_type: str, text: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    return kind != "text/plain" and _MARKUP.search(text[:10_000]) is not None


def _from_text(text: str) -> Document:
    blocks = []
    blank = True
    for line in text.splitlines():
        words = tidy(line)
        if words:
            blocks.append(_block("paragraph", words, continues=not blank))
        blank = not words
    return Document(tuple(blocks), markup=False)


def _block(
    kind: BlockKind, words: str, links: tuple[Anchor, ...] = (), level: int = 0, continues: bool = False
) -> Block:
    """Return a block; one that begins with a bullet is an item without it."""
    bullet = _BULLET.match(words) if kind != "heading" else None
    if bullet:
        return Block("item", words[bullet.end() :], links, 0, continues)
    return Block(kind, words, links, level, continues)


def _from_html(text: str, url: str) -> Document:
    root = rooted(text)
    return of_tree(root, base_of(root, url))


def of_tree(root: HtmlElement, base: str) -> Document:
    """Return a parsed page as blocks; `base` is the address its links are relative to."""
    return _Walk(base).document(root)


@dataclass(slots=True)
class _Open:
    """An open element: what it is to the text inside it."""

    kind: BlockKind
    level: int
    breaks: bool
    cells: bool


@dataclass(slots=True)
class _Walk:
    """One pass over the tree in document order, without recursion."""

    base: str
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    href: str | None = None
    since: int = 0
    carried: bool = False  # whether a block already has the open link

    def document(self, root: etree._Element) -> Document:
        stack = [_Open("paragraph", 0, True, False)]
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = str(element.tag)
            if event == "start":
                if _SKIPPED.match(tag):
                    walk.skip_subtree()
                stack.append(self._opened(element, tag, stack[-1]))
            else:
                self._closed(element, tag, stack.pop(), stack[-1])
        addresses = (absolute(anchor.get("href", ""), self.base) for anchor in root.iter("a"))
        links = dict.fromkeys(url for url in addresses if url is not None)
        names = {
            name for each in root.iter("*") for name in (each.get("id"), each.tag == "a" and each.get("name")) if name
        }
        return Document(tuple(self.blocks), tuple(links), frozenset(names))

    def _opened(self, element: etree._Element, tag: str, parent: _Open) -> _Open:
        opened = _Open(parent.kind, parent.level, _BLOCKS.match(tag) is not None or parent.cells, False)
        opened.cells = opened.breaks and not _PROSE.match(tag) and _holds_cells(element)
        if re.fullmatch(r"h[1-6]", tag):
            opened.kind, opened.level = "heading", int(tag[1])
        elif tag == "li":
            opened.kind, opened.level = "item", 0
        elif tag in ("table", "ul", "ol", "dl"):
            opened.kind, opened.level = "paragraph", 0
        if opened.breaks:
            self._flush(parent)
        if tag == "a":
            self.href = absolute(element.get("href", ""), self.base)
            self.since, self.carried = len(self.pieces), False
        if not _SKIPPED.match(tag) and element.text:
            self.pieces.append(element.text)
        return opened

    def _closed(self, element: etree._Element, tag: str, closed: _Open, parent: _Open) -> None:
        if tag == "a":
            self._end_link()
        if closed.breaks:
            self._flush(closed)
        if element.tail:
            self.pieces.append(element.tail)

    def _end_link(self) -> None:
        words = tidy("".join(self.pieces[self.since :]))
        if self.href is not None and (words or not self.carried):
            self.anchors.append(Anchor(words, self.href))
        self.href = None

    def _flush(self, around: _Open) -> None:
        words = tidy("".join(self.pieces))
        if self.href is not None and words:  # a link around blocks is a link of each
            self.anchors.append(Anchor(tidy("".join(self.pieces[self.since :])), self.href))
            self.carried = True
        if words:
            self.blocks.append(_block(around.kind, words, tuple(self.anchors), around.level))
        self.anchors.clear()
        self.pieces.clear()
        self.since = 0


def _holds_cells(element: etree._Element) -> bool:
    """Whether an element has only elements in it, two or more and all inline: each is then a line of its own."""
    children = [child for child in element if not _SKIPPED.match(str(child.tag))]
    if len(children) < 2 or (element.text or "").strip():
        return False
    return all(not _BLOCKS.match(str(child.tag)) and not (child.tail or "").strip() for child in children)
