"""The store pipeline: batches of readings into announcements.db, each after its pages are in the archive."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from aggregator.archive import Failed
from aggregator.errors import AggregatorError
from aggregator.reading import Reading
from aggregator.store import Store, catch_up, remember
from pipelines.archive import ArchivePipeline

PATIENCE = 5.0  # seconds after which the next page has a smaller batch stored: what a killed crawl may lose


class StorePipeline:
    """Brings the database up to the archive, stores what comes, and closes the runs."""

    def __init__(self, store: Store, crawler: Crawler, size: int) -> None:
        self.store = store
        self.size = size
        self.crawler = crawler
        self.spider: Any = crawler.spider
        self.batch: list[Reading] = []
        self.flushed = time.monotonic()
        self.failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Return the pipeline with the database that the settings name."""
        settings = crawler.settings
        pipeline = cls(Store(Path(settings["HERALD_DB"])), crawler, settings.getint("HERALD_BATCH"))
        crawler.signals.connect(pipeline.spider_closed, signal=signals.spider_closed)
        return pipeline

    @property
    def archive(self) -> ArchivePipeline:
        """The archive pipeline of the same crawl."""
        pipeline = self.crawler.get_item_pipeline(ArchivePipeline)
        if pipeline is None:
            raise AggregatorError("the archive pipeline is missing from ITEM_PIPELINES; put it before the store's")
        return pipeline

    def open_spider(self) -> None:
        """Read what earlier crawls left unread, then open this crawl's runs."""
        network, archive = self.spider.network, self.archive
        catch_up(self.store, archive.archive, network)
        self.spider.recall(remember(self.store.db, archive.archive, network.id))
        archive.open_runs(network.id, list(network.sources), self.spider.now())
        self._note_runs()

    def process_item(self, item: Reading | Failed) -> Reading | Failed:
        """Keep a reading for the next batch."""
        if isinstance(item, Reading):
            self.batch.append(item)
        if len(self.batch) >= self.size or time.monotonic() - self.flushed > PATIENCE:
            self._flush()
        return item

    def spider_closed(self, reason: str) -> None:
        """Store the last batch and close the runs; a run that could not be stored stays open and is read again."""
        self._flush()
        if not self.failed:
            reasons = {source: self._reason(source, reason) for source in self.archive.runs}
            self.archive.close_runs(self.spider.now(), reasons)
            self._note_runs()
        self.store.close()
        self.archive.archive.close()

    def _reason(self, source: str, reason: str) -> str:
        """Return why a source's run ended: one that brought nothing at all has not come to the end of its lists."""
        if source in self.spider.cut:
            return "max_pages"
        run = self.archive.archive.run(self.archive.runs[source])
        silent = reason == "finished" and not run.captures and not run.failures
        return "nothing asked" if silent else reason

    def _note_runs(self) -> None:
        for run in self.archive.runs.values():
            self.store.note_run(self.archive.archive.run(run))

    def _flush(self) -> None:
        """Write the batch; a database that refuses ends the crawl, and the next one reads what is missing."""
        if self.failed:
            return
        try:
            self.archive.flush()
            self.store.save_unread(self.batch, {self.spider.network.id: self.spider.network})
        except (AggregatorError, sqlite3.Error) as error:
            self.failed = True
            self.crawler.stats.set_value("herald/error", str(error))
            self.crawler.engine.close_spider(self.spider, "not stored")
        self.batch.clear()
        self.flushed = time.monotonic()
