"""Opening announcements.db in every state in which it can be, describing networks, and forgetting one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from aggregator import vocabulary
from aggregator.archive import Archive
from aggregator.errors import DatabaseError
from aggregator.networks import Network, Source
from aggregator.store import Store
from aggregator.store.views import VIEWS
from tests.store.histories import NETWORK, Capture, contents, numbered, said, store_of

Without = Callable[[Path], AbstractContextManager[None]]
HISTORY = [
    Capture(1, "l", (said("Fair", keys=[("wp", "1")], tags=["mobility", "Own"], starts="18-03-2020"), said(""))),
    Capture(2, "a", (said("Fair, moved", keys=[("wp", "1")], tags=["mobility"], starts="07-10-2020"),), "article"),
    Capture(3, "a", (said("Fair, off", keys=[("wp", "1")], tags=["mobility"], starts="07-10-2020"),), "article"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "announcements.db"


def refused(path: Path, *, write: bool = True) -> str:
    with pytest.raises(DatabaseError) as error:
        Store(path, write=write)
    assert "\n" not in str(error.value)
    return str(error.value)


def scheme(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("select type, name, sql from sqlite_master order by name").fetchall()


def test_new_then_reopened(path: Path) -> None:
    Store(path).close()
    before = scheme(path)
    assert {name for kind, name, _ in before if kind == "view"} == set(VIEWS)
    Store(path).close()
    Store(path, write=False).close()
    assert scheme(path) == before


def test_what_was_stored_is_there_when_reopened(path: Path) -> None:
    with closing(Store(path)) as store:
        store.describe([NETWORK])
        before = contents(store)
    with closing(Store(path, write=False)) as store:
        assert contents(store) == before
        assert len(before["themes"]) == 25


def test_tables_are_strict_and_keys_hold(path: Path) -> None:
    with closing(Store(path)) as store:
        loose = "select name from pragma_table_list where schema = 'main' and type = 'table' and not strict"
        own = {name for (name,) in store.db.execute(loose) if not name.startswith(("_", "sqlite_"))}
        assert own == set()
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.db.atomic():
            store.db.execute("insert into announcement_themes values (1, 'mobility', 'declared', null)")


def test_a_view_that_is_declared_otherwise_now_is_replaced(path: Path) -> None:
    Store(path).close()
    before = scheme(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("drop view upcoming")
        db.execute("create view upcoming as select 1 as old")
    Store(path).close()
    assert scheme(path) == before


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_version(path: Path, write: bool) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        sql = "insert into _sqlite_migrations (migration_set, name, applied_at) values (?, ?, ?)"
        db.execute(sql, ("announcements", "m0999_the_future", "2030-01-01"))
    before = path.read_bytes()
    assert refused(path, write=write) == (
        f"{path}: was written by a newer version (it has m0999_the_future); upgrade City Herald"
    )
    assert path.read_bytes() == before


def test_an_older_version_is_not_read_but_upgraded(path: Path) -> None:
    path.touch()
    assert refused(path, write=False) == (
        f"{path}: was made by an older version; `herald crawl` or `herald reparse` upgrades it"
    )
    Store(path).close()
    Store(path, write=False).close()


@pytest.mark.parametrize("write", [True, False])
def test_a_file_that_is_no_database(path: Path, write: bool) -> None:
    path.write_text("Dear reader, this is a letter.\n" * 100)
    assert refused(path, write=write) == f"{path}: file is not a database; name another file, or put back a backup"
    assert path.read_text().startswith("Dear reader")


@pytest.mark.parametrize("write", [True, False])
def test_the_archive_in_place_of_the_database(path: Path, write: bool) -> None:
    Archive(path).close()
    assert refused(path, write=write) == f"{path}: is not a database of announcements; name another file"


@pytest.mark.parametrize("write", [True, False])
def test_a_database_of_somebody_else(path: Path, write: bool) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table recipes (name text)")
    assert refused(path, write=write) == f"{path}: is not a database of announcements; name another file"
    assert [name for _, name, _ in scheme(path)] == ["recipes"]


def test_a_missing_file_is_made_to_write_and_missed_to_read(path: Path) -> None:
    assert refused(path, write=False) == (
        f"{path}: there is no such database; `herald crawl` makes one, or name another file"
    )
    assert not path.exists()


def test_a_missing_folder(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.db"
    assert refused(path) == f"{path}: there is no folder {path.parent}; make it or name another file"
    assert "there is no such database" in refused(path, write=False)


def test_a_place_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "a.db"
    assert refused(path) == f"{path}: there is no folder {path.parent}; make it or name another file"


RIGHTS = "cannot be opened; check the rights of the file and its folder, or name another file"


def test_a_read_only_folder(open_folder: Path, without_rights: Without) -> None:
    path = open_folder / "a.db"
    with without_rights(open_folder):
        assert refused(path) == f"{path}: {RIGHTS}"
    assert list(open_folder.iterdir()) == []


def test_a_database_in_a_read_only_folder_is_read(open_folder: Path, without_rights: Without) -> None:
    path = open_folder / "a.db"
    Store(path).close()
    with without_rights(open_folder), closing(Store(path, write=False)) as store:
        assert store.fingerprint("net") is None


def test_a_read_only_file(open_folder: Path, without_rights: Without) -> None:
    path = open_folder / "a.db"
    Store(path).close()
    with without_rights(path):
        assert refused(path) == f"{path}: {RIGHTS}"
        Store(path, write=False).close()


def test_a_folder_that_may_not_be_entered(open_folder: Path, without_rights: Without) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    Store(closed / "a.db").close()
    closed.chmod(0o000)
    with without_rights(open_folder):
        assert refused(closed / "a.db") == f"{closed / 'a.db'}: {RIGHTS}"
        assert refused(closed / "a.db", write=False) == f"{closed / 'a.db'}: {RIGHTS}"
    closed.chmod(0o700)


def test_a_database_that_another_program_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, **options | {"timeout": 0}))
    with closing(connect(path)) as other:
        other.execute("begin exclusive")
        assert refused(path) == f"{path}: is in use by another program; wait until that has ended"


def network_of(name: str) -> Network:
    return replace(NETWORK, id=name, name=name.upper(), sources={"news": Source(**NEWS)})


NEWS = {"id": "news", "platform": "labelled", "start": ("https://net.example/news",), "every": "6h"}


def test_describe() -> None:
    with closing(Store()) as store:
        store.describe([NETWORK, network_of("two")])
        store.describe([replace(network_of("two"), region="World", licence="CC BY 4.0", languages=("en", "fr"))])
        facts = ("https://net.example/", "Europe", '["en"]', "Europe/Brussels", "DMY", "inferred", "", "")
        assert store.db.execute("select * from networks order by id").fetchall() == [
            ("net", "A network", *facts),
            ("two", "TWO", facts[0], "World", '["en", "fr"]', *facts[3:-1], "CC BY 4.0"),
        ]
        assert store.db.execute("select * from sources order by network, id").fetchall() == [
            ("net", "events", "labelled", '["https://net.example/events"]', "1d", "event"),
            ("net", "news", "labelled", '["https://net.example/news"]', "1d", "news"),
            ("two", "news", "labelled", '["https://net.example/news"]', "6h", "news"),
        ]
        concepts = [(one.id, one.label, one.broader) for one in vocabulary.themes().values()]
        assert store.db.execute("select * from themes").fetchall() == concepts


def test_a_source_that_left_the_file_leaves_the_database() -> None:
    with closing(Store()) as store:
        store.describe([NETWORK])
        store.describe([network_of("net")])
        assert store.db.execute("select id from sources").fetchall() == [("news",)]


def test_forget_leaves_nothing_of_the_network() -> None:
    series = said("Weekly", keys=[("uid", "1")], occurrences="2020-10-07/2020-10-08")
    with closing(store_of([numbered([*HISTORY, Capture(3, "c", (series,), "calendar")])])) as store:
        store.set_fingerprint("net", "f")
        before = contents(store)
        assert sorted(name for name, rows in before.items() if not rows) == []
        store.forget("net")
        after = contents(store)
        assert {name for name, rows in after.items() if rows} == {"themes"}
        assert after["themes"] == before["themes"]
        assert (
            store.db.execute("select rowid from announcements_fts where announcements_fts match 'fair'").fetchall()
            == []
        )
        store.db.execute("insert into announcements_fts (announcements_fts, rank) values ('integrity-check', 1)")
        assert store.db.execute("select count(*) from announcements_fts_docsize").fetchone() == (0,)


def test_forget_leaves_other_networks_alone() -> None:
    with closing(store_of([numbered(HISTORY)])) as store:
        before = contents(store)
        store.describe([network_of("two")])
        store.set_fingerprint("two", "f")
        store.forget("two")
        assert contents(store) == before
        assert store.fingerprint("two") is None


def test_totals() -> None:
    with closing(store_of([numbered(HISTORY)])) as store:
        assert store.totals([1]) == {"captures": 1, "new": 1, "changed": 0, "rejected": 1, "errors": 0}
        assert store.totals([2, 3]) == {"captures": 2, "new": 0, "changed": 1, "rejected": 0, "errors": 0}
        assert store.totals([]) == {"captures": 0, "new": 0, "changed": 0, "rejected": 0, "errors": 0}
