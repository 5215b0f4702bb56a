"""A crawl in this process: Scrapy with the project's settings, watched, and what its runs brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from aggregator import settings as project
from aggregator.archive import Archive, Run
from aggregator.cli.progress import Progress
from aggregator.errors import CrawlError
from aggregator.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a crawl keeps what it finds, and the folder of network files of one's own."""

    db: Path
    archive: Path
    folder: Path | None


def crawl(names: Iterable[str], places: Places, overrides: Mapping[str, Any], *, verbose: bool = False) -> list[Run]:
    """Crawl the networks, all at once and each at its own pace, and return the runs this made.

    Raises DatabaseError where a database cannot be written, before anything is asked, and CrawlError where one gave
    out on the way.
    """
    before = _last_run(places)
    process = AsyncCrawlerProcess(settings(_kept_in(places) | dict(overrides), verbose=verbose))
    with Progress() as progress:
        crawlers = [process.create_crawler(name) for name in names]
        for crawler in crawlers:
            crawler.signals.connect(progress.scraped, signal=signals.item_scraped)
            process.crawl(crawler)
        process.start()
    for crawler in crawlers:
        if error := crawler.stats and crawler.stats.get_value("herald/error"):
            raise CrawlError(f"{places.db}: could not be written: {error}; the pages are kept, crawl again to go on")
    archive = Archive(places.archive, write=False)
    runs = [run for run in archive.runs() if run.id > before]
    archive.close()
    return runs


def _last_run(places: Places) -> int:
    Store(places.db).close()
    archive = Archive(places.archive)
    runs = archive.runs()
    archive.close()
    return max((run.id for run in runs), default=0)


def _kept_in(places: Places) -> dict[str, Any]:
    return {
        "HERALD_DB": str(places.db),
        "HERALD_ARCHIVE": str(places.archive),
        "HERALD_NETWORKS": str(places.folder or ""),
    }


def settings(overrides: Mapping[str, Any], *, verbose: bool) -> Settings:
    """Return the project's settings with these instead; `verbose` prints Scrapy's log on the standard error."""
    chosen = Settings()
    chosen.setmodule(project, priority="project")
    log = {"LOG_ENABLED": verbose, "LOG_INSTALL_ROOT_HANDLER": verbose}
    chosen.setdict(log | dict(overrides), priority="cmdline")
    return chosen


def unreachable(runs: Iterable[Run]) -> bool:
    """Say whether no run got a single answer."""
    runs = list(runs)
    return not any(run.captures for run in runs) and any(run.failures for run in runs)
