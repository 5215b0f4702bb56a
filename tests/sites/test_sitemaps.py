"""The platform `sitemap` on sites that Jekyll and Nikola build: every post by its own page, later only what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.line.running import query
from tests.servers.crawling import counts, crawl, describe, is_the_same_read_anew
from tests.servers.posts import EDITED, NEW, POSTS, Post
from tests.sites.generated import GENERATORS, expected, served, stored

SOURCE = """
[sources.posts]
platform = "sitemap"
start = ["ADDRESS/{start}"]
follow = '{follow}'
"""
SITES = [("jekyll", "sitemap.xml", r"/\d{4}/\d\d/\d\d/"), ("nikola", "sitemapindex.xml", r"/posts/[^/]+/$")]


def articles(folder: Path, run: int) -> int:
    """Return how many articles a run asked for."""
    [(count,)] = query(folder / "pages.db", f"select count(*) from captures where run = {run} and role = 'article'")
    return int(count)


@pytest.mark.parametrize(("name", "start", "follow"), SITES)
def test_every_post_then_one_edit_and_one_new_post(tmp_path: Path, name: str, start: str, follow: str) -> None:
    with served(name, tmp_path / "site", POSTS) as address:
        describe(tmp_path, address, SOURCE.format(start=start, follow=follow))
        crawl(tmp_path)
        assert stored(tmp_path) == expected(name, address, POSTS)
        assert counts(tmp_path) == (len(POSTS), 0, 0, 0)
        assert articles(tmp_path, 1) == len(POSTS)

        GENERATORS[name].build(tmp_path / "site", address, [modified(EDITED), NEW])
        crawl(tmp_path)
        after = [NEW, *(EDITED if post.slug == EDITED.slug else post for post in POSTS)]
        assert stored(tmp_path) == expected(name, address, after)
        assert counts(tmp_path) == (1, 1, 0, 0)
        if name == "jekyll":  # its sitemap says when a post changed, that of Nikola when the file was written
            assert articles(tmp_path, 2) == 2
        assert is_the_same_read_anew(tmp_path)


def test_a_crawl_that_was_cut_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    name, start, follow = SITES[0]
    with served(name, tmp_path / "site", POSTS) as address:
        sources = SOURCE.format(start=start, follow=follow)
        describe(tmp_path, address, sources + "max_pages = 8\n")
        crawl(tmp_path)
        assert counts(tmp_path)[0] == 7
        crawl(tmp_path)
        assert counts(tmp_path)[:2] == (len(POSTS) - 7, 0)
        assert stored(tmp_path) == expected(name, address, POSTS)


def modified(post: Post) -> Post:
    """Return the post as edited today, the day of the crawl."""
    return replace(post, modified=datetime.now(UTC).isoformat(timespec="seconds"))
