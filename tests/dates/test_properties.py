from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.dates import Direction, find_spans, read_span
from aggregator.dates.build import LOCALES
from aggregator.dates.common import common
from aggregator.dates.reading import whole
from aggregator.dates.words import known
from aggregator.model import Span

CODES = sorted(LOCALES)
SEEN = datetime(2019, 3, 1, 12)
DAYS = st.dates(date(1950, 1, 1), date(2089, 12, 31))
WORDS = """
    1 2 9 12 15 17 24 31 32 00 07 2019 1999 45 0200 January Jan. mai März Thursday do . , - – / : ( ) [ ] & to
    du au bis om kl. Uhr h pm CET T Z + ' st th er de of the 15:00 2nd 10-12 г. m. d. last dernier ago 3 Q1
"""
PIECES = st.sampled_from(WORDS.split())
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=14).flatmap(lambda p: st.sampled_from((" ".join(p), "".join(p))))
)
ORDERS = st.sampled_from(("DMY", "MDY", "YMD"))
DIRECTIONS = st.sampled_from(("nearest", "forward", "past"))
LENGTHS = {"year": 4, "month": 7, "day": 10, "minute": 16, "second": 19}


def check(span: Span) -> None:
    """Assert what holds of every span."""
    day, _, hour = span.start.partition("T")
    assert len(day) + (0 if not hour else 1 + len(re.split("[+-]", hour)[0])) == LENGTHS[span.precision]
    assert span.end != span.start
    if span.end is None:
        return
    if "T" in span.start and "T" in span.end and len(span.start) == len(span.end):
        assert datetime.fromisoformat(span.start) <= datetime.fromisoformat(span.end)
    else:
        assert span.start[: len(span.end)][:10] <= span.end[:10]


@settings(deadline=None)  # dateparser loads a language when it first needs it
@given(text=TEXTS, codes=st.lists(st.sampled_from(CODES), max_size=3), order=ORDERS, direction=DIRECTIONS)
def test_no_text_raises_and_no_span_ends_before_it_starts(
    text: str, codes: list[str], order: str, direction: Direction
) -> None:
    zone = "Europe/Brussels" if order == "YMD" else None
    span = read_span(text, languages=codes, order=order, seen_at=SEEN, direction=direction, zone=zone)
    if span is not None:
        check(span)
    for first, last, found in find_spans(text, languages=codes, order=order, seen_at=SEEN, direction=direction):
        assert 0 <= first < last <= len(text)
        check(found)


@settings(deadline=None)
@given(day=DAYS, code=st.sampled_from(CODES), length=st.sampled_from(("full", "long")))
def test_a_printed_day_is_read_back(day: date, code: str, length: str) -> None:
    span = read_span(format_date(day, length, LOCALES[code][0]), languages=[code], seen_at=SEEN)
    assert span == Span(start=day.isoformat(), precision="day")


@settings(deadline=None)
@given(day=DAYS, days=st.integers(1, 900), code=st.sampled_from(CODES))
def test_two_printed_days_are_read_back(day: date, days: int, code: str) -> None:
    last = day + timedelta(days=days)
    text = " – ".join(format_date(one, "long", LOCALES[code][0]) for one in (day, last))
    span = read_span(text, languages=[code], seen_at=SEEN)
    assert span == Span(start=day.isoformat(), end=last.isoformat(), precision="day")


@settings(deadline=None)
@given(moment=st.datetimes(datetime(1950, 1, 1), datetime(2089, 1, 1), timezones=st.just(ZoneInfo("Europe/Brussels"))))
def test_iso_moments_are_read_back(moment: datetime) -> None:
    text = moment.isoformat(timespec="seconds")
    assert read_span(text, languages=[], seen_at=SEEN) == Span(start=text, precision="second")


@settings(deadline=None)
@given(month=st.integers(1, 12), year=st.integers(1950, 2089), code=st.sampled_from(CODES))
def test_a_month_is_no_finer_than_a_month(month: int, year: int, code: str) -> None:
    text = format_date(date(year, month, 1), "LLLL y", LOCALES[code][0])
    assert read_span(text, languages=[code], seen_at=SEEN) == Span(start=f"{year}-{month:02}", precision="month")


@settings(deadline=None)
@given(first=TEXTS, codes=st.lists(st.sampled_from(CODES), min_size=1, max_size=2))
def test_what_was_read_before_changes_nothing(first: str, codes: list[str]) -> None:
    texts = ("05/10/2017", "17 mai", "mar 17", "vor 3 Tagen", "17 listopada 2019", "yesterday")
    whole.cache_clear()
    fresh = [read_span(text, languages=codes, seen_at=SEEN) for text in texts]
    read_span(first, languages=codes, order="MDY", seen_at=datetime(2001, 1, 1), direction="past")
    whole.cache_clear()
    assert [read_span(text, languages=codes, seen_at=SEEN) for text in reversed(texts)] == fresh[::-1]


