"""The fold: from all tellings of one announcement to its row, evidence and versions.

Of each page the latest capture counts. A field is read from the best page: its own page or the API, then a feed, then
a listing; among pages of one rank from the one whose words for it changed in the latest run, then from the smaller
address. The words of a streak are read as of its first capture, so that fetching again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import Any

from aggregator import occurrences
from aggregator.model import Announcement, Evidence, Key
from aggregator.normalise.evidence import FILE
from aggregator.reading import Telling
from aggregator.store.identity import Component
from aggregator.text import shorten

RANKS = {"article": 0, "api": 0, "calendar": 0, "feed": 1, "sitemap": 2, "listing": 2}
FIELDS = {  # field -> (the words it is read from, the columns it fills); a period is one field: it moves as a whole
    "url": (("url",), ("url",)),
    "kind": (("kind",), ("kind",)),
    "title": (("title",), ("title",)),
    "summary": (("summary",), ("summary",)),
    "body": (("body",), ("body",)),
    "language": (("language",), ("language",)),
    "published": (("published",), ("published", "published_day")),
    "modified": (("modified",), ("modified",)),
    "period": (("starts", "ends"), ("starts", "starts_day", "ends", "ends_day")),
    "occurrences": (("occurrences",), ("occurrences",)),
    "deadline": (("deadline",), ("deadline", "deadline_day")),
    "venue": (("venue",), ("venue",)),
    "city": (("city",), ("city",)),
    "country": (("country",), ("country",)),
    "state": (("state",), ("state",)),
    "tags": (("tags",), ("tags", "themes")),
}
UNVERSIONED = {"modified", "language", "published_day", "starts_day", "ends_day", "deadline_day", "themes"}

Meaning = Callable[[Telling], Announcement]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one page says of one field: its words with their zones, their value, and where this streak of them began."""

    words: tuple[tuple[str, str | None], ...]
    values: tuple[Any, ...]
    said: bool
    telling: Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a run found otherwise than before: field -> (old, new)."""

    run: int
    seen: str
    changed: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence with the page it stood on, when it was first read there, and whether the row takes it."""

    evidence: Evidence
    page: str
    seen: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """One announcement as the database keeps it."""

    id: int
    announcement: Announcement
    first_seen: str
    last_changed: str
    fingerprint: str
    keys: dict[Key, bool]
    tellings: list[Telling]
    pages: dict[str, str]
    proofs: list[Proof]
    versions: list[Version]


def fold(component: Component, meaning: Meaning) -> Folded:
    """Return the row that the tellings of one announcement make; `meaning` normalises one telling."""
    history = _History(meaning)
    for run, tellings in groupby(component.tellings, key=lambda telling: telling.run):
        history.close_run(run, list(tellings))
    first = component.tellings[0]
    blank = Announcement(network=first.network, source=first.source, kind=meaning(first).kind)
    announcement = replace(blank, **history.columns())
    if announcement.kind != "event":  # a page of another source may take it for one
        announcement = replace(announcement, state=None)
    return Folded(
        id=component.id,
        announcement=announcement,
        first_seen=first.seen,
        last_changed=history.versions[-1].seen if history.versions else first.seen,
        fingerprint=sha256(repr(announcement).encode()).hexdigest()[:16],
        keys=component.keys,
        tellings=component.tellings,
        pages={telling.page: telling.seen for telling in sorted(component.tellings, key=lambda each: each.seen)},
        proofs=list(history.proofs()),
        versions=history.versions,
    )


