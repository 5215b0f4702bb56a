"""The platform `wordpress`: collections of the REST API, and the feed of a site that does not answer there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from aggregator.archive import Failed
from aggregator.model import Link, Page
from aggregator.parsers.wordpress import FIELDS, endpoint
from aggregator.reading import Parsed
from spiders.queries import asked, parameter
from spiders.walk import Walk

_CLOSED = (401, 403, 404)
_OVERLAP = timedelta(days=1)  # the API compares local times, and a run takes its time
_PER_PAGE = "100"  # the most that WordPress gives


class WordPress(Walk):
    """Asks for all posts in the order of their ids, so that a new one shifts no page; later for those modified since.

    A post that was written long ago for a later day is published without being modified: that day is asked for too.
    Where the API is closed the feed is asked, page by page; once a crawl was whole, down to a page of known items only.
    """

    def start(self) -> Iterator[Link]:
        order = {"per_page": _PER_PAGE, "page": "1", "orderby": "id", "order": "asc", "_embed": "wp:term"}
        for address in self.source.start:
            for bounds in self._bounds():
                given = {name: parameter(address, name) or value for name, value in order.items()}
                yield Link(url=asked(address, **given, _fields=",".join(FIELDS), **bounds), role="api")

    def _bounds(self) -> Iterator[dict[str, str]]:
        """Yield what bounds the posts in time: nothing or a day, later what was modified or came out since."""
        first = f"{_day_before(self.source.since)}T23:59:59" if self.source.since else ""  # `after` leaves out its end
        after = {"after": first} if first else {}
        last = self.memory.since.get(self.source.id)
        if last is None:
            yield after
            return
        since = (datetime.fromisoformat(last).astimezone(UTC) - _OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield {"modified_after": since} | after
        yield {"modified_before": since, "after": max(since, first)}

    def follow(self, parsed: Parsed) -> Iterator[Link | Failed]:
        page = parsed.page
        if page.role == "api" and page.status in _CLOSED:
            yield from self._instead(page)
        elif page.role == "api" and _goes_on(parsed):
            yield Link(url=_following(page, "page"), role="api")
        elif page.role == "feed" and not parsed.found and not parameter(page.requested, "paged"):
            said = "the feed that stands for the API has no entry"
            yield Failed(source=self.source.id, url=page.requested, error=said, role="feed")
        elif page.role == "feed" and parsed.found and not self._known(parsed):
            yield Link(url=_following(page, "paged"), role="feed")
        yield from (link for link in parsed.links if link.role == "article")

    def _instead(self, page: Page) -> Iterator[Link | Failed]:
        """Yield the note that a feed stands for the API, and that feed: of the site, or of its posts of one type.

        The API may know a type by another name than the site does: then the start address has a `post_type`, too.
        """
        closed = endpoint(page.requested)
        if closed is None:
            return
        kind = parameter(page.requested, "post_type") or closed.route.rpartition("/")[2]
        language = parameter(page.requested, "lang")
        more = ({"post_type": kind} if kind not in ("post", "posts") else {}) | ({"lang": language} if language else {})
        feed = asked(f"{closed.site}/feed/", **more)
        said = f"the API answers {page.status}: {feed} is read"
        yield Failed(source=self.source.id, url=page.requested, error=said, role="note")
        yield Link(url=feed, role="feed")

    def _known(self, parsed: Parsed) -> bool:
        return not self.resuming and all(any(map(self.memory.knows, found.keys)) for found in parsed.found)


def _goes_on(parsed: Parsed) -> bool:
    """Say whether a collection has a further page: by its count of pages, or because this one is full."""
    page = parsed.page
    if not 200 <= page.status < 300:
        return False  # 400 rest_post_invalid_page_number: past the end
    counts = [value for name, value in page.headers.items() if name.lower() == "x-wp-totalpages"]
    if counts and counts[0].isdigit():
        return int(parameter(page.requested, "page") or 1) < int(counts[0])
    return len(parsed.found) >= int(parameter(page.requested, "per_page") or 10)


def _following(page: Page, name: str) -> str:
    return asked(page.requested, **{name: str(int(parameter(page.requested, name) or 1) + 1)})


def _day_before(day: str) -> str:
    return (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()
