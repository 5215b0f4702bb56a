"""Listing rows: which marks belong to one announcement, and which of them is its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from aggregator.networks import Source
from aggregator.parsers.marks import Mark, is_sentence


@dataclass(frozen=True, slots=True)
class Row:
    """The marks of one row: its title (None where it is lost), its other text, and all of them."""

    title: Mark | None
    text: tuple[Mark, ...]
    marks: tuple[Mark, ...]


def rows(marks: Sequence[Mark], source: Source, markup: bool) -> Iterator[Row]:
    """Yield the rows of a listing in order, for each of the places where a source's tags may stand.

    A row tells of something: it has a date label, a link to an article, or a title with tags.
    """
    heads = _Heads(marks, source, markup)
    marks = heads.listed
    if source.tags_stand == "before-title":
        parts = _staged(marks, heads, ("tag", "text", "label"))
    elif source.tags_stand != "after-summary" and _dates_lead(marks, heads):
        parts = _staged(marks, heads, ("label", "tag", "text"))
    else:
        parts = _titled(marks, heads, source.tags_stand == "after-summary")
    first = True
    for part in parts:
        row = _row(part, heads, first)
        if any(mark.is_date for mark in part) or heads.followed(part) or (row.title and _tags(part)):
            yield row
            first = False


def _tags(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.sort == "tag"]


class _Heads:
    """Which text is the head of a row, by headings and links where a page has them, else by its look."""

    def __init__(self, marks: Sequence[Mark], source: Source, markup: bool) -> None:
        self.follow = re.compile(source.follow) if source.follow else None
        self.listed = self._without_preamble(marks) if markup else list(marks)
        headings = [mark for mark in self.listed if mark.sort == "text" and mark.block.level]
        linked = [mark for mark in self.listed if mark.sort == "text" and self._is_link(mark)]
        led = [mark for mark in headings if self.followed([mark])]
        self.by_link = not led and len(linked) > len(headings)
        levels = [mark.block.level for mark in led or headings]
        self.level = 0 if self.by_link else max(levels, key=lambda level: (levels.count(level), level), default=0)
        self.marked = bool(headings or linked)

    def is_head(self, mark: Mark) -> bool:
        """Whether the markup makes this the title of a row."""
        if mark.sort != "text":
            return False
        return self._is_link(mark) if self.by_link else 0 < mark.block.level <= self.level

    def begins(self, mark: Mark, part: Sequence[Mark]) -> bool:
        """Whether a head begins another row than `part`, which has text, and in links not of the same article."""
        if not self.is_head(mark) or not any(each.sort == "text" for each in part):
            return False
        own = {link.url for link in mark.block.links}
        return not (self.by_link and any(link.url in own for each in part for link in each.block.links))

    def may_be_head(self, mark: Mark) -> bool:
        """Whether this can be a title: by the markup where that decides, else because it is no sentence."""
        if self.marked:
            return self.is_head(mark)
        return mark.sort == "text" and not is_sentence(mark.block.text)

    def followed(self, marks: Sequence[Mark]) -> bool:
        """Whether one of the marks links to an article."""
        return any(self.follow and self.follow.search(link.url) for mark in marks for link in mark.block.links)

    def title(self, text: Sequence[Mark]) -> Mark | None:
        """Return the title that headings or links show among the text of a row."""
        return next((mark for mark in text if self.is_head(mark)), None) or next(
            (mark for mark in text if self._is_link(mark)), None
        )

    def _is_link(self, mark: Mark) -> bool:
        return mark.block.link is not None and self.followed([mark])

    def _without_preamble(self, marks: Sequence[Mark]) -> list[Mark]:
        """Return the marks after the page's own heading: the only h1, where it is no link and nothing stands before."""
        top = [place for place, mark in enumerate(marks) if mark.sort == "text" and mark.block.level == 1]
        if len(top) != 1 or self.followed([marks[top[0]]]) or any(mark.is_date for mark in marks[: top[0]]):
            return list(marks)
        return list(marks[top[0] + 1 :])


