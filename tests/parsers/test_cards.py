"""Listings of cards, found by the selectors of their network's file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import reading
from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page
from aggregator.networks import load_file
from aggregator.parsers import read
from aggregator.saved import saved_page

PAGES = Path(__file__).parents[1] / "pages" / "cards"
RING = load_file(PAGES / "ring.toml")
NEWS, EVENTS = "https://www.cityring.example/news/", "https://www.cityring.example/events/"


def page(body: bytes, url: str = NEWS, content_type: str = "text/html; charset=utf-8") -> Page:
    return saved_page(body, RING, url=url, content_type=content_type, fetched_at=datetime(2026, 4, 1, tzinfo=UTC))


def rows(name: str, url: str) -> list[dict[str, Any]]:
    """Return the announcements of a saved listing by the columns that are not empty."""
    told = reading.read(page((PAGES / name).read_bytes(), url), RING)
    columns = ("url", "title", "kind", "published", "starts", "ends", "city", "summary", "tags", "themes")
    found = [{name: getattr(one, name) for name in columns if getattr(one, name)} for _, one in told.tellings]
    return found + [{"rejected": refusal.reason} for refusal in told.refusals]


def test_cards_of_news() -> None:
    assert rows("news.html", NEWS) == [
        {
            "url": "https://www.cityring.example/news/2026/depots/",
            "title": "Depots that share their roofs",
            "kind": "publication",
            "published": "2026-03-02",
            "summary": "Nine cities counted what a roof can carry.",
            "tags": ("Trams", "Roofs"),
            "themes": ("mobility",),
        },
        {
            "url": "https://www.cityring.example/news/2026/bells/",
            "title": "Why bells matter",
            "kind": "news",
            "published": "2026-02-17",
        },
        {"title": "A card without a link", "kind": "news", "published": "2026-02-01"},
        {"rejected": "no title"},
    ]


def test_cards_that_are_links_themselves() -> None:
    assert rows("events.html", EVENTS) == [
        {
            "url": "https://www.cityring.example/events/fair",
            "title": "Tram fair",
            "kind": "event",
            "starts": "2026-10-02",
            "ends": "2026-10-04",
            "city": "Graz",
        },
        {
            "url": "https://www.cityring.example/events/#walk",
            "title": "A walk along line 5",
            "kind": "event",
            "starts": "2026-05-09",
        },
        {"title": "Not an address of its own", "kind": "event", "starts": "2026-05-10"},
    ]


def test_links_to_articles_and_further_pages_each_once() -> None:
    found = list(read(page((PAGES / "news.html").read_bytes()), RING.sources["news"]))
    assert [each for each in found if isinstance(each, Link)] == [
        Link(url="https://www.cityring.example/news/2026/depots/", role="article"),
        Link(url="https://www.cityring.example/news/2026/bells/?utm_source=list", role="article"),
        Link(url="https://www.cityring.example/news/?page=2", role="listing"),
        Link(url="https://www.cityring.example/news/?page=3", role="listing"),
    ]


def test_where_on_another_page_a_link_leads_is_no_part_of_its_address() -> None:
    body = b"<html><ul class=news><li><h3><a href='/news/2026/bells/#more-123'>Why bells matter</a></h3></ul></html>"
    found, link = read(page(body), RING.sources["news"])
    assert isinstance(found, Found)
    assert found.keys == (("address", "https://www.cityring.example/news/2026/bells/"),)
    assert link == Link(url="https://www.cityring.example/news/2026/bells/", role="article")


BAD = {
    "empty": (b"", "without text|no cards|hold none|got"),
    "a feed": (b'<?xml version="1.0"?><rss><channel/></rss>', "begins '<.xml"),
    "JSON": (b'{"posts": []}', "begins '{"),
    "rebuilt": (b"<html><title>Our new site</title><main><p>Hello</p></main></html>", "'Our new site' without any"),
    "binary": (b"%PDF-1.7 \x00\x01", "binary data"),
    "a login": (b"<html><title>Log in</title><form></form></html>", "'Log in' without any"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_listing_is_one_clear_line(name: str) -> None:
    body, line = BAD[name]
    with pytest.raises(ParseError, match=line) as error:
        list(read(page(body), RING.sources["news"]))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("cut", range(0, 900, 90))
def test_a_truncated_listing_gives_its_cards_or_says_that_it_has_none(cut: int) -> None:
    body = (PAGES / "news.html").read_bytes()[:cut]
    told = reading.read(page(body), RING)
    assert told.tellings or told.refusals


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_an_encoding_declared_wrongly(encoding: str) -> None:
    body = "<html><ul class=news><li><h3><a href=/news/2026/o/>Où à Łódź".replace("Łódź", "Graz").encode(encoding)
    (found,) = (
        each
        for each in read(page(body, content_type="text/html; charset=ascii"), RING.sources["news"])
        if isinstance(each, Found)
    )
    assert found.title[0].text == "Où à Graz"


def test_twenty_megabytes_of_cards() -> None:
    card = b"<li><h3><a href=/news/2026/x/>A title</a></h3><p>" + b"word " * 2000 + b"</p></li>"
    body = b"<html><ul class=news>" + card * 2000 + b"</ul></html>"
    assert sum(isinstance(each, Found) for each in read(page(body), RING.sources["news"])) == 2000


@given(st.binary(max_size=300))
def test_whatever_comes_nothing_but_a_parse_error(body: bytes) -> None:
    try:
        list(read(page(b"<html><ul class=news><li>" + body), RING.sources["news"]))
        list(read(page(body), RING.sources["news"]))
    except ParseError as error:
        assert str(error)  # noqa: PT017  # most bytes are no listing, some are
