"""From the archive into the database: what is archived and was not read yet, or was read by other rules."""

from __future__ import annotations

from itertools import islice

from aggregator import reading, rules
from aggregator.archive import Archive, Run
from aggregator.databases import writing
from aggregator.model import Page
from aggregator.networks import Network
from aggregator.store.database import Store

_BATCH = 200  # pages a transaction


def catch_up(store: Store, archive: Archive, network: Network) -> int:
    """Read what the database lacks of one network and return the number of pages read.

    A killed crawl leaves pages unread; a change of the rules makes all of them unread. These are read in one
    transaction: until its end readers see what was there, and a failure on the way changes nothing.
    """
    fingerprint = rules.fingerprint(network)
    known = store.fingerprint(network.id)
    if known == fingerprint:
        return _read_runs(store, archive, network)
    with writing(store.db):
        if known is not None:
            store.forget(network.id)
        store.set_fingerprint(network.id, fingerprint)
        return _read_runs(store, archive, network)


def _read_runs(store: Store, archive: Archive, network: Network) -> int:
    store.describe([network])
    return sum(_read_run(store, archive, network, run) for run in archive.runs(network.id))


def _read_run(store: Store, archive: Archive, network: Network, run: Run) -> int:
    after = store.captures(run.id)
    store.note_run(run)
    pages = archive.pages(run.id, after)
    read = 0
    while batch := list(islice(pages, _BATCH)):
        store.save_unread([_read(page, network) for page in batch], {network.id: network})
        read += len(batch)
    return read


def _read(page: Page, network: Network) -> reading.Reading:
    if page.source not in network.sources:
        return reading.Reading(page=page, refusals=(reading.Refusal(reason=_unknown(page), words="{}"),))
    return reading.read(page, network)


def _unknown(page: Page) -> str:
    return f"unreadable: the network file has no source {page.source!r} any more"
