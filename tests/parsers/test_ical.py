"""Saved calendars and what the iCalendar reader finds in them, well formed and broken."""

from __future__ import annotations

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import ParseError
from aggregator.model import Found, Page, Said
from aggregator.networks import Network, Source
from aggregator.parsers import read
from aggregator.reading import read as read_page

PAGES = Path(__file__).parents[1] / "pages" / "ical"
ADDRESS = "https://harbour.example/calendar.ics"
NETWORK = Network(
    id="harbours", name="Harbours", homepage="https://harbour.example/", region="Europe", languages=("en",),
    timezone="Europe/Brussels", sources={"calendar": Source(id="calendar", platform="ical", start=(ADDRESS,))},
)  # fmt: skip


def page(body: bytes, content_type: str = "text/calendar", year: int = 2026) -> Page:
    return Page(
        network="harbours", source="calendar", role="calendar", url=ADDRESS, requested=ADDRESS, body=body,
        content_type=content_type, fetched_at=datetime(year, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def found(body: bytes, content_type: str = "text/calendar", year: int = 2026) -> list[Found]:
    items = list(read(page(body, content_type, year), NETWORK.sources["calendar"]))
    records = [item for item in items if isinstance(item, Found)]
    assert records == items
    return records


def event(*lines: str, uid: str = "one@harbour.example") -> bytes:
    body = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:One", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(body).encode()


def words(said: Said) -> str:
    assert said.route == "ical"
    return f"{said.text} {said.zone}" if said.zone else said.text


def told(record: Found) -> dict[str, Any]:
    fields = {name: getattr(record, name) for name in Found.__slots__ if name not in ("page", "keys")}
    texts = {name: [words(said) for said in values] for name, values in fields.items() if values}
    return texts | ({"keys": [list(key) for key in record.keys]} if record.keys else {})


@pytest.mark.parametrize("case", sorted(path.stem for path in PAGES.glob("*.ics")))
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_saved_calendar(case: str, end: bytes) -> None:
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    body = (PAGES / f"{case}.ics").read_bytes()
    if end == b"\r":
        body = body.replace(b"\n ", b"")
    assert [told(record) for record in found(body.replace(b"\n", end))] == expected["found"]


def test_what_is_broken_is_refused_with_its_words() -> None:
    reading = read_page(page((PAGES / "broken.ics").read_bytes()), NETWORK)
    assert len(reading.tellings) == 4
    assert [refusal.reason for refusal in reading.refusals] == ["no title", "no title"]
    assert "The end of the fi" in reading.refusals[1].words
    [(_, dates)] = [each for each in reading.tellings if each[1].title == "No such day"]
    assert (dates.starts, dates.ends) == (None, None)
    assert [(proof.raw, proof.value) for proof in dates.evidence if proof.field == "starts"] == [
        ("20261340T250000", None)
    ]


def test_instances_have_their_hours_in_their_zone() -> None:
    body = event("DTSTART;TZID=Europe/Brussels:20260318T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    [(_, announcement)] = read_page(page(body), NETWORK).tellings
    assert announcement.occurrences == (
        ("2026-03-18T10:00+01:00", None),
        ("2026-03-25T10:00+01:00", None),
        ("2026-04-01T10:00+02:00", None),
    )


def test_a_rule_that_is_not_worked_out_is_evidence() -> None:
    body = event("DTSTART:20260318T100000Z", "RRULE:FREQ=HOURLY;UNTIL=20260401T000000Z")
    [(_, announcement)] = read_page(page(body), NETWORK).tellings
    assert announcement.occurrences == ()
    proofs = [(proof.raw, proof.value) for proof in announcement.evidence if proof.field == "occurrences"]
    assert proofs == [("RRULE:FREQ=HOURLY;UNTIL=20260401T000000Z", None)]


@pytest.mark.parametrize(
    ("start", "first", "last", "count"),
    [
        ("20100101", "2026-01-01", "2027-05-15", 500),  # every day, of which too many are in the window
        ("20271201", "2027-12-01", "2028-12-31", 397),
        ("20251201", "2026-01-01", "2027-05-15", 500),
        ("20300101", "", "", 0),
    ],
)
def test_a_daily_event_within_the_window(start: str, first: str, last: str, count: int) -> None:
    [record] = found(event(f"DTSTART;VALUE=DATE:{start}", "RRULE:FREQ=DAILY"))
    days = [said.text for said in record.occurrences]
    assert (len(days), days[:1], days[-1:]) == (count, [first][:count], [last][:count])


def test_the_same_calendar_says_the_same_all_year_long() -> None:
    body = event("DTSTART;TZID=Europe/Brussels:20200106T100000", "RRULE:FREQ=MONTHLY")
    early, late = (Page(**{**_facts(body), "fetched_at": datetime(2026, month, 3, tzinfo=UTC)}) for month in (1, 12))
    source = NETWORK.sources["calendar"]
    assert list(read(early, source)) == list(read(late, source))


def _facts(body: bytes) -> dict[str, Any]:
    saved = page(body)
    return {name: getattr(saved, name) for name in Page.__slots__}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,10,20,30,40",
        "FREQ=NEVER",
        "INTERVAL=2",
        "FREQ=DAILY;UNTIL=someday",
        "FREQ=DAILY;BYMONTHDAY=99",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=DAILY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=WEEKLY;BYWEEKNO=60",
        "",
    ],
)
def test_a_rule_that_would_keep_us_busy_is_left_as_words(rule: str) -> None:
    began = time.process_time()
    [record] = found(event("DTSTART:20260105T100000Z", f"RRULE:{rule}"))
    assert [said.text for said in record.occurrences] == [f"RRULE:{rule}"]
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=MONTHLY;BYSETPOS=300;BYDAY=MO"],
)
def test_a_rule_that_meets_no_day_ends(rule: str) -> None:
    began = time.process_time()
    [record] = found(event("DTSTART:20260105T100000Z", f"RRULE:{rule}"))
    assert [said.text for said in record.occurrences] == ["2026-01-05T10:00Z"]
    assert time.process_time() - began < 2


