"""The platform `tribe`: the REST API of The Events Calendar."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from aggregator.model import Link
from aggregator.reading import Parsed
from spiders.queries import asked
from spiders.walk import Walk

_PER_PAGE = "50"  # the most that the API gives
_FIRST, _LAST = "2000-01-01", "2099-12-31"  # without them it gives the events of today and the next two years


class Tribe(Walk):
    """Asks for all events, past and to come, in every crawl: the API cannot be asked for what was modified.

    Each list names the one that follows it; only its query is taken, as a site may not know its own scheme and port.
    """

    def start(self) -> Iterator[Link]:
        bounds = {"per_page": _PER_PAGE, "page": "1", "start_date": self.source.since or _FIRST, "end_date": _LAST}
        for address in self.source.start:
            yield Link(url=asked(address, **bounds), role="api")

    def follow(self, parsed: Parsed) -> Iterator[Link]:
        for link in parsed.links:
            if link.role == "api":
                query = urlsplit(link.url).query
                yield Link(url=urlsplit(parsed.page.requested)._replace(query=query).geturl(), role="api")
            else:
                yield link
