"""What each block of a page is to its reader: a tag, a label with its value, text, or a link to more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aggregator.networks import Source
from aggregator.parsers.blocks import Block, Document
from aggregator.text import fold

Sort = Literal["tag", "label", "text", "more"]

DATES = frozenset({"published", "modified", "starts", "ends", "deadline"})
_LONGEST_TITLE = 160
_LONGEST_VALUE = 100
_LONGEST_LINE = 400
_SENTENCE = re.compile(r"[.…][\"'’”»)\]]*$")
_DATED = re.compile(
    r"(?:[^\W\d]+\.?,?\s)?\d[^:]{0,40}(?:\b\d{4}\b|\d[./-]\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
)
_DATE_LINE = re.compile(
    r"(?:(?P<tags>\S.{0,199}?)\s+)?(?:[-–—|]\s*)?"
    r"(?P<date>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.? [^\W\d]{3,12}\.? \d{4})"
)
_MORE = frozenset({"", "more", "read more", "see more", "continue reading", "en savoir plus", "lire la suite",
                   "mehr", "weiterlesen", "leer mas", "saber mas", "leggi tutto", "lees meer"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A block with its part: `field` and `value` are those of a label, `inline` says that both stood on one line."""

    sort: Sort
    block: Block
    field: str = ""
    value: str = ""
    inline: bool = False

    @property
    def is_date(self) -> bool:
        """Whether this is a label of a date, with its value or stripped of it."""
        return self.sort == "label" and self.field in DATES


def is_sentence(text: str) -> bool:
    """Whether a line is prose and not a title: long, or with a full stop at its end.

    >>> is_sentence("Twelve cities met in Lisbon."), is_sentence("Cities meet in Lisbon")
    (True, False)
    """
    return len(text) > _LONGEST_TITLE or _SENTENCE.search(text) is not None


def marks(document: Document, source: Source) -> list[Mark]:
    """Return what the blocks of a page are, in order, each label with its value and each paragraph as one."""
    words = _Words(source, document.markup)
    read = [mark for block in document.blocks for mark in words.marks(block)]
    return list(_joined([mark for mark in _paired(read) if mark.block.text]))


class _Words:
    """The words a source's pages use: labels, tags, and where its tags stand."""

    def __init__(self, source: Source, markup: bool) -> None:
        self.tags = frozenset(fold(tag) for tag in source.network.themes)
        self.labels: Mapping[str, str] = {fold(label): name for label, name in source.network.labels.items()}
        self.date_lines = source.tags_stand == "on-date-line"
        self.markup = markup
        either = "|".join(re.escape(label) for label in sorted(source.network.labels, key=len, reverse=True))
        self.inline = re.compile(rf"(?:^|(?<=\s))({either})\s*[:：]\s*", re.IGNORECASE) if either else None
        self.bare = re.compile(rf"({either})\s+(?=\d)", re.IGNORECASE) if either else None

    def marks(self, block: Block) -> Iterator[Mark]:
        if len(block.text) > _LONGEST_LINE:
            yield Mark("text", block)
            return
        folded = fold(block.text)
        if folded in self.tags and block.kind != "heading" and (self.markup or block.kind == "item"):
            yield Mark("tag", block)
        elif folded in self.labels:
            yield Mark("label", block, self.labels[folded])
        elif labelled := list(self._inline(block)):
            yield from labelled
        elif self.date_lines and (line := _DATE_LINE.fullmatch(block.text)):
            yield from self._date_line(block, line)
        else:
            yield Mark("more" if _leads_on(block, folded) else "text", block)

    def _inline(self, block: Block) -> Iterator[Mark]:
        """Yield the labels of a line that begins with one, each with the words up to the next."""
        text = block.text
        found = list(self.inline.finditer(text)) if self.inline else []
        if not found or found[0].start() > 0:
            bare = self.bare.match(text) if self.bare else None
            if bare and _DATED.fullmatch(text[bare.end() :]):
                yield Mark("label", block, self.labels[fold(bare[1])], text[bare.end() :], inline=True)
            return
        ends = [each.start() for each in found[1:]] + [len(text)]
        for each, end in zip(found, ends, strict=True):
            yield Mark("label", block, self.labels[fold(each[1])], text[each.end() : end].strip(), inline=True)

    def _date_line(self, block: Block, line: re.Match[str]) -> Iterator[Mark]:
        before = (line["tags"] or "").rstrip(" -–—|")
        separated = re.search(r"[-–—|]\s*$", block.text[: line.start("date")]) is not None
        if before and not separated and not all(fold(tag) in self.tags for tag in before.split(",")):
            yield Mark("text", block)  # a title that ends in a date
            return
        yield Mark("label", block, "published", line["date"], inline=True)
        for tag in filter(None, (tag.strip() for tag in before.split(","))):
            yield Mark("tag", replace(block, text=tag))


def _leads_on(block: Block, folded: str) -> bool:
    """Whether a block is only the words of a link to more, such as "Read more" or "(+)"."""
    return bool(block.text) and (folded in _MORE or (block.link is not None and folded.startswith("read more")))


def _paired(read: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks, a label line together with the value line after it."""
    position = 0
    while position < len(read):
        mark = read[position]
        position += 1
        if mark.sort == "label" and not mark.value:
            taken = _value_at(mark.field, read, position)
            if taken is not None:
                mark = replace(mark, value=read[taken].block.text)
                position = taken + 1
        yield mark


def _value_at(name: str, read: Sequence[Mark], position: int) -> int | None:
    """Return where the value of the label `name` stands, looking from `position`; None where it is gone."""
    if name in DATES and position < len(read) and not read[position].block.text:
        position += 1  # an empty dash may stand between a label and its date
    if position == len(read) or read[position].sort != "text" or read[position].block.kind == "heading":
        return None
    text = read[position].block.text
    if not text or len(text) > _LONGEST_VALUE or is_sentence(text):
        return None
    if name in DATES:
        return position if _DATED.fullmatch(text) else None
    between = position + 1 == len(read) or read[position + 1].sort == "label"
    return position if name or between else None  # what a label of nothing names is its value only between labels


def _joined(read: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks with the lines of one paragraph of plain text as one block."""
    group: list[Mark] = []
    for mark in read:
        part = mark.sort == "text" and mark.block.kind == "paragraph" and mark.block.continues
        if group and not (part and group[0].sort == "text"):
            yield _as_one(group)
            group = []
        group.append(mark)
    if group:
        yield _as_one(group)


def _as_one(group: Sequence[Mark]) -> Mark:
    if len(group) == 1:
        return group[0]
    return replace(group[0], block=replace(group[0].block, text=" ".join(mark.block.text for mark in group)))
