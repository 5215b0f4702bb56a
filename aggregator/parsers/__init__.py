"""Readers: one a platform, from a page to what it says and where it leads; nothing interpreted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aggregator.model import Found, Link, Page
from aggregator.networks import Source
from aggregator.parsers import labelled

READERS: dict[str, Callable[[Page, Source], Iterator[Found | Link]]] = {"labelled": labelled.read}
"""The reader of each platform's pages."""


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield what a page of a source says and the links to follow.

    Raises ParseError where the page is not what its reader expects.
    """
    return READERS[source.platform](page, source)
