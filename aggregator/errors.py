"""What can go wrong, by name: one base, so that the command line can say each in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.model import Announcement


class AggregatorError(Exception):
    """The base of all errors of this project; its text is one line that says what is wrong and what to do."""


class NetworkFileError(AggregatorError):
    """A network file is not as it should be, or is not there. Raised by `aggregator.networks`."""


class ParseError(AggregatorError):
    """A page is not what its reader expects. Raised by `aggregator.parsers`; the page is archived all the same."""


class Rejected(AggregatorError):
    """What was found cannot be published. Raised by `aggregator.normalise`, with all that was said of it."""

    def __init__(self, reason: str, announcement: Announcement) -> None:
        super().__init__(reason)
        self.reason = reason
        self.announcement = announcement


class IdentityError(AggregatorError):
    """Two keys have the same id. Raised by `aggregator.store`; it names both."""


class DatabaseError(AggregatorError):
    """A database cannot be opened, read or written. Raised by `aggregator.archive` and `aggregator.store`."""


class CrawlError(AggregatorError):
    """A crawl could not do its work. Raised by `aggregator.cli`."""
