"""A real WordPress on loopback: MariaDB on a socket of its own, PHP's web server, posts of our own words."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

PARTS = Path(__file__).parent / "wp"
SOFTWARE = Path("/usr/share/wordpress")
NEEDED = {  # what must be there -> the Debian package that brings it
    "php": "php-cli",
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
}
EXTENSIONS = {"mysqli": "php-mysql", "xml": "php-xml", "mbstring": "php-mbstring", "gd": "php-gd"}


class WordPress:
    """A site of its own: `url`, the posts it began with, and the means to write, to close its API and to be asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        own = {"SITE_SOCKET": str(folder / "db.sock"), "SITE_PORT": str(self.port)}
        self.environment = {**os.environ, **own}

    def start(self) -> None:
        """Copy the software, start the database and the web server, install the site."""
        shutil.copytree(SOFTWARE, self.site, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("*.po"))
        for name in ("wp-config.php", "router.php", "install.php", "write.php", "says.php"):
            shutil.copyfile(PARTS / name, self.site / name)
        plugins = self.site / "wp-content" / "mu-plugins"
        plugins.mkdir()
        shutil.copyfile(PARTS / "plugin.php", plugins / "plugin.php")
        self.tell_events([])
        self._start_database()
        self._php("install.php")
        command = ["php", "-S", f"127.0.0.1:{self.port}", "-t", str(self.site), str(self.site / "router.php")]
        self._run(command, "web.log")
        _wait(lambda: socket.create_connection(("127.0.0.1", self.port), 1).close())

    def _start_database(self) -> None:
        data = str(self.folder / "data")
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", f"--user={_user()}"]
        subprocess.run(install, check=True, capture_output=True)
        own = [f"--datadir={data}", f"--socket={self.folder / 'db.sock'}", f"--pid-file={self.folder / 'db.pid'}"]
        fast = ["--skip-networking", "--skip-grant-tables", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"]
        self._run(["mariadbd", "--no-defaults", f"--user={_user()}", *own, *fast], "db.log")
        _wait(lambda: _connect(self.folder / "db.sock"))

    def _run(self, command: list[str], log: str) -> None:
        with (self.folder / log).open("wb") as output:
            process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output, cwd=self.folder)
        self.processes.append(process)

    def stop(self) -> None:
        """End what was started and remove its files."""
        for process in reversed(self.processes):
            process.terminate()
            process.wait(30)
        shutil.rmtree(self.folder)

    def _php(self, script: str, *arguments: str, given: str = "") -> str:
        command = ["php", "-d", "sendmail_path=true", str(self.site / script), *arguments]
        done = subprocess.run(command, env=self.environment, input=given, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def write(self, posts: list[dict[str, Any]]) -> list[int]:
        """Write posts as `write.php` takes them and return their ids."""
        ids: list[int] = json.loads(self._php("write.php", given=json.dumps(posts)))
        return ids

    def says(self, kind: str = "post") -> list[dict[str, Any]]:
        """Return what the site says of its published posts of one type."""
        said: list[dict[str, Any]] = json.loads(self._php("says.php", kind))
        return said

    def tell_events(self, events: list[dict[str, Any]]) -> None:
        """Set the events that the plugin in the shape of The Events Calendar answers."""
        (self.site / "events.json").write_text(json.dumps(events), encoding="utf-8")

    def close_api(self, status: int | None) -> None:
        """Have the API answer with this status, or again as it does."""
        refusal = self.site / "refusal.txt"
        if status is None:
            refusal.unlink()
        else:
            refusal.write_text(str(status), encoding="ascii")

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        """Return body and headers (names in lower case) of an address of the site."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + path, timeout=60) as answer:
            return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def lacking() -> str:
    """Return what to install for this server, or "" where all is there."""
    packages = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if not SOFTWARE.is_dir():
        packages.append("wordpress")
    elif not (SOFTWARE / "wp-content" / "themes" / "twentytwentyone").exists():
        packages.append("wordpress-theme-twentytwentyone")
    if shutil.which("php"):
        loaded = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout.split()
        packages += [package for extension, package in EXTENSIONS.items() if extension not in loaded]
    return " ".join(dict.fromkeys(packages))


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """Return a site with the posts of posts.toml, and a hundred bulletins more."""
    if packages := lacking():
        pytest.skip(f"needs WordPress: apt-get install {packages}")
    server = WordPress(Path(mkdtemp(prefix="wp")))
    try:
        server.start()
        server.write(posts())
        yield server
    finally:
        server.stop()


def posts() -> list[dict[str, Any]]:
    """Return the posts of posts.toml as `write.php` takes them, with so many bulletins that the API needs two pages."""
    told = tomllib.loads((PARTS / "posts.toml").read_text(encoding="utf-8"))["post"]
    return [_post(**facts) for facts in told] + [_bulletin(number) for number in range(1, 101)]


def _post(**facts: Any) -> dict[str, Any]:
    names = {"title": "post_title", "date": "post_date", "content": "post_content", "excerpt": "post_excerpt"}
    names |= {"status": "post_status", "type": "post_type", "password": "post_password"}
    taxonomies = {"categories": "category", "tags": "post_tag", "focus": "focus_area"}
    given: dict[str, Any] = {"post": {names[name]: value for name, value in facts.items() if name in names}}
    given["terms"] = {taxonomies[name]: value for name, value in facts.items() if name in taxonomies}
    return given | ({"modified": facts["modified"]} if "modified" in facts else {})


def _bulletin(number: int) -> dict[str, Any]:
    day = datetime(2012, 1, 2, 8, 15) + timedelta(weeks=number, minutes=number)
    return _post(
        title=f"Weekly bulletin {number}: what the member cities did",
        date=day.strftime("%Y-%m-%d %H:%M:%S"),
        content=f"<p>Bulletin number {number} lists the visits, votes and openings of the week.</p>",
        categories=["Bulletin"],
        tags=[f"Year {day.year}"],
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _user() -> str:
    import getpass

    return getpass.getuser()


def _connect(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))


def _wait(check: Any) -> None:
    """Ask again, twenty times a second and for half a minute at most, until a server takes a connection."""
    for _ in range(600):
        try:
            check()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("a server of the test did not start")