def test_zones_of_one_calendar_are_not_those_of_the_next() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    zone += "TZOFFSETFROM:{0}\r\nTZOFFSETTO:{0}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    body = event("DTSTART;TZID=Own:20260105T100000").decode()
    starts = []
    for offset in ("+0100", "-0500", ""):
        inserted = "BEGIN:VCALENDAR\r\n" + (zone.format(offset) if offset else "")
        [record] = found(body.replace("BEGIN:VCALENDAR\r\n", inserted).encode())
        starts.append(record.starts[0].text)
    assert starts == ["2026-01-05T10:00+01:00", "2026-01-05T10:00-05:00", "2026-01-05T10:00"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (event("DTSTART;VALUE=DATE:20260310", "LOCATION:Łódź"), "text/calendar"),
        (b"\xef\xbb\xbf" + event("DTSTART;VALUE=DATE:20260310", "LOCATION:Łódź"), "text/calendar"),
        (event("LOCATION:Łódź").decode().encode("utf-16"), "text/calendar; charset=utf-8"),
        (event("LOCATION:Łódź").decode().encode("iso8859-2"), "text/calendar; charset=iso-8859-2"),
        (event("LOCATION:Ł\r\n ódź"), "text/calendar; charset=no-such-thing"),
        (event("LOCATION:Łódź").replace("ó".encode(), "ó".encode()[:1] + b"\r\n " + "ó".encode()[1:]), ""),
        (b"\r\n" + event("location:Łódź"), "text/html"),
    ],
)
def test_encodings_and_folds(body: bytes, content_type: str) -> None:
    [record] = found(body, content_type)
    assert record.venue == (Said("Łódź", "ical"),)


