"""A network file of a test's own, and its crawls as processes."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run
from typing import Any

from tests.line.running import PROJECT, environment, herald, query, tables

_NETWORK = """
name = "Ring of Towns"
homepage = "{address}/"
region = "Europe"
languages = ["en", "de"]
timezone = "Europe/Brussels"
private = true
"""


def describe(folder: Path, address: str, sources: str, name: str = "ring") -> None:
    """Write the network file of a site that is served at `address`."""
    (folder / "networks").mkdir(exist_ok=True)
    text = _NETWORK.format(address=address) + sources.replace("ADDRESS", address)
    (folder / "networks" / f"{name}.toml").write_text(text, encoding="utf-8")


def crawl(folder: Path, name: str = "ring", **settings: Any) -> None:
    """Crawl the network into `folder`, without the waiting that strangers' servers are owed; no error is expected."""
    own = {
        "HERALD_DB": folder / "announcements.db",
        "HERALD_ARCHIVE": folder / "pages.db",
        "HERALD_NETWORKS": folder / "networks",
    }
    chosen = {**own, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "ERROR", **settings}
    command = [sys.executable, "-m", "scrapy", "crawl", name]
    for key, value in chosen.items():
        command += ["-s", f"{key}={value}"]
    result = run(command, cwd=PROJECT, env=environment(), stdin=-3, capture_output=True, text=True, timeout=180)
    assert (result.returncode, result.stderr) == (0, "")


def counts(folder: Path) -> tuple[int, int, int, int]:
    """Return (new, changed, rejected, errors) of the last crawl, over its sources."""
    [row] = query(
        folder / "announcements.db",
        "select sum(new), sum(changed), sum(rejected), sum(errors) from crawls "
        "where started = (select max(started) from crawls)",
    )
    return row[0], row[1], row[2], row[3]


def is_the_same_read_anew(folder: Path) -> bool:
    """Say whether the archive, read anew, gives the same database, table by table."""
    result = herald("reparse", "--db", "again.db", "--networks", "networks", cwd=folder)
    assert result.returncode == 0, result.stderr
    same = tables(folder / "again.db") == tables(folder / "announcements.db")
    (folder / "again.db").unlink()
    return same
