"""Where dates stand in running text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.dates import find_spans

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
