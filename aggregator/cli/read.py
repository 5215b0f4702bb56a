"""`herald read`: what a saved page says."""

from __future__ import annotations

from datetime import UTC, datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import click

from aggregator import addresses, reading
from aggregator.cli import options, printing
from aggregator.cli.wording import count
from aggregator.errors import ParseError
from aggregator.model import Announcement
from aggregator.networks import Network, load
from aggregator.saved import saved_page

_NOT_SHOWN = ("evidence",)


class Address(click.ParamType[str]):
    """A whole web address, or none."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as it was given, or fail."""
        if value and addresses.absolute(value, "") is None:
            self.fail(f"{value!r} is no web address; write it whole, as in https://example.org/news", param, ctx)
        return str(value)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--network", "name", required=True, help="The network whose page it is.")
@click.option(
    "--url",
    type=Address(),
    default="",
    help="The address the page was saved from; it decides source, role and identity.",
)
@click.option("--source", default="", help="The source that the page belongs to, where the address does not say.")
@options.folder
@options.output("table", "json")
def read(file: Path, name: str, url: str, source: str, folder: Path | None, form: str) -> None:
    """Read a saved page, HTML or text, and print what it announces; nothing is asked and nothing stored."""
    network = load(name, folder)
    page = saved_page(
        _body(file),
        network,
        url=url,
        source=source,
        content_type=guess_type(file.name)[0] or "",
        fetched_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
    )
    result = reading.read(page, network)
    for refusal in result.refusals:
        if refusal.announcement is None:
            raise ParseError(f"{file}: {refusal.reason}")
    if form == "json":
        printing.as_json(_document(result))
    else:
        _table(result, network)


def _body(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ParseError(f"{file}: cannot be read: {error.strerror}") from error


def _document(result: reading.Reading) -> dict[str, list[dict[str, Any]]]:
    return {
        "announcements": [_columns(announcement) for _, announcement in result.tellings],
        "rejected": [
            {"reason": refusal.reason, **_columns(refusal.announcement)}
            for refusal in result.refusals
            if refusal.announcement
        ],
    }


def _columns(announcement: Announcement) -> dict[str, Any]:
    names = [name for name in announcement.__slots__ if name not in _NOT_SHOWN]
    row = {name: getattr(announcement, name) for name in ("title", *names)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _table(result: reading.Reading, network: Network) -> None:
    document = _document(result)
    rows = [
        (row["title"] or f"({row['reason']})", row["kind"], printing.when(row), ", ".join(row["tags"]))
        for row in document["announcements"] + document["rejected"]
    ]
    found, refused = len(document["announcements"]), len(document["rejected"])
    printing.as_table(("title", "kind", "dates", "tags"), rows, wide=("title", "tags"), title=network.name)
    click.echo(f"{count(found, 'announcement')}, {refused} rejected")
