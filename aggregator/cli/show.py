"""`herald show`: one announcement with all that speaks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aggregator.cli import options, printing
from aggregator.errors import DatabaseError
from aggregator.store import Store
from aggregator.store.questions import announcement

_SHOWN = [
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
]


@click.command()
@click.argument("number", metavar="ID", type=int)
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


def _print(row: dict[str, Any]) -> None:
    console = printing.console()
    console.print(row["title"], style="bold", markup=False)
    facts = [(name, row[name]) for name in _SHOWN if row[name]]
    facts += [("themes", ", ".join(row["themes"])), ("tags", ", ".join(row["tags"]))]
    facts += [("first seen", row["first_seen"]), ("last changed", row["last_changed"])]
    for name, value in facts:
        console.print(f"  {name:<13}{value or '–'}", markup=False)
    if row["summary"]:
        console.print(f"\n{row['summary']}", markup=False)
    _print_evidence(row["evidence"])
    for version in row["versions"]:
        for field, (old, new) in version["changed"].items():
            console.print(f"  {version['seen']}  {field}: {old} → {new}", markup=False)


def _print_evidence(evidence: list[dict[str, Any]]) -> None:
    rows = [
        ("●" if one["chosen"] else "", one["field"], one["raw"], one["value"] or "?", one["route"], one["page"])
        for one in evidence
        if one["field"] != "body"
    ]
    headings = ("", "field", "the page says", "taken as", "route", "page")
    printing.as_table(headings, rows, wide=headings[2:4] + headings[5:], title="Evidence (● is what the row takes)")