@pytest.mark.parametrize(
    "body",
    [b"", b" \r\n", b"<!doctype html><title>Log in</title>", b'{"error": "gone"}', b"%PDF-1.7", bytes(range(256)) * 9,
     b"BEGIN:VCARD\r\nEND:VCARD\r\n", event().replace(b"BEGIN:VCALENDAR\r\n", b"")],
)  # fmt: skip
def test_what_is_no_calendar(body: bytes) -> None:
    with pytest.raises(ParseError) as error:
        found(body)
    assert "\n" not in str(error.value)


def test_an_empty_calendar_is_fine() -> None:
    assert found(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n") == []


def test_a_calendar_broken_off_before_its_first_event_is_none() -> None:
    with pytest.raises(ParseError, match="broken off before its first event"):
        found(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


def test_every_cut_of_a_calendar_is_read_or_refused() -> None:
    body = (PAGES / "series.ics").read_bytes()
    for length in range(0, len(body), 37):
        try:
            records = found(body[:length])
        except ParseError:
            assert b"BEGIN:VEVENT" not in body[:length]
            continue
        begun = body[:length].count(b"BEGIN:VEVENT")
        ended = body[:length].count(b"END:VEVENT")
        assert any(not record.title for record in records) == (begun > ended)


def test_twenty_megabytes() -> None:
    long = event("DTSTART;VALUE=DATE:20260310", "DESCRIPTION:" + "x" * 20_000_000)
    [record] = found(long)
    assert len(record.body[0].text) == 20_000_000
    with pytest.raises(ParseError):
        found(b"<p>" * 7_000_000)
    [record] = found(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n" + b"y\n" * 500_000 + b"END:VEVENT\n")
    assert len(record.title[0].text) == 1_000_001


LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "END:VCALENDAR", "BEGIN:VTIMEZONE", "END:VTIMEZONE",
     "TZID:Own", "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETTO:+0100", "TZOFFSETFROM:+9900", "SUMMARY:A", "UID:1",
     "UID:2", "DTSTART:20260105T100000Z", "DTSTART;VALUE=DATE:20260105", "DTSTART;TZID=Own:20260105T100000",
     "DTSTART:99991231T235959Z", "DTSTART:00010101", "DTSTART;VALUE=PERIOD:20260105T100000Z/PT1H", "DTSTART:x",
     "DTEND:20260105", "DTEND;TZID=Europe/Riga:20260106T110000", "DURATION:P9999999D", "DURATION:-PT1H", "DURATION:x",
     "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY", "RRULE:FREQ=WEEKLY;BYDAY=XX", "RRULE:x", "EXRULE:FREQ=DAILY",
     "RDATE:20260301", "RDATE;VALUE=PERIOD:20260301T100000Z/PT5H", "RDATE:x", "EXDATE:20260105", "EXDATE:", "GEO:1",
     "RECURRENCE-ID:20260106T100000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T100000Z", "RECURRENCE-ID:x",
     "SEQUENCE:-1", "CATEGORIES:", "CATEGORIES:a,b", "URL:http://[", "URL:http://a:99999/", "LAST-MODIFIED:x",
     "LAST-MODIFIED:20260105T100000Z", "DESCRIPTION:<p>x", "STATUS:CANCELLED", "X;:", ";", ":", " folded", "\x00"]
)  # fmt: skip
CALENDARS = st.lists(LINES, max_size=30).map(lambda lines: "\n".join(["BEGIN:VCALENDAR", *lines]).encode())


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(b"BEGIN:VCALENDAR\n".__add__), CALENDARS))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    saved = page(body)
    reading = read_page(saved, NETWORK)
    assert all(announcement.title for _, announcement in reading.tellings)


@given(st.lists(LINES, max_size=12))
def test_no_event_gets_lost(lines: list[str]) -> None:
    inside = [line for line in lines if not line.startswith(("BEGIN", "END", "UID", "SUMMARY", " ", "\x00"))]
    records = found(event(*inside))
    assert len(records) == 1
    assert records[0].title or records[0].body
