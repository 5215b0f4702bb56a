"""pages.db: pages go in and come out whole, each body once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from aggregator.archive import Archive, Run, numbered
from aggregator.errors import DatabaseError
from aggregator.model import Page

NOON = datetime(2020, 1, 2, 12, tzinfo=UTC)
PAGE = Page(
    network="net",
    source="news",
    role="listing",
    url="https://net.example/news/",
    requested="http://net.example/news",
    status=200,
    headers={
        "content-type": "text/html; charset=utf-8",
        "etag": '"7"',
        "last-modified": "Wed, 01 Jan 2020 00:00:00 GMT",
    },
    content_type="text/html; charset=utf-8",
    body="<h1>Zürich</h1>".encode(),
    fetched_at=NOON,
)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with closing(Archive()) as archive:
        yield archive


def test_a_page_comes_back_whole(archive: Archive) -> None:
    run = archive.begin("net", "news", NOON)
    odd = replace(
        PAGE,
        role="article",
        url="https://net.example/ö?q=a b#c",
        status=404,
        headers={"set-cookie": "a=1\nb=2", "x-empty": ""},
        content_type="",
        body=bytes(range(256)) * 99,
        fetched_at=datetime(2020, 1, 2, 12, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    )
    pages = [numbered(PAGE, run, 1), numbered(odd, run, 2), numbered(replace(PAGE, body=b"", headers={}), run, 3)]
    archive.save(pages)
    assert list(archive.pages(run)) == pages
    assert [page.fetched_at.isoformat() for page in archive.pages(run)][1] == "2020-01-02T12:00:00+05:30"


@given(st.binary(max_size=500), st.dictionaries(st.text("abc-", min_size=1), st.text(st.characters(codec="utf-8"))))
def test_any_body_and_headers_come_back(body: bytes, headers: dict[str, str]) -> None:
    with closing(Archive()) as archive:
        page = numbered(replace(PAGE, body=body, headers=headers), archive.begin("net", "news", NOON), 1)
        archive.save([page])
        assert list(archive.pages(1)) == [page]


def test_pages_come_in_the_order_of_their_numbers_from_the_one_wanted(archive: Archive) -> None:
    run = archive.begin("net", "news", NOON)
    archive.save([numbered(PAGE, run, seq) for seq in (3, 1, 2)])
    assert [page.seq for page in archive.pages(run)] == [1, 2, 3]
    assert [page.seq for page in archive.pages(run, after=1)] == [2, 3]
    assert list(archive.pages(run, after=3)) == []


def test_each_body_is_stored_once_and_packed(archive: Archive) -> None:
    body = b"The same words over and over. " * 200
    first, second = archive.begin("net", "news", NOON), archive.begin("net", "news", NOON)
    same = replace(PAGE, body=body)
    archive.save([numbered(same, first, 1), numbered(PAGE, first, 2)])
    archive.save([numbered(same, second, 1)])
    rows = archive.db.execute("select sha256, codec, data from bodies").fetchall()
    assert {(name, codec) for name, codec, _ in rows} == {
        (sha256(each).hexdigest(), "zstd") for each in (body, PAGE.body)
    }
    data = next(data for name, _, data in rows if name == same.sha256)
    assert zstandard.decompress(data) == body
    assert len(data) < len(body) / 10
    assert [page.body for page in archive.pages(second)] == [body]


def test_headers_are_kept_by_their_names_in_lower_case(archive: Archive) -> None:
    run = archive.begin("net", "news", NOON)
    archive.save([numbered(replace(PAGE, headers={"ETag": '"8"', "Last-Modified": "then"}), run, 1)])
    assert archive.db.execute("select headers, etag, last_modified from captures").fetchall() == [
        ('{"etag": "\\"8\\"", "last-modified": "then"}', '"8"', "then")
    ]
    assert next(archive.pages(run)).headers == {"etag": '"8"', "last-modified": "then"}


def test_runs_in_the_order_in_which_they_fold(archive: Archive) -> None:
    later = archive.begin("net", "news", NOON + timedelta(days=1))
    first = archive.begin("net", "events", NOON)
    other = archive.begin("other", "news", NOON)
    archive.save(
        [numbered(PAGE, later, 1), numbered(replace(PAGE, status=404), later, 2), numbered(PAGE, first, 1)],
        [
            (later, "article", "https://net.example/slow", "timed out"),
            (later, "listing", "https://net.example/gone", "no such host"),
        ],
    )
    archive.finish(later, NOON + timedelta(days=1, minutes=5), "finished")
    open_facts = {
        "started": "2020-01-02T12:00:00+00:00",
        "finished": None,
        "reason": None,
        "failures": 0,
        "refusals": 0,
        "gaps": 0,
    }
    closed = Run(
        id=later,
        network="net",
        source="news",
        started="2020-01-03T12:00:00+00:00",
        finished="2020-01-03T12:05:00+00:00",
        reason="finished",
        captures=2,
        failures=2,
        refusals=1,
        gaps=1,
    )
    unfinished = Run(id=first, network="net", source="events", captures=1, **open_facts)
    elsewhere = Run(id=other, network="other", source="news", captures=0, **open_facts)
    assert archive.runs() == [unfinished, elsewhere, closed]
    assert archive.runs("net") == [unfinished, closed]
    assert archive.runs("none") == []
    assert archive.run(later) == closed
    assert archive.networks() == ["net", "other"]


def test_failures_in_the_order_they_came(archive: Archive) -> None:
    run = archive.begin("net", "news", NOON)
    archive.save([], [(run, "article", "https://net.example/z", "timed out")])
    archive.save(
        [],
        [
            (run, "article", "https://net.example/a", "no such host"),
            (run, "article", "https://net.example/z", "timed out"),
        ],
    )
    assert archive.failures(run) == [
        ("https://net.example/z", "timed out"),
        ("https://net.example/a", "no such host"),
        ("https://net.example/z", "timed out"),
    ]
    assert archive.failures(run + 1) == []


def test_a_batch_is_kept_whole_or_not_at_all(archive: Archive) -> None:
    run = archive.begin("net", "news", NOON)
    with pytest.raises(sqlite3.IntegrityError):
        archive.save([numbered(PAGE, run, 1), numbered(replace(PAGE, body=b"other"), run, 1)])
    assert list(archive.pages(run)) == []
    assert archive.db.execute("select count(*) from bodies").fetchone() == (0,)


def test_a_page_of_no_run_is_refused(archive: Archive) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        archive.save([numbered(PAGE, 7, 1)])


def test_what_was_kept_is_there_when_reopened(tmp_path: Path) -> None:
    with closing(Archive(tmp_path / "pages.db")) as archive:
        page = numbered(PAGE, archive.begin("net", "news", NOON), 1)
        archive.save([page])
    with closing(Archive(tmp_path / "pages.db", write=False)) as archive:
        assert list(archive.pages(1)) == [page]


def test_an_unknown_codec(archive: Archive) -> None:
    archive.save([numbered(PAGE, archive.begin("net", "news", NOON), 1)])
    archive.db.execute("update bodies set codec = 'brotli'")
    with pytest.raises(DatabaseError) as error:
        list(archive.pages(1))
    assert str(error.value) == (f"pages.db: body {PAGE.sha256} has the unknown codec 'brotli'; upgrade City Herald")


def test_the_announcements_in_place_of_the_archive(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute("create table announcements (id integer)")
    with pytest.raises(DatabaseError, match="is not a database of pages; name another file"):
        Archive(tmp_path / "a.db")


# what a run met beside one good page of a listing, whether the next crawl may ask for what is newer only
MET = {
    "nothing else": ([], [], True),
    "an article that is gone": ([("article", 404)], [], True),
    "an article that failed": ([("article", 500)], [("article", "timed out")], True),
    "a page past the end of a list": ([("feed", 404), ("api", 400)], [], True),
    "a page of a list that failed": ([("listing", 503)], [], False),
    "a list that is closed": ([("api", 403)], [], False),
    "a list that did not answer": ([], [("api", "timed out")], False),
}


@pytest.mark.parametrize("name", MET)
def test_a_run_is_whole_where_every_list_was_read_to_its_end(archive: Archive, name: str) -> None:
    met, failed, whole = MET[name]
    run = archive.begin("net", "news", NOON)
    pages = [replace(PAGE, role=role, status=status) for role, status in (("listing", 200), *met)]
    failures = [(run, role, "https://net.example/", error) for role, error in failed]
    archive.save([numbered(page, run, seq) for seq, page in enumerate(pages, 1)], failures)
    assert not archive.run(run).whole
    archive.finish(run, NOON, "finished")
    assert archive.run(run).whole is whole
    archive.finish(run, NOON, "max_pages")
    assert not archive.run(run).whole
