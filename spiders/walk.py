"""A walk: which pages of one source are asked for. One subclass a platform."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from aggregator.archive import Failed
from aggregator.model import Found, Link
from aggregator.networks import Source
from aggregator.reading import Parsed
from aggregator.store import Memory


class Walk(ABC):
    """The walk through one source in one crawl, at most `source.max_pages` pages long."""

    def __init__(self, source: Source, memory: Memory) -> None:
        self.source = source
        self.memory = memory
        self.left = source.max_pages
        self.asked: set[str] = set()
        self.cut = False

    @property
    def resuming(self) -> bool:
        """Whether no crawl of this source has come to its end yet."""
        return self.source.id not in self.memory.since

    @abstractmethod
    def start(self) -> Iterator[Link]:
        """Yield what is asked first."""

    @abstractmethod
    def follow(self, parsed: Parsed) -> Iterator[Link | Failed]:
        """Yield which of the links a reader found are asked next, and what the run has to be told of this page."""

    def articles(self, found: Iterable[Found]) -> Iterator[Link]:
        """Yield the pages of announcements whose own address `follow` names."""
        for one in found:
            for said in one.url[:1]:
                if self.source.follow and re.search(self.source.follow, said.text):
                    yield Link(url=said.text, role="article")

    def meta(self, link: Link) -> dict[str, Any]:
        """Return the meta of the request for a link: how it is brought, where that is not by plain HTTP."""
        return {}

    def within(self, links: Iterator[Link | Failed]) -> Iterator[Link | Failed]:
        """Yield each link once, as far as the bound of this crawl allows; `cut` says that some were left.

        Until a crawl has come to the end, articles that an earlier one read are passed over: so it gets further.
        """
        for link in links:
            if isinstance(link, Failed):
                yield link
                continue
            if link.url in self.asked:
                continue
            if self.resuming and link.role == "article" and self.memory.has_read(link.url):
                continue
            if self.left == 0:
                self.cut = True
                return
            self.left -= 1
            self.asked.add(link.url)
            yield link
