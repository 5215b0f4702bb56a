"""The platform `labelled`: listing pages whose rows end in dates with labels, and the pages they link to."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Link
from aggregator.reading import Parsed
from spiders.walk import Walk


class Labelled(Walk):
    """Asks for the listings, their further pages and every article that a row links to."""

    def start(self) -> Iterator[Link]:
        for address in self.source.start:
            yield Link(url=address, role="listing")

    def follow(self, parsed: Parsed) -> Iterator[Link]:
        if parsed.page.role == "listing":
            yield from parsed.links
