"""The platform `sitemap`: sitemaps, their parts, and the pages they list."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Link
from aggregator.networks import Source
from aggregator.reading import Parsed
from aggregator.store import Memory
from spiders.due import Due
from spiders.walk import Walk


class Sitemap(Walk):
    """Asks for the sitemaps and every part of them, then for the articles that are new or have changed."""

    def __init__(self, source: Source, memory: Memory) -> None:
        super().__init__(source, memory)
        self.due = Due(source, memory)

    def start(self) -> Iterator[Link]:
        for address in self.source.start:
            yield Link(url=address, role="sitemap")

    def follow(self, parsed: Parsed) -> Iterator[Link]:
        if parsed.page.role != "sitemap":
            return
        for link in parsed.links:
            if link.role == "sitemap" or self.due.is_due(link, parsed.page.fetched_at):
                yield link
