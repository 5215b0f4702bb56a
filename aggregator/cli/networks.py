"""`herald networks`: what can be crawled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aggregator.cli import options, printing
from aggregator.networks import Network, load_all


@click.command()
@options.folder
@options.output("table", "json")
def networks(folder: Path | None, form: str) -> None:
    """List the networks that can be crawled, with their sources."""
    facts = [_facts(network) for network in load_all(folder).values()]
    if form == "json":
        printing.as_json(facts)
        return
    rows = [
        (one["id"], one["name"], ", ".join(source["id"] for source in one["sources"]), one["confidence"])
        for one in facts
    ]
    printing.as_table(("network", "name", "sources", "confidence"), rows, wide=("name", "sources"))


def _facts(network: Network) -> dict[str, Any]:
    names = ("id", "name", "homepage", "region", "languages", "timezone", "confidence", "checked", "licence")
    sources = [
        {"id": one.id, "platform": one.platform, "kind": one.kind, "every": one.every, "start": list(one.start)}
        for one in network.sources.values()
    ]
    facts: dict[str, Any] = {name: getattr(network, name) for name in names}
    return facts | {"languages": list(network.languages), "sources": sources}
