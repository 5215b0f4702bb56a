"""The platform `listing`: pages of cards, and the articles behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aggregator.archive import Failed
from aggregator.model import Link
from aggregator.reading import Parsed
from spiders.rendering import rendered
from spiders.walk import Walk


class Listing(Walk):
    """Asks for the listings, their next pages and the articles that `follow` names."""

    def start(self) -> Iterator[Link]:
        for address in self.source.start:
            yield Link(url=address, role="listing")

    def follow(self, parsed: Parsed) -> Iterator[Link | Failed]:
        """Yield all links of a listing, but of one whose announcements are all known only those to articles."""
        if parsed.page.role != "listing":
            return
        known = self._known(parsed)
        for link in parsed.links:
            if link.role == "article" or not known:
                yield link

    def _known(self, parsed: Parsed) -> bool:
        return (
            not self.resuming and bool(parsed.found) and all(self.memory.knows(found.keys[0]) for found in parsed.found)
        )

    def meta(self, link: Link) -> dict[str, Any]:
        """Have a browser bring the listing where its file says that scripts make its cards."""
        if self.source.render and link.role == "listing":
            return rendered(self.source.select["item"])
        return {}
