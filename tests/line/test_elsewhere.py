"""Crawls that bring less than was asked for say so: moved and forbidden pages, networks that break, interruptions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from signal import SIGINT
from socketserver import ThreadingTCPServer
from subprocess import PIPE, CompletedProcess, Popen, TimeoutExpired
from threading import Thread

import pytest

from aggregator.demo import NETWORK_FILE
from tests.line.running import environment, gated, herald, query

ROW = "<p>mobility</p><h3><a href='/a-WSPO-ABCDE{0}'>Trams {0}</a></h3><p>publication date: 10-12-2018</p>"
PAGES = {
    "/news": ROW.format(1) + ROW.format(2),
    "/moved": "http://moved.example/",
    "/inside": "http://10.0.0.1/",
    "/robots.txt": "User-agent: *\nDisallow: /hidden\n",
}
NETWORK = """\
name = "Trams"
homepage = "http://{host}/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Vienna"
private = true

[labels]
"publication date" = "published"
"""
SOURCE = """
[sources.{name}]
platform = "labelled"
start = ["http://{host}{path}"]
"""
AT_ONCE = """
from aggregator import settings
settings.DOWNLOAD_DELAY, settings.AUTOTHROTTLE_ENABLED = 0, False
"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told = PAGES.get(self.path, "")
        self.send_response(301 if told.startswith("http://") else 200 if told else 404)
        if told.startswith("http://"):
            self.send_header("Location", told)
        body = told.encode()
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the standard library's
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def network(folder: Path, host: str, name: str = "trams", **paths: str) -> None:
    """Write a network file with a source for each path."""
    sources = "".join(SOURCE.format(name=name, host=host, path=path) for name, path in paths.items())
    (folder / f"{name}.toml").write_text(NETWORK.format(host=host) + sources, encoding="utf-8")


def crawl(folder: Path, *names: str, code: str = "") -> CompletedProcess[str]:
    """Run `herald crawl` in a folder with its network files, at once, after `code`."""
    program = f"{AT_ONCE}{code}\nfrom aggregator.cli import main\nmain()\n"
    command = [sys.executable, "-c", program, "crawl", *(names or ("trams",)), "--networks", str(folder)]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("path", ["/moved", "/inside"])
def test_a_list_that_moved_to_another_host_is_told_with_what_to_do(tmp_path: Path, host: str, path: str) -> None:
    network(tmp_path, host, news=path)
    result = crawl(tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"herald: no page came from trams; http://{host}{path}: redirects to {PAGES[path]}, which is "
        "not a host of this network: if it has moved, name the new address in its file\n"
    )
    assert query(tmp_path / "pages.db", "select count(*), max(role) from failures") == [(1, "listing")]


