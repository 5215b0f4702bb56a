"""The command as a process of its own, and what it leaves behind."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen, run
from threading import Event, Thread
from typing import Any

from aggregator.demo import NETWORK_FILE
from aggregator.demo.server import DemoServer

PROJECT = Path(__file__).parents[2]
Rows = dict[str, list[tuple[Any, ...]]]


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what would lead a crawl elsewhere."""
    hidden = ("HTTP_PROXY", "NO_PROXY", "HERALD_DB", "HERALD_ARCHIVE", "HERALD_NETWORKS", "HERALD_CONTACT")
    kept = {name: value for name, value in os.environ.items() if name.upper() not in hidden}
    return kept | {"PYTHONWARNINGS": "error::DeprecationWarning", "COLUMNS": "100"} | more


def herald(*arguments: str | Path, cwd: Path, **env: str) -> CompletedProcess[str]:
    """Run `herald` to its end in the folder `cwd`."""
    command = [sys.executable, "-m", "aggregator.cli", *map(str, arguments)]
    return run(command, cwd=cwd, env=environment(**env), stdin=-3, capture_output=True, text=True, timeout=120)


def crawl_demo(server: DemoServer, cwd: Path, **settings: str) -> Popen[str]:
    """Start `scrapy crawl demo` through the demo server, without the waiting that strangers' servers are owed."""
    own = {
        "HERALD_DB": cwd / "announcements.db",
        "HERALD_ARCHIVE": cwd / "pages.db",
        "HERALD_NETWORKS": NETWORK_FILE.parent,
    }
    chosen = {**own, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "ERROR", **settings}
    command = [sys.executable, "-m", "scrapy", "crawl", "demo"]
    for name, value in chosen.items():
        command += ["-s", f"{name}={value}"]
    return Popen(command, cwd=PROJECT, env=environment(http_proxy=server.proxy), stdout=PIPE, stderr=PIPE, text=True)


def crawl(network: str, networks: Path, cwd: Path, **settings: str | int) -> str:
    """Run `scrapy crawl` on a server of the test's own, at once and to the end; return what it printed as an error."""
    own = {"HERALD_DB": cwd / "announcements.db", "HERALD_ARCHIVE": cwd / "pages.db", "HERALD_NETWORKS": networks}
    chosen = {**own, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "ERROR", **settings}
    command = [sys.executable, "-m", "scrapy", "crawl", network]
    for name, value in chosen.items():
        command += ["-s", f"{name}={value}"]
    return run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=180).stderr


class GatedServer(DemoServer):
    """A demo server that answers `open_for` requests, then says `reached` and keeps the rest waiting."""

    def __init__(self, open_for: int) -> None:
        super().__init__()
        self.left = open_for
        self.reached, self.opened = Event(), Event()

    def finish_request(self, request: Any, client_address: Any) -> None:
        self.left -= 1
        if self.left < 0:
            self.reached.set()
            self.opened.wait(60)
        super().finish_request(request, client_address)


@contextmanager
def gated(open_for: int) -> Iterator[GatedServer]:
    with GatedServer(open_for) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.opened.set()
            server.shutdown()


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def tables(path: Path) -> Rows:
    """Return every table of a database, each in an order of its own rows."""
    names = query(path, "select name from sqlite_schema where type = 'table' and name not like '\\_%' escape '\\'")
    return {name: sorted(query(path, f'select * from "{name}"'), key=repr) for (name,) in names if "_fts_" not in name}
