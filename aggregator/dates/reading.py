"""A whole text as one date or period."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from aggregator.dates.common import common
from aggregator.dates.letters import tidy
from aggregator.dates.moments import Period
from aggregator.dates.orders import VERSION, meaning
from aggregator.dates.shapes import Shape, shapes
from aggregator.dates.spans import is_settled, settle
from aggregator.dates.standard import east_asian, epoch, iso
from aggregator.dates.tokens import Tokens, tokens
from aggregator.dates.words import pattern_of
from aggregator.model import Span

EDGES = "(),|:-~/'"
ALWAYS = re.compile(r"24\s?/\s?7")
LONGEST = 160
"""Characters of a text that is read as one date or period."""


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
        period = meaning(shape, values, languages, order)
        if period is not None:
            return period
    return None


@lru_cache(maxsize=10_000)
def whole(text: str, languages: tuple[str, ...], order: str) -> Span | Period | None:
    """Return what a text says that says nothing else: a span, or a period if it depends on when it was said."""
    found = common(text, languages, order)
    if found is not None:
        return found
    period = iso(text) or epoch(text) or east_asian(text)
    if period is None and len(text) <= LONGEST and text.strip():
        plain = tokens(text, languages)
        period = _whole(text, plain, languages, order)
        if period is None and (joined := tokens(text, languages, phrases=True)) is not plain:
            period = _whole(text, joined, languages, order)
    if period is None or not is_settled(period):
        return period
    return settle(period, date.min, None, "nearest")
