"""A crawl of a real WordPress: every post, as the site itself says it, and later only what was modified."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.line.running import crawl, herald, query, tables
from tests.servers.wordpress import WordPress

FILE = """
name = "Network of test cities"
homepage = "{url}/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Brussels"
private = true

[sources.news]
platform = "wordpress"
start = ["{url}/wp-json/wp/v2/posts"]
kind = "news"

[sources.cases]
platform = "wordpress"
start = ["{url}/wp-json/wp/v2/case-study?post_type=case_study"]
kind = "publication"

[themes]
"Heating & cooling" = ["energy"]
"""


@pytest.fixture
def networks(wordpress: WordPress, tmp_path: Path) -> Path:
    """Return a folder with the file of the network `site`."""
    folder = tmp_path / "networks"
    folder.mkdir()
    (folder / "site.toml").write_text(FILE.format(url=wordpress.url), encoding="utf-8")
    return folder


def stored(db: Path, source: str) -> list[dict[str, Any]]:
    """Return the announcements of a source as `WordPress.says` writes them."""
    names = ["id", "title", "url", "published", "published_day", "modified", "body", "summary"]
    rows = [dict(zip(names, row, strict=True)) for row in query(db, _STORED.format(", ".join(names), source))]
    for row in rows:
        number = row.pop("id")
        keys = dict(query(db, f"select scheme, value from identities where announcement = {number}"))
        tags = query(db, f"select tag from announcement_tags where announcement = {number} order by tag")
        row |= {"guid": keys["guid"], "wp": keys["wp"], "tags": [tag for (tag,) in tags]}
    return rows


_STORED = "select {} from announcements where source = '{}'"


def expected(server: WordPress, kind: str) -> list[dict[str, Any]]:
    """Return what the site says of its posts, with the identity that it gives them."""
    said = server.says(kind)
    return [post | {"wp": f"127.0.0.1:{server.port}/{post.pop('id')}", "tags": sorted(post["tags"])} for post in said]


def comparable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows in order, their texts without spaces and addresses without escapes, which are written in two ways."""
    texts = ("title", "body", "summary")
    bare = [
        row | {name: "".join((row[name] or "").split()) for name in texts} | {"url": unquote(row["url"])}
        for row in rows
    ]
    return sorted(bare, key=lambda row: row["wp"])


