"""The state of an event: from words to the column."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.model import Found, Said
from aggregator.normalise import normalise
from tests.store.histories import NETWORK


def states(*words: str, source: str = "events") -> tuple[str | None, list[tuple[str, str | None]]]:
    """Return the state and its evidence."""
    found = Found(page="", title=(Said("Fair", "api"),), state=tuple(Said(word, "api") for word in words))
    announcement = normalise(found, NETWORK.sources[source], datetime(2026, 11, 22, tzinfo=UTC))
    return announcement.state, [(one.raw, one.value) for one in announcement.evidence if one.field == "state"]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("canceled", "cancelled"),
        ("Cancelled", "cancelled"),
        ("CANCELLED", "cancelled"),
        ("EventCancelled", "cancelled"),
        ("https://schema.org/EventCancelled", "cancelled"),
        ("http://schema.org/EventPostponed", "postponed"),
        ("postponed", "postponed"),
        ("EventRescheduled", "scheduled"),
        ("rescheduled", "scheduled"),
        ("CONFIRMED", "scheduled"),
        ("EventScheduled", "scheduled"),
        ("EventMovedOnline", "moved"),
    ],
)
def test_known_words(word: str, state: str) -> None:
    assert states(word) == (state, [(word, state)])


def test_an_event_of_which_nothing_is_said_is_scheduled() -> None:
    assert states() == ("scheduled", [])


def test_unknown_words_are_kept_as_evidence() -> None:
    assert states("sold out") == ("scheduled", [("sold out", None)])
    assert states("sold out", "postponed") == ("postponed", [("sold out", None), ("postponed", "postponed")])


def test_what_is_no_event_has_none() -> None:
    assert states("canceled", source="news") == (None, [("canceled", "cancelled")])
