"""A crawl that is killed or interrupted leaves both databases whole, and the next one completes them."""

from __future__ import annotations

from pathlib import Path
from signal import SIGINT, SIGKILL, Signals

import pytest

from aggregator.demo import NETWORK_FILE, serve
from tests.line.running import crawl_demo, gated, herald, query, tables
from tests.line.test_demo import EXPECTED, in_order, rows


@pytest.mark.parametrize(("requests", "batch"), [(1, 100), (9, 100), (5, 1), (9, 2), (15, 3)])
def test_a_killed_crawl_is_completed_by_the_next(tmp_path: Path, requests: int, batch: int) -> None:
    with gated(requests) as server:
        process = crawl_demo(server, tmp_path, HERALD_BATCH=str(batch))
        assert server.reached.wait(60)
        process.send_signal(SIGKILL)
        process.communicate(timeout=60)
    for name in ("pages.db", "announcements.db"):
        assert query(tmp_path / name, "pragma integrity_check") == [("ok",)]
        assert query(tmp_path / name, "pragma foreign_key_check") == []
    complete(tmp_path)


def test_pages_that_were_archived_and_not_stored_are_read_by_the_next(tmp_path: Path) -> None:
    with gated(9) as server:
        process = crawl_demo(server, tmp_path, HERALD_BATCH="1")
        assert server.reached.wait(60)
        process.send_signal(SIGKILL)
        process.communicate(timeout=60)
    archived = query(tmp_path / "pages.db", "select count(*) from captures")[0][0]
    assert archived > 0
    (tmp_path / "announcements.db").unlink()
    complete(tmp_path)
    assert (
        query(tmp_path / "announcements.db", "select min(captures) from crawls where finished is null")[0][0]
        is not None
    )


@pytest.mark.parametrize("signal", [SIGINT])
def test_an_interrupted_crawl_stores_what_it_has(tmp_path: Path, signal: Signals) -> None:
    with gated(9) as server:
        process = crawl_demo(server, tmp_path)
        assert server.reached.wait(60)
        process.send_signal(signal)
        server.opened.set()
        process.communicate(timeout=60)
    assert query(tmp_path / "pages.db", "select distinct reason from runs") == [("shutdown",)]
    stored = query(tmp_path / "announcements.db", "select sum(captures) from crawls")
    assert stored == query(tmp_path / "pages.db", "select count(*) from captures")
    complete(tmp_path)


def complete(folder: Path) -> None:
    """Crawl to the end, and compare with what a whole crawl finds and with the archive read anew."""
    with serve() as server:
        process = crawl_demo(server, folder)
        _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert in_order(rows(folder / "announcements.db")) == in_order(EXPECTED["announcements"])
    assert herald("reparse", "--db", "again.db", "--networks", NETWORK_FILE.parent, cwd=folder).returncode == 0
    assert tables(folder / "again.db") == tables(folder / "announcements.db")
