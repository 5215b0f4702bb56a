"""Saved answers of JSON:API and what the Drupal reader finds in them, and answers that are something else."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page
from aggregator.networks import Network, Source
from aggregator.parsers import read
from aggregator.reading import read as read_page

PAGES = Path(__file__).parents[1] / "pages" / "drupal"
ADDRESS = "https://harbour.example/jsonapi/node/article"


def network(select: Mapping[str, str] | None = None) -> Network:
    source = Source(id="news", platform="drupal", start=(ADDRESS,), select=select or {})
    return Network(
        id="harbours", name="Harbours", homepage="https://harbour.example/", region="Europe", languages=("en", "fr"),
        timezone="Europe/Brussels", kinds={"call_for_proposals": "call"}, sources={"news": source},
    )  # fmt: skip


def page(body: bytes, url: str = ADDRESS, content_type: str = "application/vnd.api+json") -> Page:
    return Page(
        network="harbours", source="news", role="api", url=url, requested=url, body=body, content_type=content_type,
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def items(body: bytes, url: str = ADDRESS, select: Mapping[str, str] | None = None) -> list[Found | Link]:
    return list(read(page(body, url), network(select).sources["news"]))


def told(record: Found) -> dict[str, Any]:
    fields = {name: getattr(record, name) for name in Found.__slots__ if name not in ("page", "keys")}
    assert {(said.route, said.zone) for values in fields.values() for said in values} <= {("api", None)}
    texts = {name: [said.text for said in values] for name, values in fields.items() if values}
    return texts | ({"keys": [list(key) for key in record.keys]} if record.keys else {})


@pytest.mark.parametrize("case", sorted(path.stem for path in PAGES.glob("*.json")))
def test_saved_answer(case: str) -> None:
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    found = items((PAGES / f"{case}.json").read_bytes(), expected["url"])
    assert [told(each) for each in found if isinstance(each, Found)] == expected["found"]
    assert [{"url": each.url, "role": each.role} for each in found if isinstance(each, Link)] == expected["link"]


def test_names_that_were_asked_for_and_did_not_come_are_not_asked_for_again() -> None:
    url = f"{ADDRESS}?include=field_audience,field_topic"
    *_, link = items((PAGES / "events.json").read_bytes(), url)
    assert link == Link(url="https://harbour.example/jsonapi/node/event?page[offset]=50", role="api")


def test_kinds_are_those_of_the_network_file() -> None:
    body = (PAGES / "news.json").read_bytes()
    reading = read_page(page(body), network())
    assert [announcement.kind for _, announcement in reading.tellings] == ["news", "call"]


def test_the_fields_that_the_file_names() -> None:
    body = (PAGES / "news.json").read_bytes()
    select = {"country": "field_country", "tags": "field_tags", "summary": "path.alias", "title": "langcode, title"}
    first, second, _ = items(body, select=select)
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    said = told(first)
    assert (said["country"], said["tags"]) == (["France"], ["Repairs & works", "Quays"])
    assert (said["summary"], said["title"]) == (["/actualites/quai-3"], ["fr", "Le quai n° 3 rouvre"])
    assert "summary" not in told(second)


@pytest.mark.parametrize(
    ("select", "starts", "ends", "occurrences"),
    [
        ({"starts": "field_when"}, ["2026-05-06"], ["2026-05-07"], []),
        ({"starts": "field_from"}, ["2026-06-01"], [], []),
        ({"starts": "field_from", "ends": "field_to"}, ["2026-06-01"], ["2026-06-03"], []),
        ({"starts": "field_many"}, ["2026-07-01"], [], ["2026-07-01", "2026-07-08"]),
        ({"starts": "field_none"}, [], [], []),
        ({}, ["2026-05-06"], ["2026-05-07"], []),
    ],
)
def test_the_days_of_an_event(
    select: dict[str, str], starts: list[str], ends: list[str], occurrences: list[str]
) -> None:
    attributes = {
        "title": "Fair",
        "field_from": "2026-06-01",
        "field_to": "2026-06-03",
        "field_many": ["2026-07-01", "2026-07-08"],
        "field_when": {"value": "2026-05-06", "end_value": "2026-05-07"},
    }
    [record] = items(json.dumps({"data": {"id": "1", "attributes": attributes}}).encode(), select=select)
    assert isinstance(record, Found)
    said = told(record)
    assert (said.get("starts", []), said.get("ends", []), said.get("occurrences", [])) == (starts, ends, occurrences)


def test_a_saved_answer_without_an_address_is_of_the_sources_site() -> None:
    record, *_ = items((PAGES / "news.json").read_bytes(), "")
    assert isinstance(record, Found)
    assert record.keys[0] == ("address", "https://harbour.example/actualites/quai-3")


def test_half_a_surrogate_pair_is_replaced() -> None:
    reading = read_page(page(rb'{"data": [{"id": "1", "attributes": {"title": "Half \ud83d done"}}]}'), network())
    assert [announcement.title for _, announcement in reading.tellings] == ["Half ? done"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    body = json.dumps({"data": [{"id": "1", "attributes": {"title": "Été"}}]}, ensure_ascii=False).encode(encoding)
    [record] = items(body)
    assert isinstance(record, Found)
    assert record.title[0].text == "Été"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "expected a JSON:API document"),
        (b"<!doctype html><title>Maintenance</title>", "Maintenance"),
        (b'{"data": [{"id"', "expected a JSON:API document"),
        (b"[" * 100_000, "expected a JSON:API document"),
        (b"\xff\xfe\x00", "binary data"),
        (b"[]", "without any"),
        (b'{"message": "gone"}', "without any"),
        (b'{"data": "gone"}', "got str"),
        (
            b'{"errors": [{"status": "403", "title": "Forbidden", "detail": "No\\nway."}]}',
            "errors: 403 Forbidden No way.",
        ),
        (b'{"errors": "all of them"}', "none named"),
        (b'{"data": [], "errors": [{"title": "Half an answer"}]}', "Half an answer"),
        (b"<p>" * 7_000_000, "expected a JSON:API document"),
    ],
)
def test_what_is_no_document_of_nodes(body: bytes, reason: str) -> None:
    with pytest.raises(ParseError) as error:
        items(body)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("body", [b'{"data": []}', b'{"data": null}', b'{"jsonapi": {}, "data": [], "links": {}}'])
def test_an_empty_collection_is_fine(body: bytes) -> None:
    assert items(body) == []


def test_twenty_megabytes() -> None:
    node = {"id": "1", "attributes": {"title": "Long", "body": {"processed": "<p>" + "x " * 10_000_000}}}
    [record] = items(json.dumps({"data": [node]}).encode())
    assert isinstance(record, Found)
    assert len(record.body[0].text) == 19_999_999


NAMES = st.sampled_from(
    ["data", "attributes", "relationships", "included", "links", "next", "href", "id", "type", "title", "body", "value",
     "end_value", "processed", "format", "created", "path", "alias", "field_tags", "field_address", "locality", "lat",
     "lon", "drupal_internal__nid", "name", "summary"]
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["taxonomy_term--tags", "/a", "http://[", "2026-01-01", "<p>x", "\ud800", "1"]),
)  # fmt: skip
DOCUMENTS = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)


@given(st.one_of(st.binary(max_size=200), DOCUMENTS.map(lambda value: json.dumps({"data": value}).encode())))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    reading = read_page(page(body), network())
    assert all(announcement.title for _, announcement in reading.tellings)


@given(st.dictionaries(NAMES, DOCUMENTS, max_size=6), DOCUMENTS)
def test_any_node_is_a_record(node: dict[str, Any], included: Any) -> None:
    reading = read_page(page(json.dumps({"data": [node], "included": included}).encode()), network())
    assert len(reading.tellings) + len(reading.refusals) == 1
