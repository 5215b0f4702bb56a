"""The shapes of dates and periods: what each token of a signature stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from aggregator.dates import patterns

Roles = Mapping[str, int]
"""Places of the tokens by their roles, which `patterns` lists."""

LONGEST = 40
"""Tokens of the longest signature that is looked at."""

KEPT = 50_000
"""Parts of signatures whose readings are kept, because many signatures share them."""

AFTER_DATE = re.compile(r"[,|/(~-]*\(?")
BEFORE_DATE = re.compile(r"[,|)]*")
BETWEEN = re.compile(r"[,.]?[/|]?(?:[-~]T?|T[-']?|&|/)[/|]?")
NEEDED = re.compile(r"[MVu]|[aAbB]\.?[-/.~]?[aAbB]|Y\.?[-/]?[aA]|[aA][-/.]Y")
"""What every date has: a month in words, or two numbers beside each other."""

SUFFIX = re.compile(r"(?<=[a-zA-Z])[0-9]$")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tokens of a date or period stand for; `bare` where it is one only if nothing else is said."""

    start: Roles
    end: Roles | None = None
    bare: bool = False


@cache
def _compiled(family: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a family, compiled when first needed."""
    return tuple(map(re.compile, getattr(patterns, family)))


def _roles(match: re.Match[str]) -> dict[str, int]:
    """Return the places of the groups that matched, under the names of their roles."""
    found = {}
    for name, text in match.groupdict().items():
        if text is not None:
            role = name if name in ("n1", "n2", "n3") else SUFFIX.sub("", name)
            found["V" if role == "M" and text == "V" else role] = match.start(name)
    return found


def _moved(readings: Iterable[Roles], offset: int) -> Iterator[dict[str, int]]:
    """Return readings of a part of a signature, which begins at the offset."""
    return ({role: place + offset for role, place in roles.items()} for roles in readings)


@lru_cache(maxsize=KEPT)
def _matches(family: str, kinds: str) -> tuple[Roles, ...]:
    """Return the readings of a signature by the patterns of a family."""
    return tuple(_roles(match) for pattern in _compiled(family) if (match := pattern.fullmatch(kinds)))


@lru_cache(maxsize=KEPT)
def _timed(dates: str, kinds: str) -> tuple[Roles, ...]:
    """Return the readings of a signature as a day with an hour after it or before it."""
    return tuple(reading for cut in range(1, len(kinds)) for reading in _cut(dates, kinds, cut))


def _cut(dates: str, kinds: str, cut: int) -> Iterator[Roles]:
    """Return the readings of a signature as a day and an hour with the cut between them."""
    gap = AFTER_DATE.match(kinds, cut)
    after = gap.end() if gap else cut
    dashed = set(kinds[cut:after]) & set("~-/")
    for family in ("TIMES",) if dashed else ("TIMES", "DOTTED_TIME"):
        for time in _moved(_matches(family, kinds[after:]), after):
            yield from ({**date, **time} for date in _matches(dates, kinds[:cut]))
    gap = BEFORE_DATE.match(kinds, cut)
    after = gap.end() if gap else cut
    told = set(kinds[:cut]) & set("khp")
    for family in ("TIMES", "DOTTED_TIME") if told else ("TIMES",):
        for clock in _matches(family, kinds[:cut]):
            yield from ({**date, **clock} for date in _moved(_matches(dates, kinds[after:]), after))


def _clocked(kinds: str) -> Iterator[Roles]:
    """Return the readings of a signature as a day and an hour with the year after them."""
    cut = kinds.rfind("Y")
    for year in _moved(_matches("YEAR_AFTER_TIME", kinds[cut:]), cut) if cut > 0 and "Y" not in kinds[:cut] else ():
        yield from ({**moment, **year} for moment in _timed("DATES", kinds[:cut]))


def _certain(kinds: str) -> Iterator[Roles]:
    """Return the readings of a signature as one moment that can be nothing else."""
    yield from _matches("DATES", kinds)
    yield from _matches("MONTHS", kinds)
    yield from _timed("DATES", kinds)
    yield from _clocked(kinds)


def _possible(kinds: str) -> Iterator[Roles]:
    """Return the readings of a signature as one moment if nothing else is said."""
    yield from _matches("BARE_DATES", kinds)
    yield from _matches("BARE_MONTHS", kinds)
    yield from _timed("BARE_DATES", kinds)


@lru_cache(maxsize=KEPT)
def _parts(kinds: str) -> tuple[Roles, ...]:
    """Return the readings of a signature as one end of a period."""
    others = ("DAYS_ONLY", "DAY_AND_YEAR", "TIMES", "DOTTED_TIME", "BARE_HOUR")
    bare = (roles for family in others for roles in _matches(family, kinds))
    return (*_certain(kinds), *_possible(kinds), *bare, *_timed("DAYS_ONLY", kinds))


def _says(roles: Roles) -> str:
    """Return what a moment says: d(ay), m(onth), y(ear), t(ime)."""
    day = "d" * bool({"d", "n1"} & set(roles))
    month = "m" * bool({"m", "M", "V", "n2"} & set(roles))
    year = "y" * bool({"y", "yy", "n3"} & set(roles))
    return day + month + year + "t" * ("h" in roles)


RANGES = frozenset(
    f"{start}{time}>{end}{time}"
    for start, ends in {
        "d": ("dm", "dmy"),
        "dm": ("d", "dy", "dm", "dmy"),
        "dmy": ("d", "dm", "dmy"),
        "dy": ("dm",),
        "m": ("m", "my"),
        "my": ("m", "my"),
    }.items()
    for end in ends
    for time in ("", "t")
) | {"dmt>t", "dmyt>t", "t>dmt", "t>dmyt", "d>dmt", "d>dmyt", "dm>dmyt", "dm>dyt", "dmt>dmy", "dmyt>dmy"}
"""What the two ends of a period may say, start > end: the rest is said once for both."""


def _ranges(kinds: str) -> Iterator[Shape]:
    """Return the readings of a signature as a period."""
    for cut in BETWEEN.finditer(kinds):
        ends = list(_moved(_parts(kinds[cut.end() :]), cut.end()))
        for start in _parts(kinds[: cut.start()]) if ends else ():
            for end in ends:
                first, last = _says(start), _says(end)
                slashed = cut.group() == "/" and first not in ("d", "m", last)
                bare_hour = "s" in start and "h" in end and not {"i", "p"} & set(end)
                if f"{first}>{last}" in RANGES and not slashed and not bare_hour and not _mixed(start, end):
                    yield Shape(start, end, _bare(start, end))


def _mixed(start: Roles, end: Roles) -> bool:
    """Whether one end has its month in figures and the other in words: version 1.1 - 26 February 2007."""
    figures, words = {"n2", "m"}, {"M", "V"}
    return any(figures & set(one) and words & set(other) for one, other in ((start, end), (end, start)))


def _bare(start: Roles, end: Roles) -> bool:
    """Whether a period without a year could be something else: figures, months, a number after a day and its month."""
    said = _says(start) + _says(end)
    if "y" in said:
        return False
    counted = _says(end) == "d" and start.get("d", 0) < start.get("M", 0) and "W" not in end
    return "d" not in said or counted or not {"M", "V", "W"} & (set(start) | set(end))


def _hours(kinds: str) -> Iterator[Shape]:
    """Return the readings of a signature as a day with hours that are told as bare numbers."""
    for cut in range(1, len(kinds)):
        after = cut + len(kinds[cut:]) - len(kinds[cut:].lstrip(",(|:"))
        for hours in _moved(_matches("BARE_HOURS", kinds[after:]), after):
            end = {name.rstrip("_"): place for name, place in hours.items() if name.endswith("_")}
            zone = {name: place for name, place in hours.items() if name in ("Z", "sign", "oh", "oi", "oq")}
            start = {"h": hours["h"]} | zone
            yield from (Shape({**date, **start}, end | zone) for date in _matches("DATES", kinds[:cut]))


@lru_cache(maxsize=20_000)
def shapes(kinds: str) -> tuple[Shape, ...]:
    """Return the readings of a signature, the likeliest first.

    >>> [(dict(shape.start), dict(shape.end)) for shape in shapes("bTbMY")]
    [({'d': 0}, {'d': 2, 'M': 3, 'y': 4})]
    """
    kinds = kinds.strip(",")
    if len(kinds) > LONGEST or "x" in kinds or "Q" in kinds or not NEEDED.search(kinds):
        return ()
    found = [Shape(roles) for roles in _certain(kinds)]
    if not re.fullmatch(rf"{patterns.DAY}-{patterns.DAY}-{patterns.DAY}", kinds):
        found += _ranges(kinds)
    found += _hours(kinds)
    found += [Shape(roles, None, True) for roles in _possible(kinds)]
    return tuple({repr(shape): shape for shape in found}.values())
