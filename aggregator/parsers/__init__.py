"""Readers: one a document kind, from a page to what it says and where it leads; nothing interpreted."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page, Role
from aggregator.networks import Source

READERS: dict[
    tuple[str, Role], str
] = {  # (platform, role) -> the module of this package whose `read` reads such a page; loaded when first needed
    ("labelled", "listing"): "labelled",
    ("labelled", "article"): "labelled",
    ("feed", "feed"): "feed",
    ("feed", "article"): "article",
    ("wordpress", "api"): "wordpress",
    ("wordpress", "feed"): "feed",
    ("wordpress", "article"): "article",
    ("tribe", "api"): "tribe",
    ("tribe", "article"): "article",
    ("drupal", "api"): "drupal",
    ("drupal", "article"): "article",
    ("ical", "calendar"): "ical",
    ("ical", "article"): "article",
    ("sitemap", "sitemap"): "sitemap",
    ("sitemap", "article"): "article",
    ("listing", "listing"): "cards",
    ("listing", "article"): "article",
}


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield what a page of a source says and the links to follow.

    Raises ParseError where the page is not what its reader expects.
    """
    name = READERS.get((source.platform, page.role))
    if name is None:
        raise ParseError(f"a source of the platform {source.platform} has no reader for a page of the role {page.role}")
    reader: Iterator[Found | Link] = import_module(f"aggregator.parsers.{name}").read(page, source)
    yield from reader
