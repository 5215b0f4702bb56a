"""A calendar of Radicale, crawled to its last event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.line.running import herald, query
from tests.servers.crawling import assert_reparse_gives_the_same, crawl
from tests.servers.radicale import Radicale, serve

NETWORK = """\
name = "Trams of Europe"
homepage = "http://{host}/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Vienna"
private = true

[sources.calendar]
platform = "ical"
start = ["{calendar}"]
kind = "event"

[themes]
"Rails, and stock" = ["mobility"]
"""
EVENTS = {
    "days": """
BEGIN:VEVENT
UID:days@trams.example
DTSTAMP:20260101T080000Z
DTSTART;VALUE=DATE:20260506
DTEND;VALUE=DATE:20260509
SUMMARY:Days of the tram
LOCATION:Remise\\, Vienna
CATEGORIES:Rails\\, and stock,Depots
GEO:48.2082;16.3738
URL:https://trams.example/days
DESCRIPTION:Three days among old and new trams.\\nFree entry.
STATUS:CONFIRMED
LAST-MODIFIED:20260301T101500Z
CREATED:20260101T080000Z
SEQUENCE:2
END:VEVENT
""",
    "board": """
BEGIN:VEVENT
UID:board@trams.example
DTSTAMP:20260101T080000Z
DTSTART;TZID=Europe/Brussels:20260316T100000
DTEND;TZID=Europe/Brussels:20260316T120000
RRULE:FREQ=WEEKLY;COUNT=5
EXDATE;TZID=Europe/Brussels:20260323T100000
SUMMARY:Meeting of the board
END:VEVENT
BEGIN:VEVENT
UID:board@trams.example
DTSTAMP:20260101T080000Z
RECURRENCE-ID;TZID=Europe/Brussels:20260330T100000
DTSTART;TZID=Europe/Brussels:20260331T140000
DTEND;TZID=Europe/Brussels:20260331T170000
SUMMARY:Meeting of the board\\, a day later
END:VEVENT
""",
    "ride": """
BEGIN:VEVENT
UID:ride@trams.example
DTSTAMP:20260101T080000Z
DTSTART:20260704T183000Z
DURATION:PT1H30M
SUMMARY:A ride at dusk
STATUS:CANCELLED
END:VEVENT
""",
    "webinar": """
