"""A try of one network: a few pages of each source are asked and read, and kept nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from aggregator import reading
from aggregator.archive import Failed
from aggregator.cli.crawling import settings
from aggregator.errors import CrawlError
from aggregator.model import Announcement, Key
from aggregator.networks import Network, Source
from aggregator.reading import Parsed, Reading
from spiders.network import NetworkSpider


@dataclass(slots=True)
class Tried:
    """What came of one source: its answers as found and as read, and what failed.

    `cut` says that the walk would have gone on.
    """

    source: Source
    parsed: list[Parsed] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    cut: bool = False

    def silent(self) -> list[Failed]:
        """Return the requests that brought no answer."""
        return [failure for failure in self.failures if failure.url not in self._asked()]

    def said(self) -> list[Failed]:
        """Return what the walk has to say of an answer."""
        return [failure for failure in self.failures if failure.url in self._asked()]

    def _asked(self) -> set[str]:
        return {address for parsed in self.parsed for address in (parsed.page.requested, parsed.page.url)}

    def links(self) -> dict[str, list[str]]:
        """Return by role the addresses that the pages lead to, without those that were asked."""
        asked = self._asked()
        found: dict[str, dict[str, None]] = {}
        for link in (link for parsed in self.parsed for link in parsed.links if link.url not in asked):
            found.setdefault(link.role, {})[link.url] = None
        return {role: list(addresses) for role, addresses in found.items()}

    def announcements(self) -> dict[str, list[tuple[str, Announcement]]]:
        """Return by role of the page its address and what it announces, in the order of the answers."""
        told: dict[str, list[tuple[str, Announcement]]] = {}
        for each in self.readings:
            for _, announcement in each.tellings:
                told.setdefault(each.page.role, []).append((each.page.url, announcement))
        return told


def ask(network: Network, pages: int, overrides: Mapping[str, Any], *, verbose: bool = False) -> list[Tried]:
    """Ask at most `pages` pages of each source, as politely as a crawl, and return what came, source by source.

    Raises CrawlError where nothing answered.
    """
    network = _bounded(network, pages)
    tried = {name: Tried(source) for name, source in network.sources.items()}

    def take(item: Parsed | Failed) -> None:
        if isinstance(item, Failed):
            tried[item.source].failures.append(item)
        else:
            tried[item.page.source].parsed.append(item)
            tried[item.page.source].readings.append(reading.interpret(item, network))

    process = AsyncCrawlerProcess(settings({"ITEM_PIPELINES": {}} | dict(overrides), verbose=verbose))
    crawler = process.create_crawler(type("NetworkSpider", (NetworkSpider,), {"name": network.id, "network": network}))
    crawler.signals.connect(take, signal=signals.item_scraped)
    process.crawl(crawler)
    process.start()
    cut = crawler.spider.cut if isinstance(crawler.spider, NetworkSpider) else set()
    for name, one in tried.items():
        one.cut = name in cut
    if not any(one.parsed for one in tried.values()):
        raise CrawlError(_silence(network, [failure for one in tried.values() for failure in one.failures]))
    return list(tried.values())


def distinct(tried: Iterable[Tried]) -> int:
    """Return how many announcements were told: those that share a key are one; words are none beside others."""
    groups: list[set[Key]] = []
    for telling in (telling for one in tried for each in one.readings for telling, _ in each.tellings):
        keys = {key for key in telling.found.keys if key[0] != "words"} or set(telling.found.keys)
        same = [group for group in groups if group & keys]
        groups = [group for group in groups if not group & keys] + [keys.union(*same)]
    return len(groups)


def _bounded(network: Network, pages: int) -> Network:
    sources = {name: replace(one, max_pages=min(one.max_pages, pages)) for name, one in network.sources.items()}
    return replace(network, sources=sources)


def _silence(network: Network, failures: list[Failed]) -> str:
    if not failures:
        return f"{network.id}: nothing was asked; try again with --verbose"
    reasons = Counter(failure.error for failure in failures)
    [(reason, _)] = reasons.most_common(1)
    return f"{network.id}: none of {len(failures)} addresses answered; {failures[0].url}: {reason}"
