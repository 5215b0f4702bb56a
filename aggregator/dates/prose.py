"""Dates in running text: the longest shape at each place, unless what stands around it says that it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from aggregator.dates.letters import tidy
from aggregator.dates.lexicon import Lexicon, lexicon
from aggregator.dates.moments import Period
from aggregator.dates.orders import meaning
from aggregator.dates.shapes import Shape, shapes
from aggregator.dates.tokens import Tokens, tokens

FIRST = frozenset("aAbBcezYMVWRu")
WALL = re.compile("[xQ]")
NEVER_LAST = frozenset(",(|:-~/&TFfk+'")
LINE = 160
"""Characters of a text whose dates are kept."""

REACH = 30
"""Tokens that a date or period may have."""

AROUND = 2
"""Tokens before and after a date that can say that it is cut out of something longer."""

MOST_LOOKUPS = 5_000
"""Signatures of one text that are looked up: hundreds of days side by side, a thousand in sentences."""


def _part_of_more(kinds: str, start: int, end: int) -> bool:
    """Whether a date is cut out of something longer: a list of days, a telephone number, a version, a sum."""
    before, said, after = kinds[max(0, start - AROUND) : start], kinds[start:end], kinds[end : end + AROUND + 1]
    if "Y" not in said and ":" in said and re.match(r"x?,?Y", after):
        return True  # a zone that is not known stands before the year
    if re.search(r"[MVW]", said):
        counted = said[0] in "MV" and re.search(r"[ozceqQ][.]?$", before)
        cut_before = counted or (said[0] in "aAbB" and re.search(r"[aAbB][-~&T/]$", before))
        cut_after = "Y" not in said and re.match(r"[AbBce]", after)
        return bool(cut_before or cut_after)
    return bool(re.search(r"[aAbBcezYqQ][-./:,]?$|[+]$", before) or re.match(r"[-./]?[aAbBcezYqQ]", after))


def _decimals(found: Tokens, start: int) -> bool:
    """Whether the first number is the end of one with a point: version 1.1 - 26 February 2007."""
    if start < 2 or not re.fullmatch(r"[aAbBcezoYqQ]\.[aAbBcezo]", found.kinds[start - 2 : start + 1]):
        return False
    return found.places[start - 1][1] == found.places[start][0]


def _counts(kinds: str, start: int, end: int, shape: Shape) -> bool:
    """Whether the last number counts what comes after it: 17 January 2019 10-12 cities, in March 10 cities."""
    if not kinds.startswith("x", end):
        return False
    last = shape.start if shape.end is None else shape.end
    bare_hour = last.get("h") == end - start - 1
    said = set(shape.start) | set(last)
    bare_day = last.get("d") == end - start - 1 and not {"y", "W"} & said
    return bare_hour or bare_day


def _doubtful(text: str, found: Tokens, start: int, shape: Shape, words: Lexicon) -> bool:
    """Whether a month is more likely another word: you may 2019 times, plán pro 2019."""
    sides = [shape.start] if shape.end is None else [shape.start, shape.end]
    said = set().union(*sides)
    if {"d", "y"} <= said:
        return False
    if "d" not in said and "M" in shape.start and shape.start.get("y", 99) < shape.start["M"]:
        return not words.year_first
    for side in sides:
        if "M" not in side:
            continue
        first, last = found.places[start + side["M"]]
        word = tidy(text[first:last])
        dotted = text[last : last + 1] == "."
        if (word in words.weak and not dotted) or (word in words.doubtful and text[first].islower() and not dotted):
            return True
    return False


def _version(text: str, found: Tokens, start: int, shape: Shape) -> bool:
    """Whether three numbers are a version: 3.28.16; a day has two figures each in running text."""
    for side in (shape.start, shape.end or {}):
        if "n3" not in side or "n2" not in side:
            continue
        spans = [found.places[start + side[name]] for name in ("n1", "n2", "n3")]
        if text[spans[0][1]] == "." and any(last - first < 2 for first, last in spans):
            return True
    return False


def _loose(text: str, found: Tokens, start: int, shape: Shape) -> bool:
    """Whether figures without a year follow a weekday that is none: libso.2.1."""
    return (
        "W" in shape.start
        and "n1" in shape.start
        and "y" not in shape.start
        and not text[found.places[start + shape.start["n1"]][0] - 1].isspace()
    )


def _ends(kinds: str, start: int) -> Iterator[int]:
    """Yield where a date or period from a token on can end, the farthest first."""
    wall = WALL.search(kinds, start, start + REACH)
    farthest = wall.start() if wall else min(len(kinds), start + REACH)
    return (end for end in range(farthest, start, -1) if kinds[end - 1] not in NEVER_LAST)


def _longest(
    text: str, found: Tokens, start: int, ends: Iterable[int], languages: tuple[str, ...], order: str
) -> tuple[int, Period | None]:
    """Return where the longest date or period from a token on ends, and what it says; the token if none begins."""
    kinds, words = found.kinds, lexicon(languages)
    for end in ends:
        candidates = [
            shape
            for shape in shapes(kinds[start:end])
            if not shape.bare
            and not _counts(kinds, start, end, shape)
            and not _version(text, found, start, shape)
            and not _loose(text, found, start, shape)
            and not _doubtful(text, found, start, shape, words)
        ]
        if candidates:
            meanings = (meaning(shape, found.values[start:end], languages, order) for shape in candidates)
            return end, next((one for one in meanings if one is not None), None)
    return start, None


def within(text: str, languages: tuple[str, ...], order: str) -> Iterable[tuple[int, int, Period]]:
    """Return the dates and periods that stand in a text, each with its place."""
    return _in_line(text, languages, order) if len(text) <= LINE else _within(text, languages, order)


@lru_cache(maxsize=10_000)
def _in_line(text: str, languages: tuple[str, ...], order: str) -> tuple[tuple[int, int, Period], ...]:
    """Return what stands in a text that is short enough to be kept."""
    return tuple(_within(text, languages, order))


def _within(text: str, languages: tuple[str, ...], order: str) -> Iterator[tuple[int, int, Period]]:
    """Find the dates and periods one after another, as many as the look-ups of one text reach."""
    found = tokens(text, languages, phrases=True)
    kinds, place, lookups = found.kinds, 0, 0
    while place < len(kinds) and lookups < MOST_LOOKUPS:
        if kinds[place] not in FIRST:
            place += 1
            continue
        ends = list(_ends(kinds, place))
        lookups += len(ends)
        end, period = _longest(text, found, place, ends, languages, order)
        if period is not None and not _part_of_more(kinds, place, end) and not _decimals(found, place):
            sentence_ends = kinds[end - 2 : end] == "Y."
            bracket_left = kinds[end - 1] == ")" and "(" not in kinds[place:end]  # it was opened before the date
            first, last = found.places[place][0], found.places[end - 1 - (sentence_ends or bracket_left)][1]
            yield first, last, period
        place = max(end, place + 1)
