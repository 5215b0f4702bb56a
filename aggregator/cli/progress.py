"""What a crawl shows while it goes on: pages, announcements and rate of each network."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import Progress as Display
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import Spider

from aggregator.reading import Reading


class Progress:
    """A display on the standard error, which stays silent where that is no terminal."""

    def __init__(self) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TextColumn(
                "{task.fields[pages]} pages  {task.fields[found]} announcements  {task.fields[rate]:.1f} pages/s"
            ),
            TimeElapsedColumn(),
        )
        console = Console(stderr=True)
        self.display = Display(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self.tasks: dict[str, Any] = {}
        self.found: dict[str, set[Any]] = {}
        self.pages: dict[str, int] = {}
        self.started = time.monotonic()

    def __enter__(self) -> Progress:
        self.display.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.display.stop()

    def scraped(self, item: object, spider: Spider) -> None:
        """Count a page of the spider's network and the announcements that it told first."""
        if not isinstance(item, Reading):
            return
        name = spider.name
        if name not in self.tasks:
            self.tasks[name] = self.display.add_task(name, total=None, pages=0, found=0, rate=0.0)
            self.found[name], self.pages[name] = set(), 0
        self.pages[name] += 1
        self.found[name].update(telling.found.keys[0] for telling, _ in item.tellings)
        rate = self.pages[name] / max(time.monotonic() - self.started, 0.001)
        self.display.update(self.tasks[name], pages=self.pages[name], found=len(self.found[name]), rate=rate)
