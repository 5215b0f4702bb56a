"""A small server of ours that answers as Drupal's JSON:API does; Drupal itself is in no package registry.

What it keeps of the published shape (JSON:API 1.0 and the documentation of Drupal's module): resource objects with
`attributes` and `relationships`, `links.next` with page[offset] and page[limit] (at most 50), `include`, `sort`,
filters by condition or by value, timestamps as ISO 8601 in answers and as seconds since 1970 in filters, and a
document of `errors` for what it cannot do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Entity = dict[str, Any]
_PER_PAGE = 50
_COMPARE = {
    "=": lambda one, other: one == other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "<": lambda one, other: one < other,
}


class Drupal(ThreadingHTTPServer):
    """A site with nodes by bundle, and terms by type and id."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.host = f"127.0.0.1:{self.server_port}"
        self.nodes: dict[str, list[Entity]] = {}
        self.terms: dict[tuple[str, str], Entity] = {}
        self.asked: list[str] = []

    def collection(self, bundle: str) -> str:
        return f"http://{self.host}/jsonapi/node/{bundle}"

    def document(self, bundle: str, query: dict[str, str]) -> Entity:
        """Return the answer to a question. Raises ValueError for one that Drupal refuses."""
        nodes = [node for node in self.nodes[bundle] if all(_fits(node, each) for each in _conditions(query))]
        for path in reversed(query.get("sort", "drupal_internal__nid").split(",")):
            name = path.removeprefix("-")
            nodes.sort(key=lambda node, name=name: _value(node, name), reverse=path.startswith("-"))
        limit = min(int(query.get("page[limit]", _PER_PAGE)), _PER_PAGE)
        offset = int(query.get("page[offset]", 0))
        page = nodes[offset : offset + limit]
        document: Entity = {"jsonapi": {"version": "1.0"}, "data": page, "links": {}}
        if included := self._included(page, query.get("include", "")):
            document["included"] = included
        if offset + limit < len(nodes):
            following = urlencode(query | {"page[offset]": str(offset + limit), "page[limit]": str(limit)})
            document["links"]["next"] = {"href": f"{self.collection(bundle)}?{following}"}
        return document

    def _included(self, page: list[Entity], names: str) -> list[Entity]:
        found = {}
        for name in filter(None, names.split(",")):
            for node in page:
                if name not in node["relationships"]:
                    raise ValueError(f"`{name}` is not a valid relationship field name.")
                data = node["relationships"][name]["data"]
                for each in data if isinstance(data, list) else [data] if data else []:
                    found[each["type"], each["id"]] = self.terms[each["type"], each["id"]]
        return list(found.values())


class _Answer(BaseHTTPRequestHandler):
    server: Drupal

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        bundle = re.fullmatch(r"/jsonapi/node/(\w+)", parts.path)
        if bundle is None or bundle[1] not in self.server.nodes:
            return self._send(404, {"errors": [{"status": "404", "title": "Not Found", "detail": parts.path}]})
        try:
            return self._send(200, self.server.document(bundle[1], dict(parse_qsl(parts.query))))
        except ValueError as error:
            return self._send(400, {"errors": [{"status": "400", "title": "Bad Request", "detail": str(error)}]})

    def _send(self, status: int, document: Entity) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.api+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what is asked stands in `asked`."""


def _conditions(query: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (path, operator, value), written long or short."""
    named: dict[str, dict[str, str]] = {}
    for name, value in query.items():
        if long := re.fullmatch(r"filter\[([\w-]+)\]\[condition\]\[(path|operator|value)\]", name):
            named.setdefault(long[1], {})[long[2]] = value
        elif short := re.fullmatch(r"filter\[([\w.]+)\]", name):
            yield short[1], "=", value
        elif name.startswith("filter"):
            raise ValueError(f"{name} is no filter")
    for condition in named.values():
        yield condition["path"], condition.get("operator", "="), condition["value"]


def _fits(node: Entity, condition: tuple[str, str, str]) -> bool:
    path, operator, value = condition
    if path in ("created", "changed"):
        return bool(_COMPARE[operator](datetime.fromisoformat(_value(node, path)).timestamp(), float(value)))
    return bool(_COMPARE[operator](str(_value(node, path)), value))


def _value(node: Entity, path: str) -> Any:
    if path not in node["attributes"]:
        raise ValueError(f"Invalid nested filtering. The field `{path}` does not exist.")
    return node["attributes"][path]


@contextmanager
def serve() -> Iterator[Drupal]:
    """Yield an empty site."""
    with Drupal() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
