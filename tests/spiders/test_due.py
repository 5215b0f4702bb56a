"""Which articles a later crawl asks for, and which links of a page a walk follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.model import Found, Link, Page, Role, Said
from aggregator.networks import Source, load
from aggregator.reading import Parsed
from aggregator.store import Memory
from spiders.due import Due
from spiders.feed import Feed
from spiders.sitemap import Sitemap

RING = load("ring", Path(__file__).parents[1] / "pages" / "networks")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Remembering(Memory):
    """Knows two articles, read on a day that in Brussels was the next already."""

    def articles(self) -> Iterator[tuple[str, str]]:
        yield "https://www.ring.example/news/old", "2026-11-09T23:30:00+00:00"
        yield "https://www.ring.example/news/older/", "2026-11-09T23:30:00+00:00"


def source(name: str = "map", since: str = "") -> Source:
    return replace_source(RING.sources[name], since)


def replace_source(given: Source, since: str) -> Source:
    facts = {name: getattr(given, name) for name in given.__slots__ if name not in ("network", "since")}
    changed = Source(since=since, **facts)
    object.__setattr__(changed, "network", given.network)
    return changed


@pytest.mark.parametrize(
    ("path", "modified", "since", "due"),
    [
        ("news/new", "", "", True),
        ("news/new", "2001-01-01", "", True),
        ("news/old", "", "", False),
        ("news/old", "2026-11-09", "", False),
        ("news/old", "2026-11-10", "", True),
        ("news/old", "2026-11-09T22:59:59Z", "", False),
        ("news/old", "2026-11-09T23:00:00Z", "", True),
        ("news/old", "2026-10", "", False),
        ("news/old", "2026-11", "", True),
        ("news/old", "Tue, 10 Nov 2026 08:00:00 +0000", "", True),
        ("news/old", "some day", "", False),
        ("news/older", "2026-11-01", "", False),
        ("news/new", "2026-11-01", "2026-11-02", False),
        ("news/new", "2026-11-02", "2026-11-02", True),
        ("news/new", "", "2026-11-02", True),
    ],
)
def test_due(path: str, modified: str, since: str, due: bool) -> None:
    for start in ("https://www.ring.example/", "http://ring.example/"):
        link = Link(url=start + path, role="article", modified=modified)
        assert Due(source(since=since), Remembering()).is_due(link, NOW) is due


def parsed(role: Role, *links: Link, titles: tuple[str, ...] = (), published: str = "2026-11-20") -> Parsed:
    page = Page(
        network="ring", source="news", role=role, url="https://www.ring.example/x", requested="https://www.ring.example/x",
        body=b"", fetched_at=NOW,
    )  # fmt: skip
    found = tuple(
        Found(
            page=page.url, keys=(("guid", title),), title=(Said(title, "feed"),), published=(Said(published, "feed"),)
        )
        for title in titles
    )
    return Parsed(page=page, found=found, links=links)


ARTICLE = Link(url="https://www.ring.example/news/old", role="article")
NEXT = Link(url="https://www.ring.example/feed/?paged=2", role="feed")
PART = Link(url="https://www.ring.example/post-sitemap.xml", role="sitemap", modified="2001-01-01")


def test_a_feed_asks_for_articles_that_say_no_change_and_for_the_next_page() -> None:
    walk = Feed(source("news"), Remembering())
    assert list(walk.follow(parsed("feed", ARTICLE, NEXT, titles=("a",)))) == [ARTICLE, NEXT]
    assert list(walk.follow(parsed("feed", NEXT, titles=("a",)))) == []
    unchanged = replace(ARTICLE, modified="2026-11-01")
    assert list(walk.follow(parsed("feed", unchanged, NEXT, titles=("a", "b")))) == [NEXT]
    assert list(walk.follow(parsed("article", ARTICLE))) == []


def test_a_feed_is_left_where_all_is_older_than_since() -> None:
    walk = Feed(source("news", "2026-11-10"), Memory())
    assert list(walk.follow(parsed("feed", NEXT, titles=("a",), published="2026-11-10"))) == [NEXT]
    assert list(walk.follow(parsed("feed", NEXT, titles=("b",), published="2026-11-09"))) == []
    assert list(walk.follow(parsed("feed", NEXT, titles=("c",), published="no day"))) == [NEXT]


def test_a_sitemap_asks_for_every_part_and_for_what_is_due() -> None:
    walk = Sitemap(source(), Remembering())
    new = Link(url="https://www.ring.example/news/new", role="article")
    assert list(walk.follow(parsed("sitemap", PART, ARTICLE, new))) == [PART, new]
    assert list(walk.follow(parsed("article", PART, ARTICLE, new))) == []


def test_each_link_is_asked_once_and_counts_once() -> None:
    walk = Sitemap(source(), Memory())
    assert list(walk.within(iter([PART, PART, ARTICLE, PART]))) == [PART, ARTICLE]
    assert walk.left == source().max_pages - 2
