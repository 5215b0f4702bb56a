"""A feed that is paged as WordPress pages its own: ten entries a page by `?paged=N`, and 404 past its end.

It stands for WordPress where a test counts requests; WordPress itself has tests of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

from tests.servers.posts import Post

PAGE = 10
_ITEM = """<item><title>{title}</title><link>{url}</link>
<guid isPermaLink="false">{guid}</guid><pubDate>{date}</pubDate></item>
"""
_FEED = """<rss version="2.0"><channel><title>Ring</title><generator>https://wordpress.org/?v=6.1</generator>
{items}</channel></rss>
"""


class Paged(ThreadingHTTPServer):
    """Serves `posts`, newest first; `asked` lists the addresses that were asked for."""

    def __init__(self, posts: list[Post]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posts = posts
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def feed(self, number: int) -> str | None:
        """Return a page of the feed, None past its end."""
        posts = sorted(self.posts, key=lambda post: post.published, reverse=True)[(number - 1) * PAGE : number * PAGE]
        items = [
            _ITEM.format(
                title=escape(post.title),
                url=f"{self.address}/news/{post.slug}",
                guid=f"{self.address}/?p={crc32(post.slug.encode())}",
                date=format_datetime(datetime.fromisoformat(post.published)),
            )
            for post in posts
        ]
        return _FEED.format(items="".join(items)) if items else None


class _Handler(BaseHTTPRequestHandler):
    server: Paged

    def do_GET(self) -> None:
        """Answer with a page of the feed, 404 past its end and for anything else."""
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        number = int(parse_qs(parts.query).get("paged", ["1"])[0])
        text = self.server.feed(number) if parts.path == "/feed/" else None
        body = (text or "<!doctype html><title>Not here</title>").encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8" if text else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Leave the log empty."""


@contextmanager
def paged(posts: list[Post]) -> Iterator[Paged]:
    """Serve a paged feed."""
    with Paged(posts) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
