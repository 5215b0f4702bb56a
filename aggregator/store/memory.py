"""What is known of a network before a crawl, so that only what is new is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from aggregator.archive import Archive
from aggregator.model import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier crawls brought: when the last whole crawl of each source began, and every key that was told.

    A Memory without a database knows nothing: that of a first crawl.
    """

    network: str = ""
    since: Mapping[str, str] = field(default_factory=dict)
    db: Database | None = None

    def has_read(self, url: str) -> bool:
        """Say whether the page at this address was read."""
        if self.db is None:
            return False
        sql = "select 1 from pages where network = ? and url = ?"
        return self.db.execute(sql, (self.network, url)).fetchone() is not None

    def knows(self, key: Key) -> bool:
        """Say whether an announcement with this key was stored."""
        if self.db is None:
            return False
        sql = "select 1 from identities where network = ? and scheme = ? and value = ?"
        return self.db.execute(sql, (self.network, *key)).fetchone() is not None


def remember(db: Database, archive: Archive, network: str) -> Memory:
    """Return the memory of a network."""
    since = {run.source: run.started for run in archive.runs(network) if run.whole}
    return Memory(network=network, since=since, db=db)
