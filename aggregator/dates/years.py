"""Years that were not said: the nearest plausible one, from when the text was published or seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from aggregator.dates.moments import Moment, Period, days_in

Direction = Literal["nearest", "forward", "past"]
REACH = 12
"""Years around the base that are looked at; a 29 February is at most eight years away, a weekday eleven."""


def _day(one: Moment, year: int, *, last: bool = False) -> date | None:
    """Return the day in that year; of a month its first or last; None if the calendar has none."""
    month = one.month or 1
    day = one.day or (days_in(year, month) if last else 1)
    return date(year, month, day) if day <= days_in(year, month) else None


def _candidates(period: Period, base: date) -> Iterator[tuple[date, date]]:
    """First and last day in each year around the base."""
    start, end = period.start, period.end or period.start
    crosses = (start.month or 0, start.day or 0) > (end.month or 0, end.day or 32)
    rare = any(one.weekday or (one.month, one.day) == (2, 29) for one in (start, end))
    reach = REACH if rare else 1
    for year in range(base.year - reach, base.year + reach + 1):
        first, last = _day(start, year), _day(end, year + crosses, last=True)
        if first is not None and last is not None:
            yield first, last


def _suits(period: Period, first: date, last: date) -> bool:
    """Whether the weekdays said are those of the days."""
    pairs = ((period.start, first), (period.end or period.start, last))
    return all(one.weekday is None or one.day is None or day.isoweekday() == one.weekday for one, day in pairs)


def with_year(period: Period, base: date, direction: Direction) -> Period | None:
    """Return the period with the year nearest to the base: `forward` ends after it, `past` begins before it."""
    candidates = list(_candidates(period, base))
    if period.direction < 0 or (direction == "past" and not period.direction):
        candidates = [days for days in candidates if days[0] <= base]
    elif period.direction > 0 or direction == "forward":
        candidates = [days for days in candidates if days[1] >= base]
    suited = [days for days in candidates if _suits(period, *days)]
    chosen = min(suited or candidates, key=lambda days: abs((days[0] - base).days), default=None)
    if chosen is None:
        return None
    end = None if period.end is None else period.end._replace(year=chosen[1].year)
    return period._replace(start=period.start._replace(year=chosen[0].year), end=end, assumed=(*period.assumed, "year"))


def with_century(period: Period, base: date) -> Period:
    """Return the period with years of two digits in the century that brings them nearest to the base.

    >>> with_century(Period(start=Moment(year=15, month=12, day=15, century=True)), date(2019, 1, 17)).start.year
    2015
    """

    def full(one: Moment) -> Moment:
        if not one.century or one.year is None:
            return one
        year = one.year % 100 + (base.year - one.year % 100 + 50) // 100 * 100
        return one._replace(year=year, century=False)

    end = None if period.end is None else full(period.end)
    return period._replace(start=full(period.start), end=end, assumed=(*period.assumed, "century"))
