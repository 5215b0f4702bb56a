"""`herald crawl`: ask the networks and store what they announce."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from aggregator.archive import Archive
from aggregator.cli import options, printing
from aggregator.cli.crawling import Crawled, Places
from aggregator.cli.crawling import crawl as run_crawl
from aggregator.cli.wording import count, not_read
from aggregator.errors import CrawlError
from aggregator.networks import load, load_all
from aggregator.reading import FAULT
from aggregator.rebuild import unread
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
    report(run_crawl(names, places, {"HERALD_CONTACT": contact}, verbose=verbose), places)


def report(crawled: Crawled, places: Places) -> None:
    """Print what a crawl brought, a row a network, and what failed.

    Raises CrawlError where nothing answered, a network could not be crawled, or the crawl was interrupted.
    """
    errors = list(crawled.errors)
    if crawled.interrupted:
        errors.append("interrupted; what was kept is kept, and the next crawl goes on")
    if crawled.silent and not errors:
        raise CrawlError(_silence(crawled, places))
    if crawled.runs:
        found = _print_totals(crawled, places)
        for line in _notes(crawled, places):
            click.echo(line)
        if found or not errors:
            click.echo(f"{found or 'nothing new, nothing changed'}{',' if found else ''} in {places.db}")
    if errors:
        raise CrawlError("; ".join(errors))


def _print_totals(crawled: Crawled, places: Places) -> str:
    """Print the counts of each network, and return what is new and changed in all, "" where nothing is."""
    by_network: dict[str, list[int]] = defaultdict(list)
    for run in crawled.runs:
        by_network[run.network].append(run.id)
    store = Store(places.db, write=False)
    totals = {name: store.totals(runs) for name, runs in by_network.items()}
    store.close()
    rows = [(name, *(counts[each] for each in _COUNTS)) for name, counts in totals.items()]
    printing.as_table(("network", "pages", "new", "changed", "rejected", "errors"), rows)
    new, changed = (sum(counts[each] for counts in totals.values()) for each in ("new", "changed"))
    return f"{new} new, {changed} changed" if new or changed else ""


def _notes(crawled: Crawled, places: Places) -> Iterator[str]:
    """Yield a line for each source that was not crawled to its end, failed in part, or is not read any more."""
    archive = Archive(places.archive, write=False)
    for run in crawled.runs:
        where = f"{run.network}, {run.source}"
        failures = archive.failures(run.id)
        ours = [failure for failure in failures if failure[1].startswith(FAULT)]
        yield from _failed(f"{where}: {{}}", ours)
        yield from _failed(f"{where}: {{}} could not be fetched", [each for each in failures if each not in ours])
        if run.refusals:
            refused = count(run.refusals, "answer")
            yield f"{where}: {refused} with an error status; `herald crawl --verbose` lists them"
        if run.reason == "max_pages":
            yield f"{where}: went no further than max_pages of its network file"
        if run.reason == "nothing asked":
            yield f"{where}: nothing was asked"
    networks = [load(name, places.folder) for name in dict.fromkeys(run.network for run in crawled.runs)]
    yield from not_read(unread(archive, networks))
    archive.close()


def _failed(line: str, failures: list[tuple[str, str]]) -> Iterator[str]:
    if failures:
        address, error = failures[0]
        more = f" and {len(failures) - 1} more" if len(failures) > 1 else ""
        yield f"{line.format(address + more)}: {error}"


def _silence(crawled: Crawled, places: Places) -> str:
    """Return why no page came at all."""
    archive = Archive(places.archive, write=False)
    failures = [failure for run in crawled.runs for failure in archive.failures(run.id)]
    archive.close()
    names = ", ".join(dict.fromkeys(run.network for run in crawled.runs))
    if not failures:
        return f"{names}: nothing was asked; try again with --verbose"
    address, error = failures[0]
    if {error for _, error in failures} == {"Forbidden by robots.txt"}:
        return f"robots.txt forbids {'all ' if len(failures) > 1 else ''}{_addresses(len(failures))} of {names}"
    if any(each.startswith("redirects to ") for _, each in failures):  # somebody did answer
        return f"no page came from {names}; {address}: {error}"
    return f"no network here: none of {_addresses(len(failures))} answered; {address}: {error}"


def _addresses(number: int) -> str:
    return "1 address" if number == 1 else f"{number} addresses"
