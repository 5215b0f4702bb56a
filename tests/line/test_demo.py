"""The whole line on the demo site over HTTP."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aggregator.demo import NETWORK_FILE, serve
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


def test_reparse_knows_the_demo(folder: Path) -> None:
    before = tables(folder / "announcements.db")
    result = herald("reparse", cwd=folder)
    assert (result.returncode, result.stdout) == (0, "17 pages of 1 network read into announcements.db\n")
    assert tables(folder / "announcements.db") == before


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """Return a folder with what `herald demo` left, of a network called `own` whose file is in `mine`."""
    for name in ("pages.db", "announcements.db"):
        shutil.copy(folder / name, tmp_path)
    with closing(sqlite3.connect(tmp_path / "pages.db")) as db, db:
        db.execute("update runs set network = 'own'")
        db.execute("update captures set network = 'own'")
    (tmp_path / "mine").mkdir()
    shutil.copy(NETWORK_FILE, tmp_path / "mine" / "own.toml")
    return tmp_path


def test_a_network_without_a_file_is_left_out_only_where_that_is_said(own: Path) -> None:
    before = tables(own / "announcements.db")
    result = herald("reparse", cwd=own)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "herald: the archive has pages of own and there is no such network file: name its folder with --networks, "
        "or leave these pages out with --drop-unknown\n"
    )
    assert tables(own / "announcements.db") == before
    result = herald("reparse", "--drop-unknown", "--db", "none.db", cwd=own)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "0 pages of 0 networks read into none.db\nown: has no network file; its pages in pages.db were left out\n"
    )
    assert herald("reparse", "--networks", "mine", cwd=own).stdout.startswith("17 pages of 1 network")


def test_pages_of_a_source_that_was_renamed_are_told_of(own: Path) -> None:
    file = own / "mine" / "own.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("[sources.documents]", "[sources.papers]"), "utf-8")
    result = herald("reparse", "--networks", "mine", cwd=own)
    [(left,)] = query(own / "pages.db", "select count(*) from captures where source = 'documents'")
    assert result.returncode == 0
    assert result.stdout == (
        f"{17 - left} pages of 1 network read into announcements.db\nown, documents: {left} archived pages are not "
        "read, as the file names no such source; give it its old name again\n"
    )


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
    return NETWORK_FILE.parent
