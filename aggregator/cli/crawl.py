"""`herald crawl`: ask the networks and store what they announce."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import click

from aggregator.archive import Archive, Run
from aggregator.cli import options, printing
from aggregator.cli.crawling import Places, unreachable
from aggregator.cli.crawling import crawl as run_crawl
from aggregator.cli.wording import count
from aggregator.errors import CrawlError
from aggregator.networks import load, load_all
from aggregator.store import Store

_COUNTS = ("captures", "new", "changed", "rejected", "errors")


@click.command()
@click.argument("networks", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Also the networks whose facts are inferred, not seen.")
@click.option("--verbose", is_flag=True, help="Print Scrapy's log on the standard error.")
@click.option("--contact", default="", envvar="HERALD_CONTACT", show_envvar=True, help="Who crawls: e-mail or address.")
@options.db
@options.archive
@options.folder
def crawl(
    networks: tuple[str, ...],
    everything: bool,
    verbose: bool,
    contact: str,
    db: Path,
    archive: Path,
    folder: Path | None,
) -> None:
    """Crawl NETWORKS, or all whose facts were seen, and say what is new.

    Pages are kept in the archive, announcements in the database. A crawl that is broken off is completed by the next.
    """
    places = Places(db=db, archive=archive, folder=folder)
    if networks:
        names = [load(name, folder).id for name in dict.fromkeys(networks)]
    else:
        names = [one.id for one in load_all(folder).values() if everything or one.confidence == "seen"]
    runs = run_crawl(names, places, {"HERALD_CONTACT": contact}, verbose=verbose)
    report(runs, places)


def report(runs: list[Run], places: Places) -> None:
    """Print what the runs brought, a row a network, and what failed. Raises CrawlError where nothing answered."""
    if unreachable(runs):
        raise CrawlError(_no_network(runs, places))
    by_network: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_network[run.network].append(run)
    store = Store(places.db, write=False)
    totals = {name: store.totals(run.id for run in several) for name, several in by_network.items()}
    store.close()
    rows = [(name, *(counts[each] for each in _COUNTS)) for name, counts in totals.items()]
    printing.as_table(("network", "pages", "new", "changed", "rejected", "errors"), rows)
    for line in _notes(runs, places):
        click.echo(line)
    new, changed = (sum(counts[each] for counts in totals.values()) for each in ("new", "changed"))
    if new or changed:
        click.echo(f"{new} new, {changed} changed, in {places.db}")
    else:
        click.echo(f"nothing new, nothing changed in {places.db}")
    if any(run.reason == "shutdown" for run in runs):
        raise CrawlError("interrupted; what came is stored, and the next crawl goes on")


def _notes(runs: list[Run], places: Places) -> list[str]:
    """Return a line for each source that was not crawled to its end, or some of whose requests failed."""
    archive = Archive(places.archive, write=False)
    notes = []
    for run in runs:
        where = f"{run.network}, {run.source}"
        if failures := archive.failures(run.id):
            address, error = failures[0]
            more = f" and {len(failures) - 1} more" if len(failures) > 1 else ""
            notes.append(f"{where}: {address}{more} could not be fetched: {error}")
        if run.refusals:
            refused = count(run.refusals, "answer")
            notes.append(f"{where}: {refused} with an error status; `herald crawl --verbose` lists them")
        if run.reason == "max_pages":
            notes.append(f"{where}: went no further than max_pages of its network file")
    archive.close()
    return notes


def _no_network(runs: list[Run], places: Places) -> str:
    archive = Archive(places.archive, write=False)
    failures = [failure for run in runs for failure in archive.failures(run.id)]
    archive.close()
    address, error = failures[0]
    return f"no network here: none of {len(failures)} addresses answered; {address}: {error}"
