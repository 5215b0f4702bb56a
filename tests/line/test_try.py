"""`herald try`: a few pages of the demo site, shown and not stored."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.demo import NETWORK_FILE, DemoServer, serve
from tests.line.running import herald
from tests.line.test_demo import EXPECTED

FILE = NETWORK_FILE.read_text(encoding="utf-8")
LISTINGS = {
    f"http://www.eurocities.example/eurocities/{path}"
    for path in ("issues/smart-cities-issue", "issues/cohesion-policy-issue", "documents")
}
TROUBLE = """
[sources.{name}]
platform = "labelled"
start = ["http://www.eurocities.example{path}"]
"""


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def shown(server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what a try of a file of one's own prints; it leaves nothing behind."""
    folder = tmp_path_factory.mktemp("try")
    (folder / "own.toml").write_text(FILE, encoding="utf-8")
    result = herald("try", "own.toml", cwd=folder, http_proxy=server.proxy, COLUMNS="160")
    assert (result.returncode, result.stderr) == (0, "")
    assert [path.name for path in folder.iterdir()] == ["own.toml"]
    return result.stdout


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_each_answer_is_shown(shown: str) -> None:
    assert "issues (labelled, news)" in lines(shown)
    assert "documents (labelled, publication)" in lines(shown)
    assert "200 OK listing 6 6 http://www.eurocities.example/eurocities/issues/smart-cities-issue" in lines(shown)
    assert sum(line.startswith("200 OK") for line in lines(shown)) == 6
    assert "the limit is reached; --pages asks more" in lines(shown)
    told = [row for row in EXPECTED["announcements"] if LISTINGS & set(row["pages"])]
    assert lines(shown)[-1] == f"EUROCITIES, a demo: {len(told)} announcements on 6 pages; nothing was stored"


def test_how_many_have_each_field(shown: str) -> None:
    assert "field listing, of 15 article, of 1" in lines(shown)
    assert {"title 15 1", "published 6 0", "starts 9 1", "tags 13 0"} <= set(lines(shown))
    assert "never: modified, deadline, venue, city, country, occurrences, places" in lines(shown)


def test_each_field_with_its_words_and_route(shown: str) -> None:
    assert {
        "language * en (file)",
        "starts * 17-01-2019 → 2019-01-17 (label)",
        "Thursday 17 January 2019, 15:00-16:00 (CET) → 2019-01-17T15:00+01:00 (prose)",
        "tags * mobility (label)",
    } <= set(lines(shown))


def test_refusals_and_links_are_said(shown: str) -> None:
    said = "refused, no title: kind event; language en; starts 2019-06-20; ends 2019-06-21;"
    assert any(line.startswith(said) for line in lines(shown))
    after = lines(shown).index("article pages found and not asked: 10, such as") + 1
    assert lines(shown)[after].startswith("http://www.eurocities.example/eurocities/news/EUROCITIES-takes-part-")


def test_what_goes_wrong_is_said_in_words(server: DemoServer, tmp_path: Path) -> None:
    trouble = {"gone": "/no-such-page", "unreadable": "/eurocities/style.css", "elsewhere": "/"}
    sources = "".join(TROUBLE.format(name=name, path=path) for name, path in trouble.items())
    head, rest = FILE.split("[sources.issues]")[0], FILE[FILE.index("[mirrors]") :]
    (tmp_path / "own.toml").write_text(head + sources + rest, encoding="utf-8")
    result = herald("try", tmp_path / "own.toml", "--pages", "1", cwd=tmp_path, http_proxy=server.proxy, COLUMNS="160")
    assert (result.returncode, result.stderr) == (0, "")
    assert "404 Not Found listing 0 0 http://www.eurocities.example/no-such-page" in lines(result.stdout)
    assert any(line.startswith("unreadable: expected a list of announcements") for line in lines(result.stdout))
    assert lines(result.stdout).count("nothing was read") == 3


def test_a_network_by_its_name(server: DemoServer, tmp_path: Path) -> None:
    arguments = ("demo", "--networks", NETWORK_FILE.parent, "--pages", "1", "--show", "0")
    result = herald("try", *arguments, cwd=tmp_path, http_proxy=server.proxy, COLUMNS="80")
    assert [line for line in result.stdout.splitlines() if len(line) > 80 and "http" not in line] == []
    assert (result.returncode, result.stderr) == (0, "")
    assert lines(result.stdout)[-1] == "EUROCITIES, a demo: 8 announcements on 2 pages; nothing was stored"
    assert " * " not in result.stdout


def test_a_site_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{unused.getsockname()[1]}"
        result = herald("try", "demo", "--networks", NETWORK_FILE.parent, cwd=tmp_path, http_proxy=proxy)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("herald: demo: none of 3 addresses answered; http://www.eurocities.example/")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["nowhere.toml", "eurocities-legcy"])
def test_what_is_no_network_is_wrong_use(target: str, tmp_path: Path) -> None:
    result = herald("try", target, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
