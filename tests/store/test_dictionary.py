"""Every published table, view and column is described, nothing else is, and the document says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from aggregator.archive import Archive
from aggregator.store import Store
from aggregator.store.dictionary import descriptions, document, schema

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


@pytest.fixture(params=["announcements", "pages"])
def named(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Database]]:
    opened = {"announcements": Store, "pages": Archive}[request.param](tmp_path / "new.db")
    yield request.param, opened.db
    opened.close()


def test_described_is_what_there_is(named: tuple[str, Database]) -> None:
    name, db = named
    described = {table: sorted(one.columns) for table, one in descriptions()[name].items()}
    assert described == {table: sorted(columns) for table, columns in schema(db).items()}


def test_only_what_sqlite_keeps_for_itself_is_left_out(named: tuple[str, Database]) -> None:
    _, db = named
    names = {name for (name,) in db.execute("select name from sqlite_master where type in ('table', 'view')")}
    shadows = {name for (name, kind) in db.execute("select name, type from pragma_table_list") if kind == "shadow"}
    assert names - schema(db).keys() == shadows | {"_sqlite_migrations"}


def test_every_description_is_a_sentence() -> None:
    texts = [text for tables in descriptions().values() for one in tables.values() for text in one.columns.values()]
    texts += [one.about for tables in descriptions().values() for one in tables.values()]
    assert [text for text in texts if not text.endswith(".") or "|" in text or "\n" in text] == []


def test_a_column_that_can_be_null_says_what_that_means() -> None:
    store = Store()
    silent = [
        f"{table}.{column.name}"
        for table in descriptions()["announcements"]
        if table in store.db.table_names() and table != "announcements_fts"
        for column in store.db[table].columns
        if not column.notnull and not column.is_pk
        if "NULL" not in descriptions()["announcements"][table].columns[column.name]
    ]
    store.close()
    assert silent == []


def test_the_document_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_the_module_prints_the_document() -> None:
    command = [sys.executable, "-m", "aggregator.store.dictionary"]
    assert subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout == document()
