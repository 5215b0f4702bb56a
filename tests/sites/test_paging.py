"""A paged feed: to its end at first, later to what is known, never past `since` or `max_pages`."""

from __future__ import annotations

from pathlib import Path

from tests.line.running import query
from tests.servers import static
from tests.servers.crawling import assert_reparse_gives_the_same, crawl
from tests.servers.posts import Post
from tests.sites.generated import describe
from tests.sites.paged import Paged, paged

SOURCE = """
[sources.news]
platform = "feed"
start = ["ADDRESS/feed/"]
"""
ERRORS = "select sum(errors) from crawls"


def posts(first: int, last: int) -> list[Post]:
    """One post a day, from the first to the last day of a long month."""
    return [
        Post(
            slug=f"day-{day}",
            title=f"Day {day} of the ring",
            published=f"2026-0{1 + day // 28}-{1 + day % 28:02}T09:00:00+01:00",
        )
        for day in range(first, last)
    ]


def asked(server: Paged) -> list[str]:
    """Return the pages of the feed that were asked for since the last look."""
    pages = [path.removeprefix("/feed/") for path in server.asked if path.startswith("/feed/")]
    server.asked.clear()
    return pages


def test_to_the_end_then_to_the_known(tmp_path: Path) -> None:
    with paged(posts(0, 30)) as server:
        describe(tmp_path, server.address, SOURCE)
        assert crawl("ring", tmp_path) == (30, 0, 0)
        assert query(tmp_path / "announcements.db", ERRORS) == [(0,)]  # the 404 past the end is none
        assert asked(server) == ["", "?paged=2", "?paged=3", "?paged=4"]

        assert crawl("ring", tmp_path) == (0, 0, 0)
        assert asked(server) == [""]

        server.posts += posts(30, 42)
        assert crawl("ring", tmp_path, HERALD_BATCH="1") == (12, 0, 0)
        assert asked(server) == ["", "?paged=2", "?paged=3"]
        assert query(tmp_path / "announcements.db", "select count(*) from announcements") == [(42,)]
        assert_reparse_gives_the_same(tmp_path)


def test_a_crawl_that_was_cut_is_completed(tmp_path: Path) -> None:
    with paged(posts(0, 25)) as server:
        describe(tmp_path, server.address, SOURCE + "max_pages = 2\n")
        crawl("ring", tmp_path)
        assert asked(server) == ["", "?paged=2"]
        assert query(tmp_path / "pages.db", "select reason from runs") == [("max_pages",)]

        describe(tmp_path, server.address, SOURCE)
        assert crawl("ring", tmp_path) == (5, 0, 0)
        assert asked(server) == ["", "?paged=2", "?paged=3", "?paged=4"]


def test_since_bounds_the_walk(tmp_path: Path) -> None:
    with paged(posts(0, 30)) as server:
        describe(tmp_path, server.address, SOURCE + 'since = "2026-01-25"\n')
        crawl("ring", tmp_path)
        assert asked(server) == ["", "?paged=2"]


def test_a_server_that_gives_the_same_page_again_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "feed").mkdir(parents=True)
    with paged(posts(0, 3)) as server:
        (folder / "feed" / "index.html").write_text(server.feed(1) or "", encoding="utf-8")
    with static.serve(folder) as address:
        describe(tmp_path, address, SOURCE)
        assert crawl("ring", tmp_path) == (3, 0, 0)
    pages = query(tmp_path / "pages.db", "select requested from captures order by seq")
    assert [page for (page,) in pages] == [f"{address}/feed/", f"{address}/feed/?paged=2"]


def test_a_start_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with paged([]) as server:
        describe(tmp_path, server.address, SOURCE)
        crawl("ring", tmp_path)
    assert query(tmp_path / "announcements.db", ERRORS) == [(1,)]
