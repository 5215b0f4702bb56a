"""announcements.db as the crawl and reparse write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from aggregator import vocabulary
from aggregator.archive import Run
from aggregator.databases import open_database, writing
from aggregator.networks import Network
from aggregator.reading import Reading
from aggregator.store.tables import migrations
from aggregator.store.views import create_views
from aggregator.store.writer import Batch

_OF_A_NETWORK = {  # table -> how its rows are known to be of a network, children first
    "occurrences": "announcement in (select id from announcements where network = ?)",
    "announcement_themes": "announcement in (select id from announcements where network = ?)",
    "announcement_pages": "network = ?",
    "announcement_tags": "network = ?",
    "evidence": "announcement in (select id from announcements where network = ?)",
    "versions": "announcement in (select id from announcements where network = ?)",
    "identities": "network = ?",
    "tellings": "network = ?",
    "pages": "network = ?",
    "tags": "network = ?",
    "rejected": "network = ?",
    "crawls": "network = ?",
    "announcements": "network = ?",
    "sources": "network = ?",
    "rules": "network = ?",
    "networks": "id = ?",
}


class Store:
    """The published database. `path` None keeps it in memory. Raises DatabaseError, see `open_database`."""

    def __init__(self, path: Path | None = None, *, write: bool = True) -> None:
        self.db = open_database(path, migrations, write=write)
        if write:
            create_views(self.db)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def describe(self, networks: Iterable[Network]) -> None:
        """Write what the files say of networks, their sources and the common themes."""
        with writing(self.db):
            concepts = [(one.id, one.label, one.broader) for one in vocabulary.themes().values()]
            self.db.conn.executemany(_SAVE_THEME, concepts)
            for network in networks:
                self._describe(network)

    def _describe(self, network: Network) -> None:
        facts = (network.id, network.name, network.homepage, network.region, json.dumps(network.languages))
        more = (network.timezone, network.date_order, network.confidence, network.checked, network.licence)
        self.db.execute(_SAVE_NETWORK, (*facts, *more))
        self.db.execute("delete from sources where network = ?", (network.id,))
        self.db.conn.executemany(
            "insert into sources (network, id, platform, start, every, kind) values (?, ?, ?, ?, ?, ?)",
            [
                (network.id, one.id, one.platform, json.dumps(one.start), one.every, one.kind)
                for one in network.sources.values()
            ],
        )

    def note_run(self, run: Run) -> None:
        """Write what the archive knows of a run, at its beginning and at its end; counts of what was read stay."""
        facts = (run.id, run.network, run.source, run.started, run.finished, run.reason)
        counts = (run.captures + run.failures, run.refusals + run.failures)
        with writing(self.db):
            self.db.execute(_NOTE_RUN, (*facts, *counts))

    def save_unread(self, readings: Sequence[Reading], networks: Mapping[str, Network]) -> None:
        """Store those of a batch that nobody has stored: another crawl may have caught up with this one meanwhile."""
        with writing(self.db):
            unread = [one for one in readings if one.page.seq > self.captures(one.page.run)]
            self.save(unread, networks)

    def save(self, readings: Sequence[Reading], networks: Mapping[str, Network]) -> None:
        """Store a batch of readings in one transaction; their runs must have been noted."""
        with writing(self.db):
            for name, several in groupby(sorted(readings, key=_network), key=_network):
                Batch(self.db, networks[name]).save(list(several))

    def captures(self, run: int) -> int:
        """Return the number of the last capture of a run that was read; they are read in order."""
        row = self.db.execute("select captures from crawls where run = ?", (run,)).fetchone()
        return int(row[0]) if row else 0

    def fingerprint(self, network: str) -> str | None:
        """Return the fingerprint of the rules by which a network was read, None where it never was."""
        row = self.db.execute("select fingerprint from rules where network = ?", (network,)).fetchone()
        return str(row[0]) if row else None

    def set_fingerprint(self, network: str, fingerprint: str) -> None:
        """Remember the rules by which a network is read from now on."""
        with writing(self.db):
            self.db.execute("insert or replace into rules (network, fingerprint) values (?, ?)", (network, fingerprint))

    def forget(self, network: str) -> None:
        """Remove all that is known of a network, to read it anew from the archive."""
        with writing(self.db):
            self.db.execute(_UNINDEX_NETWORK, (network,))
            for table, where in _OF_A_NETWORK.items():
                self.db.execute(f"delete from {table} where {where}", (network,))

    def totals(self, runs: Iterable[int]) -> dict[str, int]:
        """Return what the runs brought in sum: captures, new, changed, rejected, errors."""
        marks = ", ".join(str(int(run)) for run in runs)
        return next(self.db.query(_TOTALS.format(runs=marks)))


def _network(reading: Reading) -> str:
    return reading.page.network


_SAVE_THEME = """
    insert into themes (id, label, broader) values (?, ?, ?)
    on conflict do update set label = excluded.label, broader = excluded.broader
"""
_SAVE_NETWORK = """
    insert into networks (id, name, homepage, region, languages, timezone, date_order, confidence, checked, licence)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set name = excluded.name, homepage = excluded.homepage, region = excluded.region,
        languages = excluded.languages, timezone = excluded.timezone, date_order = excluded.date_order,
        confidence = excluded.confidence, checked = excluded.checked, licence = excluded.licence
"""
_NOTE_RUN = """
    insert into crawls (run, network, source, started, finished, reason, requests, errors)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set finished = excluded.finished, reason = excluded.reason,
        requests = excluded.requests, errors = excluded.errors
"""
_UNINDEX_NETWORK = """
    insert into announcements_fts (announcements_fts, rowid, title, summary, body)
    select 'delete', id, title, summary, body from announcements where network = ?
"""
_TOTALS = """
    select coalesce(sum(captures), 0) as captures, coalesce(sum(new), 0) as new,
        coalesce(sum(changed), 0) as changed, coalesce(sum(rejected), 0) as rejected,
        coalesce(sum(errors), 0) as errors
    from crawls where run in ({runs})
"""
