"""The demo server: an HTTP proxy on loopback that knows the hosts of the demo site, and asks nobody for anything."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit

SITE = Path(__file__).parent / "site"
HOSTS = ("www.eurocities.example", "members.eurocities.example")
"""The main host and its mirror, which serves the same pages under /eurocities/ and under /v2/."""

ALSO_AT = {  # a second path -> the first: as on the site it is modelled on, a page keeps its id under any slug
    "/": "/eurocities/",
    "/eurocities/news/Environment-Forum-March-2020-in-Porto-and-Guimaraes-WSPO-BK4PTG": (
        "/eurocities/news/POSTPONED-Environment-Forum-moves-online-WSPO-BK4PTG"
    ),
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
ONLY = f"this proxy answers for http://{HOSTS[0]}/ and its mirror {HOSTS[1]} alone, and asks no other server"
LOG = logging.getLogger(__name__)


def addresses() -> dict[tuple[str, str], Path]:
    """Return every (host, path) that is served, with its file: a path is that of the file without `.html`.

    >>> addresses()["members.eurocities.example", "/v2/documents"].name
    'documents.html'
    """
    files = [file for file in SITE.rglob("*") if file.suffix in TYPES]
    paths = {"/" + str(file.relative_to(SITE).as_posix()).removesuffix(".html"): file for file in files}
    paths = {path.removesuffix("index"): file for path, file in paths.items()}
    paths |= {path: paths[first] for path, first in ALSO_AT.items()}
    mirrored = {path.replace("/eurocities/", "/v2/", 1): file for path, file in paths.items()}
    main, mirror = HOSTS
    return {(main, path): file for path, file in paths.items()} | {
        (mirror, path): file for path, file in (paths | mirrored).items()
    }


class DemoServer(ThreadingTCPServer):
    """The server on a port of 127.0.0.1; 0 takes a free one. It is no HTTPServer, as that looks up its own name."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that hung up; anything else is printed as the standard library does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def proxy(self) -> str:
        """The address that an HTTP client is given as its proxy."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server_version = "herald-demo"
    pages = addresses()

    def do_GET(self) -> None:
        host, path = self._asked()
        file = self.pages.get((host, path))
        if host not in HOSTS:
            asked = host or "an address without http:// and a host"
            self._say(HTTPStatus.BAD_GATEWAY, f"{asked} is not served here: {ONLY}")
        elif file is None:
            self._say(HTTPStatus.NOT_FOUND, f"no page of the demo site has the path {path}")
        else:
            self._send(file)

    do_HEAD = do_CONNECT = do_GET  # noqa: N815  # the names are the standard library's

    def _asked(self) -> tuple[str, str]:
        """Return host and path of the request, from its address if that is whole, else from the Host header."""
        relative = self.path.startswith("/")
        try:
            target = urlsplit(f"http://{self.headers.get('Host', '')}{self.path}" if relative else self.path)
        except ValueError:
            return "", ""  # no address, so no host of ours
        return (target.hostname or "" if target.scheme == "http" else ""), target.path or "/"

    def _send(self, file: Path) -> None:
        body = file.read_bytes()
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        known = {tag.strip().removeprefix("W/") for tag in self.headers.get("If-None-Match", "").split(",")}
        headers = {"ETag": etag, "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True)}
        if known & {etag, "*"}:
            self._answer(HTTPStatus.NOT_MODIFIED, headers, b"")
        else:
            self._answer(HTTPStatus.OK, headers | {"Content-Type": TYPES[file.suffix]}, body)

    def _say(self, status: HTTPStatus, line: str) -> None:
        self._answer(status, {"Content-Type": TYPES[".txt"]}, f"{line}\n".encode())

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the standard library's
        LOG.debug(format, *args)


@contextmanager
def serve(port: int = 0) -> Iterator[DemoServer]:
    """Serve the demo site on loopback in a thread of its own; give `.proxy` to the client.

    Raises OSError where the port is taken.
    """
    with DemoServer(port) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
