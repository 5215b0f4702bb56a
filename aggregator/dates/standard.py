"""Dates of one form: ISO 8601, seconds since 1970, the figures of East Asia; others have shapes that tokens tell."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from aggregator.dates.moments import Moment, Period, days_in

ISO = re.compile(
    r"\s*([0-9]{4})-?([0-9]{2})-?([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]+)?)?\s*([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\s*"
)
EAST_ASIAN = re.compile(
    r"\s*([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일](?:\s*([0-9]{1,2}):([0-9]{2})()())?\s*"
)
EPOCH = re.compile(r"\s*([0-9]{10})(?:[0-9]{3})?\s*")
FIRST, LAST = 946_684_800, 4_102_444_800
"""Seconds of 2000 and 2100: a number outside is no date."""


def _minutes(offset: str | None) -> int | None:
    """Minutes east of Greenwich of an offset as ISO 8601 writes it."""
    if not offset:
        return None
    if offset in "Zz":
        return 0
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if offset[0] == "-" else 1)


def iso(text: str) -> Period | None:
    """Return what an ISO 8601 day or moment says; None where the text is none or the calendar does not have it.

    >>> iso("2026-09-24T12:45:32").start.second
    32
    """
    return _read(ISO.fullmatch(text))


def east_asian(text: str) -> Period | None:
    """Return what Chinese, Japanese or Korean figures say, each with the sign of what it counts.

    >>> east_asian("2019年1月17日 15:30").start.day
    17
    """
    return _read(EAST_ASIAN.fullmatch(text))


def _read(match: re.Match[str] | None) -> Period | None:
    """Return the moment of year, month, day, hour, minute, second and offset, in this order."""
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not 1000 <= year <= 2999 or not 1 <= month <= 12 or not 1 <= day <= days_in(year, month):
        return None
    if match[4] is None:
        return Period(start=Moment(year=year, month=month, day=day))
    hour, minute, second, offset = (
        int(match[4]),
        int(match[5]),
        int(match[6]) if match[6] else None,
        _minutes(match[7]),
    )
    if hour > 24 or minute > 59 or (second or 0) > 59 or (hour == 24 and minute) or abs(offset or 0) > 14 * 60:
        return None
    return Period(start=Moment(year=year, month=month, day=day, hour=hour, minute=minute, second=second, offset=offset))


def epoch(text: str) -> Period | None:
    """Return the moment of seconds, or thousandths, since 1970.

    >>> epoch("1547737200").start.year
    2019
    """
    match = EPOCH.fullmatch(text)
    if match is None or not FIRST <= int(match[1]) < LAST:
        return None
    when = datetime.fromtimestamp(int(match[1]), UTC)
    return Period(
        start=Moment(
            year=when.year,
            month=when.month,
            day=when.day,
            hour=when.hour,
            minute=when.minute,
            second=when.second,
            offset=0,
        )
    )
