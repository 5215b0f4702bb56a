"""The platform `feed` on sites that Jekyll and Nikola build: every post, with all that the generator was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.running import query
from tests.servers.crawling import assert_reparse_gives_the_same, crawl
from tests.servers.posts import EDITED, NEW, POSTS
from tests.sites.generated import GENERATORS, JEKYLL, describe, expected, served, stored

SOURCE = """
[sources.news]
platform = "feed"
start = ["ADDRESS/{feed}"]
"""
FEEDS = [pytest.param("jekyll", "feed.xml", marks=JEKYLL), ("nikola", "rss.xml"), ("nikola", "index.atom")]


@pytest.mark.parametrize(("name", "feed"), FEEDS)
def test_every_post_then_one_edit_and_one_new_post(tmp_path: Path, name: str, feed: str) -> None:
    with served(name, tmp_path / "site", POSTS) as address:
        describe(tmp_path, address, SOURCE.format(feed=feed))
        assert crawl("ring", tmp_path) == (len(POSTS), 0, 0)
        assert stored(tmp_path) == expected(name, address, POSTS)

        GENERATORS[name].build(tmp_path / "site", address, [EDITED, NEW])
        assert crawl("ring", tmp_path) == (1, 1, 0)
        after = [NEW, *(EDITED if post.slug == EDITED.slug else post for post in POSTS)]
        assert stored(tmp_path) == expected(name, address, after)
        assert_reparse_gives_the_same(tmp_path)


@pytest.mark.parametrize(("name", "feed"), [FEEDS[0], FEEDS[2]])
def test_moments_and_texts_are_those_of_the_post(tmp_path: Path, name: str, feed: str) -> None:
    with served(name, tmp_path / "site", POSTS) as address:
        describe(tmp_path, address, SOURCE.format(feed=feed))
        crawl("ring", tmp_path)
    told = {title: moments for title, *moments in query(tmp_path / "announcements.db", MOMENTS)}
    assert told == {post.title: [post.published, post.modified or post.published] for post in POSTS}
    [(text,)] = query(
        tmp_path / "announcements.db", "select coalesce(body, summary) from announcements where title like 'Trams%'"
    )
    assert text == "One ticket is enough in nine towns of the ring & on every night bus."
    assert query(tmp_path / "announcements.db", "select distinct language from announcements") == [("en",)]


MOMENTS = "select title, published, modified from announcements"
