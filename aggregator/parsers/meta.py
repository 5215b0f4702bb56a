"""What a page says of its announcement in its head: OpenGraph, Dublin Core, citation and other metas, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from aggregator.model import Key, Said
from aggregator.parsers.tree import Tree
from aggregator.text import tidy

PUBLISHED = (
    "article:published_time article:published og:published_time og:article:published_time og:pubdate "
    "datepublished date.published rnews:datepublished publishdate publish-date publish_date pubdate pub_date "
    "article.published published_date publication_date publication-date published published-date "
    "published_time parsely-pub-date sailthru.date cxenseparse:recs:publishtime bt:pubdate "
    "originalpublicationdate displaydate dcterms.issued dc.date.issued dcterms.date.issued dc.issued "
    "citation_online_date citation_publication_date citation_date dcterms.available date.issued "
    "dcterms.date dc.date "
    "date article_date_original prism.publicationdate eprints.date "
    "gentics.content.date dcsext.articlefirstpublished "
).split()
CREATED = (
    "dcterms.created dc.date.created dc.created date.created datecreated article:created_time article.created".split()
)
MODIFIED = (
    "article:modified_time og:updated_time og:modified_time article:modified article:updated_time "
    "dcterms.modified dc.date.modified dc.modified datemodified last-modified lastmod revised date.modified "
    "updated_time article.updated "
).split()
_FIELDS = {
    "published": PUBLISHED,
    "modified": MODIFIED,
    "starts": ("event:start_time", "og:event:start_time", "event:start"),
    "ends": ("event:end_time", "og:event:end_time", "event:end"),
    "summary": ("og:description", "description", "twitter:description", "dcterms.abstract", "dc.description",
                "dcterms.description"),
    "language": ("og:locale", "dcterms.language", "dc.language", "content-language", "language"),
}  # fmt: skip
_SECTIONS = (
    "article:tag article:section og:article:tag og:article:section parsely-section dcterms.subject dc.subject "
    "citation_keywords "
).split()
_POST = re.compile(r"/?\?p=(\d{1,10})|/wp-json/wp/v2/(?!pages/|categories/|tags/|users/|media/)[\w-]+/(\d{1,10})\?")
_KEYWORDS = ("keywords", "news_keywords", "parsely-tags", "sailthru.tags")


def said(tree: Tree) -> Iterator[tuple[str, Said]]:
    """Yield what the head says, field by field; titles are voted on elsewhere."""
    if language := tree.root.get("lang") or tree.root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "language", Said(language, "meta")
    for field, names in _FIELDS.items():
        for text in dict.fromkeys(tree.meta(*names)):
            yield field, Said(text, "meta")
    for text in tree.meta(*_SECTIONS):
        yield "tags", Said(text, "meta")
    for text in tree.meta(*_KEYWORDS):
        for tag in re.split(r"[,;]", text):
            if words := tidy(tag):
                yield "tags", Said(words, "meta")
    if next(tree.meta("og:type"), "").casefold().rpartition(":")[2] == "event":
        yield "kind", Said("event", "meta")
    yield from _translations(tree)


def _translations(tree: Tree) -> Iterator[tuple[str, Said]]:
    """Yield the addresses of the same page in other languages."""
    for link in tree.linked("alternate"):
        language = (link.get("hreflang") or "").casefold()
        url = tree.absolute(link.get("href", ""))
        if language and language != "x-default" and url and url != tree.page.url:
            yield "translations", Said(url, "meta")


def created(tree: Tree) -> Iterator[tuple[str, Said]]:
    """Yield the day on which the page was begun, which need not be that of its publication."""
    for text in tree.meta(*CREATED):
        yield "published", Said(text, "meta")


def wordpress(tree: Tree) -> Iterator[Key]:
    """Yield the number of a post of WordPress, from the links to its short address and to its API."""
    for link in (*tree.linked("shortlink"), *tree.linked("alternate")):
        parts = urlsplit(tree.absolute(link.get("href", "")) or "")
        post = _POST.fullmatch(f"{parts.path}?{parts.query}")
        if post and parts.netloc:
            yield "wp", f"{parts.netloc.casefold().removeprefix('www.')}/{post[1] or post[2]}"
            return


def canonical(tree: Tree) -> Iterator[str]:
    """Yield the addresses that a page says are its own, its `canonical` before that of OpenGraph."""
    for href in (*(link.get("href", "") for link in tree.linked("canonical")), *tree.meta("og:url")):
        if url := tree.absolute(href):
            yield url
