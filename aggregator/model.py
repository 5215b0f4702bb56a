"""The records that travel down the line, one a stage: Page, Link, Said, Found, Span, Announcement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

Role = Literal["listing", "article", "feed", "calendar", "api", "sitemap", "census"]
Route = Literal["json-ld", "microdata", "feed", "api", "ical", "label", "css", "meta", "title", "url", "prose"]
Precision = Literal["year", "month", "day", "minute", "second"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a server, as it came.

    `requested` is the address asked for, `url` the one that answered after redirects. `run` and `seq` are 0 until
    the archive numbers the page. `fetched_at` is the only "now" behind the spiders.
    """

    network: str
    source: str
    role: Role
    url: str
    requested: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = ""
    body: bytes
    fetched_at: datetime
    run: int = 0
    seq: int = 0

    @property
    def sha256(self) -> str:
        """The body's SHA-256 in hexadecimal: its key in the archive."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address a reader found, what is expected there, and the words that say when it last changed."""

    url: str
    role: Role
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A page's own words and the route by which they were found; `zone` where the page names one beside them."""

    text: str
    route: Route
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a page says of one announcement: the words of each field, best first, nothing interpreted.

    `page` is the address of the page itself, or that of its own under which an API gives what its collections list.
    `keys` are (scheme, value) pairs in the rank of `KEY_SCHEMES`, without `words`, which the reading adds. `tags`,
    `translations` and `occurrences` list all that was said, the other fields alternatives. An occurrence is an ISO 8601
    start, or start and end with a slash between them.
    """

    page: str
    url: tuple[Said, ...] = ()
    keys: tuple[Key, ...] = ()
    kind: tuple[Said, ...] = ()
    title: tuple[Said, ...] = ()
    summary: tuple[Said, ...] = ()
    body: tuple[Said, ...] = ()
    published: tuple[Said, ...] = ()
    modified: tuple[Said, ...] = ()
    starts: tuple[Said, ...] = ()
    ends: tuple[Said, ...] = ()
    occurrences: tuple[Said, ...] = ()
    deadline: tuple[Said, ...] = ()
    state: tuple[Said, ...] = ()
    venue: tuple[Said, ...] = ()
    address: tuple[Said, ...] = ()
    city: tuple[Said, ...] = ()
    country: tuple[Said, ...] = ()
    geo: tuple[Said, ...] = ()
    language: tuple[Said, ...] = ()
    tags: tuple[Said, ...] = ()
    translations: tuple[Said, ...] = ()
    sequence: tuple[Said, ...] = ()


KEY_SCHEMES = ("address", "wp", "drupal", "domino", "uid", "guid", "words")
"""The schemes of keys in their rank: the first key of the earliest telling gives the id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A date or period as ISO 8601 texts no finer than what was said.

    `end` is None for a single point or day. `assumed` names what was inferred: year, order, zone, century, end-month.
    """

    start: str
    end: str | None = None
    precision: Precision
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One candidate for a field: the page's words, what they were taken to mean (None where they mean nothing)."""

    field: str
    raw: str
    value: str | None
    route: str
    precision: Precision | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What one page says of one announcement, with its meaning: the columns of the table that a page can give.

    Dates are ISO 8601 texts, the `_day` columns local days (YYYY-MM-DD); None is "not said". `occurrences` are the
    instances of a recurring event, start and end, by their start.
    `state` is that of an event: scheduled, moved, postponed, cancelled.
    """

    network: str
    source: str
    kind: str
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    body: str | None = None
    language: str | None = None
    published: str | None = None
    published_day: str | None = None
    modified: str | None = None
    starts: str | None = None
    starts_day: str | None = None
    ends: str | None = None
    ends_day: str | None = None
    deadline: str | None = None
    deadline_day: str | None = None
    venue: str | None = None
    city: str | None = None
    country: str | None = None
    state: str | None = None
    occurrences: tuple[tuple[str, str | None], ...] = ()
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
