"""The reader of sitemaps (sitemaps.org 0.9): indexes, lists of pages, news sitemaps, plain lists of addresses; gzip."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page, Role, Said
from aggregator.networks import Source
from aggregator.parsers import feed
from aggregator.parsers.decoding import decode
from aggregator.parsers.instead import instead, is_html
from aggregator.parsers.items import article
from aggregator.text import tidy

_FEED = re.compile(
    rb"(?>\xef\xbb\xbf|\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s[^>]*>)*+<(?:rss|feed|rdf:RDF)\b", re.S | re.I
)
_LARGEST = 64 * 1024 * 1024  # bytes of one sitemap, unpacked; the protocol allows 50 MB
_END = re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>(?>\s+|<!--.*?-->)*+$", re.DOTALL | re.IGNORECASE)
_KINDS = {"urlset": "url", "sitemapindex": "sitemap"}  # root -> its entries
_ROLES: dict[str, Role] = {"urlset": "article", "sitemapindex": "sitemap"}  # root -> the role of what it lists
Entry = dict[str, str]


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield the announcements of a news sitemap, and the links of any: sub-sitemaps (those that `pages` matches, where
    it is given) and pages (those that `follow` matches, where it is given). A feed is a sitemap by the protocol, too.

    Raises ParseError for what is no sitemap.
    """
    body = _unpacked(page.body)
    if _FEED.match(body):
        yield from _from_feed(replace(page, body=body), source)
        return
    kind, entries = _entries(body, page)
    for entry in entries:
        url = absolute(entry.get("loc", ""), page.url)
        if url is None:
            continue
        if "title" in entry:
            yield _found(entry, url, page)
        if re.search(source.pages if kind == "sitemapindex" else source.follow, url):
            yield Link(url=url, role=_ROLES[kind], modified=entry.get("lastmod", ""))


def _from_feed(page: Page, source: Source) -> Iterator[Found | Link]:
    for found in feed.read(page, source):
        if isinstance(found, Found):
            yield found
            yield from article(found, source.follow)


def _unpacked(body: bytes) -> bytes:
    """Return a body that is served compressed as the bytes that were meant."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpack = zlib.decompressobj(wbits=31)
    try:
        whole = unpack.decompress(body, _LARGEST)
    except zlib.error as error:
        raise ParseError(f"expected a sitemap, got gzip data that cannot be unpacked: {error}") from error
    if unpack.unconsumed_tail:
        raise ParseError(f"expected a sitemap, got gzip data of more than {_LARGEST} bytes")
    return whole


def _entries(body: bytes, page: Page) -> tuple[str, list[Entry]]:
    """Return the kind of a sitemap and its entries."""
    if not is_html(body) and b"<" in body[:1000].replace(b"\0", b""):
        return _from_xml(body, page)
    lines = [] if is_html(body) else decode(body, page.content_type).split()
    if not lines or not all(re.match(r"https?://.", line) for line in lines):
        raise ParseError(f"expected a sitemap, got {instead(body, page.content_type)}")
    return "urlset", [{"loc": line} for line in lines]


def _from_xml(body: bytes, page: Page) -> tuple[str, list[Entry]]:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
        kind = "" if root is None else _name(root)
        entries = [_entry(each) for each in root if _name(each) == _KINDS[kind]] if kind in _KINDS else []
    except etree.XMLSyntaxError:
        kind, entries = "", []
    except UnicodeDecodeError as error:
        raise ParseError("expected a sitemap, got XML with half a character, such as &#xD800;") from error
    if kind not in _KINDS:
        raise ParseError(f"expected a sitemap, got {instead(body, page.content_type)}")
    if _END.search(body[-2000:].replace(b"\0", b"")) is None:
        entries = entries[:-1]  # broken off in the middle of an address, perhaps
        if not entries:
            raise ParseError(f"expected a sitemap, got one broken off in its first entry ({len(body)} bytes)")
    return kind, entries


def _entry(element: etree._Element) -> Entry:
    """Return the words of an entry and of its news by the names of their elements; images and videos have their own."""
    news = [inner for each in element if _name(each) == "news" for inner in each.iter("*")]
    pairs = ((_name(each), tidy(each.text or "")) for each in (*element, *news))
    return {name: words for name, words in pairs if words}


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _found(entry: Entry, url: str, page: Page) -> Found:
    tags = (tidy(word) for word in entry.get("keywords", "").split(","))
    return Found(
        page=page.url,
        url=(Said(url, "feed"),),
        keys=(("address", url),),
        title=_said(entry, "title"),
        published=_said(entry, "publication_date"),
        modified=_said(entry, "lastmod"),
        language=_said(entry, "language"),
        tags=tuple(Said(word, "feed") for word in dict.fromkeys(filter(None, tags))),
    )


def _said(entry: Entry, name: str) -> tuple[Said, ...]:
    return (Said(entry[name], "feed"),) if name in entry else ()
