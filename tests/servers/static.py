"""A folder over HTTP on loopback, with conditional requests, as the web server before a static site answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


class _Handler(SimpleHTTPRequestHandler):
    """Answers without a word to the terminal."""

    def log_message(self, *_: Any) -> None:
        """Leave the log empty."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Yield the address at which the folder is served, without a closing slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