@settings(deadline=None)
@given(day=DAYS, sep=st.sampled_from(("-", "/", ".")), order=ORDERS)
def test_the_short_way_says_what_the_long_way_says(day: date, sep: str, order: str) -> None:
    text = f"{day.day:02}{sep}{day.month:02}{sep}{day.year}"
    assert common(text, ("en",), order) == read_span(f" {text} ", languages=["en"], order=order, seen_at=SEEN)


def test_every_language_promised_is_there() -> None:
    union = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    assert set(known()) == {*union.split(), "nb", "uk", "tr", "ca", "is", "sr"}


@pytest.mark.parametrize(
    ("text", "direction", "published", "start"),
    [
        ("15 January", "nearest", None, "2019-01-15"),
        ("15 January", "forward", None, "2020-01-15"),
        ("15 January", "past", None, "2019-01-15"),
        ("15 December", "nearest", None, "2018-12-15"),
        ("15 December", "forward", None, "2019-12-15"),
        ("15 December", "past", None, "2018-12-15"),
        ("15 December", "nearest", date(2014, 11, 1), "2014-12-15"),
        ("27 February - 3 March", "forward", None, "2019-02-27"),
        ("29 February", "forward", None, "2020-02-29"),
        ("29 February", "past", None, "2016-02-29"),
        ("30 December - 2 January", "forward", None, "2019-12-30"),
        ("30 December - 2 January", "past", None, "2018-12-30"),
        ("Friday 15 March", "nearest", None, "2019-03-15"),
        ("Saturday 15 March", "past", None, "2014-03-15"),
    ],
)
def test_years_not_said(text: str, direction: Direction, published: date | None, start: str) -> None:
    span = read_span(text, languages=["en"], seen_at=SEEN, direction=direction, published=published)
    assert span is not None
    assert (span.start, span.assumed) == (start, ("year",))


@pytest.mark.parametrize(
    ("text", "zone", "start", "assumed"),
    [
        ("17 January 2019, 15:00", "Europe/Brussels", "2019-01-17T15:00+01:00", ("zone",)),
        ("17 July 2019, 15:00", "Europe/Brussels", "2019-07-17T15:00+02:00", ("zone",)),
        ("17 July 2019, 15:00", None, "2019-07-17T15:00", ()),
        ("17 July 2019, 15:00 CET", "Europe/Athens", "2019-07-17T15:00+01:00", ()),
        ("17 July 2019, 15:00 (Brussels time)", "Europe/Athens", "2019-07-17T15:00+02:00", ()),
        ("17 July, 15:00", "Europe/Athens", "2019-07-17T15:00+03:00", ("year", "zone")),
        ("17 July 2019", "Europe/Athens", "2019-07-17", ()),
    ],
)
def test_zones(text: str, zone: str | None, start: str, assumed: tuple[str, ...]) -> None:
    span = read_span(text, languages=["en"], seen_at=SEEN, zone=zone)
    assert span is not None
    assert (span.start, span.assumed) == (start, assumed)


@pytest.mark.parametrize(
    ("text", "order", "start", "assumed"),
    [
        ("05/10/2017", "DMY", "2017-10-05", ("order",)),
        ("05/10/2017", "MDY", "2017-05-10", ("order",)),
        ("25/10/2017", "MDY", "2017-10-25", ()),
        ("10/25/2017", "DMY", "2017-10-25", ()),
        ("Wed 05/10/2017", "DMY", "2017-05-10", ()),
        ("17-01-05", "YMD", "2017-01-05", ("order", "century")),
        ("2017-10-05", "DMY", "2017-10-05", ()),
        ("05.05.2017", "DMY", "2017-05-05", ()),
    ],
)
def test_orders(text: str, order: str, start: str, assumed: tuple[str, ...]) -> None:
    span = read_span(text, languages=["en"], order=order, seen_at=SEEN)
    assert span is not None
    assert (span.start, span.assumed) == (start, assumed)


def test_places_are_those_of_the_text_as_given() -> None:
    text = "a\u0300 Paris, le 17 fe\u0301vrier 2019."
    (first, last, span) = find_spans(text, languages=["fr"], seen_at=SEEN)[0]
    assert (text[first:last], span.start) == ("17 fe\u0301vrier 2019", "2019-02-17")