def test_a_list_that_moved_is_told_beside_one_that_has_not(tmp_path: Path, host: str) -> None:
    network(tmp_path, host, news="/news", old="/moved")
    result = crawl(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"trams, old: http://{host}/moved could not be fetched: redirects to http://moved.example/," in result.stdout


def test_two_sources_with_one_start_both_get_their_page(tmp_path: Path, host: str) -> None:
    network(tmp_path, host, news="/news", events="/news")
    assert crawl(tmp_path).returncode == 0
    assert query(tmp_path / "pages.db", "select source, url from captures order by 1") == [
        ("events", f"http://{host}/news"),
        ("news", f"http://{host}/news"),
    ]


def test_robots_txt_that_forbids_everything_is_named(tmp_path: Path, host: str) -> None:
    network(tmp_path, host, news="/hidden/news", events="/hidden/events")
    result = crawl(tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "herald: robots.txt forbids all 2 addresses of trams\n"


NO_START = """
from spiders.labelled import Labelled
Labelled.start = lambda self: iter(())
"""


def test_a_source_that_asks_nothing_is_not_finished(tmp_path: Path, host: str) -> None:
    network(tmp_path, host, news="/news")
    result = crawl(tmp_path, code=NO_START)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "herald: trams: nothing was asked; try again with --verbose\n"
    assert query(tmp_path / "pages.db", "select reason from runs") == [("nothing asked",)]


BROKEN = """
from aggregator.errors import DatabaseError
from pipelines.store import StorePipeline
whole = StorePipeline.{method}
def broken(self, *more):
    if {spider}.name == "buses":
        raise {error}
    return whole(self, *more)
StorePipeline.{method} = broken
"""


@pytest.mark.parametrize(
    ("error", "line"),
    [
        ("TypeError('no\\nway')", "buses: the crawl failed: TypeError: no way; --verbose shows more"),
        ("DatabaseError('x.db: is full')", "x.db: is full"),
    ],
)
def test_a_network_that_cannot_be_crawled_is_told_and_the_others_are_stored(
    tmp_path: Path, host: str, error: str, line: str
) -> None:
    network(tmp_path, host, news="/news")
    network(tmp_path, host, "buses", news="/news")
    result = crawl(
        tmp_path, "trams", "buses", code=BROKEN.format(method="open_spider", spider="self.spider", error=error)
    )
    assert (result.returncode, result.stderr) == (1, f"herald: {line}\n")
    assert "2 new, 0 changed, in announcements.db" in result.stdout
    result = crawl(tmp_path, "buses", code=BROKEN.format(method="open_spider", spider="self.spider", error=error))
    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"herald: {line}\n")


@pytest.mark.parametrize(
    "place", ["spiders.labelled.Labelled.follow", "pipelines.normalise.NormalisePipeline.process_item"]
)
def test_what_breaks_on_the_way_is_told(tmp_path: Path, host: str, place: str) -> None:
    network(tmp_path, host, news="/news")
    module, _, name = place.rpartition(".")
    module, _, owner = module.rpartition(".")
    code = f"import {module}\n{module}.{owner}.{name} = lambda self, *more: 1 / 0\n"
    result = crawl(tmp_path, code=code)
    assert result.returncode == 1
    line = "herald: trams: the crawl failed: ZeroDivisionError: division by zero; --verbose shows more\n"
    assert result.stderr == line


@pytest.mark.parametrize("place", ["parsers.read", "reading.normalise"])
def test_a_reader_that_fails_loses_no_page_and_is_told(tmp_path: Path, host: str, place: str) -> None:
    network(tmp_path, host, news="/news", events="/news")
    code = f"""
from aggregator import parsers, reading
whole = {place}
def broken(one, source, *more):
    if source.id == "events":
        raise TypeError("no way")
    return whole(one, source, *more)
{place} = broken
"""
    result = crawl(tmp_path, code=code)
    assert result.returncode == 1
    assert result.stderr == "herald: trams: our reader failed on 1 page, kept to be read again; please report it\n"
    assert (
        f"trams, events: http://{host}/news: our reader failed, please report it: TypeError: no way\n" in result.stdout
    )
    assert "2 new, 0 changed" in result.stdout
    assert query(tmp_path / "pages.db", "select source, status from captures order by 1") == [
        ("events", 200),
        ("news", 200),
    ]
    assert query(tmp_path / "announcements.db", "select source, errors from crawls order by 1") == [
        ("events", 1),
        ("news", 0),
    ]


BESIDE = """
from pipelines.archive import ArchivePipeline
whole = ArchivePipeline.open_runs
def beside(self, network, sources, started):
    self.archive.finish(self.archive.begin("buses", "news", started), started, "finished")
    whole(self, network, sources, started)
    self.archive.finish(self.archive.begin("buses", "events", started), started, "shutdown")
ArchivePipeline.open_runs = beside
"""


def test_a_crawl_reports_its_own_runs_and_no_others(tmp_path: Path, host: str) -> None:
    network(tmp_path, host, news="/news")
    result = crawl(tmp_path, code=BESIDE)
    assert (result.returncode, result.stderr) == (0, "")
    assert "buses" not in result.stdout
    assert query(tmp_path / "pages.db", "select count(*) from runs") == [(3,)]


def test_sources_that_were_renamed_are_told_after_a_crawl(tmp_path: Path, host: str) -> None:
    network(tmp_path, host, news="/news")
    crawl(tmp_path)
    network(tmp_path, host, issues="/news")
    result = crawl(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    line = "trams, news: 1 archived page is not read, as the file names no such source; give it its old name again\n"
    assert line in result.stdout


@contextmanager
def crawling(folder: Path, proxy: str) -> Iterator[Popen[str]]:
    command = [sys.executable, "-m", "aggregator.cli", "crawl", "demo", "--networks", str(NETWORK_FILE.parent)]
    env = environment(http_proxy=proxy)
    with Popen(command, cwd=folder, env=env, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_crawl_that_is_interrupted_by_force_says_so_in_one_line(tmp_path: Path) -> None:
    with gated(2) as server, crawling(tmp_path, server.proxy) as process:
        assert server.reached.wait(60)
        for _ in range(40):
            process.send_signal(SIGINT)
            with suppress(TimeoutExpired):
                process.wait(0.5)
                break
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors == "herald: interrupted; what was kept is kept, and the next crawl goes on\n"
    assert "nothing new" not in output
    assert {reason for (reason,) in query(tmp_path / "pages.db", "select reason from runs")} == {None}
    assert herald("networks", cwd=tmp_path).returncode == 0
