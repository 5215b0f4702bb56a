"""Answers of WordPress's REST APIs and what their readers find: one TOML file of expectations beside each answer."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import reading
from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page
from aggregator.networks import Network, Source
from aggregator.parsers import read

PAGES = Path(__file__).parents[1] / "pages"
CASES = sorted(
    (path.parent.name, path.stem) for name in ("wordpress", "tribe") for path in (PAGES / name).glob("*.toml")
)
ROUTES = {"wordpress": "wp/v2/posts", "tribe": "tribe/events/v1/events"}
ENOUGH = {
    "wordpress": {"id": 1, "title": {"rendered": "Trams"}, "link": "https://towns.example/a"},
    "tribe": {"id": 1, "title": "Trams", "start_date": "2019-03-27 09:30:00"},
}
PLATFORMS = sorted(ROUTES)


def network(platform: str, follow: str = "") -> Network:
    source = Source(id="all", platform=platform, start=(address(platform),), follow=follow)
    return Network(
        id="towns", name="Towns", homepage="https://towns.example/", region="Europe", languages=("en",),
        timezone="Europe/Brussels", sources={"all": source},
    )  # fmt: skip


def address(platform: str) -> str:
    return f"https://towns.example/wp-json/{ROUTES[platform]}"


def page(platform: str, body: bytes, url: str | None = None, content_type: str = "application/json") -> Page:
    url = address(platform) if url is None else url
    return Page(
        network="towns", source="all", role="api", url=url, requested=url, content_type=content_type, body=body,
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def results(platform: str, body: bytes, url: str | None = None, follow: str = "", **more: str) -> list[Found | Link]:
    return list(read(page(platform, body, url, **more), network(platform, follow).sources["all"]))


def told(found: Found) -> dict[str, Any]:
    """What a record says, as an expectation writes it: lists of words, no empty field."""
    fields = {name: getattr(found, name) for name in Found.__slots__ if name not in ("page", "keys")}
    texts = {name: [said.text for said in values] for name, values in fields.items() if values}
    return texts | ({"keys": [list(key) for key in found.keys]} if found.keys else {})


def zones(found: Found) -> list[str]:
    said = [each for name in ("published", "modified", "starts", "ends") for each in getattr(found, name)]
    return sorted({each.zone or "" for each in said})


@pytest.mark.parametrize(("platform", "case"), CASES)
def test_saved_answer(platform: str, case: str) -> None:
    expected = tomllib.loads((PAGES / platform / f"{case}.toml").read_text(encoding="utf-8"))
    body = (PAGES / platform / f"{case}.json").read_bytes()
    given = results(platform, body, expected["url"], expected.get("follow", ""))
    found = [each for each in given if isinstance(each, Found)]
    assert [told(each) for each in found] == expected["found"]
    assert [each.page for each in found] == expected["pages"]
    assert [zones(each) for each in found] == expected["zones"]
    assert {said.route for each in found for said in (*each.title, *each.tags, *each.starts, *each.url)} == {"api"}
    links = [{"url": each.url, "role": each.role} for each in given if isinstance(each, Link)]
    assert links == expected.get("link", [])


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "got nothing"),
        (b" \n ", "got nothing"),
        (b"<!DOCTYPE html><title>Soon</title><h1>Back soon</h1>", "got HTML beginning '<!DOCTYPE html>"),
        (b"Too many requests", "got text beginning 'Too many requests'"),
        (b'[{"id": 1, "title": {"rendered": "Tra', "expected an answer in JSON"),
        (
            b'{"code": "rest_no_route", "message": "No route &amp; no\\nway.", "data": {"status": 404}}',
            "No route & no way",
        ),
        (b"null", "expected (posts|events)"),
        (b'{"name": "Towns", "namespaces": ["wp/v2"]}', "expected (posts|events)"),
        (b'"text"', "expected (posts|events)"),
        (b"[" * 100_000, "expected an answer in JSON"),
        (b'[{"id": ' + b"9" * 5000 + b"}]", "expected an answer in JSON"),
        (b"\x00\x01\xff" * 100, "binary"),
        (b"%PDF-1.7 \xe2\xe3", "binary"),
    ],
)
def test_what_is_no_answer(platform: str, body: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as raised:
        results(platform, body)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("platform", "empty"), [("wordpress", b"[]"), ("tribe", b'{"events": [], "total": 0}')])
def test_a_list_without_entries_is_whole(platform: str, empty: bytes) -> None:
    assert results(platform, empty) == []


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "application/json"),
        ("utf-8-sig", "application/json; charset=UTF-8"),
        ("utf-16", "application/json"),
        ("utf-8", "application/json; charset=utf-16"),
        ("windows-1250", "application/json; charset=windows-1250"),
    ],
)
def test_encodings(platform: str, encoding: str, content_type: str) -> None:
    text = json.dumps(ENOUGH[platform] | {"title": "Łódź"}, ensure_ascii=False)
    [found] = results(platform, text.encode(encoding), content_type=content_type)
    assert isinstance(found, Found)
    assert found.title[0].text == "Łódź"


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("fragment", ["word ", "<p>a</p>"])
def test_a_document_of_twenty_megabytes(platform: str, fragment: str) -> None:
    name = "content" if platform == "wordpress" else "description"
    several = [ENOUGH[platform] | {"id": number, name: fragment * (20_000 // len(fragment))} for number in range(1000)]
    body = json.dumps(several if platform == "wordpress" else {"events": several}).encode()
    assert len(body) > 20_000_000
    cut = body[: len(body) // 2]
    with pytest.raises(ParseError):
        results(platform, cut)
    if fragment == "word ":
        assert len(results(platform, body)) == 1000


ODD = ["", "<b>x", "\ud83d", "http://[", "2019-01-01 10:00:00", "https://towns.example:port/", "Europe", "\x00", "&#0;"]
INNER = ["rendered", "self", "href", "wp:term", "name", "venue", "city", "eventStatus"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(ODD) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=3),
    max_leaves=8,
)
NAMES = """
    id guid link type title content excerpt date date_gmt modified modified_gmt lang _links _embedded url rest_url
    description all_day start_date end_date utc_start_date utc_end_date timezone status event_status json_ld venue
    categories tags date_utc modified_utc
""".split()
ITEMS = st.dictionaries(st.sampled_from(NAMES), VALUES)


@given(st.sampled_from(PLATFORMS), st.lists(ITEMS, max_size=3), VALUES)
def test_whatever_an_answer_holds_is_read_or_refused(platform: str, items: list[Any], following: Any) -> None:
    whole = [ENOUGH[platform] | item for item in items]
    value = whole if platform == "wordpress" else {"events": whole, "next_rest_url": following}
    parsed = reading.parse(page(platform, json.dumps(value).encode()), network(platform))
    read_of = reading.interpret(parsed, network(platform))
    assert parsed.error or len(read_of.tellings) + len(read_of.refusals) == len(items)
    for telling, _ in read_of.tellings:
        telling.words_hash.encode()


@given(st.sampled_from(PLATFORMS), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(platform: str, body: bytes) -> None:
    try:
        given = results(platform, body)
    except ParseError:
        return
    assert given or body.strip()