BEGIN:VEVENT
UID:webinar@trams.example
DTSTAMP:20260101T080000Z
DTSTART:20260915T140000
SUMMARY:Wires and weather
STATUS:TENTATIVE
END:VEVENT
""",
}
COLUMNS = "title, kind, url, starts, starts_day, ends, ends_day, modified, venue, body"
ROWS = {
    "days": (
        "Days of the tram", "event", "https://trams.example/days", "2026-05-06", "2026-05-06", "2026-05-08",
        "2026-05-08", "2026-03-01T10:15+00:00", "Remise, Vienna", "Three days among old and new trams.\nFree entry.",
    ),
    "board": (
        "Meeting of the board", "event", None, "2026-03-16T10:00+01:00", "2026-03-16", "2026-03-16T12:00+01:00",
        "2026-03-16", None, None, None,
    ),
    "ride": (
        "A ride at dusk", "event", None, "2026-07-04T18:30+00:00", "2026-07-04", "2026-07-04T20:00+00:00",
        "2026-07-04", None, None, None,
    ),
    "webinar": (
        "Wires and weather", "event", None, "2026-09-15T14:00+02:00", "2026-09-15", None,
        "2026-09-15", None, None, None,
    ),
}  # fmt: skip
MEETINGS = [
    ("2026-03-16T10:00+01:00", "2026-03-16T12:00+01:00"),
    ("2026-03-31T14:00+02:00", "2026-03-31T17:00+02:00"),
    ("2026-04-06T10:00+02:00", "2026-04-06T12:00+02:00"),
    ("2026-04-13T10:00+02:00", "2026-04-13T12:00+02:00"),
]


class Crawled:
    """A server, and the folder into which its calendar is crawled."""

    def __init__(self, server: Radicale, folder: Path) -> None:
        self.server = server
        self.folder = folder
        text = NETWORK.format(host=server.host, calendar=server.calendar)
        (folder / "trams.toml").write_text(text, encoding="utf-8")

    def crawl(self) -> tuple[int, int, int]:
        return crawl("trams", self.folder)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.folder / "announcements.db", sql)


@pytest.fixture
def site(tmp_path: Path) -> Any:
    pytest.importorskip("radicale", reason="needs radicale: pip install radicale")
    (tmp_path / "server").mkdir()
    (tmp_path / "herald").mkdir()
    with serve(tmp_path / "server") as server:
        for name, events in EVENTS.items():
            server.put(name, events)
        yield Crawled(server, tmp_path / "herald")


def test_every_event_of_the_calendar(site: Crawled) -> None:
    assert site.crawl() == (4, 0, 0)
    assert len(site.server.items()) == 4
    assert site.query(f"select {COLUMNS} from announcements order by title") == sorted(ROWS.values())
    uids = site.query("select value from identities where scheme = 'uid' order by value")
    assert uids == sorted((f"{name}@trams.example",) for name in site.server.items())
    tags = site.query("select a.title, t.tag from announcement_tags t join announcements a on a.id = t.announcement")
    assert sorted(tags) == [("Days of the tram", "Depots"), ("Days of the tram", "Rails, and stock")]
    assert site.query("select themes from announcements where title like 'Days%'") == [('["mobility"]',)]
    told = [json.loads(said) for (said,) in site.query("select found from tellings")]
    assert {each["title"][0][0]: each.get("state") for each in told} == {
        "Days of the tram": [["CONFIRMED", "ical"]],
        "Meeting of the board": None,
        "A ride at dusk": [["CANCELLED", "ical"]],
        "Wires and weather": [["TENTATIVE", "ical"]],
    }
    assert_reparse_gives_the_same(site.folder)


def test_the_instances_of_the_series(site: Crawled) -> None:
    site.crawl()
    assert site.query("select starts, ends from occurrences order by starts") == MEETINGS
    [(number,)] = site.query("select distinct announcement from occurrences")
    shown = herald("show", str(number), "--format", "json", cwd=site.folder)
    assert json.loads(shown.stdout)["occurrences"] == [{"starts": start, "ends": end} for start, end in MEETINGS]


def test_a_second_crawl_stores_one_edit_and_one_new_event(site: Crawled) -> None:
    site.crawl()
    before = site.query("select * from announcements where title <> 'Days of the tram' order by id")
    site.server.put("days", EVENTS["days"].replace("20260509", "20260508").replace("T101500Z", "T111500Z"))
    site.server.put("tour", EVENTS["webinar"].replace("webinar@", "tour@").replace("Wires and weather", "A tour"))
    assert site.crawl() == (1, 1, 0)
    assert site.query("select * from announcements where title not in ('Days of the tram', 'A tour') order by id") == (
        before
    )
    assert site.query("select ends, ends_day, modified from announcements where title = 'Days of the tram'") == [
        ("2026-05-07", "2026-05-07", "2026-03-01T11:15+00:00")
    ]
    assert site.query("select changed from versions") == [('{"ends": ["2026-05-08", "2026-05-07"]}',)]
    assert_reparse_gives_the_same(site.folder)


def test_an_instance_that_is_called_off_is_a_change_of_the_series(site: Crawled) -> None:
    site.crawl()
    called_off = EVENTS["board"].replace("SUMMARY:Meeting of the board\\,", "STATUS:CANCELLED\nSUMMARY:Meeting\\,")
    site.server.put("board", called_off)
    assert site.crawl() == (0, 1, 0)
    assert site.query("select starts, ends from occurrences order by starts") == [MEETINGS[0], *MEETINGS[2:]]
    [(changed,)] = site.query("select changed from versions")
    assert json.loads(changed) == {"occurrences": [[list(MEETINGS[1])], []]}
    assert site.crawl() == (0, 0, 0)
    assert_reparse_gives_the_same(site.folder)


def test_a_saved_calendar_is_read_without_the_server(site: Crawled) -> None:
    saved = site.folder / "saved.ics"
    saved.write_text(site.server.ask("GET", site.server.calendar), encoding="utf-8")
    result = herald("read", saved, "--network", "trams", "--networks", site.folder, "--format", "json", cwd=site.folder)
    assert (result.returncode, result.stderr) == (0, "")
    found = {row["title"]: row for row in json.loads(result.stdout)["announcements"]}
    assert {row[0] for row in ROWS.values()} == set(found)
    assert found["Meeting of the board"]["occurrences"] == [list(meeting) for meeting in MEETINGS]
