"""The instances of a series: its rules, additions, exceptions and moved instances, worked out within a window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
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
        ahead = _between(events, date(year, 1, 1), last)
        if len(ahead) >= MOST:
            return ahead[:MOST]
        return [*_between(events, first, date(year - 1, 12, 31)), *ahead][-MOST:]
    except UNREADABLE as error:
        raise ParseError(f"a series that cannot be worked out: {error}") from error


def _between(events: Sequence[Event], first: date, last: date) -> list[Instance]:
    """Return the instances that start on one of the days; an event without RECURRENCE-ID has those of its own rules."""
    bounded = [_bounded(event, last) for event in events]
    moved = [event for event in bounded if "RECURRENCE-ID" in event]
    found: dict[str, Instance] = {}
    mains: list[Event | None] = [event for event in bounded if "RECURRENCE-ID" not in event]
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


def _bounded(event: Event, last: date) -> Event:
    """Return the event with rules that end with the window. Raises ValueError for rules that would keep us busy."""
    if "EXRULE" in event:
        raise ValueError("EXRULE is not a rule any more")
    if "RRULE" not in event:
        return event
    start = _start(event)
    if start.year < _EARLIEST:
        raise ValueError(f"a rule that begins in {start.year}")
    rules = event["RRULE"]
    copy = event.copy()
    copy["RRULE"] = [_bounded_rule(rule, start, last) for rule in (rules if isinstance(rules, list) else [rules])]
    return copy


def _start(event: Any) -> date:
    start: date = event["DTSTART"].dt
    return start


def _bounded_rule(rule: Any, start: date, last: date) -> Any:
    if not isinstance(rule, vRecur) or not _PERIODS.issuperset(map(str, rule.get("FREQ", ["none"]))):
        raise ValueError("a rule that is no rule of days, weeks, months or years")
    if min(rule.get("INTERVAL", [1])) < 1:
        raise ValueError("a rule that repeats every nothing")
    if prod(len(rule.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND")) > _TIMES_A_DAY:
        raise ValueError(f"a rule of more than {_TIMES_A_DAY} times a day")
    until = rule.get("UNTIL", [date.max])[0]
    if "COUNT" in rule or _day(until) <= last:
        return rule
    return vRecur({**rule, "UNTIL": [_until(start, last)]})


def _until(start: date, last: date) -> date:
    """Return the end of the last day in the form that RFC 5545 wants of an UNTIL: that of the start, but in UTC."""
    if not isinstance(start, datetime):
        return last
    return datetime.combine(last, time.max.replace(microsecond=0), UTC if start.tzinfo else None)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
