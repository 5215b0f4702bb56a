"""Radicale, a calendar server of the Python package index (extra `test`), on loopback, filled through CalDAV."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

_CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""
_RIGHTS = "[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n"
_PATIENCE = 30.0  # seconds


class Radicale:
    """A running server with one calendar, `/city/events/`."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.calendar = f"http://{self.host}/city/events/"

    def ask(self, method: str, url: str, body: str = "", **headers: str) -> str:
        request = Request(url, data=body.encode() if body else None, method=method, headers=headers)
        with urlopen(request, timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    def put(self, name: str, events: str) -> None:
        """Store the events of one UID, or others in their place."""
        head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//City Herald//tests//EN\r\n"
        text = head + events.strip().replace("\n", "\r\n") + "\r\nEND:VCALENDAR\r\n"
        headers = {"Content-Type": "text/calendar; charset=utf-8"}
        self.ask("PUT", f"{self.calendar}{name}.ics", text, **headers)

    def items(self) -> set[str]:
        """Return the names of the calendar's items, as the server lists them."""
        answer = self.ask("PROPFIND", self.calendar, Depth="1")
        return set(re.findall(r"<(?:\w+:)?href>[^<]*/([^/<]+)\.ics<", answer))


@contextmanager
def serve(folder: Path) -> Iterator[Radicale]:
    """Yield a server whose files are in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    (folder / "rights").write_text(_RIGHTS)
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            server = Radicale(port)
            _wait(server, process)
            server.ask("MKCOL", f"http://{server.host}/city/")
            server.ask("MKCALENDAR", server.calendar)
            yield server
        finally:
            process.terminate()


def _wait(server: Radicale, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            server.ask("OPTIONS", f"http://{server.host}/")
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Radicale did not start")
