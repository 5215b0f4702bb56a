"""A page that was saved to a file, as a crawl would have brought it: its source and its role are found out."""

from __future__ import annotations

import re
from datetime import datetime

from aggregator import addresses, parsers
from aggregator.errors import NetworkFileError
from aggregator.model import Page, Role
from aggregator.networks import Network, Source

_BEGINNINGS: tuple[tuple[Role, bytes], ...] = (  # role -> how such a document begins, behind a declaration or comment
    ("calendar", rb"BEGIN:VCALENDAR"),
    ("api", rb"[\[{]"),
    ("sitemap", rb"<(?:\w+:)?(?:urlset|sitemapindex)\b|https?://|\x1f\x8b"),  # XML, a plain list, packed
    ("feed", rb"<(?:rss|(?:\w+:)?feed|rdf:RDF)\b"),
)
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype\s+rss\b[^>]*>)*", re.DOTALL | re.I)


def saved_page(
    body: bytes, network: Network, *, url: str = "", source: str = "", content_type: str = "", fetched_at: datetime
) -> Page:
    """Return the page in `body`, saved from `url` where that is known, as of `source` or the one the address tells.

    Raises NetworkFileError for an unknown source.
    """
    if source and source not in network.sources:
        raise NetworkFileError(f"{network.id} has no source {source!r}; it has {', '.join(network.sources)}")
    role = _document(body)
    chosen = network.sources[source] if source else _source(network, url, role)
    return Page(
        network=network.id,
        source=chosen.id,
        role=role if role in _roles(chosen) else _page_role(chosen, url, role),
        url=url,
        requested=url,
        content_type=content_type,
        body=body,
        fetched_at=fetched_at,
    )


def _document(body: bytes) -> Role | None:
    """Return the role that the beginning of a document tells; a JSON Feed is a feed."""
    prologue = _PROLOGUE.match(body)
    start = body[prologue.end() if prologue else 0 :][:2000]
    role = next((role for role, beginning in _BEGINNINGS if re.match(beginning, start, re.IGNORECASE)), None)
    return "feed" if role == "api" and b"jsonfeed.org/version" in start else role


def _source(network: Network, url: str, role: Role | None) -> Source:
    """Return the source one of whose addresses the page's begins with, else the first that has such documents."""
    place = addresses.key(url, network.mirrors) if url else ""
    for source in network.sources.values():
        if any(place.startswith(addresses.key(start, network.mirrors)) for start in source.start):
            return source
    sources = list(network.sources.values())
    return next((source for source in sources if role in _roles(source)), sources[0])


def _roles(source: Source) -> list[Role]:
    """Return the roles of the pages of a source, that of its start first."""
    return [role for platform, role in parsers.READERS if platform == source.platform]


def _page_role(source: Source, url: str, role: Role | None) -> Role:
    roles = _roles(source)
    if url in source.start or role == "feed":  # a feed is no article, and may stand for a sitemap
        return roles[0]
    if "listing" not in roles or (source.follow and re.search(source.follow, url)):
        return "article"
    return "listing"