class _History:
    """The state after each run: a cell for every page and field, and the best cell of every field."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.pages: dict[str, dict[str, Cell]] = {}
        self.last: dict[str, tuple[str, list[str]]] = {}  # what each page told last, by which source
        self.roles: dict[str, str] = {}
        self.chosen: dict[str, Cell] = {}
        self.versions: list[Version] = []
        self.runs: dict[int, int] = {}  # run -> its place in the order of folding
        self.told: set[tuple[str, str]] = set()  # which pages had a value for which field, ever

    def close_run(self, run: int, tellings: Sequence[Telling]) -> None:
        """Take in all captures of a run, then say what it found otherwise."""
        self.runs[run] = len(self.runs)
        before = dict(self.pages)
        for _, capture in groupby(tellings, key=lambda telling: telling.seq):
            self._capture(list(capture))
        chosen = {name: cell for name in FIELDS if (cell := self._best(name))}
        self._close_version(run, before, chosen)
        self.chosen = chosen

    def _capture(self, tellings: list[Telling]) -> None:
        page = tellings[0].page
        told = tellings[0].source, [telling.words_hash for telling in tellings]
        self.roles[page] = tellings[0].role
        if self.last.get(page) != told:
            self.last[page] = told
            known = self.pages.get(page, {})
            self.pages[page] = {name: self._cell(name, tellings, known.get(name)) for name in FIELDS}

    def _cell(self, name: str, tellings: list[Telling], known: Cell | None) -> Cell:
        attributes, _ = FIELDS[name]
        words = tuple(
            (said.text, said.zone)
            for telling in tellings
            for attribute in attributes
            for said in getattr(telling.found, attribute)
        )
        if known and known.words == words:
            return known
        readings = [(telling, *self._values(name, telling)) for telling in tellings]
        telling, values, said = next((each for each in readings if each[2]), readings[0])
        return Cell(words, values, said, telling)

    def _values(self, name: str, telling: Telling) -> tuple[tuple[Any, ...], bool]:
        announcement = self.meaning(telling)
        values = tuple(getattr(announcement, column) for column in FIELDS[name][1])
        proofs = [proof for proof in announcement.evidence if proof.field in FIELDS[name][1]]
        said = any(proof.value and proof.route != FILE for proof in proofs)
        return values, said

    def _best(self, name: str) -> Cell | None:
        cells = [(page, fields[name]) for page, fields in self.pages.items() if fields[name].values[0]]
        cells.sort(
            key=lambda each: (not each[1].said, RANKS[self.roles[each[0]]], -self.runs[each[1].telling.run], each[0])
        )
        return cells[0][1] if cells else None

    def _close_version(self, run: int, before: Mapping[str, dict[str, Cell]], chosen: dict[str, Cell]) -> None:
        changed: dict[str, tuple[Any, Any]] = {}
        seen = ""
        for name in FIELDS:
            old, new = self.chosen.get(name), chosen.get(name)
            if new is not old and (witness := self._witness(name, before, old, new)):
                difference = _difference(name, old, new)
                changed |= difference
                seen = max(seen, witness.telling.seen) if difference else seen
        if changed:
            self.versions.append(Version(run=run, seen=seen, changed=changed))
        self.told |= {(page, name) for page, cells in self.pages.items() for name in cells if cells[name].values[0]}

    def _witness(
        self, name: str, before: Mapping[str, dict[str, Cell]], old: Cell | None, new: Cell | None
    ) -> Cell | None:
        """Return what a page says now that had told otherwise before: the page left, or the page taken."""
        for page, fields in self.pages.items():
            was, now = before[page][name] if page in before else None, fields[name]
            if was and (page, name) in self.told and was.values != now.values and (was is old or now is new):
                return now
        return None

    def columns(self) -> dict[str, Any]:
        """Return the values of the row's columns."""
        return {
            column: value
            for name, cell in self.chosen.items()
            for column, value in zip(FIELDS[name][1], cell.values, strict=True)
        }

    def proofs(self) -> Iterator[Proof]:
        """Yield the evidence of every page, field by field; the first of the chosen cell's that agrees is chosen."""
        for page, fields in sorted(self.pages.items()):
            for name, cell in fields.items():
                columns = FIELDS[name][1]
                wanted = dict(zip(columns, cell.values, strict=True)) if self.chosen.get(name) is cell else {}
                for evidence in self.meaning(cell.telling).evidence:
                    if evidence.field in columns:
                        chosen = _agrees(evidence, wanted)
                        yield Proof(evidence=evidence, page=page, seen=cell.telling.seen, chosen=chosen)


def _agrees(evidence: Evidence, wanted: dict[str, Any]) -> bool:
    """Say whether this evidence is what the row takes; a single value is taken once, a list's items each."""
    value = wanted.get(evidence.field)
    if isinstance(value, tuple):
        return evidence.value in value
    if value is None or evidence.value != shorten(value):
        return False
    del wanted[evidence.field]
    return True


def _moved(old: Cell | None, new: Cell | None) -> dict[str, tuple[Any, Any]]:
    """Return the instances that are gone and that have come, instead of all that were and are."""
    told = [(cell.values[0], cell.telling.seen) for cell in (old, new) if cell]
    seen = told[0][1]
    before, after = told[0] if old else ((), seen), told[-1] if new else ((), seen)
    gone, come = occurrences.difference(*before, *after)
    return {"occurrences": (gone, come)} if gone or come else {}


def _difference(name: str, old: Cell | None, new: Cell | None) -> dict[str, tuple[Any, Any]]:
    if name == "occurrences":
        return _moved(old, new)
    columns = FIELDS[name][1]
    nothing = (None,) * len(columns)
    before, after = old.values if old else nothing, new.values if new else nothing
    return {
        column: (one, other)
        for column, one, other in zip(columns, before, after, strict=True)
        if one != other and column not in UNVERSIONED
    }
