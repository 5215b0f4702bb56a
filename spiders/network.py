"""The spider: one a network, with a walk for each of its sources."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from aggregator import reading
from aggregator.archive import Failed
from aggregator.model import Link, Page, Role
from aggregator.networks import Network
from aggregator.store import Memory
from spiders.platforms import PLATFORMS
from spiders.rendering import browser_settings
from spiders.walk import Walk

Item = reading.Parsed | Failed


class NetworkSpider(Spider):
    """Walks the sources of `network`; every page becomes a Parsed. The loader sets the class attributes."""

    network: Network
    allowed_domains: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.walks: dict[str, Walk] = {}
        self.recall(Memory())

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        contact = settings.get("HERALD_CONTACT") or os.environ.get("HERALD_CONTACT") or "no contact given"
        settings.setdict(browser_settings(cls.network), priority="spider")
        settings.set("USER_AGENT", f"city-herald/{version('city-herald')} (+{contact})", priority="spider")

    def recall(self, memory: Memory) -> None:
        """Begin the walks with what is known of the network."""
        sources = self.network.sources.values()
        self.walks = {source.id: PLATFORMS[source.platform](source, memory) for source in sources}

    @property
    def cut(self) -> set[str]:
        """The sources whose walk was ended by its bound."""
        return {name for name, walk in self.walks.items() if walk.cut}

    @staticmethod
    def now() -> datetime:
        """Return the time: the only clock of the line, read here and nowhere behind."""
        return datetime.now(UTC).replace(microsecond=0)

    async def start(self) -> AsyncIterator[Item | Request]:
        for walk in self.walks.values():
            for link in walk.within(walk.start()):
                yield self._request(walk, link)

    def _request(self, walk: Walk, link: Link | Failed) -> Request | Failed:
        if isinstance(link, Failed):
            return link
        facts = {"source": walk.source.id, "role": link.role}
        return Request(
            link.url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs=facts,
            meta=walk.meta(link),
            dont_filter=link.role != "article",  # each source reads its own lists; one article is enough for all
        )

    def parse(self, response: Response, source: str, role: Role) -> Iterator[Item | Request]:
        """Yield the parsed page, then the requests for the links that the walk follows."""
        parsed = reading.parse(self._page(response, source, role), self.network)
        walk = self.walks[source]
        links = list(walk.within(walk.follow(parsed)))  # decided before what this page tells is stored and known
        yield parsed
        for link in links:
            yield self._request(walk, link)

    def _page(self, response: Response, source: str, role: Role) -> Page:
        headers = {str(name): str(value) for name, value in response.headers.to_unicode_dict().items()}
        headers.pop("Set-Cookie", None)
        return Page(
            network=self.network.id,
            source=source,
            role=role,
            url=response.url,
            requested=_requested(response),
            status=response.status,
            headers=headers,
            content_type=headers.get("Content-Type", ""),
            body=response.body,
            fetched_at=self.now(),
        )

    def failed(self, failure: Failure) -> Iterator[Item]:
        """Yield what became of a request that brought no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.getErrorMessage() or type(failure.value).__name__
        yield Failed(url=_requested(request), error=error, **request.cb_kwargs)


def _requested(where: Request | Response) -> str:
    """Return the address that was asked for, before redirects."""
    return str(where.meta.get("redirect_urls", [where.url])[0])


def hosts(network: Network) -> set[str]:
    """Return the hosts a crawl of the network may ask: its homepage's, its sources' and its mirrors'."""
    addresses = [network.homepage, *(address for source in network.sources.values() for address in source.start)]
    mirrors = {prefix.partition("/")[0] for prefix in network.mirrors}
    return mirrors | {urlsplit(address).hostname or "" for address in addresses}
