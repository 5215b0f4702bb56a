"""`herald demo`: the whole line on a small site that this program serves itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import click

from aggregator.cli import options, printing
from aggregator.cli.crawl import report
from aggregator.cli.crawling import Places, crawl
from aggregator.demo import NETWORK_FILE, serve
from aggregator.store import Store
from aggregator.store.questions import Search, search

_AT_ONCE = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}  # the server is ours, and so is the machine


@click.command()
@click.option("--verbose", is_flag=True, help="Print Scrapy's log on the standard error.")
@options.db
@options.archive
def demo(verbose: bool, db: Path, archive: Path) -> None:
    """Serve a small site of our own on this machine, crawl it over HTTP, and show what was found."""
    places = Places(db=db, archive=archive, folder=NETWORK_FILE.parent)
    with serve() as server, _through(server.proxy):
        crawled = crawl([NETWORK_FILE.stem], places, _AT_ONCE, verbose=verbose)
    report(crawled, places)
    store = Store(db, write=False)
    rows = search(store.db, Search(network=NETWORK_FILE.stem))
    store.close()
    cells = [(row["title"], row["kind"], printing.when(row), ", ".join(row["themes"])) for row in rows]
    printing.as_table(("title", "kind", "dates", "themes"), cells, wide=("title", "themes"))
    named = "" if str(db) == "announcements.db" else f" --db {db}"
    herald = _called()
    click.echo(f"Next: {herald} search cities{named}   or   {herald} show {rows[0]['id']}{named}")


def _called() -> str:
    """Return how this command can be called here: by its path where the shell finds no such command."""
    path = sys.argv[0]
    return path if Path(path).name == "herald" and path != which("herald") else "herald"


@contextmanager
def _through(proxy: str) -> Iterator[None]:
    """Send plain HTTP through `proxy` while the context lasts; Scrapy takes it from the environment."""
    names = ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY")
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ["http_proxy"] = proxy
    try:
        yield
    finally:
        del os.environ["http_proxy"]
        os.environ.update(before)
