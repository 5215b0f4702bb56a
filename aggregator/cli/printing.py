"""Rows on the standard output: as a table for people, as JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula


def as_json(value: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print RFC 4180 rows under a header; a text that a spreadsheet would run gets an apostrophe before it."""
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: Any) -> str:
    text = "" if value is None else "; ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def as_table(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, wide: Sequence[str] = (), title: str | None = None
) -> None:
    """Print a table that fits the terminal; the columns named in `wide` give way first, by folding their text."""
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for heading in headings:
        number = heading in ("pages", "new", "changed", "rejected", "errors", "announcements")
        table.add_column(
            heading, justify="right" if number else "left", overflow="fold", no_wrap=heading not in wide and not number
        )
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console().print(table)


def waiting(text: str) -> Status:
    """Return a context that shows `text` on the standard error while it lasts, where that is a terminal."""
    return Console(stderr=True, quiet=not sys.stderr.isatty()).status(text)


def console() -> Console:
    """Return the standard output as rich sees it: 100 columns where it is no terminal, so that pipes get whole rows."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120, highlight=False)


def when(row: Mapping[str, Any]) -> str:
    """Return the dates of a row in short: a day, or a period.

    >>> when({"published": "2018-12-10", "starts": None, "ends": None})
    '2018-12-10'
    >>> when({"published": None, "starts": "2019-03-27", "ends": "2019-03-29"})
    '2019-03-27 – 2019-03-29'
    """
    if not row["starts"]:
        return str(row["published"] or "")
    return row["starts"] if row["ends"] in (None, row["starts"]) else f"{row['starts']} – {row['ends']}"
