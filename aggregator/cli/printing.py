"""Rows on the standard output: as a table for people, as JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from rich import box
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.status import Status
from rich.table import Table
from rich.text import Text

from aggregator.text import tidy

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula
_LEAST = 7  # characters of a column that gives way, with the room beside it
_NUMBERS = ("pages", "new", "changed", "rejected", "errors", "announcements")


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
    """Print a table that fits the terminal; the columns named in `wide` give way first, by folding their text.

    Where that is not enough all columns fold: nothing is cut, an id least of all.
    """
    if title:
        heading(title)
    cells = [[_text(value) for value in row] for row in rows]
    fixed = {name for name in headings if name not in (*wide, *_NUMBERS, "dates")}
    longest = [max(each.cell_len for each in column) for column in zip(map(Text, headings), *cells, strict=True)]
    kept = sum(width for name, width in zip(headings, longest, strict=True) if name in fixed)
    roomy = kept + _LEAST * (len(headings) - len(fixed)) <= console().width
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in headings:
        justify: JustifyMethod = "right" if name in _NUMBERS else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=roomy and name in fixed)
    for row in cells:
        table.add_row(*row)
    _show(table)


def as_list(rows: Iterable[Sequence[Any]]) -> None:
    """Print rows of names and, last, a text, which goes on below itself where it is long."""
    rows = list(rows)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in rows[0][1:] if rows else ():
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*map(_text, row))
    _show(Padding(grid, (0, 0, 0, 2)))


def heading(text: str) -> None:
    """Print a heading under an empty line."""
    click.echo()
    _show(_text(text, style="bold"))


def paragraph(text: str) -> None:
    """Print a paragraph under an empty line."""
    click.echo()
    _show(_text(text))


def _show(what: Any) -> None:
    screen = console()
    with screen.capture() as captured:
        screen.print(what)
    click.echo("\n".join(line.rstrip() for line in captured.get().split("\n")), nl=False)


def meaning(field: str, raw: str, value: str | None, assumed: str | None) -> str:
    """Return what the words of a field were taken as, empty where that is what they say.

    >>> meaning("starts", "17 January", "2019-01-17", "year")
    '2019-01-17 (year assumed)'
    """
    if value is None:
        return "no theme, on purpose" if field == "themes" else "nothing"
    return "" if value == raw else value + (f" ({assumed} assumed)" if assumed else "")


def waiting(text: str) -> Status:
    """Return a context that shows `text` on the standard error while it lasts, where that is a terminal."""
    return Console(stderr=True, quiet=not sys.stderr.isatty()).status(text)


def console() -> Console:
    """Return the standard output as rich sees it: 120 columns where neither a terminal nor COLUMNS says otherwise."""
    known = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return Console(file=sys.stdout, width=None if known else 120, highlight=False)


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


def _text(value: Any, style: str = "") -> Text:
    """Return a value as text without what could steer the terminal."""
    return Text("\n".join(map(tidy, str("" if value is None else value).split("\n"))), style=style)
