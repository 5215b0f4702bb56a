"""Opening SQLite files: created, checked and brought up to date, with one clear line where that cannot be."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from aggregator.errors import DatabaseError

_ATTEMPTS = 100  # at what SQLite does not wait for by itself, a tenth of a second apart


def open_database(path: Path | None, migrations: Migrations, *, write: bool) -> Database:
    """Return the database at `path` (None is in memory) with all of `migrations` applied.

    Raises DatabaseError where the file cannot be opened or made, is no database of this kind, or was written by a
    newer version.
    """
    try:
        if path is not None and not write and not path.exists():
            raise DatabaseError(f"{path}: there is no such database; `herald crawl` makes one, or name another file")
        with ExitStack() as unless_sound:
            db = Database(unless_sound.enter_context(closing(_connect(path, write=write))))
            _check(db, path, migrations, write=write)
            unless_sound.pop_all()
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{path}: {_plainly(path, error)}") from error
    return db


def _connect(path: Path | None, *, write: bool) -> sqlite3.Connection:
    if path is None:
        return sqlite3.connect(":memory:")
    mode = "rwc" if write else "ro"
    if write and path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(path)  # SQLite would open it to read, and a crawl would find out at its end
    if not write and not os.access(path.absolute().parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        mode += "&immutable=1"  # on a read-only medium nobody writes, and SQLite could not keep its lock file there
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30)


def _check(db: Database, path: Path | None, migrations: Migrations, *, write: bool) -> None:
    _refuse_foreign(db, path, migrations)
    if write:
        _prepare(db, migrations)
    elif migrations.pending(db):
        raise DatabaseError(f"{path}: was made by an older version; `herald crawl` or `herald reparse` upgrades it")


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Hold one transaction, from its beginning the only writer: another waits for its turn, instead of failing late."""
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.execute("begin immediate")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _prepare(db: Database, migrations: Migrations) -> None:
    if db.execute("pragma journal_mode").fetchone()[0] not in ("wal", "memory"):
        _to_wal(db)
    db.execute("pragma synchronous = normal")
    db.execute("pragma foreign_keys = on")
    if migrations.pending(db):
        with writing(db):
            migrations.apply(db)


def _to_wal(db: Database) -> None:
    """Have writers and readers side by side; SQLite does not wait for another that does the same, so we do."""
    for attempt in range(_ATTEMPTS):
        try:
            db.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.1)
        else:
            return


def _refuse_foreign(db: Database, path: Path | None, migrations: Migrations) -> None:
    tables = set(db.table_names())
    if not tables:
        return
    if Migrations.migrations_table not in tables or not migrations.applied(db):
        raise DatabaseError(f"{path}: is not a database of {migrations.name}; name another file")
    known = {migration.name for migration in migrations._migrations}
    newer = [migration.name for migration in migrations.applied(db) if migration.name not in known]
    if newer:
        raise DatabaseError(f"{path}: was written by a newer version (it has {newer[0]}); upgrade City Herald")


def _plainly(path: Path | None, error: sqlite3.Error | OSError) -> str:
    if path and not isinstance(error, OSError) and not os.access(f"{path.absolute().parent}{os.sep}", os.F_OK):
        return f"there is no folder {path.absolute().parent}; make it or name another file"
    if isinstance(error, OSError) or "unable to open" in str(error) or "readonly" in str(error):
        return "cannot be opened; check the rights of the file and its folder, or name another file"
    if "locked" in str(error):
        return "is in use by another program; wait until that has ended"
    return f"{error}; name another file, or put back a backup"
