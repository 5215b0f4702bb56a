"""A listing that scripts make, brought by a real Chromium; and what is said where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Thread

import pytest

from aggregator.networks import load_file
from spiders import rendering
from tests.line.running import herald, query, tables

CARDS = [
    {"slug": f"card-{number}", "title": f"Card {number}", "day": f"2026-03-{number:02}"} for number in range(1, 13)
]
LISTING = """<!DOCTYPE html><html lang="en"><head><title>News</title></head><body><div id="list"></div><script>
fetch("/cards.json").then(answer => answer.json()).then(cards => {
  document.getElementById("list").innerHTML = cards.map(card =>
    `<article><h2><a href="/news/${card.slug}.html">${card.title}</a></h2>` +
    `<time datetime="${card.day}"></time></article>`
  ).join("");
});
</script></body></html>"""
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<time class="published" datetime="{day}">{day}</time><p>What the ring of cities has to say about {slug}, in full.</p>
</article></body></html>"""
NETWORK = """
name = "A site of scripts"
homepage = "http://127.0.0.1:{port}/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Brussels"
private = true

[sources.news]
platform = "listing"
start = ["http://127.0.0.1:{port}/"]
follow = '/news/'
{render}

[sources.news.select]
item = "article"
link = "h2 a"
title = "h2"
published = "time"
"""


@contextmanager
def site(folder: Path) -> Iterator[int]:
    """Serve a listing whose cards a script fetches, and the articles behind them; yield the port."""
    (folder / "news").mkdir(parents=True)
    (folder / "index.html").write_text(LISTING, encoding="utf-8")
    (folder / "cards.json").write_text(json.dumps(CARDS), encoding="utf-8")
    for card in CARDS:
        (folder / "news" / f"{card['slug']}.html").write_text(ARTICLE.format(**card), encoding="utf-8")

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: the test looks at what was stored."""

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def network(folder: Path, port: int, render: str) -> Path:
    folder.mkdir()
    (folder / "scripts.toml").write_text(NETWORK.format(port=port, render=render), encoding="utf-8")
    return folder


@pytest.mark.needs("chromium")
def test_a_listing_of_scripts_is_read_to_its_last_card(tmp_path: Path) -> None:
    with site(tmp_path / "site") as port:
        networks = network(tmp_path / "networks", port, "render = true")
        result = herald("crawl", "scripts", "--networks", networks, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
    rows = query(tmp_path / "announcements.db", "select title, published, kind from announcements order by published")
    assert rows == [(card["title"], card["day"], "news") for card in CARDS]
    roles = query(tmp_path / "pages.db", "select role, count(*) from captures where status = 200 group by role")
    assert roles == [("article", 12), ("listing", 1)]
    assert query(tmp_path / "announcements.db", "select count(*) from announcement_pages") == [(24,)]
    assert herald("reparse", "--db", "again.db", "--networks", networks, cwd=tmp_path).returncode == 0
    assert tables(tmp_path / "again.db") == tables(tmp_path / "announcements.db")


def test_without_a_browser_the_scripts_are_not_run_and_that_is_said(tmp_path: Path) -> None:
    with site(tmp_path / "site") as port:
        networks = network(tmp_path / "networks", port, "")
        assert herald("crawl", "scripts", "--networks", networks, cwd=tmp_path).returncode == 0
    [(reason,)] = query(tmp_path / "announcements.db", "select reason from rejected")
    assert reason == "unreadable: expected cards at 'article', got HTML 'News' without any"


def test_a_browser_that_is_not_installed_is_one_line(tmp_path: Path) -> None:
    networks = network(tmp_path / "networks", 1, "render = true")
    result = herald("crawl", "scripts", "--networks", networks, cwd=tmp_path, PATH=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == (
        "herald: scripts: the source news needs a browser to be read: pip install 'city-herald[browser]', "
        "and the Debian package chromium\n"
    )


def test_a_network_without_scripts_needs_no_browser(tmp_path: Path) -> None:
    networks = network(tmp_path / "networks", 1, "")
    assert rendering.browser_settings(load_file(networks / "scripts.toml")) == {}


class Asked:
    def __init__(self, url: str) -> None:
        self.url = url


@pytest.mark.parametrize(
    ("url", "astray"),
    [
        ("http://127.0.0.1/", True),
        ("http://localhost:8080/x", True),
        ("https://[::1]/", True),
        ("http://192.168.1.1/admin", True),
        ("http://no-such-host.invalid/", True),
        ("file:///etc/passwd", True),
        ("ftp://93.184.215.14/", True),
        ("https://93.184.215.14/script.js", False),
        ("data:text/plain,hello", False),
    ],
)
def test_scripts_do_not_reach_private_addresses(url: str, astray: bool) -> None:
    import asyncio

    assert asyncio.run(rendering.leads_astray(Asked(url))) is astray
