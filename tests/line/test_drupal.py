"""A site that answers in the published shape of Drupal's JSON:API, crawled to its last node.

Drupal is in no package registry: the answers are those of a small server of ours, see tests/servers/drupal.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen
from uuid import NAMESPACE_URL, uuid5

import pytest

from tests.line.running import herald, query
from tests.servers.crawling import assert_reparse_gives_the_same, crawl
from tests.servers.drupal import Drupal, Entity, serve

NETWORK = """\
name = "Harbours"
homepage = "http://{host}/"
region = "Europe"
languages = ["en", "fr"]
timezone = "Europe/Brussels"
private = true

[sources.news]
platform = "drupal"
start = ["http://{host}/jsonapi/node/article"]

[sources.events]
platform = "drupal"
start = ["http://{host}/jsonapi/node/event?include=field_topic"]
kind = "event"

[sources.events.select]
city = "field_town"
tags = "field_topic"

[themes]
"Quays" = ["mobility"]
"""
FIRST = datetime(2019, 3, 1, 9, 0, tzinfo=UTC)
ARTICLES = 120
TERMS = {"tags": ["Quays", "Ferries", "Tides & currents"], "topic": ["Ports", "Cranes"], "town": ["Gdańsk", "Porto"]}


def identifier(text: str) -> str:
    return str(uuid5(NAMESPACE_URL, text))


def reference(vocabulary: str, name: str) -> dict[str, str]:
    return {"type": f"taxonomy_term--{vocabulary}", "id": identifier(name)}


def article(number: int) -> Entity:
    created = FIRST + timedelta(days=number)
    named = [TERMS["tags"][place] for place in range(3) if number >> place & 1]
    return {
        "type": "node--article",
        "id": identifier(f"article {number}"),
        "attributes": {
            "drupal_internal__nid": number,
            "langcode": "fr" if number % 10 == 0 else "en",
            "status": True,
            "title": f"Note {number} & more",
            "created": created.isoformat(),
            "changed": (created + timedelta(hours=number)).isoformat(),
            "path": {"alias": None if number % 7 == 0 else f"/news/note-{number}", "pid": number, "langcode": "en"},
            "body": {
                "value": f"<p>Ships &amp; quays</p><p>{number}</p>",
                "format": "basic_html",
                "processed": f"<p>Ships &amp; quays</p><p>{number}</p>",
                "summary": f"In short: {number}" if number % 2 else "",
            },
        },
        "relationships": {
            "uid": {"data": {"type": "user--user", "id": identifier("somebody")}},
            "field_tags": {"data": [reference("tags", name) for name in named]},
        },
    }


def event(number: int) -> Entity:
    starts = datetime(2026, 5, 6, 10, 0, tzinfo=UTC) + timedelta(days=number)
    return {
        "type": "node--event",
        "id": identifier(f"event {number}"),
        "attributes": {
            "drupal_internal__nid": 1000 + number,
            "langcode": "en",
            "title": f"Harbour day {number}",
            "created": FIRST.isoformat(),
            "changed": FIRST.isoformat(),
            "path": {"alias": f"/events/{number}"},
            "body": None,
            "field_dates": {"value": starts.isoformat(), "end_value": (starts + timedelta(hours=3)).isoformat()},
            "field_venue": "Quay 3",
        },
        "relationships": {
            "field_topic": {"data": reference("topic", TERMS["topic"][number % 2])},
            "field_town": {"data": reference("town", TERMS["town"][number % 2])},
        },
    }


class Site:
    """The server, and the folder into which it is crawled."""

    def __init__(self, server: Drupal, folder: Path) -> None:
        self.server = server
        self.folder = folder
        (folder / "harbours.toml").write_text(NETWORK.format(host=server.host), encoding="utf-8")
        server.nodes = {"article": [article(n) for n in range(1, ARTICLES + 1)], "event": [event(1), event(2)]}
        server.terms = {
            (f"taxonomy_term--{vocabulary}", identifier(name)): {
                **reference(vocabulary, name),
                "attributes": {"name": name},
            }
            for vocabulary, names in TERMS.items()
            for name in names
        }

    def crawl(self) -> tuple[int, int, int]:
        self.server.asked.clear()
        return crawl("harbours", self.folder)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.folder / "announcements.db", sql)

    def asked(self, bundle: str) -> list[dict[str, str]]:
        parts = [urlsplit(each) for each in self.server.asked]
        return [dict(parse_qsl(each.query)) for each in parts if each.path.endswith(f"/{bundle}")]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serve() as server:
        yield Site(server, tmp_path)


def expected(node: Entity, host: str) -> tuple[Any, ...]:
    """What a row of an article must say, from what the server holds."""
    said = node["attributes"]
    number = said["drupal_internal__nid"]
    path = said["path"]["alias"] or f"/node/{number}"
    return (
        said["title"], "news", f"http://{host}{path}", f"In short: {number}" if number % 2 else None,
        f"Ships & quays {number}", said["langcode"], said["created"], said["created"][:10], said["changed"],
    )  # fmt: skip


def test_every_node_of_the_site(site: Site) -> None:
    assert site.crawl() == (ARTICLES + 2, 0, 0)
    columns = "title, kind, url, summary, body, language, published, published_day, modified"
    rows = site.query(f"select {columns} from announcements where source = 'news' order by title")
    assert rows == sorted(expected(node, site.server.host) for node in site.server.nodes["article"])
    keys = {value for (value,) in site.query("select value from identities where scheme = 'drupal'")}
    assert keys == {f"{site.server.host}/{node['id']}" for nodes in site.server.nodes.values() for node in nodes}
    tags: dict[str, list[str]] = {}
    joined = "announcement_tags t join announcements a on a.id = t.announcement order by t.rowid"
    for title, tag in site.query(f"select a.title, t.tag from {joined}"):
        tags.setdefault(title, []).append(tag)
    for node in site.server.nodes["article"]:
        names = [TERMS["tags"][place] for place in range(3) if node["attributes"]["drupal_internal__nid"] >> place & 1]
        assert tags.get(node["attributes"]["title"], []) == names
    assert_reparse_gives_the_same(site.folder)


def test_the_events_with_their_own_fields(site: Site) -> None:
    site.crawl()
    columns = "title, kind, starts, ends, venue, city, published_day"
    hours = [[f"2026-05-0{day}T{hour}:00:00+00:00" for hour in (10, 13)] for day in (7, 8)]
    assert site.query(f"select {columns} from announcements where source = 'events' order by title") == [
        ("Harbour day 1", "event", *hours[0], "Quay 3", "Porto", "2019-03-01"),
        ("Harbour day 2", "event", *hours[1], "Quay 3", "Gdańsk", "2019-03-01"),
    ]
    tagged = "select a.title, t.tag from announcement_tags t join announcements a on a.id = t.announcement"
    assert sorted(site.query(f"{tagged} where a.source = 'events'")) == [
        ("Harbour day 1", "Cranes"),
        ("Harbour day 2", "Ports"),
    ]


def test_names_of_terms_are_asked_for_once_they_are_needed(site: Site) -> None:
    site.crawl()
    pages = [(each.get("page[offset]", "0"), each.get("include", "")) for each in site.asked("article")]
    assert pages == [("0", ""), ("0", "field_tags"), ("50", "field_tags"), ("100", "field_tags")]
    assert [each["include"] for each in site.asked("event")] == ["field_topic", "field_topic,field_town"]
    assert {each["page[limit]"] for each in site.asked("article")} == {"50"}


def test_a_second_crawl_stores_one_edit_and_one_new_node(site: Site) -> None:
    site.crawl()
    before = site.query("select * from announcements where title <> 'Note 5 & more' order by id")
    now = datetime.now(UTC).replace(microsecond=0)
    edited = site.server.nodes["article"][4]["attributes"]
    edited |= {"title": "Note 5, corrected", "changed": now.isoformat()}
    fresh = article(ARTICLES + 1)
    fresh["attributes"]["changed"] = now.isoformat()
    site.server.nodes["article"].append(fresh)
    assert site.crawl() == (1, 1, 0)
    asked = site.asked("article")[0]
    assert (asked["sort"], asked["filter[since][condition][path]"]) == ("-changed", "changed")
    told = site.query("select read from crawls where source = 'news' order by run desc limit 1")
    assert told == [(4,)]  # two nodes, without and with the names of their terms
    unchanged = "title not in ('Note 5, corrected', 'Note 121 & more')"
    assert site.query(f"select * from announcements where {unchanged} order by id") == before
    changed = [json.loads(each) for (each,) in site.query("select changed from versions")]
    assert changed == [{"title": ["Note 5 & more", "Note 5, corrected"]}]
    assert site.query("select tag from announcement_tags t join announcements a on a.id = t.announcement "
                      "where a.title = 'Note 5, corrected'") == [("Quays",), ("Tides & currents",)]  # fmt: skip
    assert site.crawl() == (0, 0, 0)
    assert_reparse_gives_the_same(site.folder)


def test_an_error_of_the_server_is_said(site: Site) -> None:
    site.server.nodes = {"event": [event(1)]}
    assert site.crawl() == (1, 0, 0)
    assert site.query("select errors from crawls where source = 'news'") == [(1,)]


def test_a_saved_answer_is_read_without_the_server(site: Site) -> None:
    saved = site.folder / "saved.json"
    with urlopen(f"{site.server.collection('article')}?include=field_tags", timeout=10) as answer:
        saved.write_bytes(answer.read())
    arguments = ("--network", "harbours", "--networks", site.folder, "--format", "json")
    result = herald("read", saved, *arguments, cwd=site.folder)
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)["announcements"]
    assert [row["title"] for row in found] == [f"Note {number} & more" for number in range(1, 51)]
    assert found[0]["url"] == f"http://{site.server.host}/news/note-1"
    assert found[6]["tags"] == ["Quays", "Ferries", "Tides & currents"]
