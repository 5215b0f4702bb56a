"""`herald reparse`: the archive read anew."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.archive import Archive
from aggregator.cli import options
from aggregator.cli.wording import count, not_read
from aggregator.demo import NETWORK_FILE
from aggregator.networks import load_all, load_file
from aggregator.rebuild import reparse as rebuild


@click.command()
@click.option("--drop-unknown", is_flag=True, help="Leave out networks of the archive that have no file.")
@options.db
@options.archive
@options.folder
def reparse(drop_unknown: bool, db: Path, archive: Path, folder: Path | None) -> None:
    """Read all pages of the archive by today's rules and put the result in place of the database."""
    networks = {NETWORK_FILE.stem: load_file(NETWORK_FILE)} | load_all(folder)
    pages = Archive(archive, write=False)
    done = rebuild(pages, db, networks, drop_unknown=drop_unknown)
    pages.close()
    read = count(sum(done.pages.values()) - sum(done.unread.values()), "page")
    click.echo(f"{read} of {count(len(done.pages), 'network')} read into {db}")
    for name in done.dropped:
        click.echo(f"{name}: has no network file; its pages in {archive} were left out")
    for line in not_read(done.unread):
        click.echo(line)
