"""The normalise pipeline: what was found becomes announcements and refusals."""

from __future__ import annotations

from scrapy.crawler import Crawler

from aggregator.archive import Failed
from aggregator.errors import AggregatorError
from aggregator.networks import Network
from aggregator.reading import FAULT, UNREAD, Parsed, Reading, interpret
from pipelines.archive import ArchivePipeline


class NormalisePipeline:
    """Gives meaning to the words of each page, and has its run told where a reader of ours failed."""

    def __init__(self, network: Network, crawler: Crawler) -> None:
        self.network = network
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NormalisePipeline:
        """Return the pipeline for the network of the crawler's spider."""
        return cls(crawler.spider.network, crawler)  # type: ignore[union-attr]

    def process_item(self, item: Parsed | Failed) -> Reading | Failed:
        """Return the reading of a parsed page."""
        if isinstance(item, Failed):
            return item
        reading = interpret(item, self.network)
        reasons = [each.reason.removeprefix(UNREAD) for each in reading.refusals if each.reason.startswith(UNREAD)]
        faults = [reason for reason in reasons if reason.startswith(FAULT)]
        if faults:
            self._tell(reading, faults[0])
            self.crawler.stats.inc_value("herald/faults")
        elif reasons and reading.page.role != "article":  # what the list hid has to be asked for again
            self._tell(reading, f"answered {reading.page.status}, but {reasons[0]}")
        return reading

    def _tell(self, reading: Reading, error: str) -> None:
        archive = self.crawler.get_item_pipeline(ArchivePipeline)
        if archive is None:
            raise AggregatorError("the archive pipeline is missing from ITEM_PIPELINES; put it before the normaliser's")
        page = reading.page
        archive.process_item(Failed(source=page.source, url=page.url, error=error, role=page.role))
