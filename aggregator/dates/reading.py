"""Text to periods: the whole text as one date or period, or those that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from aggregator.dates.moments import Period, periods
from aggregator.dates.shapes import Shape, shapes
from aggregator.dates.standard import epoch, iso
from aggregator.dates.tokens import Tokens, tokens
from aggregator.dates.words import pattern_of, tidy

EDGES = "(),|:-~/'"
VERSION = re.compile(r"v?(?:[0-9]\.[0-9]{1,2}|[0-9]{2}\.[0-9])\.[0-9]{2}")
ALWAYS = re.compile(r"24\s?/\s?7")
FIRST = frozenset("aAbBcezYMVWR")
NEVER_LAST = frozenset(",(|:-~/&TFfk+'")
REACH = 30
"""Tokens that a date or period may have in running text."""


def _orders(order: str, languages: tuple[str, ...], shape: Shape) -> tuple[str, ...]:
    """Return the orders in which figures may be read, best first."""
    roles = set(shape.start) | set(shape.end or ())
    if "n3" in roles and "M" in roles:
        return ("YMD", "DMY") if pattern_of(languages, "long").startswith("y") else ("DMY",)
    if "n3" in roles:
        return tuple(dict.fromkeys((order, "DMY", "MDY")))
    if "m" in roles:
        return ("MDY", "DMY")
    pattern = pattern_of(languages, "month_day")
    if "y" not in roles and pattern.startswith("M"):
        order = "MDY"
    return ("MDY", "DMY") if order == "MDY" else ("DMY", "MDY")


def _weekdays_agree(period: Period) -> bool:
    """Whether no weekday said contradicts its day."""
    for one in (period.start, period.end):
        if one is not None and one.weekday and one.year and one.month and one.day and not one.century:
            try_day = date(one.year, one.month, one.day)
            if try_day.isoweekday() != one.weekday:
                return False
    return True


def _meaning(shape: Shape, values: list[int], languages: tuple[str, ...], order: str) -> Period | None:
    """Return what a shape says; where figures can be read in two orders, the weekday decides, else the order given."""
    found = list(periods(shape, values, _orders(order, languages, shape)))
    agreed = [period for period in found if _weekdays_agree(period)] or found
    if not agreed:
        return None
    return agreed[0] if len(agreed) == 1 else replace(agreed[0], assumed=(*agreed[0].assumed, "order"))


def _printed(text: str, languages: tuple[str, ...]) -> bool:
    """Whether a day and month in figures stand as one of the languages prints them: 17/1, 17.1., 01-17."""
    tidied = tidy(text).strip()
    if ALWAYS.fullmatch(tidied):
        return False
    for pattern in {pattern_of([language], "month_day") for language in languages} - {""}:
        parts = re.split(r"[dM]+", pattern.replace(" ", ""))
        if re.fullmatch(r"[0-9]{1,2}".join(re.escape(part) + r"\s?" for part in parts).strip(), tidied):
            return True
    return bool(re.fullmatch(r"[0-9]{1,2}\.\s?[0-9]{1,2}\.", tidied))


def _dotted(languages: tuple[str, ...]) -> bool:
    """Whether one of the languages writes figures with dots, so that 3.2.19 is a date and no version."""
    return any("." in pattern_of([language], "month_day") for language in languages)


def _bare_is_date(text: str, shape: Shape, languages: tuple[str, ...]) -> bool:
    """Whether figures that could be something else are a date, because nothing else is said."""
    if shape.end is not None or "n2" not in shape.start or {"y", "W"} & set(shape.start):
        return True
    return _printed(text, languages)


def _whole(text: str, found: Tokens, languages: tuple[str, ...], order: str) -> Period | None:
    """Return the whole text as one date or period."""
    kinds = found.kinds.rstrip(EDGES.replace(")", ""))
    start = len(kinds) - len(kinds.lstrip(EDGES))
    kinds = kinds[start:]
    values = found.values[start:]
    for shape in shapes(kinds) or shapes(kinds.rstrip(")")):
        if shape.bare and not _bare_is_date(text, shape, languages):
            continue
        if "n2" in shape.start and "n3" in shape.start and VERSION.fullmatch(text.strip()) and not _dotted(languages):
            continue
        period = _meaning(shape, values, languages, order)
        if period is not None:
            return period
    return None


@lru_cache(maxsize=10_000)
def whole(text: str, languages: tuple[str, ...], order: str) -> Period | None:
    """Return what the whole text says, if it says nothing but a date or period."""
    machine = iso(text) or epoch(text)
    if machine is not None:
        return machine
    if len(text) > 160 or not text.strip():
        return None
    plain = _whole(text, tokens(text, languages), languages, order)
    return plain or _whole(text, tokens(text, languages, phrases=True), languages, order)


def _touches_figures(kinds: str, start: int, end: int) -> bool:
    """Whether a date in figures is a part of a longer number: a telephone number, a version, a sum."""
    if re.search(r"[MVW]", kinds[start:end]):
        cut_before = kinds[start] in "aAbB" and re.search(r"[aAbB][-~&T/]$", kinds[:start])
        cut_after = "Y" not in kinds[start:end] and re.match(r"[AbBce]", kinds[end:])
        return bool(cut_before or cut_after)
    before, after = kinds[max(0, start - 2) : start], kinds[end : end + 2]
    return bool(re.search(r"[aAbBcezYqQ][-./:,]?$|[+]$", before) or re.match(r"[-./]?[aAbBcezYqQ]", after))


def _longest(
    found: Tokens, start: int, stop: int, languages: tuple[str, ...], order: str
) -> tuple[int, Period | None] | None:
    """Return the longest date or period that begins at a token: where it ends, and what it says."""
    kinds = found.kinds
    for end in range(stop, start, -1):
        if kinds[end - 1] in NEVER_LAST:
            continue
        candidates = [shape for shape in shapes(kinds[start:end]) if not shape.bare]
        if candidates:
            meanings = (_meaning(shape, found.values[start:end], languages, order) for shape in candidates)
            return end, next((meaning for meaning in meanings if meaning is not None), None)
    return None


def within(text: str, languages: tuple[str, ...], order: str) -> Iterator[tuple[int, int, Period]]:
    """Return the dates and periods that stand in a text, each with its place."""
    found = tokens(text, languages, phrases=True)
    kinds, place = found.kinds, 0
    while place < len(kinds):
        if kinds[place] not in FIRST:
            place += 1
            continue
        stop = next(
            (index for index in range(place, min(len(kinds), place + REACH)) if kinds[index] in "xQ"),
            min(len(kinds), place + REACH),
        )
        longest = _longest(found, place, stop, languages, order)
        if longest is None:
            place += 1
            continue
        end, period = longest
        if period is not None and not _touches_figures(kinds, place, end):
            stop_at = end - 1 - (kinds[end - 2 : end] == "Y.")
            first, last = found.places[place][0], found.places[stop_at][1]
            if not VERSION.fullmatch(text[first:last]):
                yield first, last, period
        place = end
