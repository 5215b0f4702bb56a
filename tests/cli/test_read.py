"""`herald read` on a saved page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import herald

SEED = Path(__file__).parents[1] / "pages" / "labelled" / "seed.txt"
COLUMNS = [
    "title",
    "network",
    "source",
    "kind",
    "url",
    "summary",
    "body",
    "language",
    "published",
    "published_day",
    "modified",
    "starts",
    "starts_day",
    "ends",
    "ends_day",
    "deadline",
    "deadline_day",
    "venue",
    "city",
    "country",
    "state",
    "occurrences",
    "tags",
    "themes",
    "places",
]
SAID_OF_ALL = {"network": "eurocities-legacy", "source": "issues", "language": "en"}
ALL_TAGS = ["cooperation", "culture", "economy", "environment", "knowledge society", "mobility"]
ALL_THEMES = ["cooperation", "culture", "economy", "environment", "digital", "mobility"]


def read(*arguments: object, columns: str = "") -> Result:
    command = ["read", *map(str, arguments)]
    return CliRunner().invoke(herald, command, env={"COLUMNS": columns or None}, prog_name="herald")


def filled(**said: Any) -> dict[str, Any]:
    """Return a whole row: what is given, and nothing else but what holds for every row of the page."""
    lists: dict[str, Any] = {"occurrences": [], "tags": [], "themes": [], "places": []}
    state = "scheduled" if said.get("kind") == "event" else None
    return dict.fromkeys(COLUMNS) | SAID_OF_ALL | lists | {"state": state} | said


def period(starts: str, ends: str) -> dict[str, str]:
    return {"starts": starts, "starts_day": starts, "ends": ends, "ends_day": ends}


def test_the_seed_as_json() -> None:
    result = read(SEED, "--network", "eurocities-legacy", "--format", "json")
    assert result.exit_code == 0
    society = {"kind": "event", "tags": ["knowledge society"], "themes": ["digital"]}
    mobility = {"tags": ["mobility"], "themes": ["mobility"]}
    assert json.loads(result.stdout) == {
        "announcements": [
            filled(
                title="Webinar on active involvement of citizens for energy saving",
                kind="event",
                summary="Sharing Cities shows the Digital Social Market of Lisbon, where residents earn rewards, "
                "on Thursday 17 January 2019, 15:00-16:00 (CET, Brussels time).",
                **period("2019-01-17", "2019-01-17"),
            ),
            filled(
                title="EUROCITIES takes part in the European Day of Persons with Disabilities 2018",
                kind="news",
                summary="Speakers from Stuttgart and Toulouse joined the conference in Brussels on 3-4 December 2018.",
                published="2018-12-10",
                published_day="2018-12-10",
                **mobility,
            ),
        ],
        "rejected": [
            {"reason": "no title"} | filled(**society, **period("2019-03-28", "2019-03-28")),
            {"reason": "no title"} | filled(**society, **period("2019-03-27", "2019-03-29")),
            {"reason": "no title"} | filled(**society, **period("2019-01-23", "2019-01-25")),
            {"reason": "no title"}
            | filled(kind="news", published="2018-12-04", published_day="2018-12-04", tags=ALL_TAGS, themes=ALL_THEMES),
        ],
    }


def test_the_keys_stand_in_their_order() -> None:
    document = json.loads(read(SEED, "--network", "eurocities-legacy", "--format", "json").stdout)
    assert {tuple(row) for row in document["announcements"]} == {tuple(COLUMNS)}
    assert {tuple(row) for row in document["rejected"]} == {("reason", *COLUMNS)}


def test_the_seed_as_a_table() -> None:
    result = read(SEED, "--network", "eurocities-legacy")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[1] == "EUROCITIES (2010–2020)"
    assert lines[3].split() == ["title", "kind", "dates", "tags"]
    assert lines[-1] == "2 announcements, 4 rejected"
    assert result.stdout.count("(no title)") == 4
    assert "2019-03-27 – 2019-03-29" in result.stdout
    assert [line for line in lines if line != line.rstrip() or len(line) > 120] == []


@pytest.mark.parametrize("columns", [60, 80])
def test_a_narrow_terminal_cuts_nothing(columns: int) -> None:
    result = read(SEED, "--network", "eurocities-legacy", columns=str(columns))
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    words = " ".join(result.stdout.split())
    assert "…" not in words
    for word in ("Disabilities", "involvement", "2019-03-29", "cooperation,", "environment,", "event", "news"):
        assert word in words


def test_one_announcement_is_not_announcements(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("  •  culture\n\nA walk through the old port\n\npublication date: 10-12-2018\n", encoding="utf-8")
    result = read(page, "--network", "eurocities-legacy")
    assert result.stdout.splitlines()[-1] == "1 announcement, 0 rejected"


def test_the_address_decides_what_the_page_is() -> None:
    listing = "http://www.eurocities.eu/eurocities/documents"
    result = read(SEED, "--network", "eurocities-legacy", "--format", "json", "--url", listing)
    assert {row["source"] for row in json.loads(result.stdout)["announcements"]} == {"documents"}
    result = read(SEED, "--network", "eurocities-legacy", "--format", "json", "--source", "documents")
    assert {row["source"] for row in json.loads(result.stdout)["announcements"]} == {"documents"}


# arguments after the file, contents of the file (None: there is none), exit code, the line
WRONG: dict[str, tuple[list[str], bytes | None, int, str]] = {
    "network": (
        ["--network", "eurocites"],
        b"",
        2,
        "herald: no network is called 'eurocites'; did you mean 'eurocities'? `herald networks` lists them",
    ),
    "source": (
        ["--network", "eurocities-legacy", "--source", "events"],
        b"",
        2,
        "herald: eurocities-legacy has no source 'events'; it has issues, documents",
    ),
    "no network": ([], b"", 2, "herald: missing option '--network'; see `herald read --help`"),
    "no file": (
        ["--network", "eurocities-legacy"],
        None,
        2,
        "herald: invalid value for 'FILE': File 'page.txt' does not exist; see `herald read --help`",
    ),
    "binary": (
        ["--network", "eurocities-legacy"],
        bytes(range(256)) * 4,
        1,
        "herald: page.txt: unreadable: expected a page of text, got binary data (1024 bytes, text/plain)",
    ),
    "empty": (
        ["--network", "eurocities-legacy"],
        b"",
        1,
        "herald: page.txt: unreadable: expected a page with text, got one without any (0 bytes)",
    ),
    "no address": (
        ["--network", "eurocities-legacy", "--url", "foo"],
        b"",
        2,
        "herald: invalid value for '--url': 'foo' is no web address; write it whole, as in https://example.org/news; "
        "see `herald read --help`",
    ),
    "brackets": (
        ["--network", "eurocities-legacy", "--url", "http://[::1"],
        b"",
        2,
        "herald: invalid value for '--url': 'http://[::1' is no web address; write it whole, as in "
        "https://example.org/news; see `herald read --help`",
    ),
    "folder": (
        ["--network", "eurocities-legacy", "--networks", "none"],
        b"",
        2,
        "herald: none: no such folder of network files; give an existing one to --networks",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_one_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, body, code, line = WRONG[name]
    monkeypatch.chdir(tmp_path)
    if body is not None:
        Path("page.txt").write_bytes(body)
    result = read("page.txt", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", line + "\n")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
def test_a_file_that_gives_nothing_is_one_line() -> None:
    result = read("/proc/self/mem", "--network", "eurocities-legacy")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "herald: /proc/self/mem: cannot be read: Input/output error\n"


def test_a_network_file_of_ones_own(tmp_path: Path) -> None:
    catalogue = Path(__file__).parents[2] / "aggregator" / "networks" / "eurocities-legacy.toml"
    own = catalogue.read_text(encoding="utf-8").replace('"mobility" = ["mobility"]', '"mobility" = []')
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    result = read(SEED, "--network", "own", "--networks", tmp_path, "--format", "json")
    row = json.loads(result.stdout)["announcements"][1]
    assert (row["network"], row["tags"], row["themes"]) == ("own", ["mobility"], [])
