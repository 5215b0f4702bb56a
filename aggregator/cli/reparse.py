"""`herald reparse`: the archive read anew."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.archive import Archive
from aggregator.cli import options
from aggregator.cli.wording import count
from aggregator.networks import load_all
from aggregator.rebuild import reparse as rebuild


@click.command()
@options.db
@options.archive
@options.folder
def reparse(db: Path, archive: Path, folder: Path | None) -> None:
    """Read all pages of the archive by today's rules and put the result in place of the database."""
    pages = Archive(archive, write=False)
    done = rebuild(pages, db, load_all(folder))
    pages.close()
    for name in done.unknown:
        click.echo(f"herald: {name}: has pages in {archive} and no network file; --networks names a folder", err=True)
    read = count(sum(done.pages.values()), "page")
    click.echo(f"{read} of {count(len(done.pages), 'network')} read into {db}")
