"""Shapes and values to calendar: which day, month, year and hour were said, and whether they can be."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aggregator.dates.lexicon import FIRST_ZONE, ZONES
from aggregator.dates.shapes import Roles, Shape

LONGEST_GUESS = 14
"""Days a period may last where one of its months is inferred: 30 - 2 February."""


class Moment(NamedTuple):
    """One end of what was said; None is "not said".

    `half` is 0 before noon and 12 after it, `offset` minutes east of Greenwich, `zone` an IANA name, `weekday` 1 for
    Monday; `century` is true where the year has two digits.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    half: int | None = None
    offset: int | None = None
    zone: str | None = None
    weekday: int | None = None
    century: bool = False


class Period(NamedTuple):
    """What was said, before years are inferred; `direction` is -1 for "last", 1 for "next"."""

    start: Moment
    end: Moment | None = None
    assumed: tuple[str, ...] = ()
    direction: int = 0


def days_in(year: int | None, month: int) -> int:
    """Days of a month; February has 29 where the year is not known."""
    if month == 2:
        return 29 if year is None or isleap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _figures(roles: Roles, values: Sequence[int], order: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day that figures say in the order."""
    figures = [values[roles[name]] for name in ("n1", "n2", "n3") if name in roles]
    if len(figures) == 3:
        parts = dict(zip(order, figures, strict=True))
        return parts["Y"], parts["M"], parts["D"]
    if "n3" in roles:
        year, day = figures if order.startswith("Y") else reversed(figures)
        return year, values[roles["M"]] if "M" in roles else None, day
    month, day = figures if order.index("M") < order.index("D") else reversed(figures)
    return None, month, day


def _offset(roles: Roles, values: Sequence[int]) -> int | None:
    """Minutes east of Greenwich; -0500 is a number of four digits, whose sign stands before it."""
    if "sign" not in roles:
        return values[roles["Z"]] if "Z" in roles else None
    if "oq" in roles:
        minutes = values[roles["oq"]] // 100 * 60 + values[roles["oq"]] % 100
    else:
        minutes = values[roles["oh"]] * 60 + (values[roles["oi"]] if "oi" in roles else 0)
    return minutes if values[roles["sign"]] > 0 else -minutes


def moment(roles: Roles, values: Sequence[int], order: str) -> Moment:
    """Return what the tokens say in the given order of figures."""

    def value(name: str) -> int | None:
        return values[roles[name]] if name in roles else None

    year, month, day = _figures(roles, values, order) if "n1" in roles else (None, value("m") or value("M"), value("d"))
    named = value("Z") or 0
    zone = ZONES[named - FIRST_ZONE] if named >= FIRST_ZONE and "h" in roles else None
    both, weekday, short = value("V"), value("W"), value("yy")
    return Moment(
        year=value("y") or (year if short is None else short),
        month=both // 10 if both else month,
        day=day,
        hour=value("h"),
        minute=value("i") or 0,
        second=value("s"),
        half=value("p"),
        offset=_offset(roles, values) if "h" in roles and zone is None else None,
        zone=zone,
        weekday=weekday % 10 if weekday else None,
        century="y" not in roles and (short is not None or year is not None),
    )


def _possible(one: Moment) -> bool:
    """Whether the calendar and the clock have it."""
    if one.month is not None and not 1 <= one.month <= 12:
        return False
    if one.day is not None:
        year = None if one.century else one.year
        if not 1 <= one.day <= (days_in(year, one.month) if one.month else 31):
            return False
    if one.hour is not None and (one.hour > 24 or one.minute > 59 or (one.hour == 24 and one.minute)):
        return False
    if one.half is not None and one.hour is not None and not 1 <= one.hour <= 12:
        return False
    return (one.second or 0) < 60 and abs(one.offset or 0) <= 14 * 60


def _clocked(start: Moment, end: Moment | None) -> tuple[Moment, Moment | None]:
    """Return both with hours from 0 to 24; a start without its half has that of the end, unless it would be later."""
    if (
        end is not None
        and end.half is not None
        and start.half is None
        and start.hour is not None
        and 0 < start.hour <= 12
    ):
        same = start.hour % 12 + end.half <= (end.hour or 0) % 12 + end.half or (start.day, start.month) == (None, None)
        start = start._replace(half=end.half if same else 0)
    return _clock(start), None if end is None else _clock(end)


def _clock(one: Moment) -> Moment:
    """Return the moment with its hour in 24."""
    return one if one.half is None or one.hour is None else one._replace(hour=one.hour % 12 + one.half, half=None)


def _shared_month(start: Moment, end: Moment) -> tuple[Moment, Moment, str] | None:
    """Both ends with their months where one was said for both, and which was inferred."""
    if start.month and end.month:
        return start, end, ""
    month = start.month or end.month
    if month is None or start.day is None or end.day is None:
        return None
    if start.day <= end.day:
        return start._replace(month=month), end._replace(month=month), ""
    first = month if start.month else (month - 2) % 12 + 1
    if start.day > days_in(None, first) or days_in(start.year or end.year, first) - start.day + end.day > LONGEST_GUESS:
        return None
    return (
        start._replace(month=first),
        end._replace(month=first % 12 + 1),
        "end-month" if start.month else "start-month",
    )


def _shared_year(start: Moment, end: Moment) -> tuple[Moment, Moment]:
    """Both ends with their years where one was said for both: 29 December - 2 January 2019 begins in 2018."""
    crosses = ((start.month or 0), (start.day or 0)) > ((end.month or 0), (end.day or (end.month and 31) or 0))
    if start.year is None and end.year is not None:
        start = start._replace(year=end.year - crosses, century=end.century)
    elif end.year is None and start.year is not None:
        end = end._replace(year=start.year + crosses, century=start.century)
    return start, end


def _joined(start: Moment, end: Moment) -> tuple[Moment, Moment, str] | None:
    """Return the two ends with everything that was said once for both; None where they cannot be one period."""
    if start.offset is None and start.zone is None and start.hour is not None:
        start = start._replace(offset=end.offset, zone=end.zone)
    if end.offset is None and end.zone is None and end.hour is not None:
        end = end._replace(offset=start.offset, zone=start.zone)
    if end.month is None and end.day is None:
        return start, end._replace(year=start.year, month=start.month, day=start.day, century=start.century), ""
    if start.month is None and start.day is None:
        return start._replace(year=end.year, month=end.month, day=end.day, century=end.century), end, ""
    if start.hour is None and end.hour is not None:
        start, end = (
            start._replace(hour=end.hour, minute=end.minute, second=end.second, offset=end.offset),
            end._replace(hour=None, offset=None),
        )
    months = _shared_month(start, end)
    if months is None:
        return None
    return (*_shared_year(months[0], months[1]), months[2])


def _period(shape: Shape, values: Sequence[int], order: str) -> Period | None:
    """Return what a shape says in one order of figures."""
    start = moment(shape.start, values, order)
    end = None if shape.end is None else moment(shape.end, values, order)
    if not _possible(start) or (end is not None and not _possible(end)):
        return None
    start, end = _clocked(start, end)
    direction = next((values[side["R"]] for side in (shape.start, shape.end or {}) if "R" in side), 0)
    if end is None and "q" in shape.start:
        return _quarter(start, values[shape.start["q"]])
    if end is None:
        return Period(start=start, direction=direction)
    joined = _joined(start, end)
    if joined is None or not all(map(_possible, joined[:2])):
        return None
    start, end, inferred = joined
    if start.year is not None and not start.century and _days(start) > _days(end):
        return None
    return Period(start=start, end=end, assumed=(inferred,) if inferred else (), direction=direction)


def _quarter(year: Moment, number: int) -> Period | None:
    """Return the three months of a quarter."""
    if number > 4:
        return None
    return Period(start=year._replace(month=number * 3 - 2), end=year._replace(month=number * 3))


def _days(one: Moment) -> tuple[int, int, int]:
    """Year, month and day for comparing."""
    return one.year or 0, one.month or 0, one.day or (32 if one.hour is None else 0)


def periods(shape: Shape, values: Sequence[int], orders: Sequence[str]) -> Iterator[Period]:
    """Return what a shape can say, in the orders of figures given, best first; one period once."""
    figures = "n1" in shape.start or (shape.end is not None and "n1" in shape.end)
    seen: list[Period] = []
    for order in orders if figures else orders[:1]:
        period = _period(shape, values, order)
        if period is not None and period not in seen:
            seen.append(period)
            yield period
