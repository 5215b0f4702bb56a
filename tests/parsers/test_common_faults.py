"""Faults that are common in documents of the web, and what they must not be taken for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from aggregator import reading
from aggregator.model import Announcement, Page, Role
from aggregator.networks import Network, Source

SEEN = datetime(2026, 4, 1, tzinfo=UTC)
SITE = "https://citytrams.example"


def read(platform: str, role: Role, body: str, url: str = f"{SITE}/news/a", kind: Any = "news") -> list[Announcement]:
    network = Network(
        id="trams",
        name="City Trams",
        homepage=f"{SITE}/",
        region="Europe",
        languages=("en",),
        timezone="Europe/Brussels",
        sources={"news": Source(id="news", platform=platform, start=(f"{SITE}/feed",), kind=kind)},
    )
    page = Page(network="trams", source="news", role=role, url=url, requested=url, body=body.encode(), fetched_at=SEEN)
    return [announcement for _, announcement in reading.read(page, network).tellings]


def item(inside: str) -> Announcement:
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    body = f"<?xml version='1.0'?><rss version='2.0' {media}><channel><item>{inside}</item></channel></rss>"
    (only,) = read("feed", "feed", body, f"{SITE}/feed")
    return only


@pytest.mark.parametrize(
    ("inside", "column", "expected"),
    [
        ("<title>Q&A: trams</title>", "title", "Q&A: trams"),
        ("<title>Q&amp;A: trams</title>", "title", "Q&A: trams"),
        ("<title>Caf&#233; &eacute;t&eacute;</title>", "title", "Café été"),
        ("<title><![CDATA[R&amp;D & more]]></title>", "title", "R&D & more"),
        (f"<title>A</title><link>{SITE}/n?x=1&copy=2&lang=en</link>", "url", f"{SITE}/n?x=1&copy=2&lang=en"),
        (
            "<title>A</title><description>What it says</description>"
            "<media:content><media:description>A tram at night</media:description></media:content>",
            "summary",
            "What it says",
        ),
    ],
)
def test_feeds(inside: str, column: str, expected: str) -> None:
    announcement = item(inside)
    assert expected in (getattr(announcement, column), announcement.body)


def article(
    head: str = "", text: str = "<p>Trams come back to the city, and cost less than buses.</p>"
) -> Announcement:
    body = f"<html><head><title>Trams come back</title>{head}</head><body><article><h1>Trams come back</h1>{text}"
    (only,) = read("sitemap", "article", body)
    return only


def linked(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_the_article_of_another_address_is_not_the_pages_own() -> None:
    other = linked(**{"@type": "NewsArticle", "url": "/news/b", "headline": "Other", "datePublished": "2020-01-01"})
    shown = '<time class="published" datetime="2026-03-05">5 March</time><p>Trams come back to the city, at last.</p>'
    assert article(other, shown).published == "2026-03-05"
    own = linked(**{"@type": "NewsArticle", "url": "/news/a", "headline": "Other words", "datePublished": "2020-01-01"})
    assert article(own, shown).published == "2020-01-01"


def test_an_event_announced_beside_an_article_makes_it_no_event() -> None:
    gala = linked(**{"@type": "Event", "name": "Gala", "startDate": "2030-01-01"})
    assert (article(gala).kind, article(gala).starts) == ("news", None)


def test_markup_in_a_description_is_no_text() -> None:
    said = linked(
        **{"@type": "NewsArticle", "headline": "Trams come back", "description": "&lt;p&gt;A day of trams&lt;/p&gt;"}
    )
    assert article(said).summary == "A day of trams"


def test_a_day_of_publication_that_the_page_could_know_is_taken_before_one_in_its_future() -> None:
    metas = '<meta property="article:published_time" content="2027-06-10"><meta name="date" content="2026-03-02">'
    assert article(metas).published == "2026-03-02"
    assert article('<meta property="article:published_time" content="2027-06-10">').published == "2027-06-10"


def test_a_language_that_was_said_is_not_replaced_by_the_networks_own() -> None:
    body = "<html lang=fr><title>Le tram revient</title><article><h1>Le tram revient</h1><p>Il revient en ville.</p>"
    (only,) = read("sitemap", "article", body)
    assert only.language is None
    assert article().language == "en"


def test_many_equal_values_cost_in_proportion() -> None:
    tags = "".join(f'<meta property="article:tag" content="tag {number}">' for number in range(20_000))
    assert len(article(tags).tags) == 20_000


def test_a_post_behind_a_password_says_its_title_alone() -> None:
    said = {"rendered": "<p>This content is password protected.</p>", "protected": True}
    post = {
        "id": 7,
        "link": f"{SITE}/closed",
        "title": {"rendered": "Protected: minutes"},
        "content": said,
        "excerpt": said,
    }
    (only,) = read("wordpress", "api", json.dumps([post]), f"{SITE}/wp-json/wp/v2/posts")
    assert (only.title, only.body, only.summary) == ("Protected: minutes", None, None)
