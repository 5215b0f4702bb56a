"""The whole line on the demo site over HTTP."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from aggregator.demo import serve
from tests.line.running import crawl_demo, herald, query, tables

EXPECTED = tomllib.loads((Path(__file__).parents[1] / "demo" / "expected.toml").read_text(encoding="utf-8"))
COLUMNS = ("title", "kind", "published", "starts", "ends", "city", "country")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which `herald demo` has run once."""
    folder = tmp_path_factory.mktemp("demo")
    result = herald("demo", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "12 new, 0 changed, in announcements.db" in result.stdout
    return folder


def rows(db: Path) -> list[dict[str, Any]]:
    """Return the announcements as `expected.toml` writes them: what was not said is absent."""
    found = []
    for number, *values in query(db, f"select id, {', '.join(COLUMNS)} from announcements"):
        row = {name: value for name, value in zip(COLUMNS, values, strict=True) if value is not None}
        row["tags"] = [tag for (tag,) in query(db, f"select tag from announcement_tags where announcement = {number}")]
        row["pages"] = [
            page for (page,) in query(db, f"select page from announcement_pages where announcement = {number}")
        ]
        found.append(row)
    return found


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sets = [{**row, "tags": sorted(row["tags"]), "pages": sorted(row["pages"])} for row in found]
    return sorted(sets, key=lambda row: row["title"])


def test_the_twelve_announcements_with_dates_tags_and_pages(folder: Path) -> None:
    assert in_order(rows(folder / "announcements.db")) == in_order(EXPECTED["announcements"])


def test_the_row_without_a_title_is_kept_with_what_it_said(folder: Path) -> None:
    [(reason, page, words)] = query(folder / "announcements.db", "select reason, page, words from rejected")
    assert (reason, page) == ("no title", "http://www.eurocities.example/eurocities/issues/cohesion-policy-issue")
    said = json.loads(words)
    assert said["starts"] == [["20-06-2019", "label"]]
    assert said["ends"] == [["21-06-2019", "label"]]
    assert [tag for tag, _ in said["tags"]] == ["economy", "environment"]


def test_the_archive_holds_each_page_and_equal_bodies_once(folder: Path) -> None:
    [(captures, bodies)] = query(
        folder / "pages.db", "select count(*), (select count(*) from bodies) from captures where status = 200"
    )
    pages = {page for row in EXPECTED["announcements"] for page in row["pages"]}
    assert captures == len(pages)
    assert bodies == captures - 2  # the mirror's copy, and the page with two slugs


def test_every_value_has_evidence(folder: Path) -> None:
    db = folder / "announcements.db"
    for column in (*COLUMNS[:-2], "city", "country", "url", "summary", "body"):
        said = "where not (a.kind in ('news', 'publication'))" if column == "kind" else f"where a.{column} is not null"
        lacking = query(
            db,
            f"select a.id from announcements a {said} and not exists (select 1 from evidence e "
            f"where e.announcement = a.id and e.field = '{column}' and e.chosen)",
        )
        assert lacking == [], column


def test_title_and_label_of_the_postponed_event_are_in_conflict(folder: Path) -> None:
    found = query(folder / "announcements.db", "select distinct field, taken, other, other_words from date_conflicts")
    assert ("starts", "2020-03-18", "2020-10-07", "7-9 October 2020") in found


def test_the_hour_is_evidence_beside_the_day(folder: Path) -> None:
    found = query(
        folder / "announcements.db",
        "select distinct e.value, e.precision from evidence e join announcements a on a.id = e.announcement "
        "where a.title like 'Webinar%' and e.field = 'starts' and e.route = 'prose'",
    )
    assert found == [("2019-01-17T15:00+01:00", "minute")]


def test_reparse_into_a_second_database_gives_the_same(folder: Path) -> None:
    result = herald("reparse", "--db", "second.db", "--networks", demo_folder(), cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "17 pages of 1 network read into second.db\n"
    assert tables(folder / "second.db") == tables(folder / "announcements.db")
    assert not list(folder.glob("second.db.*"))


def test_reparse_into_the_live_database_changes_nothing(folder: Path) -> None:
    before = tables(folder / "announcements.db")
    assert herald("reparse", "--networks", demo_folder(), cwd=folder).returncode == 0
    assert tables(folder / "announcements.db") == before


def test_a_network_without_a_file_is_named_and_left(folder: Path) -> None:
    result = herald("reparse", "--db", "none.db", cwd=folder)
    assert result.returncode == 0
    assert result.stderr.startswith("herald: demo: has pages in pages.db and no network file")
    assert result.stdout == "0 pages of 0 networks read into none.db\n"


def test_a_second_crawl_changes_nothing_and_says_so(tmp_path: Path) -> None:
    first = herald("demo", cwd=tmp_path)
    content = (
        "select id, title, published, starts, ends, themes, first_seen, last_changed, fingerprint from announcements"
    )
    before = query(tmp_path / "announcements.db", content)
    second = herald("demo", cwd=tmp_path)
    assert "12 new, 0 changed, in announcements.db" in first.stdout
    assert "nothing new, nothing changed in announcements.db" in second.stdout
    assert query(tmp_path / "announcements.db", content) == before
    assert query(tmp_path / "announcements.db", "select count(*) from versions") == [(0,)]
    assert herald("reparse", "--db", "again.db", "--networks", demo_folder(), cwd=tmp_path).returncode == 0
    assert tables(tmp_path / "again.db") == tables(tmp_path / "announcements.db")


def test_scrapy_crawls_the_same(folder: Path, tmp_path: Path) -> None:
    with serve() as server:
        process = crawl_demo(server, tmp_path)
        _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert in_order(rows(tmp_path / "announcements.db")) == in_order(EXPECTED["announcements"])


def test_nothing_is_asked_but_the_demo_server(folder: Path) -> None:
    hosts = query(folder / "pages.db", "select distinct substr(url, 1, 32) from captures")
    assert {host for (host,) in hosts} <= {"http://www.eurocities.example/eu", "http://members.eurocities.exampl"}


def demo_folder() -> Path:
    from aggregator.demo import NETWORK_FILE

    return NETWORK_FILE.parent
