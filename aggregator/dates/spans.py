"""Periods to spans: ISO 8601 texts no finer than what was said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from aggregator.dates.moments import Moment, Period, days_in
from aggregator.dates.years import Direction, with_century, with_year
from aggregator.model import Precision, Span

ASSUMPTIONS = ("order", "century", "year", "start-month", "end-month", "month", "day", "zone")


@cache
def _zone(name: str) -> ZoneInfo:
    """Return the rules of an IANA zone."""
    return ZoneInfo(name)


def local(moment: datetime, zone: str | None) -> datetime:
    """Return the moment in the zone, if both are known."""
    return moment.astimezone(_zone(zone)) if zone and moment.tzinfo else moment


def base_day(seen_at: datetime, published: date | None, zone: str | None) -> date:
    """Return the day from which years are inferred: of publication, else of sight, in the zone."""
    if published is not None:
        return published.date() if isinstance(published, datetime) else published
    return local(seen_at, zone).date()


def _offset_text(minutes: int) -> str:
    """Return an offset as ISO 8601 writes it.

    >>> _offset_text(60), _offset_text(-210)
    ('+01:00', '-03:30')
    """
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _offset(day: date, one: Moment, zone: str | None) -> int | None:
    """Return the minutes east of Greenwich that were said, else those the zone keeps at that hour of that day."""
    if one.offset is not None or (one.zone or zone) is None:
        return one.offset
    hour = (one.hour or 0) % 24
    there = datetime(day.year, day.month, day.day, hour, one.minute, tzinfo=_zone(one.zone or str(zone)))
    return int((there.utcoffset() or timedelta()).total_seconds() // 60)


def _text(one: Moment, zone: str | None) -> str:
    """Return the moment as ISO 8601; 24:00 is the next day's 00:00."""
    if one.month is None:
        return f"{one.year:04}"
    if one.day is None:
        return f"{one.year:04}-{one.month:02}"
    if one.hour is None:
        return f"{one.year:04}-{one.month:02}-{one.day:02}"
    day = date(one.year or 0, one.month, one.day) + timedelta(days=one.hour // 24)
    offset = _offset(day, one, zone)
    seconds = "" if one.second is None else f":{one.second:02}"
    return f"{day}T{one.hour % 24:02}:{one.minute:02}{seconds}{'' if offset is None else _offset_text(offset)}"


def _precision(one: Moment) -> Precision:
    """How fine the moment is."""
    if one.month is None:
        return "year"
    if one.day is None:
        return "month"
    if one.hour is None:
        return "day"
    return "minute" if one.second is None else "second"


def _exists(one: Moment) -> bool:
    """Whether the calendar has the day."""
    return one.month is None or one.day is None or one.day <= days_in(one.year, one.month)


def _later(start: Moment, end: Moment, first: str, last: str) -> bool:
    """Whether the start is after the end, as far as both are told; `first` and `last` are their texts."""
    if start.hour is None or end.hour is None:
        told = [(a, b) for a, b in zip(start[:3], end[:3], strict=True) if a is not None and b is not None]
        return [a for a, _ in told] > [b for _, b in told]
    times = datetime.fromisoformat(first), datetime.fromisoformat(last)
    if (times[0].tzinfo is None) != (times[1].tzinfo is None):
        times = times[0].replace(tzinfo=None), times[1].replace(tzinfo=None)
    return times[0] > times[1]


def _over_midnight(start: Moment, end: Moment) -> Moment:
    """Return the end on the next day, where only hours were told and the last is before the first: 22:00-02:00."""
    same = (start.year, start.month, start.day) == (end.year, end.month, end.day)
    if not same or start.hour is None or end.hour is None or end.year is None or end.month is None or end.day is None:
        return end
    if (start.hour, start.minute) <= (end.hour, end.minute) or end.hour >= 12:
        return end
    day = date(end.year, end.month, end.day) + timedelta(days=1)
    return end._replace(year=day.year, month=day.month, day=day.day)


def is_settled(period: Period) -> bool:
    """Whether nothing depends on when and where it was said: the year is told, and the zone of hours."""
    ends = (period.start, period.end or period.start)
    return all(
        one.year is not None
        and not one.century
        and (one.hour is None or one.offset is not None or one.zone is not None)
        for one in ends
    )


def settle(period: Period, base: date, zone: str | None, direction: Direction) -> Span | None:
    """Return the span of a period, with what was inferred; None where there is no such day or it ends too early."""
    if period.start.century or (period.end is not None and period.end.century):
        period = with_century(period, base)
    if period.start.year is None:
        inferred = with_year(period, base, direction)
        if inferred is None:
            return None
        period = inferred
    start, end = period.start, period.end
    if not _exists(start) or not 1 <= (start.year or 0) <= 9998:
        return None
    if end is not None:
        end = _over_midnight(start, end)
        if not _exists(end) or not 1 <= (end.year or 0) <= 9998:
            return None
    return _span(start, end, period.assumed, zone)


def _span(start: Moment, end: Moment | None, assumed: tuple[str, ...], zone: str | None) -> Span | None:
    """Return the span of two settled moments; None where it would end before it starts."""
    first, last = _text(start, zone), None if end is None else _text(end, zone)
    if end is not None and last is not None and _later(start, end, first, last):
        return None
    if zone and any(one and one.hour is not None and one.offset is None and one.zone is None for one in (start, end)):
        assumed = (*assumed, "zone")
    named = tuple(name for name in ASSUMPTIONS if name in assumed)
    return Span(start=first, end=None if last == first else last, precision=_precision(start), assumed=named)
