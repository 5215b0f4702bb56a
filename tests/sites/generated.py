"""The two generators of static sites as a test meets them, and what a crawl of theirs must bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.line.running import query
from tests.servers import jekyll, nikola, static
from tests.servers.posts import Post


@dataclass(frozen=True, slots=True)
class Generator:
    """How a generator builds a folder, where in it the site is, and where on it a post."""

    build: Callable[[Path, str, Iterable[Post]], None]
    output: str
    url: Callable[[str, Post], str]


JEKYLL = pytest.mark.needs("jekyll")
GENERATORS = {
    "jekyll": Generator(jekyll.build, "_site", jekyll.url),
    "nikola": Generator(nikola.build, "output", nikola.url),
}


_NETWORK = """
name = "Ring of Towns"
homepage = "{address}/"
region = "Europe"
languages = ["en", "de"]
timezone = "Europe/Brussels"
private = true
"""


@contextmanager
def served(name: str, folder: Path, posts: Iterable[Post]) -> Iterator[str]:
    """Yield the address of a site with these posts."""
    generator = GENERATORS[name]
    (folder / generator.output).mkdir(parents=True)
    with static.serve(folder / generator.output) as address:
        generator.build(folder, address, posts)
        yield address


def describe(folder: Path, address: str, sources: str) -> None:
    """Write the network file of a site that is served at `address`."""
    text = _NETWORK.format(address=address) + sources.replace("ADDRESS", address)
    (folder / "ring.toml").write_text(text, encoding="utf-8")


def stored(folder: Path) -> list[dict[str, Any]]:
    """Return the announcements of a crawl: title, day, url, tags in order of the alphabet, and the address key."""
    rows = []
    for number, title, day, url in query(
        folder / "announcements.db", "select id, title, published_day, url from announcements"
    ):
        tags = query(folder / "announcements.db", f"select tag from announcement_tags where announcement = {number}")
        keys = query(
            folder / "announcements.db",
            f"select value from identities where announcement = {number} and scheme = 'address' and not void",
        )
        rows.append(
            {
                "title": title,
                "day": day,
                "url": url,
                "tags": sorted(tag for (tag,) in tags),
                "keys": [key for (key,) in keys],
            }
        )
    return sorted(rows, key=lambda row: str(row["url"]))


def expected(name: str, address: str, posts: Iterable[Post]) -> list[dict[str, Any]]:
    """Return what `stored` must be for these posts."""
    rows = []
    for post in posts:
        url = GENERATORS[name].url(address, post)
        key = url.removeprefix("http://").rstrip("/")
        rows.append({"title": post.title, "day": post.day, "url": url, "tags": sorted(post.tags), "keys": [key]})
    return sorted(rows, key=lambda row: str(row["url"]))
