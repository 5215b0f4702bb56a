"""The platform `sitemap` on sites that Jekyll and Nikola build: every post by its own page, later only what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.line.running import query
from tests.servers.crawling import assert_reparse_gives_the_same, crawl
from tests.servers.posts import EDITED, NEW, POSTS, Post
from tests.sites.generated import GENERATORS, JEKYLL, describe, expected, served, stored

SOURCE = """
[sources.posts]
platform = "sitemap"
start = ["ADDRESS/{start}"]
follow = '{follow}'
"""
BY_DAY = r"/\d{4}/\d\d/\d\d/"
SITES = [
    pytest.param("jekyll", "sitemap.xml", BY_DAY, marks=JEKYLL),
    ("nikola", "sitemapindex.xml", r"/posts/[^/]+/$"),
]


def articles(folder: Path, run: int) -> int:
    """Return how many articles a run asked for."""
    [(count,)] = query(folder / "pages.db", f"select count(*) from captures where run = {run} and role = 'article'")
    return int(count)


@pytest.mark.parametrize(("name", "start", "follow"), SITES)
def test_every_post_then_one_edit_and_one_new_post(tmp_path: Path, name: str, start: str, follow: str) -> None:
    with served(name, tmp_path / "site", POSTS) as address:
        describe(tmp_path, address, SOURCE.format(start=start, follow=follow))
        assert crawl("ring", tmp_path) == (len(POSTS), 0, 0)
        assert stored(tmp_path) == expected(name, address, POSTS)
        assert articles(tmp_path, 1) == len(POSTS)

        GENERATORS[name].build(tmp_path / "site", address, [modified(EDITED), NEW])
        assert crawl("ring", tmp_path) == (1, 1, 0)
        after = [NEW, *(EDITED if post.slug == EDITED.slug else post for post in POSTS)]
        assert stored(tmp_path) == expected(name, address, after)
        if name == "jekyll":  # its sitemap says when a post changed, that of Nikola when the file was written
            assert articles(tmp_path, 2) == 2
        assert_reparse_gives_the_same(tmp_path)


@JEKYLL
def test_a_crawl_that_was_cut_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    with served("jekyll", tmp_path / "site", POSTS) as address:
        sources = SOURCE.format(start="sitemap.xml", follow=BY_DAY)
        describe(tmp_path, address, sources + "max_pages = 8\n")
        assert crawl("ring", tmp_path) == (7, 0, 0)
        assert crawl("ring", tmp_path) == (len(POSTS) - 7, 0, 0)
        assert stored(tmp_path) == expected("jekyll", address, POSTS)


def modified(post: Post) -> Post:
    """Return the post as edited today, the day of the crawl."""
    return replace(post, modified=datetime.now(UTC).isoformat(timespec="seconds"))
