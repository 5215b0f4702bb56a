"""What goes wrong is said in one line, with the right exit code, and loses nothing."""

from __future__ import annotations

import shutil
import socket
from contextlib import closing
from pathlib import Path

import pytest

from aggregator.archive import Archive
from aggregator.demo import NETWORK_FILE, serve
from aggregator.demo.server import SITE
from tests.line.running import crawl_demo, herald, query

FILE = NETWORK_FILE.read_text(encoding="utf-8")


def one_line(text: str) -> str:
    assert text.count("\n") == 1, text
    return text.strip()


def test_no_network_at_all(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{unused.getsockname()[1]}"
        result = herald("crawl", "demo", "--networks", NETWORK_FILE.parent, cwd=tmp_path, http_proxy=proxy)
    assert result.returncode == 1
    assert one_line(result.stderr).startswith("herald: no network here: none of 3 addresses answered; http://www.euro")
    assert result.stdout == ""
    assert query(tmp_path / "pages.db", "select count(*) from failures") == [(3,)]


def test_an_unknown_network(tmp_path: Path) -> None:
    result = herald("crawl", "eurocities-legcy", cwd=tmp_path)
    assert result.returncode == 2
    assert one_line(result.stderr) == (
        "herald: no network is called 'eurocities-legcy'; did you mean 'eurocities-legacy'? "
        "`herald networks` lists them"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_key_in_a_file_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "own.toml").write_text(FILE.replace("[labels]", "[lables]"), encoding="utf-8")
    result = herald("crawl", "own", "--networks", "mine", cwd=tmp_path)
    assert result.returncode == 2
    assert one_line(result.stderr) == "herald: own.toml: unknown key 'lables'; did you mean 'labels'?"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = herald("crawl", "demo", "--networks", NETWORK_FILE.parent, "--db", "file/a.db", cwd=tmp_path)
    assert result.returncode == 1
    assert "file/a.db: " in one_line(result.stderr)


def test_a_database_from_a_newer_version(tmp_path: Path) -> None:
    assert herald("demo", cwd=tmp_path).returncode == 0
    insert = (
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('announcements', 'm9999_later', '')"
    )
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "announcements.db")) as connection, connection:
        connection.execute(insert)
    for command in (["demo"], ["search", "cities"], ["reparse"]):
        result = herald(*command, cwd=tmp_path)
        assert result.returncode == 1
        assert one_line(result.stderr) == (
            "herald: announcements.db: was written by a newer version (it has m9999_later); upgrade City Herald"
        )
    assert query(tmp_path / "announcements.db", "select count(*) from announcements") == [(12,)]


def test_a_page_that_is_not_what_its_reader_expects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    shutil.copytree(SITE, site)
    monkeypatch.setattr("aggregator.demo.server.SITE", site)
    broken = site / "eurocities" / "documents.html"
    broken.write_text("<html><body></body></html>", encoding="utf-8")
    from aggregator.demo import server as module

    monkeypatch.setattr(module._Handler, "pages", module.addresses())
    with serve() as server:
        process = crawl_demo(server, tmp_path)
        process.communicate(timeout=120)
    [(page,)] = query(tmp_path / "announcements.db", "select page from rejected where reason like 'unreadable:%'")
    assert page == "http://www.eurocities.example/eurocities/documents"
    archived = query(tmp_path / "pages.db", f"select status from captures where url = '{page}'")
    assert archived == [(200,)]
    [(role, error, reason)] = query(
        tmp_path / "pages.db", "select role, error, reason from failures join runs on runs.id = failures.run"
    )
    assert (role, reason) == ("listing", "finished")
    assert error.startswith("answered 200, but ")
    with closing(Archive(tmp_path / "pages.db")) as archive:
        assert [run.source for run in archive.runs() if run.whole] == ["issues"]
    assert query(tmp_path / "announcements.db", "select count(*) from announcements") == [(12,)]
