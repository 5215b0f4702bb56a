"""What is known of a network before a crawl, so that only what is new is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from aggregator.archive import Archive
from aggregator.model import Key

_READ = """(
    exists (select 1 from announcement_pages a where a.network = p.network and a.page = p.url)
    or not exists (
        select 1 from rejected r where r.network = p.network and r.page = p.url and r.reason like 'unreadable: %'
    )
)"""
"""What makes a page one that was read: a barrier or an error page in its place does not."""


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
        sql = f"select 1 from pages p where network = ? and url = ? and {_READ}"
        return self.db.execute(sql, (self.network, url)).fetchone() is not None

    def knows(self, key: Key) -> bool:
        """Say whether an announcement with this key was stored."""
        if self.db is None:
            return False
        sql = "select 1 from identities where network = ? and scheme = ? and value = ?"
        return self.db.execute(sql, (self.network, *key)).fetchone() is not None

    def articles(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each article that was read, and when it was read last (ISO 8601)."""
        if self.db is not None:
            sql = f"select url, last_confirmed from pages p where network = ? and role = 'article' and {_READ}"
            yield from self.db.execute(sql, (self.network,))


def remember(db: Database, archive: Archive, network: str) -> Memory:
    """Return the memory of a network."""
    begun: dict[str, str] = {}
    since: dict[str, str] = {}
    for run in archive.runs(network):
        begun.setdefault(run.source, run.started)  # a crawl that was cut or broken off began what the next completes
        if run.whole:
            since[run.source] = begun.pop(run.source)
    return Memory(network=network, since=since, db=db)
