"""What the next crawl finds otherwise: a site that changed, and rules that changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aggregator.demo import NETWORK_FILE, DemoServer, serve
from aggregator.demo import server as demo_server
from tests.line.running import crawl_demo, herald, query, tables

POSTPONED = "eurocities/news/Open-data-workshop-for-city-officers-WSPO-B8Z4RH.html"


@contextmanager
def site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, DemoServer]]:
    """Serve a copy of the demo site that the test may edit."""
    copy = folder / "site"
    shutil.copytree(demo_server.SITE, copy)
    monkeypatch.setattr(demo_server, "SITE", copy)
    monkeypatch.setattr(demo_server._Handler, "pages", demo_server.addresses())
    with serve() as server:
        yield copy, server


def crawl(server: DemoServer, folder: Path, **settings: str) -> None:
    process = crawl_demo(server, folder, **settings)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def same_as_reparse(folder: Path, networks: Path = NETWORK_FILE.parent) -> bool:
    assert herald("reparse", "--db", "again.db", "--networks", networks, cwd=folder).returncode == 0
    return tables(folder / "again.db") == tables(folder / "announcements.db")


def test_a_moved_event_is_one_version_of_one_announcement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "announcements.db"
    with site(tmp_path, monkeypatch) as (pages, server):
        crawl(server, tmp_path)
        edit(pages / POSTPONED, "28-03-2019", "04-04-2019")
        crawl(server, tmp_path)
    [(number, starts, ends)] = query(db, "select id, starts, ends from announcements where title like 'Open data%'")
    assert (starts, ends) == ("2019-04-04", "2019-04-04")
    [(announcement, run, changed)] = query(db, "select announcement, run, changed from versions")
    assert announcement == number
    assert json.loads(changed) == {"starts": ["2019-03-28", "2019-04-04"], "ends": ["2019-03-28", "2019-04-04"]}
    assert query(db, "select field, old, new from recent_changes") == [
        ("ends", "2019-03-28", "2019-04-04"),
        ("starts", "2019-03-28", "2019-04-04"),
    ]
    assert query(db, f"select new, changed from crawls where run = {run}") == [(0, 1)]
    assert query(db, "select count(*) from announcements") == [(12,)]
    assert query(
        db, "select distinct taken, other from date_conflicts where field = 'starts' and title like 'Open%'"
    ) == [("2019-04-04", "2019-03-28")]
    assert same_as_reparse(tmp_path)


def test_a_page_that_is_gone_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "announcements.db"
    with site(tmp_path, monkeypatch) as (pages, server):
        crawl(server, tmp_path)
        before = query(db, "select id, title, starts, city from announcements order by id")
        (pages / POSTPONED).write_text("", encoding="utf-8")
        crawl(server, tmp_path)
    assert query(db, "select id, title, starts, city from announcements order by id") == before
    assert query(db, "select count(*) from rejected where reason like 'unreadable:%'") == [(1,)]
    assert same_as_reparse(tmp_path)


def test_another_rule_has_the_network_read_again_before_it_is_crawled(tmp_path: Path) -> None:
    db = tmp_path / "announcements.db"
    own = tmp_path / "networks"
    own.mkdir()
    shutil.copy(NETWORK_FILE, own / "demo.toml")
    with serve() as server:
        crawl(server, tmp_path, HERALD_NETWORKS=str(own))
        edit(own / "demo.toml", '"mobility" = ["mobility"]', '"mobility" = ["air-quality"]')
        crawl(server, tmp_path, HERALD_NETWORKS=str(own))
    themes = {theme for (theme,) in query(db, "select theme from announcement_themes")}
    assert "air-quality" in themes
    assert "mobility" not in themes
    assert query(db, "select count(*) from versions") == [(0,)]  # a rule of ours is no change of theirs
    assert query(db, "select sum(new), sum(changed) from crawls") == [(12, 0)]
    assert same_as_reparse(tmp_path, own)
