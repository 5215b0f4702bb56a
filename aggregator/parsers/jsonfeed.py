"""JSON Feed, versions 1 and 1.1 (jsonfeed.org/version/1.1): entries as `aggregator.parsers.feed` gives them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Found, Key, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers.instead import instead
from aggregator.parsers.items import article, guid_keys, plain
from aggregator.text import tidy


def is_json(body: bytes) -> bool:
    """Say whether a document begins as a JSON object does.

    >>> is_json(b' {"version": "https://jsonfeed.org/version/1.1"}'), is_json(b"<rss>")
    (True, False)
    """
    return body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{"


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield the entries of a feed, their pages where `follow` matches them, and the feed's next page.

    Raises ParseError for JSON that is broken or no JSON Feed.
    """
    told = _parsed(page)
    language = _words(told, "language")
    for entry in told["items"]:
        if not isinstance(entry, dict):
            raise ParseError(f"expected a JSON Feed whose items are objects, got one that is {entry!r:.40}")
        found = _found(entry, page, language)
        yield found
        if source.follow:
            yield from article(found, source.follow)
    following = absolute(_words(told, "next_url"), page.url)
    if following:
        yield Link(url=following, role="feed")


def _parsed(page: Page) -> dict[str, Any]:
    try:
        told = json.loads(page.body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        reason = str(error).partition(":")[0]
        raise ParseError(f"expected a JSON Feed, got broken JSON of {len(page.body)} bytes: {reason}") from error
    stated = "jsonfeed.org/version" in _words(told, "version")
    if not stated or not isinstance(told.get("items"), list):
        raise ParseError(f"expected a JSON Feed, got {instead(page.body, page.content_type)}")
    return dict(told)


def _found(entry: dict[str, Any], page: Page, language: str) -> Found:
    url = absolute(_words(entry, "url"), page.url)
    own: tuple[Key, ...] = (("address", url),) if url else ()
    return Found(
        page=page.url,
        url=_said(url or ""),
        keys=(*own, *guid_keys(_words(entry, "id"), page.url)),
        title=_said(plain(_words(entry, "title"))),
        summary=_said(_words(entry, "summary")),
        body=_said(plain(_text(entry.get("content_html"))) or _words(entry, "content_text")),
        published=_said(_words(entry, "date_published")),
        modified=_said(_words(entry, "date_modified")),
        language=_said(_words(entry, "language") or language),
        tags=tuple(dict.fromkeys(said for tag in _tags(entry) for said in _said(tidy(_text(tag))))),
    )


def _tags(entry: dict[str, Any]) -> list[Any]:
    tags = entry.get("tags")
    return tags if isinstance(tags, list) else [tags]


def _words(entry: dict[str, Any], name: str) -> str:
    return tidy(_text(entry.get(name)))


def _text(value: Any) -> str:
    """Return a value as text, "" for what is none; half a character (a lone surrogate) becomes a question mark."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-8", "replace").decode()


def _said(text: str) -> tuple[Said, ...]:
    return (Said(text, "feed"),) if text else ()
