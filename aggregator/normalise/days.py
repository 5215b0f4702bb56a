"""Local days: what the `_day` columns hold, so that texts of mixed precision can be compared."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo


def first_day(text: str, zone: ZoneInfo) -> str:
    """Return the first local day (YYYY-MM-DD) of an ISO 8601 text of any precision.

    >>> first_day("2019-01", ZoneInfo("Europe/Brussels"))
    '2019-01-01'
    >>> first_day("2019-01-17T23:30+00:00", ZoneInfo("Europe/Brussels"))
    '2019-01-18'
    """
    if "T" not in text:
        return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(zone) if moment.tzinfo else moment).date().isoformat()


def last_day(text: str, zone: ZoneInfo) -> str:
    """Return the last local day (YYYY-MM-DD) of an ISO 8601 text of any precision.

    >>> last_day("2020-02", ZoneInfo("Europe/Brussels"))
    '2020-02-29'
    """
    if len(text) == 4:
        return text + "-12-31"
    if len(text) == 7:
        return f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]}"
    return first_day(text, zone)
