"""Reparse: from the archive to a new database, without asking any server."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aggregator.archive import Archive
from aggregator.errors import DatabaseError
from aggregator.networks import Network
from aggregator.store import Store, catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a reparse did: pages read by network, and networks of the archive that have no file."""

    pages: dict[str, int]
    unknown: tuple[str, ...]


def reparse(archive: Archive, target: Path, networks: Mapping[str, Network]) -> Rebuilt:
    """Read the whole archive anew and put the result in place of the database at `target`, whose readers stay served.

    Raises DatabaseError where the new database cannot be written; the old one is untouched then.
    """
    fresh = target.with_name(target.name + ".reparsed")
    _remove(fresh)
    store = Store(fresh)
    try:
        known = [name for name in archive.networks() if name in networks]
        pages = {name: catch_up(store, archive, networks[name]) for name in known}
        _bring_in(store, target)
    finally:
        store.close()
        _remove(fresh)
    return Rebuilt(pages=pages, unknown=tuple(name for name in archive.networks() if name not in networks))


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
