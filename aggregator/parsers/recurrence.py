"""The instances of a series: its rules, additions, exceptions and moved instances, worked out within a window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from math import prod
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vRecur

from aggregator.errors import ParseError
from aggregator.occurrences import MOST, window
from aggregator.parsers.properties import UNREADABLE

Instance = tuple[date, date]  # DTSTART and DTEND

_RULES = ("RRULE", "RDATE", "EXRULE")
_PERIODS = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}  # by the hour and faster is no series of events
_ONLY = {  # RFC 5545, 3.3.10
    "BYYEARDAY": {"YEARLY"},
    "BYWEEKNO": {"YEARLY"},
    "BYSETPOS": {"YEARLY", "MONTHLY", "WEEKLY"},
}
_LENGTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}  # month -> its days, where these are not 31
_TIMES_A_DAY = 24
_EARLIEST = 1900


def recurs(events: Sequence[Event]) -> bool:
    """Say whether the components of one series are more than one event."""
    return len(events) > 1 or any(name in event for event in events for name in (*_RULES, "RECURRENCE-ID"))


def instances(events: Sequence[Event], year: int) -> list[Instance]:
    """Return the instances of a series in the window of `year`, by their start, without cancelled ones.

    Of too many those from this year on come first, then the latest before. Raises ParseError for rules that cannot be
    worked out.
    """
    first, last = map(date.fromisoformat, window(year))
    try:
        for event in events:
            _check(event)
        found = _between(events, first, last)
    except UNREADABLE as error:
        raise ParseError(f"a series that cannot be worked out: {error}") from error
    ahead = [instance for instance in found if _day(instance[0]).year >= year]
    return ahead[:MOST] if len(ahead) >= MOST else found[-MOST:]


def _between(events: Sequence[Event], first: date, last: date) -> list[Instance]:
    """Return the instances that start on one of the days; an event without RECURRENCE-ID has those of its own rules."""
    moved = [event for event in events if "RECURRENCE-ID" in event]
    mains: list[Event | None] = [event for event in events if "RECURRENCE-ID" not in event]
    found: dict[str, Instance] = {}
    for main in mains or [None]:
        calendar = Calendar()
        calendar.subcomponents = [*([main] if main else []), *moved]
        instance: Any
        for instance in recurring_ical_events.of(calendar).between(first, datetime.combine(last, time.max)):
            start = instance["DTSTART"].dt
            if first <= _day(start) <= last and (_is_cancelled(main) or not _is_cancelled(instance)):
                found.setdefault(start.isoformat(), (start, instance["DTEND"].dt))
    return [found[start] for start in sorted(found)]


def _is_cancelled(event: Event | None) -> bool:
    return event is not None and str(event.get("STATUS", "")).upper() == "CANCELLED"


def _check(event: Any) -> None:
    """Raise ValueError for rules that are none, or that would keep us busy: the library counts up to the year 9999."""
    if "EXRULE" in event:
        raise ValueError("EXRULE is not a rule any more")
    if "RRULE" not in event:
        return
    if event["DTSTART"].dt.year < _EARLIEST:
        raise ValueError(f"a rule that begins before {_EARLIEST}")
    for rule in event["RRULE"] if isinstance(event["RRULE"], list) else [event["RRULE"]]:
        _check_rule(rule)


def _check_rule(rule: Any) -> None:
    if not isinstance(rule, vRecur) or not _PERIODS.issuperset(map(str, rule.get("FREQ", ["none"]))):
        raise ValueError("a rule that is no rule of days, weeks, months or years")
    if min(rule.get("INTERVAL", [1])) < 1:
        raise ValueError("a rule that repeats every nothing")
    if prod(len(rule.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND")) > _TIMES_A_DAY:
        raise ValueError(f"a rule of more than {_TIMES_A_DAY} times a day")
    if any(name in rule and str(rule["FREQ"][0]) not in periods for name, periods in _ONLY.items()):
        raise ValueError("a rule whose parts are not for its frequency")
    months = [_LENGTHS.get(int(month), 31) for month in rule.get("BYMONTH", [1])]
    if not any(1 <= abs(day) <= length for day in rule.get("BYMONTHDAY", [1]) for length in months):
        raise ValueError("a rule that fits no day")


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
