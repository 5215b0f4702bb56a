"""Where dates stand in running text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import SupportsIndex

import pytest

from aggregator.dates import find_spans, prose
from aggregator.dates.shapes import Shape, shapes
from aggregator.dates.tokens import Tokens, tokens

PLACES = [
    ("guided tours (16 October, 10-12), then budgets", ["16 October, 10-12"]),
    ("at 5 May 2019, 14:00 (CET), in Graz", ["5 May 2019, 14:00 (CET)"]),
    ("The fair (Graz, 2-4 October 2019) opens.", ["2-4 October 2019"]),
    ("It was on 3 May 2019. On 4 May 2019 it rained.", ["3 May 2019", "4 May 2019"]),
    ("no date (at all), 24/7", []),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: list[str]) -> None:
    found = find_spans(text, languages=["en"], seen_at=datetime(2019, 1, 1, tzinfo=UTC))
    assert [text[start:end] for start, end, _ in found] == expected


class Counted(str):
    """A signature that counts the tokens that are cut out of it."""

    __slots__ = ()
    tokens = 0

    def __getitem__(self, place: SupportsIndex | slice) -> str:
        found = super().__getitem__(place)
        Counted.tokens += len(found)
        return found


def work(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """Return how many dates are found in a text, how many signatures looked up, how many tokens cut out."""
    looked_up: list[str] = []

    def counted(kinds: str) -> tuple[Shape, ...]:
        looked_up.append(kinds)
        return shapes(kinds)

    def signed(text: str, languages: tuple[str, ...], *, phrases: bool = False) -> Tokens:
        found = tokens(text, languages, phrases=phrases)
        return replace(found, kinds=Counted(found.kinds))

    with monkeypatch.context() as patch:
        patch.setattr(prose, "shapes", counted)
        patch.setattr(prose, "tokens", signed)
        patch.setattr(Counted, "tokens", 0)
        found = find_spans(text, languages=["en"], seen_at=datetime(2019, 1, 1, tzinfo=UTC))
        return len(found), len(looked_up), Counted.tokens


def test_work_grows_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = (work("on 5 May the trams, " * count, monkeypatch) for count in (200, 400))
    assert twice[:2] == (400, 2 * once[1])
    assert twice[2] <= 2.1 * once[2]


@pytest.mark.parametrize("words", ["on 5 May the trams, ", "17 May 2019, ", "1 - 15 / 2019 "])
def test_work_on_one_text_is_bounded(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = (work(words * count, monkeypatch) for count in (5_000, 10_000))
    assert once == twice
    assert once[1] <= prose.MOST_LOOKUPS + prose.REACH
