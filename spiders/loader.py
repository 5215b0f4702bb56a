"""The spiders Scrapy sees: one for every network file."""

from __future__ import annotations

import builtins
from pathlib import Path

from scrapy import Request
from scrapy.settings import BaseSettings

from aggregator.errors import NetworkFileError
from aggregator.networks import load, load_all
from spiders.network import NetworkSpider, hosts


class NetworkSpiderLoader:
    """Makes a NetworkSpider of each network file, so that `scrapy list` and `scrapy crawl polis` work."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> NetworkSpiderLoader:
        """Return the loader for the files of the catalogue and of the folder HERALD_NETWORKS."""
        folder = settings.get("HERALD_NETWORKS")
        return cls(Path(folder) if folder else None)

    def load(self, name: str) -> type[NetworkSpider]:
        """Return the spider of the network called `name`. Raises KeyError, as Scrapy wants it, where there is none."""
        try:
            network = load(name, self.folder)
        except NetworkFileError as error:
            raise KeyError(str(error)) from error
        allowed = sorted(hosts(network))  # all of them, or a host's robots.txt is not asked
        return type("NetworkSpider", (NetworkSpider,), {"name": name, "network": network, "allowed_domains": allowed})

    def list(self) -> builtins.list[str]:
        """Return the ids of all networks."""
        return sorted(load_all(self.folder))

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Return the networks one of whose hosts the request is for."""
        return [name for name in self.list() if self.load(name).handles_request(request)]
