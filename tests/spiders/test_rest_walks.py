"""What the walks through WordPress's REST APIs ask, without a server: first, later, and where the API is closed."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from aggregator.archive import Failed
from aggregator.model import Found, Link, Page, Role
from aggregator.networks import Network, Source
from aggregator.reading import Parsed
from aggregator.store import Memory
from spiders import PLATFORMS
from spiders.walk import Walk

API = "https://towns.example/fr/wp-json/wp/v2/posts"


def walk(platform: str, *start: str, since: str = "", last: str | None = None) -> Walk:
    source = Source(id="all", platform=platform, start=start, since=since)
    Network(
        id="towns", name="Towns", homepage="https://towns.example/", region="Europe", languages=("en",),
        timezone="Europe/Brussels", sources={"all": source},
    )  # fmt: skip
    return PLATFORMS[platform](source, Memory(since={"all": last} if last else {}))


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def parsed(
    url: str, role: Role = "api", status: int = 200, found: int = 0, links: tuple[Link, ...] = (), **headers: str
) -> Parsed:
    page = Page(
        network="towns", source="all", role=role, url=url, requested=url, status=status, headers=headers, body=b"",
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    return Parsed(page=page, found=tuple(Found(page=url) for _ in range(found)), links=links)


def test_a_first_crawl_asks_for_all() -> None:
    [link] = walk("wordpress", f"{API}?lang=fr&per_page=20").start()
    asked = query(link.url)
    assert link.url.startswith(API)
    assert {"lang": "fr", "per_page": "20", "page": "1", "orderby": "id", "order": "asc"}.items() <= asked.items()
    assert {"_links", "_embedded", "title"} <= set(asked["_fields"].split(","))
    assert not {"after", "modified_after", "modified_before"} & set(asked)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("", [{"modified_after": "2026-11-20T09:00:00Z"},
              {"modified_before": "2026-11-20T09:00:00Z", "after": "2026-11-20T09:00:00Z"}]),
        ("2020-01-01", [{"modified_after": "2026-11-20T09:00:00Z", "after": "2019-12-31T23:59:59"},
                        {"modified_before": "2026-11-20T09:00:00Z", "after": "2026-11-20T09:00:00Z"}]),
    ],
)  # fmt: skip
def test_a_later_crawl_asks_for_what_was_modified_or_came_out(since: str, expected: list[dict[str, str]]) -> None:
    links = walk("wordpress", API, since=since, last="2026-11-21T10:00:00+01:00").start()
    names = ("after", "modified_after", "modified_before")
    assert [{name: value for name, value in query(link.url).items() if name in names} for link in links] == expected


@pytest.mark.parametrize(
    ("page", "pages", "found", "following"),
    [
        (1, "3", 100, "2"),
        (2, "3", 7, "3"),
        (3, "3", 100, ""),
        (1, None, 100, "2"),
        (1, None, 99, ""),
        (1, "many", 0, ""),
    ],
)
def test_pages_by_their_count_or_until_one_is_not_full(
    page: int, pages: str | None, found: int, following: str
) -> None:
    headers = {"X-Wp-Totalpages": pages} if pages else {}
    url = f"{API}?per_page=100&page={page}"
    links = list(walk("wordpress", API).follow(parsed(url, found=found, **headers)))
    assert [query(link.url)["page"] for link in links if isinstance(link, Link)] == ([following] if following else [])


def test_past_the_end_is_the_end() -> None:
    assert list(walk("wordpress", API).follow(parsed(f"{API}?page=4", status=400))) == []


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize(
    ("api", "feed"),
    [
        (API, "https://towns.example/fr/feed/"),
        (
            "https://towns.example/wp-json/wp/v2/story?page=1&lang=fr",
            "https://towns.example/feed/?post_type=story&lang=fr",
        ),
        (f"{API[:-5]}case-study?post_type=case_study", "https://towns.example/fr/feed/?post_type=case_study"),
        ("https://towns.example/?rest_route=/wp/v2/posts&page=1", "https://towns.example/feed/"),
    ],
)
def test_a_closed_api_is_replaced_by_the_feed_and_that_is_said(status: int, api: str, feed: str) -> None:
    note, link = walk("wordpress", api).follow(parsed(api, status=status))
    assert link == Link(url=feed, role="feed")
    assert note == Failed(source="all", url=api, error=f"the API answers {status}: {feed} is read", role="note")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_api_in_trouble_is_left_alone(status: int) -> None:
    assert list(walk("wordpress", API).follow(parsed(API, status=status))) == []


def test_a_feed_is_paged_until_it_is_empty() -> None:
    asking = walk("wordpress", API)
    [link] = asking.follow(parsed("https://towns.example/feed/", "feed", found=10))
    assert link == Link(url="https://towns.example/feed/?paged=2", role="feed")
    [link] = asking.follow(parsed("https://towns.example/feed/?paged=2", "feed", found=10))
    assert link == Link(url="https://towns.example/feed/?paged=3", role="feed")
    assert list(asking.follow(parsed("https://towns.example/feed/?paged=3", "feed", status=404))) == []


@pytest.mark.parametrize("status", [200, 404])
def test_a_feed_without_an_entry_is_no_crawl_that_was_whole(status: int) -> None:
    url = "https://towns.example/feed/?post_type=story"
    [failed] = walk("wordpress", API).follow(parsed(url, "feed", status=status))
    assert failed == Failed(source="all", url=url, error="the feed that stands for the API has no entry", role="feed")


def test_events_are_asked_from_the_first_to_the_last() -> None:
    url = "https://towns.example/wp-json/tribe/events/v1/events"
    [link] = walk("tribe", url).start()
    assert query(link.url) == {"per_page": "50", "page": "1", "start_date": "2000-01-01", "end_date": "2099-12-31"}
    [link] = walk("tribe", url, since="2019-05-01", last="2026-11-21T10:00:00+01:00").start()
    assert query(link.url)["start_date"] == "2019-05-01"


def test_the_next_events_are_asked_where_the_first_were() -> None:
    url = "http://towns.example:8080/wp-json/tribe/events/v1/events"
    named = Link(url="https://towns.example/wp-json/tribe/events/v1/events/?page=2&per_page=50", role="api")
    article = Link(url="https://towns.example/event/a", role="article")
    links = list(walk("tribe", url).follow(parsed(f"{url}?page=1", links=(named, article))))
    assert links == [Link(url=f"{url}?page=2&per_page=50", role="api"), article]
