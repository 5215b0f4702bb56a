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


def _offset_of(day: date, one: Moment, zone: str) -> int:
    """Minutes east of Greenwich that the zone keeps at that hour of that day."""
    there = datetime(day.year, day.month, day.day, one.hour or 0, one.minute, tzinfo=_zone(zone))
    offset = there.utcoffset() or timedelta()
    return int(offset.total_seconds() // 60)


def _text(one: Moment, zone: str | None) -> str:
    """Return the moment as ISO 8601."""
    text = f"{one.year:04}"
    if one.month is None:
        return text
    text += f"-{one.month:02}"
    if one.day is None:
        return text
    if one.hour is None:
        return f"{text}-{one.day:02}"
    day = date(one.year or 0, one.month, one.day)
    if one.hour == 24:
        day, hour = day + timedelta(days=1), 0
    else:
        hour = one.hour
    offset = (
        one.offset if one.offset is not None or zone is None else _offset_of(day, one if hour else Moment(hour=0), zone)
    )
    seconds = "" if one.second is None else f":{one.second:02}"
    return f"{day.isoformat()}T{hour:02}:{one.minute:02}{seconds}{'' if offset is None else _offset_text(offset)}"


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


def _later(start: Moment, end: Moment) -> bool:
    """Whether the start is after the end, as far as both are told."""
    names = (
        ("year", "month", "day")
        if start.hour is None or end.hour is None
        else ("year", "month", "day", "hour", "minute")
    )
    pairs = [(getattr(start, name), getattr(end, name)) for name in names]
    told = [pair for pair in pairs if None not in pair]
    return tuple(pair[0] for pair in told) > tuple(pair[1] for pair in told)


def _over_midnight(start: Moment, end: Moment) -> Moment:
    """Return the end on the next day, where only hours were told and the last is before the first: 22:00-02:00."""
    same = (start.year, start.month, start.day) == (end.year, end.month, end.day)
    if not same or start.hour is None or end.hour is None or end.year is None or end.month is None or end.day is None:
        return end
    if (start.hour, start.minute) <= (end.hour, end.minute) or end.hour >= 12:
        return end
    day = date(end.year, end.month, end.day) + timedelta(days=1)
    return Moment(
        year=day.year,
        month=day.month,
        day=day.day,
        hour=end.hour,
        minute=end.minute,
        second=end.second,
        offset=end.offset,
    )


def is_settled(period: Period) -> bool:
    """Whether nothing of the period depends on when and where it was said: its year is told, and the zone of its hours."""
    ends = (period.start, period.end or period.start)
    return all(
        one.year is not None
        and not one.century
        and (one.hour is None or one.offset is not None or one.zone is not None)
        for one in ends
    )


def settle(period: Period, base: date, zone: str | None, direction: Direction) -> Span | None:
    """Return the span of a period, with what was inferred; None where the calendar has no such day or it ends too early."""
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
        if not _exists(end) or _later(start, end):
            return None
    return _span(start, end, period.assumed, zone)


def _span(start: Moment, end: Moment | None, assumed: tuple[str, ...], zone: str | None) -> Span:
    """Return the span of two settled moments."""
    first, last = _text(start, zone), None if end is None else _text(end, zone)
    if zone and any(
        one is not None and one.hour is not None and one.offset is None and one.zone is None for one in (start, end)
    ):
        assumed = (*assumed, "zone")
    named = tuple(name for name in ASSUMPTIONS if name in assumed)
    return Span(start=first, end=None if last == first else last, precision=_precision(start), assumed=named)
