"""Figures in an order: which number is the day, and when another reading is just as possible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from aggregator.dates.moments import Period, periods
from aggregator.dates.shapes import Shape
from aggregator.dates.words import pattern_of

VERSION = re.compile(r"v?(?:[0-9]\.[0-9]{1,2}|[0-9]{2}\.[0-9])\.[0-9]{2}")
"""Three numbers with dots that are a version rather than a day, where no language writes days so."""


def _month_first(languages: tuple[str, ...], shape: Shape, values: Sequence[int]) -> bool:
    """Whether a day and month without a year stand as a language prints them that puts the month first: 01-17."""
    pattern = pattern_of(languages, "month_day")
    firsts = [side["n1"] for side in (shape.start, shape.end or {}) if "n1" in side]
    hyphens = all(values[first + 1] < 0 for first in firsts)  # the value of a hyphen is -1
    return pattern.startswith("M") and ("-" in pattern) == hyphens


def _version(shape: Shape, values: Sequence[int], order: str) -> bool:
    """Whether three numbers with dots are a day only with the month first, as nobody writes it: 12.22.11."""
    sides = [side for side in (shape.start, shape.end or {}) if "n3" in side and "n2" in side]
    dotted = any(values[side["n1"] + 1] == 0 for side in sides)  # the value of a dot is 0
    return dotted and order != "MDY" and not any(periods(shape, values, (order, "DMY")))


def orders_of(order: str, languages: tuple[str, ...], shape: Shape, values: Sequence[int]) -> tuple[str, ...]:
    """Return the orders in which figures may be read, best first."""
    roles = set(shape.start) | set(shape.end or ())
    if "n3" in roles and "M" in roles:
        return ("YMD", "DMY") if pattern_of(languages, "long").startswith("y") else ("DMY",)
    if "n3" in roles:
        return tuple(dict.fromkeys((order, "DMY", "MDY")))
    if "m" in roles:
        return ("MDY", "DMY")
    if "n2" in roles and "y" not in roles and _month_first(languages, shape, values):
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


def meaning(shape: Shape, values: Sequence[int], languages: tuple[str, ...], order: str) -> Period | None:
    """Return what a shape says; where figures can be read in two orders, the weekday decides, else the order given."""
    if _version(shape, values, order):
        return None
    found = list(periods(shape, values, orders_of(order, languages, shape, values)))
    agreed = [period for period in found if _weekdays_agree(period)] or found
    if not agreed:
        return None
    return agreed[0] if len(agreed) == 1 else agreed[0]._replace(assumed=(*agreed[0].assumed, "order"))
