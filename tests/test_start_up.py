"""What a command loads: nothing that it does not need, so that it answers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.archive import Archive
from aggregator.store import Store

SAVED = Path(__file__).parent / "pages" / "labelled" / "seed.txt"
CRAWLER = {"scrapy", "twisted"}
DATABASE = {"sqlite_utils", "zstandard"}
PAGES = {"lxml", "bs4"}
HEAVY = CRAWLER | DATABASE | PAGES | {"dateparser", "babel", "rich"}

RUN = """
import json, sys
from aggregator.cli import herald
try:
    herald(sys.argv[1:], prog_name="herald")
except SystemExit as end:
    code = end.code
print()
print(json.dumps({"code": code, "loaded": sorted({name.partition(".")[0] for name in sys.modules})}))
"""

CASES = [  # command line, exit code, what it may load of the heavy libraries
    ("--help", 0, set()),
    ("--version", 0, set()),
    ("no-such-command", 2, set()),
    ("networks", 0, {"lxml", "rich"}),  # lxml checks the selectors of the catalogue
    ("networks --format json", 0, {"lxml", "rich"}),
    (f"read {SAVED} --network eurocities-legacy", 0, PAGES | {"rich"}),
    ("search trams", 0, DATABASE | PAGES | {"rich"}),
    ("show 1", 1, DATABASE | PAGES | {"rich"}),
    ("reparse", 0, DATABASE | PAGES),
]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("databases")
    Store(folder / "announcements.db").close()
    archive = Archive(folder / "pages.db")
    run = archive.begin("eurocities-legacy", "issues", datetime(2026, 11, 22, tzinfo=UTC))
    archive.finish(run, datetime(2026, 11, 22, tzinfo=UTC), "finished")
    archive.close()
    return folder


def loaded(command: str, folder: Path) -> tuple[int, set[str]]:
    """Run the command in a folder and return its exit code and the packages that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command.split()], cwd=folder, capture_output=True, text=True, check=True
    )
    last = json.loads(done.stdout.splitlines()[-1])
    return last["code"] or 0, set(last["loaded"])


@pytest.mark.parametrize(("command", "code", "allowed"), CASES, ids=[case[0].split()[0] for case in CASES])
def test_a_command_loads_what_it_needs(databases: Path, command: str, code: int, allowed: set[str]) -> None:
    ended, packages = loaded(command, databases)
    assert ended == code
    assert packages & HEAVY <= allowed


def test_a_command_that_crawls_loads_scrapy(databases: Path) -> None:
    assert loaded("crawl --help", databases)[1] >= CRAWLER
