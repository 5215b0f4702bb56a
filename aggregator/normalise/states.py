"""The state of an event, from the words of schema.org, iCalendar and The Events Calendar."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Evidence, Found
from aggregator.normalise.evidence import evidence
from aggregator.text import tidy

_STATES = {
    "scheduled": "scheduled",
    "rescheduled": "scheduled",  # it takes place, on the day that is said now
    "confirmed": "scheduled",
    "movedonline": "moved",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "canceled": "cancelled",
}


def state(found: Found) -> str:
    """Return the state of an event; one of which nothing else is said is scheduled."""
    return next(filter(None, (_state(said.text) for said in found.state)), "scheduled")


def state_evidence(found: Found) -> Iterator[Evidence]:
    """Yield every candidate; words that are not known mean nothing."""
    for said in found.state:
        yield evidence("state", said, _state(said.text))


def _state(text: str) -> str | None:
    """Return what a word for a state means.

    >>> _state("https://schema.org/EventCancelled"), _state("CONFIRMED"), _state("sold out")
    ('cancelled', 'scheduled', None)
    """
    return _STATES.get(tidy(text).rpartition("/")[2].casefold().removeprefix("event"))
