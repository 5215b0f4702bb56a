"""`herald search`: announcements by words and filters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from aggregator import vocabulary
from aggregator.cli import options, printing
from aggregator.cli.wording import count
from aggregator.normalise import KINDS
from aggregator.store import Store
from aggregator.store.questions import Search, counts
from aggregator.store.questions import search as ask

_COLUMNS = [
    "id",
    "title",
    "network",
    "kind",
    "day",
    "published",
    "starts",
    "ends",
    "deadline",
    "city",
    "country",
    "themes",
    "url",
]


class Day(click.ParamType[str]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as it was given, or fail."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2019-01-17", param, ctx)


@click.command()
@click.argument("words", nargs=-1)
@click.option("--theme", type=click.Choice(list(vocabulary.themes())), help="Only of this theme.", metavar="THEME")
@click.option("--network", default="", help="Only of this network.")
@click.option("--kind", type=click.Choice(KINDS), help="Only of this kind.")
@click.option("--since", type=Day(), help="Only what is of this day or later.")
@click.option("--until", type=Day(), help="Only what is of this day or earlier.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@options.db
@options.output("table", "json", "csv")
def search(
    words: tuple[str, ...],
    theme: str | None,
    network: str,
    kind: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    db: Path,
    form: str,
) -> None:
    """Find announcements that hold all WORDS and fit the filters."""
    store = Store(db, write=False)
    wanted = Search(
        words=" ".join(words),
        theme=theme or "",
        network=network,
        kind=kind or "",
        since=since or "",
        until=until or "",
        limit=limit,
    )
    rows, known = ask(store.db, wanted), counts(store.db)
    store.close()
    if network and network not in known:
        complaint = f"{db} knows no {network!r}; it knows {', '.join(known) or 'none yet'}"
        raise click.BadParameter(complaint, param_hint="'--network'")
    if form == "json":
        printing.as_json(rows)
    elif form == "csv":
        printing.as_csv(rows, _COLUMNS)
    elif rows:
        printing.as_table(("id", "title", "dates"), [_cells(row) for row in rows], wide=("title",))
        more = f"; there may be more: --limit {limit * 2} shows them" if len(rows) == limit else ""
        click.echo(f"{count(len(rows), 'announcement')}{more}")
    else:
        click.echo("nothing found")


def _cells(row: Mapping[str, Any]) -> tuple[str, str, str]:
    facts = (row["kind"], row["network"], ", ".join(row["themes"]))
    return str(row["id"]), f"{row['title']}\n{' · '.join(filter(None, facts))}", printing.when(row)
