"""The platform `drupal`: JSON:API, page by page; after a first crawl only what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aggregator.model import Link
from aggregator.reading import Parsed
from spiders.walk import Walk

_PER_PAGE = 50  # the most that Drupal gives
_OVERLAP = timedelta(hours=1)  # the site's clock need not be ours


class Drupal(Walk):
    """Asks for the collections and follows their pages, and the articles that `follow` names.

    What a start address asks itself, such as `include` or `sort`, stands.
    """

    def start(self) -> Iterator[Link]:
        for address in self.source.start:
            parts = urlsplit(address)
            asked = dict(parse_qsl(parts.query, keep_blank_values=True))
            query = urlencode({**self._query(), **asked}, safe="[],")
            yield Link(url=urlunsplit(parts._replace(query=query)), role="api")

    def _query(self) -> dict[str, str]:
        """Return the question: all in an order that edits do not change, or what has changed, the latest first."""
        page = {"page[limit]": str(_PER_PAGE)}
        since = self._since()
        if since is None:
            return page | {"sort": "drupal_internal__nid"}
        changed = "filter[since][condition]"
        condition = {f"{changed}[path]": "changed", f"{changed}[operator]": ">="}
        return page | condition | {f"{changed}[value]": str(int(since.timestamp())), "sort": "-changed"}

    def _since(self) -> datetime | None:
        """Return from when on changes are asked for: the last whole crawl, else the bound of the file."""
        if last := self.memory.since.get(self.source.id):
            return datetime.fromisoformat(last) - _OVERLAP
        return datetime.fromisoformat(self.source.since).replace(tzinfo=UTC) if self.source.since else None

    def follow(self, parsed: Parsed) -> Iterator[Link]:
        if parsed.page.role == "api":
            yield from parsed.links
            yield from self.articles(parsed.found)
