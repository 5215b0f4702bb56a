"""The reader of Drupal's JSON:API: nodes as announcements, their taxonomy terms as tags."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers.decoding import decode
from aggregator.parsers.nodes import Node, Terms

_FIELDS = (
    *("title", "summary", "body", "published", "modified", "starts", "ends", "deadline"),
    *("state", "venue", "address", "city", "country", "geo", "language"),
)


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield a record for every node of a JSON:API document, then the page that goes on.

    Where nodes have terms whose names the document does not include, what goes on is the same page with the names.
    Raises ParseError for a document of errors, and for what is no JSON:API document.
    """
    document = _document(page)
    data = document["data"]
    nodes = [node for node in (data if isinstance(data, list) else [data]) if isinstance(node, dict)]
    terms = Terms(document.get("included"))
    base = page.url or source.start[0]
    for node in nodes:
        yield _found(Node(node, terms, source.select), base)
    asked = dict(parse_qsl(urlsplit(base).query, keep_blank_values=True))
    included = list(filter(None, asked.get("include", "").split(",")))
    if unnamed := [name for name in terms.unnamed(nodes) if name not in included]:
        yield Link(url=_asking(base, asked | {"include": ",".join([*included, *unnamed])}), role="api")
    elif following := absolute(_next(document), base):
        yield Link(url=following, role="api")


def _document(page: Page) -> dict[str, Any]:
    try:
        document = json.loads(_text(page))
    except (ValueError, RecursionError) as error:
        beginning = page.body[:60].decode("utf-8", "replace")
        raise ParseError(f"expected a JSON:API document, got {' '.join(beginning.split())!r}: {error}") from error
    if not isinstance(document, dict) or not {"data", "errors"} & set(document):
        raise ParseError("expected a JSON:API document with data, got JSON without any")
    if "errors" in document:
        raise ParseError(f"expected nodes, got errors: {_complaint(document['errors'])}")
    if not isinstance(document["data"], list | dict | None):
        raise ParseError(f"expected a list of nodes as data, got {type(document['data']).__name__}")
    return document


def _text(page: Page) -> str:
    """Return the text of a JSON document, which is UTF-8 whatever the server says (RFC 8259, 8.1)."""
    try:
        return page.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(page.body, page.content_type)


def _complaint(errors: Any) -> str:
    each = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    said = (" ".join(str(error.get(name, "")) for name in ("status", "title", "detail")) for error in each)
    return " ".join("; ".join(said).split())[:300] or "none named"


def _next(document: Mapping[str, Any]) -> str:
    links = document.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    if isinstance(following, dict):
        following = following.get("href")
    return following if isinstance(following, str) else ""


def _asking(url: str, query: Mapping[str, str]) -> str:
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query, safe="[],"), fragment=""))


def _found(node: Node, base: str) -> Found:
    url = absolute(_path(node, base), base)
    site = (urlsplit(base).netloc.rpartition("@")[2]).lower().removeprefix("www.")
    identity = node.text("id")
    fields = {name: tuple(Said(text, "api") for text in node.words(name)) for name in _FIELDS}
    return Found(
        page=_resource(base, identity),
        keys=((("address", url),) if url else ()) + ((("drupal", f"{site}/{identity}"),) if identity else ()),
        url=(Said(url, "api"),) if url else (),
        kind=tuple(Said(kind, "api") for kind in [node.text("type").partition("--")[2]] if kind),
        tags=tuple(Said(tag, "api") for tag in node.tags()),
        occurrences=tuple(Said(text, "api") for text in node.occurrences()),
        **fields,
    )


def _resource(base: str, identity: str) -> str:
    """Return the address under which the interface gives a node alone, whatever was asked for its collection."""
    place = base.partition("?")[0].rstrip("/")
    return place if place.endswith(identity) else f"{place}/{identity}"


def _path(node: Node, base: str) -> str:
    """Return the path of a node on its site: its alias, else its number, behind what stands before `/jsonapi`."""
    before = urlsplit(base).path.partition("/jsonapi")
    prefix = before[0] if before[1] else ""
    alias = node.attribute("path.alias")
    number = node.attribute("drupal_internal__nid")
    if isinstance(alias, str) and alias.startswith("/"):
        return prefix + alias
    return f"{prefix}/node/{number}" if isinstance(number, int) else ""
