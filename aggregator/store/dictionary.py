"""The data dictionary: the schema of both databases with what every table, view and column means.

`python -m aggregator.store.dictionary` prints it as Markdown; `docs/data-dictionary.md` is its output.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from aggregator.archive import Archive
from aggregator.store.database import Store

_HEADER = """\
<!-- Made from aggregator/store/descriptions.toml by `python -m aggregator.store.dictionary > docs/data-dictionary.md`.
     Edit that file, not this one. -->

# Data dictionary

Every published table, view and column. All texts are UTF-8, dates and times ISO 8601 texts, flags 0 or 1. NULL and
the empty list are "not said": no value is invented. Tables are strict; a column that can be NULL says so.
"""
_DATABASES = {
    "announcements": "The announcements, for reading and citing. `herald reparse` makes it anew from `pages.db`.",
    "pages": "The archive of pages: every answer as it came. Transport facts only.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a table or view is about and what its columns mean, by name."""

    about: str
    columns: dict[str, str]


def descriptions() -> dict[str, dict[str, Description]]:
    """Return the descriptions by database and table or view, in the order of `descriptions.toml`."""
    text = (Path(__file__).parent / "descriptions.toml").read_text(encoding="utf-8")
    return {
        database: {name: Description(**table) for name, table in tables.items()}
        for database, tables in tomllib.loads(text).items()
    }


def schema(db: Database) -> dict[str, list[str]]:
    """Return the columns of every published table and view; what SQLite and its index keep for themselves is none."""
    names = [*db.table_names(), *db.view_names()]
    published = [name for name in names if not name.startswith(("_", "sqlite_", "announcements_fts_"))]
    return {name: [column.name for column in db[name].columns] for name in published}


def document() -> str:
    """Return the data dictionary as Markdown."""
    store, archive = Store(), Archive()
    lines = [_HEADER]
    for (name, tables), db in zip(descriptions().items(), (store.db, archive.db), strict=True):
        lines += [f"## {name}.db", "", _DATABASES[name], ""]
        for table, description in tables.items():
            lines += [*_section(db, table, description), ""]
    store.close()
    archive.close()
    return "\n".join(lines)


def _section(db: Database, table: str, description: Description) -> Iterator[str]:
    view = table in db.view_names()
    yield f"### {table}{' (view)' if view else ''}"
    yield f"\n{description.about}\n"
    yield "| column | meaning |\n|---|---|" if view else "| column | type | key | meaning |\n|---|---|---|---|"
    keys = {} if view else _keys(db, table)
    for column in db[table].columns:
        meaning = description.columns[column.name]
        null = "" if column.notnull or column.is_pk or view else " or NULL"
        facts = "" if view else f" {(column.type or 'TEXT').lower()}{null} | {keys.get(column.name, '')} |"
        yield f"| `{column.name}` |{facts} {meaning} |"


def _keys(db: Database, table: str) -> dict[str, str]:
    """Return what is said in the column "key": part of the primary key, and what the column refers to."""
    keys = {column.name: ["primary"] for column in db[table].columns if column.is_pk}
    for row in db.query("select * from pragma_foreign_key_list(:table) order by id, seq", {"table": table}):
        keys.setdefault(row["from"], []).append(f"→ `{row['table']}.{row['to']}`")
    return {name: ", ".join(dict.fromkeys(parts)) for name, parts in keys.items()}


def main() -> None:
    """Print the data dictionary."""
    print(document(), end="")


if __name__ == "__main__":
    main()
