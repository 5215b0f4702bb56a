"""Crawls over HTTP on loopback, each in a process of its own: what is asked, how politely, and where it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest

from aggregator.archive import Archive

ROOT = Path(__file__).parents[2]
AT_ONCE = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_START_DELAY": 0, "LOG_LEVEL": "ERROR"}
NETWORK = """\
name = "Trams"
homepage = "http://{host}/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Vienna"
private = {private}

[sources.news]
platform = "labelled"
start = ["http://{host}/news", "http://{host}/hidden/news"]
follow = '/news/'
max_pages = {max_pages}
"""
ROW = "<p>mobility</p><h3><a href='/news/{0}'>Trams in {0}</a></h3><p>publication date: 10-12-2018</p>"
PAGE = "<html><body>" + "".join(ROW.format(city) for city in ("Porto", "Gent", "Brno")) + "</body></html>"

CRAWL = """
import json, sys
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

settings = get_project_settings()
settings.setdict(json.loads(sys.argv[1]), priority="cmdline")
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler("trams")
delays = {}

def note(response, request, spider):
    delays.update({name: slot.delay for name, slot in crawler.engine.downloader.slots.items()})

crawler.signals.connect(note, signals.response_received)
process.crawl(crawler)
process.start()
print(json.dumps({"delays": delays, "cut": sorted(crawler.spider.cut)}))
"""


class Site(ThreadingTCPServer):
    """A site of one listing, which remembers what it was asked by whom."""

    daemon_threads = True

    def __init__(self, robots: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.robots = robots
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.agents: set[str] = set()


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        body = (self.server.robots if self.path == "/robots.txt" else PAGE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the standard library's
        """Say nothing."""


@contextmanager
def site(robots: str = "User-agent: *\nDisallow: /hidden/\n") -> Iterator[Site]:
    with Site(robots) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    proxies = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    env = {name: value for name, value in os.environ.items() if name.lower() not in proxies}
    env |= {"HERALD_NETWORKS": str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", *command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def crawl(folder: Path, server: Site, max_pages: int = 9) -> dict[str, Any]:
    """Crawl the site as a network of private pages and return the delays of its hosts and what was cut."""
    (folder / "trams.toml").write_text(NETWORK.format(host=server.host, private="true", max_pages=max_pages))
    (folder / "scrapy.cfg").write_text((ROOT / "scrapy.cfg").read_text())
    done = run(folder, CRAWL, json.dumps(AT_ONCE | {"HERALD_NETWORKS": str(folder)}))
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def reasons(folder: Path) -> list[str | None]:
    archive = Archive(folder / "pages.db", write=False)
    runs = archive.runs()
    archive.close()
    return [run.reason for run in runs]


def test_a_crawl_asks_what_robots_txt_allows_and_says_who_it_is(tmp_path: Path) -> None:
    with site() as server:
        told = crawl(tmp_path, server)
    assert sorted(server.asked) == ["/news", "/news/Brno", "/news/Gent", "/news/Porto", "/robots.txt"]
    assert all(agent.startswith("city-herald/") for agent in server.agents)
    assert told["cut"] == []
    assert reasons(tmp_path) == ["finished"]


@pytest.mark.parametrize(("asked", "kept"), [("7", 7.0), ("2.5", 2.5), ("6000", 60.0)])
def test_a_crawl_delay_is_the_least_that_is_waited_and_never_more_than_a_minute(
    tmp_path: Path, asked: str, kept: float
) -> None:
    robots = f"User-agent: other\nCrawl-delay: 1\n\nUser-agent: city-herald\nCrawl-delay: {asked}\nDisallow: /hidden/\n"
    with site(robots) as server:
        told = crawl(tmp_path, server, max_pages=2)
    assert set(server.asked) == {"/robots.txt", "/news"}
    assert told["delays"] == {"127.0.0.1": kept}


def test_a_walk_that_reaches_its_bound_is_cut_and_the_archive_says_so(tmp_path: Path) -> None:
    with site(robots="") as server:
        told = crawl(tmp_path, server, max_pages=3)
    assert len(server.asked) == 4
    assert told["cut"] == ["news"]
    assert reasons(tmp_path) == ["max_pages"]


def test_private_addresses_are_not_asked_without_being_meant(tmp_path: Path) -> None:
    with site() as server:
        (tmp_path / "trams.toml").write_text(NETWORK.format(host=server.host, private="false", max_pages=9))
        done = run(tmp_path, "from aggregator.cli import main; main()", "crawl", "trams")
    assert server.asked == []
    assert done.returncode == 1
    assert "127.0.0.1 is a private address; a network file allows it with private = true" in done.stderr
    assert done.stderr.count("\n") == 1