def _staged(marks: Sequence[Mark], heads: _Heads, order: tuple[str, str, str]) -> Iterator[list[Mark]]:
    """Split where the order of a row starts again, where a head follows text, and where a date label repeats."""
    part: list[Mark] = []
    stage = 0
    for mark in marks:
        here = order.index(mark.sort) if mark.sort in ("tag", "text") or mark.is_date else stage
        again = here < stage or (mark.is_date and any(mark.field == each.field for each in part))
        if part and (again or heads.begins(mark, part)):
            yield part
            part = []
        part.append(mark)
        stage = here
    if part:
        yield part


def _titled(marks: Sequence[Mark], heads: _Heads, tags_close: bool) -> Iterator[list[Mark]]:
    """Split rows that begin with their title: before a head, and before the title of a second run of date labels.

    With `tags_close` the tags end a row.
    """
    part: list[Mark] = []
    for mark in marks:
        closed = tags_close and mark.sort == "text" and bool(part) and part[-1].sort != "text" and bool(_tags(part))
        if closed or heads.begins(mark, part):
            yield part
            part = []
        if _is_second(mark, part):
            cut = _cut(part, heads)
            yield part[:cut]
            part = part[cut:]
        part.append(mark)
    if part:
        yield part


def _is_second(mark: Mark, part: Sequence[Mark]) -> bool:
    """Whether a mark is the first of another run of dates than the one in `part`."""
    if not mark.is_date or not any(each.is_date for each in part):
        return False
    if any(each.field == mark.field for each in part):
        return True
    return any(each.sort == "text" for each in part[_last_date(part) + 1 :])


def _cut(part: Sequence[Mark], heads: _Heads) -> int:
    """Return where the later row of two begins: at the nearest text that can be its title, else behind the tags."""
    last = _last_date(part)
    text = [place for place in range(last + 1, len(part)) if heads.may_be_head(part[place])]
    if text:
        return text[-1]
    behind = last + 1
    while behind < len(part) and part[behind].sort == "tag":
        behind += 1
    return behind


def _last_date(part: Sequence[Mark]) -> int:
    return max(place for place, mark in enumerate(part) if mark.is_date)


def _dates_lead(marks: Sequence[Mark], heads: _Heads) -> bool:
    """Whether rows begin with their dates: no title stands before the first of them."""
    first = next((place for place, mark in enumerate(marks) if mark.is_date), None)
    if first is None:
        return False
    if not heads.marked:
        return first == 0 or marks[first].block.kind == "item"
    return not any(heads.is_head(mark) and mark.block.level >= heads.level for mark in marks[:first])


def _row(part: Sequence[Mark], heads: _Heads, first: bool) -> Row:
    text = [mark for mark in part if mark.sort == "text"]
    title = heads.title(text)
    if title is None and not heads.marked:
        title, text = _by_look(part, text, first)
    if title is not None:
        text = text[text.index(title) + 1 :]
    return Row(title, tuple(text), tuple(part))


def _by_look(part: Sequence[Mark], text: list[Mark], first: bool) -> tuple[Mark | None, list[Mark]]:
    """Return the title of a row without markup and the text that is the row's own.

    It is the first block. Before the labels of a page's first row the page describes itself, so there it is the nearest
    block that is no sentence. A lone sentence is a summary whose title was lost.
    """
    ahead = list(takewhile(lambda mark: mark.sort != "label", part))
    if first and ahead and ahead[0].sort == "text":
        described = [mark for mark in ahead if mark.sort == "text"]
        near = [mark for mark in described if not is_sentence(mark.block.text)]
        return (near[-1], text) if near else (None, text[len(described) - 1 :])
    if not text or (len(text) == 1 and is_sentence(text[0].block.text)):
        return None, text
    return text[0], text
