"""What is due in a crawl: the articles that no earlier one read, or that have changed since they were read."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from aggregator import addresses
from aggregator.dates import read_span
from aggregator.model import Link
from aggregator.networks import Source
from aggregator.normalise.days import first_day, last_day
from aggregator.store import Memory


class Due:
    """Compares by days: a server's clock need not be ours, and many say no hour."""

    def __init__(self, source: Source, memory: Memory) -> None:
        self.source = source
        self.memory = memory
        self.zone = ZoneInfo(source.network.timezone)

    @cached_property
    def read(self) -> dict[str, str]:
        """The local day on which each article was read last, by the key of its address."""
        mirrors = self.source.network.mirrors
        return {addresses.key(url, mirrors): first_day(when, self.zone) for url, when in self.memory.articles()}

    def is_due(self, link: Link, now: datetime) -> bool:
        """Say whether the article behind a link is asked: not one that changed last before the source's `since`."""
        changed = self.day(link.modified, now)
        if changed and changed < self.source.since:
            return False
        read = self.read.get(addresses.key(link.url, self.source.network.mirrors))
        return read is None or bool(changed and changed >= read)

    def day(self, words: str, now: datetime) -> str | None:
        """Return the last local day (YYYY-MM-DD) that words say, None where they say none."""
        network = self.source.network
        span = read_span(
            words,
            languages=network.languages,
            order=network.date_order,
            zone=network.timezone,
            seen_at=now,
            direction="past",
        )
        return last_day(span.end or span.start, self.zone) if span else None