def test_every_post_comes_as_the_site_says_it(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    assert crawl("site", networks, tmp_path) == ""
    db = tmp_path / "announcements.db"
    for source, kind, path in (("news", "post", "posts"), ("cases", "case_study", "case-study")):
        found = stored(db, source)
        assert comparable(found) == comparable(expected(wordpress, kind))
        _, headers = wordpress.get(f"/wp-json/wp/v2/{path}")
        assert len(found) == int(headers["x-wp-total"])
    assert len(stored(db, "news")) > 100  # so that there is a second page
    assert query(db, "select title from announcements where title like '%draft%' and source = 'news'") == []
    assert query(db, "select theme, count(*) from announcement_themes group by theme") == [("energy", 1)]
    assert query(db, "select distinct kind from announcements where source = 'cases'") == [("publication",)]
    statuses = query(tmp_path / "pages.db", "select source, status, count(*) from captures group by source, status")
    assert statuses == [("cases", 200, 1), ("news", 200, 2)]
    assert query(db, "select count(*) from rejected") == [(0,)]


def test_a_page_of_evidence_is_the_post_alone(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    crawl("site", networks, tmp_path)
    [(page,)] = query(tmp_path / "announcements.db", _PAGE_OF_CASE)
    body, _ = wordpress.get(page.removeprefix(wordpress.url))
    assert json.loads(body)["title"]["rendered"] == "Case: a heat network under the old market"


_PAGE_OF_CASE = """
    select p.page from announcement_pages p join announcements a on a.id = p.announcement
    where a.title like 'Case: a heat%'
"""


def test_a_second_crawl_stores_one_edit_and_one_new_post(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    crawl("site", networks, tmp_path)
    db = tmp_path / "announcements.db"
    before = dict(query(db, "select id, fingerprint from announcements"))
    old = next(post for post in wordpress.says() if post["title"] == "Two ferries, one ticket")
    change = {"ID": old["id"], "post_title": "Three ferries, one ticket", "post_content": "<p>One more.</p>"}
    new = {"post_title": "A lift to the upper town", "post_content": "<p>It runs.</p>"}
    [_, added] = wordpress.write([{"post": change}, {"post": new, "terms": {"category": ["Mobility"]}}])
    try:
        assert crawl("site", networks, tmp_path) == ""
        totals = query(db, "select source, new, changed from crawls order by run desc limit 2")
        assert sorted(totals) == [("cases", 0, 0), ("news", 1, 1)]
        assert comparable(stored(db, "news")) == comparable(expected(wordpress, "post"))
        [(changed,)] = query(db, "select changed from versions")
        assert json.loads(changed)["title"] == ["Two ferries, one ticket", "Three ferries, one ticket"]
        after = dict(query(db, "select id, fingerprint from announcements"))
        assert len(after.items() - before.items()) == 2
    finally:
        restored = {"ID": old["id"], "post_title": old["title"], "post_content": old["body"]}
        wordpress.write([{"post": restored}, {"post": {"ID": added, "post_status": "draft"}}])
    [(run,)] = query(db, "select max(run) from crawls where source = 'news'")
    requests = query(tmp_path / "pages.db", f"select requested from captures where run = {run} order by seq")
    parameters = [set(parse_qs(urlsplit(url).query)) & {"modified_after", "modified_before"} for (url,) in requests]
    assert parameters == [{"modified_after"}, {"modified_before"}]
    [(told,)] = query(db, f"select count(*) from tellings where run = {run}")
    assert told < 10  # what these tests have touched, not the whole site
    assert herald("reparse", "--db", "again.db", "--networks", networks, cwd=tmp_path).returncode == 0
    assert tables(tmp_path / "again.db") == tables(db)


def test_a_source_begins_with_its_day(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    text = (networks / "site.toml").read_text(encoding="utf-8")
    since = text.replace('kind = "news"', 'kind = "news"\nsince = "2023-11-26"')
    (networks / "site.toml").write_text(since, encoding="utf-8")
    crawl("site", networks, tmp_path)
    found = {row["published_day"] for row in stored(tmp_path / "announcements.db", "news")}
    assert found == {row["published_day"] for row in wordpress.says() if row["published_day"] >= "2023-11-26"}
    assert min(found) == "2023-11-26"


feeds_are_read = pytest.mark.skipif(find_spec("aggregator.parsers.feed") is None, reason="needs the reader of feeds")


@feeds_are_read
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_api_is_replaced_by_the_feed(
    wordpress: WordPress, networks: Path, tmp_path: Path, status: int
) -> None:
    wordpress.close_api(status)
    try:
        assert crawl("site", networks, tmp_path) == ""
    finally:
        wordpress.close_api(None)
    db = tmp_path / "announcements.db"
    for source, kind in (("news", "post"), ("cases", "case_study")):
        told = [
            (row["title"].removeprefix("Protected: "), row["published_day"], row["guid"])
            for row in stored_feed(db, source)
        ]
        said = [(row["title"], row["published_day"], row["guid"]) for row in wordpress.says(kind)]
        assert sorted(told) == sorted(said)
    notes = query(tmp_path / "pages.db", "select error from failures order by rowid")
    assert sorted(error for (error,) in notes) == [
        f"the API answers {status}: {wordpress.url}/feed/ is read",
        f"the API answers {status}: {wordpress.url}/feed/?post_type=case_study is read",
    ]


@feeds_are_read
def test_a_feed_that_was_read_whole_is_asked_for_what_is_new(
    wordpress: WordPress, networks: Path, tmp_path: Path
) -> None:
    wordpress.close_api(403)
    try:
        crawl("site", networks, tmp_path)
        crawl("site", networks, tmp_path)
    finally:
        wordpress.close_api(None)
    asked = "select count(*) from captures c join runs r on r.id = c.run where r.source = 'news' and c.role = 'feed'"
    [first, second] = query(tmp_path / "pages.db", f"{asked} group by run order by run")
    assert first > (10,)
    assert second == (1,)
    reparsed = herald("reparse", "--db", "again.db", "--networks", networks, cwd=tmp_path)
    assert reparsed.returncode == 0
    assert tables(tmp_path / "again.db") == tables(tmp_path / "announcements.db")


def stored_feed(db: Path, source: str) -> list[dict[str, Any]]:
    sql = f"""
        select a.title, a.published_day, i.value from announcements a
        join identities i on i.announcement = a.id and i.scheme = 'guid' where a.source = '{source}'
    """
    return [dict(zip(("title", "published_day", "guid"), row, strict=True)) for row in query(db, sql)]


def test_a_saved_answer_is_read_without_network(wordpress: WordPress, networks: Path, tmp_path: Path) -> None:
    body, _ = wordpress.get("/wp-json/wp/v2/posts?per_page=5&orderby=id&order=asc&_embed=wp:term")
    (tmp_path / "posts.json").write_bytes(body)
    for more in ([], ["--url", f"{wordpress.url}/wp-json/wp/v2/posts"]):
        command = ["read", tmp_path / "posts.json", "--network", "site", "--networks", networks, *more]
        result = herald(*command, "--format", "json", cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        read = json.loads(result.stdout)["announcements"]
        said = wordpress.says()[:5]
        assert [row["title"] for row in read] == [row["title"] for row in said]
        assert [row["published"] for row in read] == [row["published"] for row in said]
        assert [sorted(row["tags"]) for row in read] == [sorted(row["tags"]) for row in said]
