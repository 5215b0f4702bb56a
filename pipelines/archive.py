"""The archive pipeline: gives each page its number and keeps it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from scrapy.crawler import Crawler

from aggregator.archive import Archive, Failed, numbered
from aggregator.model import Page
from aggregator.reading import Parsed


class ArchivePipeline:
    """Opens a run for each source of the spider's network; `flush` writes what has come since, before it is stored."""

    def __init__(self, archive: Archive, crawler: Crawler) -> None:
        self.archive = archive
        self.crawler = crawler
        self.runs: dict[str, int] = {}
        self.numbers: Counter[int] = Counter()
        self.pages: list[Page] = []
        self.failures: list[tuple[int, str, str, str]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        """Return the pipeline with the archive that the settings name."""
        return cls(Archive(Path(crawler.settings["HERALD_ARCHIVE"])), crawler)

    def open_runs(self, network: str, sources: list[str], started: datetime) -> None:
        """Open a run for each source."""
        self.runs = {source: self.archive.begin(network, source, started) for source in sources}

    def process_item(self, item: Parsed | Failed) -> Parsed | Failed:
        """Number a page and keep it for the next flush; note a failure."""
        if isinstance(item, Failed):
            self.failures.append((self.runs[item.source], item.role, item.url, item.error))
            return item
        run = self.runs[item.page.source]
        self.numbers[run] += 1
        item = replace(item, page=numbered(item.page, run, self.numbers[run]))
        self.pages.append(item.page)
        return item

    def flush(self) -> None:
        """Write the pages and failures that have come since the last flush."""
        self.archive.save(self.pages, self.failures)
        self.pages.clear()
        self.failures.clear()

    def close_runs(self, finished: datetime, reasons: dict[str, str]) -> None:
        """Close the runs, each with the reason for which its source ended."""
        for source, run in self.runs.items():
            self.archive.finish(run, finished, reasons[source])
