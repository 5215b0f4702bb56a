"""How many article pages are read in a second of CPU time, and how that compares with parsing alone.

Each saved page of the tests is filled up with navigation and paragraphs to 60 KB. Medians of five rounds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

from lxml import etree
from lxml.html import HTMLParser

from aggregator.errors import ParseError
from aggregator.model import Page
from aggregator.networks import Network, load
from aggregator.parsers import article

SAVED = Path(__file__).parents[1] / "tests" / "pages" / "article"
SIZE = 60_000
ROUNDS = 5
REPEATED = 4
ITEM = '<li class="menu-item menu-item-type-post"><a href="/topics/{0}/" class="link">Topic number {0} of the menu</a></li>\n'
TEXT = (
    '<p class="text">Cities count <a href="/a/{0}">passengers</a> and <b>share</b> what they find, line by line.</p>\n'
)


def filled(body: bytes) -> bytes:
    """Return a page with a menu before and paragraphs in its content, up to the size of a usual page."""
    head, mark, rest = body.partition(b"<body")
    attributes, end, content = rest.partition(b">")
    rows, middle = SIZE // 2 // len(ITEM), content.rfind(b"</p>") + 4
    menu = "".join(ITEM.format(number) for number in range(rows)).encode()
    text = "".join(TEXT.format(number) for number in range((SIZE // 2) // len(TEXT))).encode()
    nav = b'<nav class="menu"><ul>' + menu + b"</ul></nav>"
    return head + mark + attributes + end + nav + content[:middle] + text + content[middle:]


def pages() -> list[tuple[Page, str]]:
    """Return the pages, each with the source it is of."""
    told = []
    for path in sorted(SAVED.glob("*.html")):
        facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        page = Page(
            network="cityring", source=facts["source"], role="article", url=facts["url"], requested=facts["url"],
            content_type="text/html", body=filled(path.read_bytes()), fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
        )  # fmt: skip
        told.append((page, facts["source"]))
    return told


def read(told: list[tuple[Page, str]], network: Network) -> None:
    for page, source in told:
        try:
            list(article.read(page, network.sources[source]))
        except ParseError as error:
            raise SystemExit(f"{page.url}: {error}") from error


def parse(told: list[tuple[Page, str]]) -> None:
    for page, _ in told:
        etree.fromstring(page.body, HTMLParser(encoding="utf-8"))


def seconds(work: Callable[[], None]) -> float:
    def once() -> float:
        start = process_time()
        for _ in range(REPEATED):
            work()
        return (process_time() - start) / REPEATED

    once()
    return median(once() for _ in range(ROUNDS))


def main() -> None:
    told = pages()
    network = load("cityring", SAVED / "networks")
    parsing, reading = seconds(lambda: parse(told)), seconds(lambda: read(told, network))
    size = sum(len(page.body) for page, _ in told) / len(told)
    print(f"{len(told)} pages of {size / 1000:.0f} KB on average, medians of {ROUNDS}")
    print(f"lxml alone: {len(told) / parsing:.0f} pages a CPU second")
    print(f"read:       {len(told) / reading:.0f} pages a CPU second, {reading / parsing:.1f} times a bare parse")


if __name__ == "__main__":
    main()
