"""A walk: which pages of one source are asked for. One subclass a platform."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

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
        self.cut = False

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

    def within(self, links: Iterator[Link | Failed]) -> Iterator[Link | Failed]:
        """Yield the links that the bound of this crawl still allows; `cut` says that some were left."""
        for link in links:
            if isinstance(link, Failed):
                yield link
                continue
            if self.left == 0:
                self.cut = True
                return
            self.left -= 1
            yield link
