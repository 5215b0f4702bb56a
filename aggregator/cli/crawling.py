"""A crawl in this process: Scrapy with the project's settings, watched, and what its runs brought."""

from __future__ import annotations

from asyncio import Task
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.python.failure import Failure

from aggregator import settings as project
from aggregator.archive import Archive, Run
from aggregator.cli.progress import Progress
from aggregator.cli.wording import count
from aggregator.errors import AggregatorError
from aggregator.store import Store
from pipelines.archive import ArchivePipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a crawl keeps what it finds, and the folder of network files of one's own."""

    db: Path
    archive: Path
    folder: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """What a crawl made: its runs, and a line for each network that it could not crawl or not store."""

    runs: tuple[Run, ...]
    errors: tuple[str, ...]

    @property
    def interrupted(self) -> bool:
        """Whether it was stopped; a run that was stopped at once, or could not be stored, has no reason."""
        reasons = {run.reason for run in self.runs}
        return "shutdown" in reasons or (None in reasons and not self.errors)

    @property
    def silent(self) -> bool:
        """Whether not a single answer came."""
        return not any(run.captures for run in self.runs)


def crawl(names: Iterable[str], places: Places, overrides: Mapping[str, Any], *, verbose: bool = False) -> Crawled:
    """Crawl the networks, all at once and each at its own pace, and return what came of it.

    Raises DatabaseError where a database cannot be opened or made, before anything is asked.
    """
    Store(places.db).close()
    Archive(places.archive).close()
    process = AsyncCrawlerProcess(settings(_kept_in(places) | dict(overrides), verbose=verbose))
    with Progress() as progress:
        watched = [_Watched(process, name, progress) for name in names]
        process.start()
    archive = Archive(places.archive, write=False)
    runs = tuple(archive.run(run) for one in watched for run in one.runs)
    archive.close()
    return Crawled(runs=runs, errors=tuple(error for one in watched if (error := one.error(places))))


class _Watched:
    """The crawl of one network: the runs that it began, and the first error that it did not expect."""

    def __init__(self, process: AsyncCrawlerProcess, name: str, progress: Progress) -> None:
        self.name = name
        self.runs: list[int] = []
        self.broken: BaseException | None = None
        self.crawler = process.create_crawler(name)
        self.crawler.signals.connect(self.opened, signal=signals.spider_opened)
        self.crawler.signals.connect(self.failed, signal=signals.spider_error)
        self.crawler.signals.connect(self.failed, signal=signals.item_error)
        self.crawler.signals.connect(progress.scraped, signal=signals.item_scraped)
        self.task: Task[None] = process.crawl(self.crawler)

    def opened(self) -> None:
        """Note the runs."""
        archive = self.crawler.get_item_pipeline(ArchivePipeline)
        self.runs = list(archive.runs.values()) if archive else []

    def failed(self, failure: Failure) -> None:
        """Note an error of a spider or pipeline."""
        self.broken = self.broken or failure.value

    def error(self, places: Places) -> str | None:
        """Return what kept the network from being crawled or stored, None where nothing did."""
        ended = self.task.exception() if self.task.done() and not self.task.cancelled() else None
        error = self.broken or ended
        if isinstance(error, AggregatorError):
            return str(error)
        if error is not None:
            return f"{self.name}: the crawl failed: {type(error).__name__}: {error}; --verbose shows more"
        if not self.runs:
            return f"{self.name}: the crawl did not begin; --verbose shows more"
        if refused := self.crawler.stats.get_value("herald/error"):
            return f"{places.db}: could not be written: {refused}; the pages are kept, crawl again to go on"
        if faults := self.crawler.stats.get_value("herald/faults"):
            return f"{self.name}: our reader failed on {count(faults, 'page')}, kept to be read again; please report it"
        return None


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
    chosen.setdict({"LOG_ENABLED": verbose} | dict(overrides), priority="cmdline")
    return chosen
