"""The reader of feeds: RSS and Atom of every version through feedparser, which reads broken ones whole; JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import feedparser
from feedparser.exceptions import ThingsNobodyCaresAboutButMe

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Found, Key, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers import jsonfeed
from aggregator.parsers.instead import instead, is_html
from aggregator.parsers.items import article, guid_keys, plain
from aggregator.text import tidy

_EVENT = {  # field -> the elements that say it: RSS 1.0 module `event` and xCal (the iCalendar names in XML)
    "starts": ("ev_startdate", "xcal_dtstart"),
    "ends": ("ev_enddate", "xcal_dtend"),
    "venue": ("ev_location", "xcal_location"),
}
_MARKS = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_ENDS = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_NEXT = ("next", "prev-archive")  # RFC 5005, sections 3 and 4
_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_LONE = re.compile(rb"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_OF_MEDIA = re.compile(
    rb"<((?:media|itunes):(?:title|subtitle|description|summary))\b[^<>]*>(?:(?!</\1>).)*</\1>", re.DOTALL
)


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield the entries of a feed, then its next page and, where `follow` matches them, the pages of its entries.

    Raises ParseError for what is no feed.
    """
    if jsonfeed.is_json(page.body):
        yield from jsonfeed.read(page, source)
        return
    told = _parsed(page)
    language = _word(told.feed, "language")
    for entry in _whole(told, page.body):
        found = _found(entry, page, language, told.version)
        yield found
        if source.follow:
            yield from article(found, source.follow)
    yield from (Link(url=url, role="feed") for url in dict.fromkeys(_next(told, page.url)))


def _mended(body: bytes) -> bytes:
    """Return the document with lone ampersands escaped, and without what is said of its pictures and sounds.

    Both would be read as something else: `Q&A` as an entity, a caption as the item's own text.
    """
    parts = _CDATA.split(_OF_MEDIA.sub(b"", body))
    return b"".join(part if place % 2 else _LONE.sub(b"&amp;", part) for place, part in enumerate(parts))


def _parsed(page: Page) -> Any:
    """Return what feedparser makes of a page. A feed without entries is one only if it is well-formed."""
    if is_html(page.body) or not _MARKS.search(page.body.replace(b"\0", b"")):  # UTF-16 too
        raise ParseError(f"expected a feed, got {instead(page.body, page.content_type)}")
    headers = {"content-type": page.content_type, "content-location": page.url}
    try:
        told = feedparser.parse(
            BytesIO(_mended(page.body)), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except (ValueError, OverflowError, AssertionError, LookupError) as error:  # what no parser of markup survives
        reason = tidy(str(error)) or type(error).__name__
        raise ParseError(f"expected a feed, got markup that cannot be read: {reason[:80]}") from error
    if told.entries:
        return told
    if not told.get("version"):
        raise ParseError(f"expected a feed, got {instead(page.body, page.content_type)}")
    if told.bozo and not isinstance(told.bozo_exception, ThingsNobodyCaresAboutButMe):
        raise ParseError(f"expected a feed, got one broken before its first entry ({len(page.body)} bytes)")
    return told


def _whole(told: Any, body: bytes) -> list[Any]:
    """Return the entries, without the last one where the feed breaks off in the middle of it."""
    entries = list(told.entries)
    ends = len(_ENDS.findall(body.replace(b"\0", b"")))
    if told.bozo and ends == len(entries) - 1:
        entries.pop()
        if not entries:
            raise ParseError(f"expected a feed, got one broken off in its first entry ({len(body)} bytes)")
    return entries


def _found(entry: Any, page: Page, language: str, version: str) -> Found:
    url = absolute(_word(entry, "feedburner_origlink") or _word(entry, "link"), page.url)
    said = {name: _said(*(_word(entry, each) for each in elements)) for name, elements in _EVENT.items()}
    if said["starts"]:
        said["kind"] = _said("event")
    said["published"], said["modified"] = _dates(entry, version)
    return Found(
        page=page.url,
        url=_said(url or ""),
        keys=_keys(entry, url, page),
        title=_said(_text(entry.get("title_detail"))),
        summary=_said(_text(entry.get("summary_detail"))),
        body=_said(next(filter(None, map(_text, entry.get("content", ()))), "")),
        language=_said(_word(entry.get("title_detail") or {}, "language") or language),
        tags=tuple(dict.fromkeys(said for tag in entry.get("tags", ()) for said in _said(_tag(tag)))),
        **said,
    )


def _dates(entry: Any, version: str) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Return the words for published and modified. RSS knows one date: what `dc:date` says alone is the first."""
    published, updated = _word(entry, "published"), _word(entry, "updated")
    if version.startswith("rss") and not published:
        return _said(updated), ()
    return _said(published), _said(updated)


def _keys(entry: Any, url: str | None, page: Page) -> tuple[Key, ...]:
    address: tuple[Key, ...] = (("address", url),) if url else ()
    return (*address, *guid_keys(_word(entry, "id"), page.url))


def _tag(tag: Any) -> str:
    return plain(_word(tag, "label") or _word(tag, "term"))


def _text(detail: Any) -> str:
    """Return a text construct as plain text, by the type that it states or that feedparser saw in it."""
    value = _word(detail or {}, "value")
    return plain(value) if "html" in _word(detail or {}, "type") else value


def _word(place: Any, name: str) -> str:
    """Return the words of an element, "" for one that is absent or holds only attributes."""
    value = dict.get(place, name)  # past the aliases, by which feedparser answers `updated` with `published`
    return tidy(value) if isinstance(value, str) else ""


def _said(*words: str) -> tuple[Said, ...]:
    return tuple(Said(each, "feed") for each in words if each)


def _next(told: Any, url: str) -> Iterator[str]:
    """Yield the address of the next page: the one the feed names, or that by which WordPress pages its feeds."""
    named = [link.get("href", "") for link in told.feed.get("links", ()) if link.get("rel") in _NEXT]
    yield from filter(None, (absolute(href, url) for href in named))
    if not named and told.entries and "wordpress" in _word(told.feed, "generator").lower() and url:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        number = query.get("paged", "1")
        query["paged"] = str(int(number) + 1) if number.isdecimal() else "2"
        yield urlunsplit(parts._replace(query=urlencode(query)))
