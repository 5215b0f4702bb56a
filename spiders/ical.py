"""The platform `ical`: calendars, each whole in one answer."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator.model import Found, Link
from aggregator.reading import Parsed
from spiders.walk import Walk


class ICal(Walk):
    """Asks for the calendars, and for the pages of events that `follow` names and that are new or modified since."""

    def start(self) -> Iterator[Link]:
        for address in self.source.start:
            yield Link(url=address, role="calendar")

    def follow(self, parsed: Parsed) -> Iterator[Link]:
        if parsed.page.role == "calendar":
            yield from self.articles(found for found in parsed.found if self._is_due(found))

    def _is_due(self, found: Found) -> bool:
        since = self.memory.since.get(self.source.id, "")
        known = any(self.memory.knows(key) for key in found.keys if key[0] != "words")
        return not known or any(said.text[:16] >= since[:16] for said in found.modified)
