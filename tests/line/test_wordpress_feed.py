"""The platform `feed` on a real WordPress, which pages its feed by `?paged=N` and answers 404 past its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.line.running import query
from tests.servers.crawling import assert_reparse_gives_the_same, crawl
from tests.servers.wordpress import WordPress
from tests.sites.generated import describe

SOURCE = """
[sources.news]
platform = "feed"
start = ["ADDRESS/feed/"]
"""


def stored(folder: Path) -> list[tuple[Any, ...]]:
    """Return post id, title, day, address and tags; the title of a post with a password has a word before it."""
    rows = query(folder / "announcements.db", _STORED)
    return sorted(
        (int(wp.rpartition("/")[2]), title.removeprefix("Protected: "), day, unquote(url), tags)
        for wp, title, day, url, tags in rows
    )


def expected(server: WordPress) -> list[tuple[Any, ...]]:
    """Return what the site says of its posts."""
    return sorted(
        (post["id"], post["title"], post["published_day"], unquote(post["url"]), "|".join(sorted(post["tags"])))
        for post in server.says()
    )


def requests(folder: Path) -> list[tuple[str, int]]:
    """Return the pages of the feed that the last run asked for, with the status of each."""
    rows = query(folder / "pages.db", "select requested, status from captures where run = (select max(id) from runs)")
    return [(url.partition("/feed/")[2], status) for url, status in rows]


_STORED = """
    select (select value from identities i where i.announcement = a.id and scheme = 'wp'), title, published_day, url,
        (select coalesce(group_concat(tag, '|'), '')
            from (select tag from announcement_tags t where t.announcement = a.id order by tag))
    from announcements a
"""


def test_every_post_then_one_edit_and_one_new_post(wordpress: WordPress, tmp_path: Path) -> None:
    count = len(wordpress.says())
    describe(tmp_path, wordpress.url, SOURCE)
    assert crawl("ring", tmp_path) == (count, 0, 0)
    assert stored(tmp_path) == expected(wordpress)
    pages = -(-count // 10)
    assert requests(tmp_path)[-2:] == [(f"?paged={pages}", 200), (f"?paged={pages + 1}", 404)]
    assert query(tmp_path / "announcements.db", "select errors from crawls") == [(0,)]

    newest = max(wordpress.says(), key=lambda post: str(post["published"]))
    change = {"ID": newest["id"], "post_title": "An edited title"}
    [_, added] = wordpress.write([{"post": change}, {"post": {"post_title": "A lift to the upper town"}}])
    try:
        assert crawl("ring", tmp_path) == (1, 1, 0)
        assert stored(tmp_path) == expected(wordpress)
        assert requests(tmp_path) == [("", 200), ("?paged=2", 200)]
        assert_reparse_gives_the_same(tmp_path)
    finally:
        restored = {"ID": newest["id"], "post_title": newest["title"]}
        wordpress.write([{"post": restored}, {"post": {"ID": added, "post_status": "draft"}}])
