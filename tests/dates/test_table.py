from __future__ import annotations

import importlib.util
import re
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from aggregator.dates import find_spans, read_span
from aggregator.model import Span

SEEN = datetime(2019, 3, 1)


def _table() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dates_table", Path(__file__).with_name("table.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ROWS = _table().ROWS


def shown(span: Span | None) -> str:
    """The span in the notation of the table."""
    if span is None:
        return ""
    return "/".join(filter(None, (span.start, span.end))) + "".join(f" ~{name}" for name in span.assumed)


@pytest.mark.parametrize(("languages", "text", "meaning", "origin"), ROWS)
def test_printed_strings_are_read(languages: str, text: str, meaning: str, origin: str) -> None:
    assert shown(read_span(text, languages=languages.split(","), seen_at=SEEN)) == meaning


@pytest.mark.parametrize(
    ("languages", "text", "meaning", "origin"), [row for row in ROWS if row[2] and "~" not in row[2]]
)
def test_precision_is_that_of_the_text(languages: str, text: str, meaning: str, origin: str) -> None:
    span = read_span(text, languages=languages.split(","), seen_at=SEEN)
    assert span is not None
    lengths = {4: "year", 7: "month", 10: "day", 16: "minute", 19: "second"}
    assert span.precision == lengths[len(re.sub(r"(?<=:[0-9]{2})[+-].*", "", span.start))]


def test_places_in_running_text() -> None:
    text = "Join us from 2 to 4 October 2019 in Graz, or on 5 May 2020 at home."
    found = find_spans(text, languages=["en"], seen_at=SEEN)
    assert [(text[first:last], shown(span)) for first, last, span in found] == [
        ("2 to 4 October 2019", "2019-10-02/2019-10-04"),
        ("5 May 2020", "2020-05-05"),
    ]
