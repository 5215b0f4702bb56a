"""What one iCalendar component says, property by property (RFC 5545, 3.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.prop import vBroken

from aggregator.model import Said

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What the libraries raise for components that are broken or contradict themselves."""

_LINE = re.compile(r'([\w-]+)(?:;(?:"[^"]*"|[^":])*)?:(.*)', re.DOTALL)


class Component:
    """An event with the lines it was read from."""

    def __init__(self, event: Event, lines: Sequence[str]) -> None:
        self.event = event
        self.lines = lines

    def values(self, name: str) -> list[Any]:
        """Return all values of a property."""
        value = self.event.get(name, [])
        return value if isinstance(value, list) else [value]

    def word(self, name: str) -> str:
        """Return the text of a property, "" where it was not said."""
        return next((text for value in self.values(name) if (text := str(value).strip())), "")

    def raw(self, name: str) -> str:
        """Return the value of a property as written, "" where it was not."""
        found = (_LINE.fullmatch(line) for line in self.lines if line[: len(name)].upper() == name)
        return next((each[2].strip() for each in found if each and each[1].upper() == name), "")

    def moment(self, name: str) -> date | None:
        """Return the day or time of a property, None where it was not said or is neither."""
        value = next(iter(self.values(name)), None)
        if value is None or isinstance(value, vBroken):
            return None
        moment = value.dt
        if isinstance(moment, datetime) and str(value.params.get("VALUE", "")).upper() == "DATE":
            return moment.date()  # a TZID beside it makes no hour of a day
        return moment if isinstance(moment, date) else None

    def end(self) -> date | None:
        """Return the last of whole days, else the end; None where neither DTEND nor DURATION says one."""
        start, end = self.moment("DTSTART"), self.moment("DTEND")
        lasts = next(iter(self.values("DURATION")), None)
        if end is None and start and lasts is not None and not isinstance(lasts, vBroken):
            end = _after(start, lasts.dt)
        return last(start, end) if start and end else end

    def said(self, name: str) -> tuple[Said, ...]:
        """Return the words of a day or time, as written where it is neither."""
        moment = self.moment(name)
        text = self.raw(name)
        return (said(moment),) if moment else (Said(text, "ical"),) if text else ()

    @property
    def sequence(self) -> int:
        """The number of revisions, 0 where it was not said."""
        text = self.word("SEQUENCE")
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def said(moment: date) -> Said:
    """Return a day or time in ISO 8601 with its zone, or with its offset where the zone has no common name.

    iCalendar cannot leave out seconds, so none are said where they are zero.

    >>> said(datetime(2026, 3, 10, 18, 0, tzinfo=ZoneInfo("Europe/Brussels")))
    Said(text='2026-03-10T18:00', route='ical', zone='Europe/Brussels')
    """
    if not isinstance(moment, datetime):
        return Said(moment.isoformat(), "ical")
    fine = "seconds" if moment.second else "minutes"
    if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key and moment.tzinfo.key != "UTC":
        return Said(moment.replace(tzinfo=None).isoformat(timespec=fine), "ical", moment.tzinfo.key)
    if moment.tzinfo and not moment.utcoffset():
        return Said(moment.replace(tzinfo=None).isoformat(timespec=fine) + "Z", "ical")
    return Said(moment.isoformat(timespec=fine), "ical")


def last(start: date, end: date) -> date:
    """Return the last day of whole days, whose DTEND is the day after (RFC 5545, 3.6.1); an end of hours as it is.

    >>> last(date(2026, 5, 6), date(2026, 5, 8)), last(date(2026, 5, 6), date(2026, 5, 6))
    (datetime.date(2026, 5, 7), datetime.date(2026, 5, 6))
    """
    if isinstance(start, datetime) or isinstance(end, datetime) or end <= start:
        return end
    return end - timedelta(days=1)


def _after(start: date, lasts: timedelta) -> date:
    """Return the end of a duration: its days by the calendar, its hours by the clock (RFC 5545, 3.3.6)."""
    end = start + timedelta(days=lasts.days)
    if not isinstance(end, datetime) or end.tzinfo is None:
        return end + timedelta(seconds=lasts.seconds)
    return (end.astimezone(UTC) + timedelta(seconds=lasts.seconds)).astimezone(end.tzinfo)
