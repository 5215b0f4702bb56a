"""Crawls of networks that a test writes, each in a process of its own, and what they leave behind."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

from tests.line.running import PROJECT, environment, herald, query, tables


def crawl(name: str, folder: Path, **more: str) -> tuple[int, int, int]:
    """Crawl the network whose file is in `folder`, with `more` settings; return new, changed, rejected of its runs."""
    before = query(folder / "announcements.db", "select max(run) from crawls")[0][0] if _started(folder) else 0
    settings = {
        "HERALD_DB": folder / "announcements.db",
        "HERALD_ARCHIVE": folder / "pages.db",
        "HERALD_NETWORKS": folder,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        **more,
    }
    chosen = [part for setting, value in settings.items() for part in ("-s", f"{setting}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", name, *chosen]
    result = run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=120)
    assert (result.returncode, result.stderr) == (0, "")
    brought = "select sum(new), sum(changed), sum(rejected) from crawls where run > "
    [(new, changed, rejected)] = query(folder / "announcements.db", f"{brought}{before}")
    return new, changed, rejected


def _started(folder: Path) -> bool:
    return (folder / "announcements.db").exists()


def assert_reparse_gives_the_same(folder: Path) -> None:
    result = herald("reparse", "--db", "again.db", "--networks", folder, cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert tables(folder / "again.db") == tables(folder / "announcements.db")
