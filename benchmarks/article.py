"""How many article pages are read in a second of CPU time, and how that compares with parsing alone.

Each saved page of the tests is filled up to 60 KB: a third each of scripts, navigation and paragraphs, as pages of the
web have them. Medians of five rounds.
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

from aggregator.model import Found, Page
from aggregator.networks import Network, load
from aggregator.parsers import article

SAVED = Path(__file__).parents[1] / "tests" / "pages" / "article"
SIZE = 60_000
ROUNDS = 5
REPEATED = 4
SCRIPT = "window.settings.push([{0}, 'a text that scripts carry along', 1e3, true]);\n"
ITEM = '<li class="menu-item"><a href="/topics/{0}/" class="link">Topic number {0} of the menu</a></li>\n'
TEXT = (
    '<p class="text">Cities count <a href="/a/{0}">passengers</a> and <b>share</b> what they find, line by line.</p>\n'
)


def filled(body: bytes) -> bytes:
    """Return a page with a menu before and paragraphs in its content, up to the size of a usual page."""
    head, mark, rest = body.partition(b"<body")
    attributes, end, content = rest.partition(b">")
    middle = content.rfind(b"</p>") + 4
    script, menu, text = (
        "".join(part.format(number) for number in range(SIZE // 3 // len(part))).encode()
        for part in (SCRIPT, ITEM, TEXT)
    )
    before = b"<script>" + script + b'</script><nav class="menu"><ul>' + menu + b"</ul></nav>"
    return head + mark + attributes + end + before + content[:middle] + text + content[middle:]


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


def read(told: list[tuple[Page, str]], network: Network) -> list[Found]:
    return [found for page, source in told for found in article.read(page, network.sources[source])]


def parse(told: list[tuple[Page, str]]) -> None:
    for page, _ in told:
        etree.fromstring(page.body, HTMLParser(encoding="utf-8"))


def seconds(work: Callable[[], object]) -> float:
    def once() -> float:
        start = process_time()
        for _ in range(REPEATED):
            work()
        return (process_time() - start) / REPEATED

    once()
    return median(once() for _ in range(ROUNDS))


def report(name: str, told: list[tuple[Page, str]], network: Network) -> None:
    parsing, reading = seconds(lambda: parse(told)), seconds(lambda: read(told, network))
    size = sum(len(page.body) for page, _ in told) / len(told)
    print(f"{name}: {len(told)} pages of {size / 1000:.0f} KB on average, medians of {ROUNDS}")
    print(f"  lxml alone: {len(told) / parsing:.0f} pages a CPU second")
    print(f"  read:       {len(told) / reading:.0f} pages a CPU second, {reading / parsing:.1f} times a bare parse")


def main() -> None:
    network = load("cityring", SAVED / "networks")
    marked, unmarked = [], []
    for each in pages():
        [found] = read([each], network)
        guessed = any(said.route == "prose" for said in (*found.body, *found.published))
        (unmarked if guessed else marked).append(each)
    report("pages that mark their text and their day", marked, network)
    report("pages whose text or day is searched for by trafilatura, htmldate or in the prose", unmarked, network)


if __name__ == "__main__":
    main()
