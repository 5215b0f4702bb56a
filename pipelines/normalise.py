"""The normalise pipeline: what was found becomes announcements and refusals."""

from __future__ import annotations

from scrapy.crawler import Crawler

from aggregator.archive import Failed
from aggregator.networks import Network
from aggregator.reading import Parsed, Reading, interpret


class NormalisePipeline:
    """Gives meaning to the words of each page."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NormalisePipeline:
        """Return the pipeline for the network of the crawler's spider."""
        return cls(crawler.spider.network)  # type: ignore[union-attr]

    def process_item(self, item: Parsed | Failed) -> Reading | Failed:
        """Return the reading of a parsed page."""
        return item if isinstance(item, Failed) else interpret(item, self.network)
