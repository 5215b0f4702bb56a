"""The platform `feed`: RSS, Atom and JSON Feed, page by page to what is known, and the pages of their entries."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Found, Key, Link
from aggregator.networks import Source
from aggregator.reading import Parsed
from aggregator.store import Memory
from spiders.due import Due
from spiders.walk import Walk


class Feed(Walk):
    """Asks for the feeds, their further pages, and the page of every entry that says of no change or of a new one."""

    def __init__(self, source: Source, memory: Memory) -> None:
        super().__init__(source, memory)
        self.due = Due(source, memory)
        self.told: set[Key] = set()

    def start(self) -> Iterator[Link]:
        for address in self.source.start:
            yield Link(url=address, role="feed")

    def follow(self, parsed: Parsed) -> Iterator[Link]:
        if parsed.page.role != "feed":
            return
        now = parsed.page.fetched_at
        for link in parsed.links:
            if link.role == "article" and (not link.modified or self.due.is_due(link, now)):
                yield link
        if self._goes_on(parsed):
            yield from (link for link in parsed.links if link.role == "feed")

    def _goes_on(self, parsed: Parsed) -> bool:
        """Say whether the next page is asked: not behind one that tells nothing new, or only what is too old.

        Until a crawl was whole, what is known does not end it: that one may have been broken off behind it.
        """
        new = [found for found in parsed.found if self.told.isdisjoint(found.keys)]
        self.told.update(key for found in parsed.found for key in found.keys)
        if not self.resuming:
            new = [found for found in new if not any(map(self.memory.knows, found.keys))]
        return any(not self._too_old(found, parsed) for found in new)

    def _too_old(self, found: Found, parsed: Parsed) -> bool:
        said = [*found.published, *found.modified]
        days = [day for each in said if (day := self.due.day(each.text, parsed.page.fetched_at))]
        return bool(days) and max(days) < self.source.since
