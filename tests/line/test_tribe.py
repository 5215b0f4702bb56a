"""A crawl of events in the shape of The Events Calendar's REST API.

That software is in no package: WordPress is real here, what answers for the events is a plugin of our own, which
follows the published shape (window of two years, 50 events a page, 404 past the end).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.line.running import crawl, herald, query, tables
from tests.servers.events import event, events
from tests.servers.wordpress import WordPress

FILE = """
name = "Network of test cities"
homepage = "{url}/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Brussels"
private = true

[sources.events]
platform = "tribe"
start = ["{url}/wp-json/tribe/events/v1/events"]
kind = "event"
"""
COLUMNS = "kind, published, modified, starts, starts_day, ends, ends_day, state, venue, city, country".split(", ")


@pytest.fixture
def networks(wordpress: WordPress, tmp_path: Path) -> Path:
    """Return a folder with the file of the network `calendar`; its site has the events of events.toml."""
    folder = tmp_path / "networks"
    folder.mkdir()
    (folder / "calendar.toml").write_text(FILE.format(url=wordpress.url), encoding="utf-8")
    wordpress.tell_events(events())
    return folder


def stored(db: Path) -> dict[str, dict[str, Any]]:
    """Return the announcements by title, without what was not said."""
    rows = query(db, f"select title, {', '.join(COLUMNS)} from announcements")
    found = {title: dict(zip(COLUMNS, values, strict=True)) for title, *values in rows}
    assert len(found) == len(rows)
    return {title: {name: value for name, value in row.items() if value is not None} for title, row in found.items()}


SAME = {"kind": "event", "published": "2018-02-03T09:00:00+00:00", "modified": "2018-02-04T09:00:00+00:00"}
EXPECTED = {
    "Forum on quiet streets & schools": {
        "starts": "2019-03-27T09:30:00+01:00",
        "starts_day": "2019-03-27",
        "ends": "2019-03-28T16:00:00+01:00",
        "ends_day": "2019-03-28",
        "state": "scheduled",
        "venue": "Town Hall – Blue Room",
        "city": "Ghent",
        "country": "Belgium",
    },
    "Open day of the water works": {
        "starts": "2021-06-05",
        "starts_day": "2021-06-05",
        "ends": "2021-06-06",
        "ends_day": "2021-06-06",
        "state": "scheduled",
        "venue": "Water works",
        "city": "Łódź",
        "country": "Poland",
    },
    "Webinar: heat plans across the ocean": {
        "starts": "2020-11-02T18:00:00-05:00",
        "starts_day": "2020-11-03",  # midnight in Brussels
        "ends": "2020-11-02T19:30:00-05:00",
        "ends_day": "2020-11-03",
        "state": "scheduled",
    },
    "Harbour congress": {
        "starts": "2020-04-20T10:00:00+03:00",
        "starts_day": "2020-04-20",
        "ends": "2020-04-22T12:00:00+03:00",
        "ends_day": "2020-04-22",
        "state": "cancelled",
        "venue": "Old customs house",
        "city": "Thessaloniki",
        "country": "Greece",
    },
    "Night train summit": {
        "starts": "2031-02-10T09:00:00+01:00",
        "starts_day": "2031-02-10",
        "ends": "2031-02-11T17:00:00+01:00",
        "ends_day": "2031-02-11",
        "state": "postponed",
        "venue": "Station hall",
        "city": "Vienna",
        "country": "Austria",
    },
    "Meeting in a zone without a name": {
        "starts": "2018-07-01T08:00:00+00:00",
        "starts_day": "2018-07-01",
        "ends": "2018-07-01T09:00:00+00:00",
        "ends_day": "2018-07-01",
        "state": "scheduled",
    },
    "General assembly, years from now": {
        "starts": "2034-05-15T13:00:00+01:00",
        "starts_day": "2034-05-15",
        "ends": "2034-05-15T18:00:00+01:00",
        "ends_day": "2034-05-15",
        "state": "scheduled",
    },
}


def test_every_event_past_and_to_come(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    assert crawl("calendar", networks, tmp_path) == ""
    db = tmp_path / "announcements.db"
    found = stored(db)
    told = {title: row for title, row in found.items() if not title.startswith("Open office hour")}
    assert told == {title: SAME | row for title, row in EXPECTED.items()}
    body, _ = wordpress.get("/wp-json/tribe/events/v1/events?start_date=2000-01-01&end_date=2099-12-31")
    assert len(found) == json.loads(body)["total"] == len(events())
    assert query(tmp_path / "pages.db", "select status, count(*) from captures group by status") == [(200, 3)]
    tags = query(db, "select tag, count(*) from announcement_tags group by tag order by tag")
    assert tags == [
        ("Assembly", 1), ("Forum", 1), ("Noise & air", 1), ("Visit", 1), ("Webinar", 1), ("office hour", 120),
        ("schools", 1),
    ]  # fmt: skip
    keys = {f"127.0.0.1:{wordpress.port}/{one['id']}" for one in events()}
    assert {value for (value,) in query(db, "select value from identities where scheme = 'wp'")} == keys
    words = "select raw, value from evidence where field = 'state' and chosen order by value"
    assert query(db, words) == [("canceled", "cancelled"), ("postponed", "postponed")]
    shown = dict(query(db, "select title, state from upcoming where starts_day > '2030'"))
    assert shown == {"Night train summit": "postponed", "General assembly, years from now": "scheduled"}


def test_a_second_crawl_stores_a_cancellation_and_a_new_event(
    wordpress: WordPress, networks: Path, tmp_path: Path
) -> None:
    crawl("calendar", networks, tmp_path)
    later = [one | {"event_status": "canceled"} if one["id"] == 501 else one for one in events()]
    new = event(700, title="Evening of the bridges", start_date="2017-05-01 19:00:00", end_date="2017-05-01 22:00:00")
    wordpress.tell_events([*later, new])
    assert crawl("calendar", networks, tmp_path) == ""
    db = tmp_path / "announcements.db"
    assert query(db, "select new, changed from crawls order by run") == [(len(events()), 0), (1, 1)]
    [(changed,)] = query(db, "select changed from versions")
    assert json.loads(changed) == {"state": ["scheduled", "cancelled"]}
    assert stored(db)["Evening of the bridges"]["starts_day"] == "2017-05-01"
    assert herald("reparse", "--db", "again.db", "--networks", networks, cwd=tmp_path).returncode == 0
    assert tables(tmp_path / "again.db") == tables(db)


def test_a_saved_answer_is_read_without_network(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    body, _ = wordpress.get("/wp-json/tribe/events/v1/events?per_page=50&start_date=2018-01-01&end_date=2019-12-31")
    (tmp_path / "events.json").write_bytes(body)
    command = ["read", tmp_path / "events.json", "--network", "calendar", "--networks", networks, "--format", "json"]
    result = herald(*command, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    read = [(row["title"], row["starts_day"]) for row in json.loads(result.stdout)["announcements"]]
    assert read == [
        ("Meeting in a zone without a name", "2018-07-01"),
        ("Forum on quiet streets & schools", "2019-03-27"),
    ]
