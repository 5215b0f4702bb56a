"""Reparse: from the archive to a new database, without asking any server."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aggregator.archive import Archive
from aggregator.errors import DatabaseError, NetworkFileError
from aggregator.networks import Network
from aggregator.store import Store, catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a reparse did: pages read by network, and what was left out.

    `dropped` are the networks of the archive that have no file, `unread` the pages of sources that their network's
    file does not name, by network and source.
    """

    pages: dict[str, int]
    dropped: tuple[str, ...]
    unread: dict[tuple[str, str], int]


def reparse(archive: Archive, target: Path, networks: Mapping[str, Network], *, drop_unknown: bool = False) -> Rebuilt:
    """Read the whole archive anew and put the result in place of the database at `target`, whose readers stay served.

    Raises NetworkFileError where a network of the archive has no file, unless `drop_unknown` leaves it out, and
    DatabaseError where the new database cannot be written; the old one is untouched then.
    """
    dropped = tuple(name for name in archive.networks() if name not in networks)
    if dropped and not drop_unknown:
        raise NetworkFileError(
            f"the archive has pages of {', '.join(dropped)} and there is no such network file: name its folder with "
            "--networks, or leave these pages out with --drop-unknown"
        )
    known = [networks[name] for name in archive.networks() if name in networks]
    fresh = target.with_name(target.name + ".reparsed")
    _remove(fresh)
    store = Store(fresh)
    try:
        pages = {network.id: catch_up(store, archive, network) for network in known}
        _bring_in(store, target)
    finally:
        store.close()
        _remove(fresh)
    return Rebuilt(pages=pages, dropped=dropped, unread=unread(archive, known))


def unread(archive: Archive, networks: Iterable[Network]) -> dict[tuple[str, str], int]:
    """Return how many archived pages are of sources that their network's file does not name, by network and source."""
    pages: Counter[tuple[str, str]] = Counter()
    for network in networks:
        for run in archive.runs(network.id):
            if run.source not in network.sources:
                pages[network.id, run.source] += run.captures
    return {place: number for place, number in pages.items() if number}


def _bring_in(store: Store, target: Path) -> None:
    Store(target).close()  # refuses what is no database of ours, or is newer, before anything is replaced
    live = sqlite3.connect(target, timeout=30)
    try:
        store.db.conn.backup(live)
    except sqlite3.Error as error:
        raise DatabaseError(f"{target}: the new database could not be brought in: {error}") from error
    finally:
        live.close()


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
