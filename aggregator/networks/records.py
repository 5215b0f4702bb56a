"""What a network file says, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PLATFORMS = ("feed", "wordpress", "tribe", "drupal", "ical", "sitemap", "listing", "labelled")
"""The ways to walk that a file can name; `spiders.PLATFORMS` has a class for each."""

Kind = Literal["news", "event", "call", "publication"]
TagsStand = Literal["before-title", "after-date", "on-date-line", "after-summary"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """One list of announcements of a network: how it is walked and what its pages look like.

    `follow` and `pages` are patterns (regular expressions, searched) of the addresses of articles and of further
    listing pages. `kind` holds where the page does not say. `since` (a day) and `max_pages` bound one crawl. `every`
    is a period such as "6h" or "7d". `select` and `article` are CSS selectors by field: of the cards of a listing, and
    of the pages behind them. `render` has the listing run its scripts first.
    """

    id: str
    platform: str
    start: tuple[str, ...]
    every: str = "1d"
    kind: Kind = "news"
    follow: str = ""
    pages: str = ""
    tags_stand: TagsStand = "before-title"
    since: str = ""
    max_pages: int = 500
    select: Mapping[str, str] = field(default_factory=dict)
    article: Mapping[str, str] = field(default_factory=dict)
    render: bool = False
    network: Network = field(init=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A network of cities and its sources.

    `mirrors` maps prefixes of addresses (host and path, no scheme) to the main ones, `labels` the label words its
    pages print to fields of `Found` ("" is a known label of no field), `kinds` its own words for kinds of document,
    `themes` its own tags to concepts (empty is deliberately none). `private` allows loopback and private addresses.
    `successor` is the id of the network that goes on in its place. `facts` is the hash of the file.
    """

    id: str
    name: str
    homepage: str
    region: str
    languages: tuple[str, ...]
    timezone: str
    date_order: Literal["DMY", "MDY", "YMD"] = "DMY"
    confidence: Literal["seen", "inferred"] = "inferred"
    checked: str = ""
    licence: str = ""
    private: bool = False
    successor: str = ""
    mirrors: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source]
    facts: str = ""

    def __post_init__(self) -> None:
        for source in self.sources.values():
            object.__setattr__(source, "network", self)  # a source knows its network, and both are frozen
