"""`herald show`: one announcement with all that speaks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from aggregator.cli import options, printing
from aggregator.errors import DatabaseError
from aggregator.store import Store
from aggregator.store.questions import announcement

_FACTS = (
    "kind",
    "network",
    "url",
    "published",
    "modified",
    "starts",
    "ends",
    "deadline",
    "state",
    "venue",
    "city",
    "country",
    "language",
    "themes",
    "tags",
    "first_seen",
    "last_changed",
)
_FIELDS = (
    "title",
    "kind",
    "published",
    "modified",
    "starts",
    "ends",
    "deadline",
    "venue",
    "city",
    "country",
    "language",
    "tags",
    "themes",
    "summary",
    "body",
    "url",
)


class Id(click.ParamType[int]):
    """An id as `herald search` prints it."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or fail."""
        if not re.fullmatch("[0-9]{1,16}", value):
            self.fail(f"{value!r} is no id; `herald search` shows the ids", param, ctx)
        return int(value)


@click.command()
@click.argument("number", metavar="ID", type=Id())
@options.db
@options.output("table", "json")
def show(number: int, db: Path, form: str) -> None:
    """Show the announcement ID with its evidence; any id it ever had finds it."""
    store = Store(db, write=False)
    row = announcement(store.db, number)
    store.close()
    if row is None:
        raise DatabaseError(f"{db}: has no announcement {number}; `herald search` shows the ids")
    if form == "json":
        printing.as_json(row)
    else:
        _print(row)


def _print(row: Mapping[str, Any]) -> None:
    printing.heading(row["title"])
    lists = {name: ", ".join(row[name]) for name in ("themes", "tags")}
    printing.as_list([(name.replace("_", " "), value) for name in _FACTS if (value := lists.get(name, row[name]))])
    if row["summary"]:
        printing.paragraph(row["summary"])
    pages = {page["page"]: number for number, page in enumerate(row["pages"], 1)}
    printing.heading("Evidence (* is what the announcement takes)")
    printing.as_list(_evidence(row["evidence"], pages))
    printing.heading("Pages")
    printing.as_list(
        [(pages[one["page"]], f"{one['page']}\nlast told of it {one['last_confirmed']}") for one in row["pages"]]
    )
    if row["versions"]:
        printing.heading("Changes")
        printing.as_list(
            (version["seen"][:10] if number == 0 else "", field, f"{_plain(old)} → {_plain(new)}")
            for version in row["versions"]
            for number, (field, (old, new)) in enumerate(version["changed"].items())
        )


def _evidence(evidence: list[dict[str, Any]], pages: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return field, mark and words, in groups of a field; words that several pages say alike stand once."""
    alike: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for one in sorted(evidence, key=lambda one: (_FIELDS.index(one["field"]), not one["chosen"])):
        meaning = printing.meaning(one["field"], one["raw"], one["value"], one["assumed"])
        alike.setdefault((one["field"], one["raw"], meaning), []).append(one)
    rows: list[tuple[str, ...]] = []
    for field, group in groupby(alike.items(), key=lambda each: each[0][0]):
        for number, ((_, raw, meaning), several) in enumerate(group):
            mark = "*" if any(one["chosen"] for one in several) else ""
            places = sorted({pages[one["page"]] for one in several})
            where = f"page{'s' if len(places) > 1 else ''} {', '.join(map(str, places))}"
            routes = "/".join(sorted({one["route"] for one in several}))
            since = min(one["seen"] for one in several)[:10]
            words = f"{raw} → {meaning}" if meaning else raw
            rows.append((field if number == 0 else "", mark, f"{words}\n({routes}, {where}, since {since})"))
    return rows


def _plain(value: Any) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value or "")) or "nothing"
