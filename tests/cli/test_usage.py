"""The command as a whole: help, the list of networks, wrong use, and what is loaded for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner, Result

from aggregator.cli import COMMANDS, herald
from aggregator.networks import load_all


def run(*arguments: str, columns: int = 80) -> Result:
    env = {"COLUMNS": str(columns), "HERALD_NETWORKS": None}
    return CliRunner().invoke(herald, arguments, env=env, prog_name="herald", terminal_width=columns)


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, columns: int) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    result = run(*arguments, columns=columns)
    assert result.exit_code == 0
    assert result.stdout.startswith(" ".join(f"Usage: herald {command}".split()))
    assert max(map(len, result.stdout.splitlines())) <= columns
    assert result.stdout == run(*(each.replace("--help", "-h") for each in arguments), columns=columns).stdout


def test_help_lists_every_command() -> None:
    output = " ".join(run("--help").stdout.split())
    assert all(f"{name} {text}" in output for name, text in COMMANDS.items())
    assert all(name in output for name in ("HERALD_DB", "HERALD_ARCHIVE", "HERALD_NETWORKS", "HERALD_CONTACT"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    command = herald.get_command(Context(herald), name)
    assert command is not None
    assert command.help
    assert [
        one.name for one in command.params if one.param_type_name == "option" and not getattr(one, "help", "")
    ] == []


def test_the_version() -> None:
    assert run("--version").stdout.startswith("City Herald 0.")


WRONG = [
    (["sing"], "no such command 'sing'; see `herald --help`"),
    (["--zzz"], "no such option '--zzz'; see `herald --help`"),
    (["networks", "--zzz"], "no such option '--zzz'; see `herald networks --help`"),
    (["networks", "all"], "got unexpected extra argument (all); see `herald networks --help`"),
    (
        ["networks", "--format", "xml"],
        "invalid value for '--format': 'xml' is not one of 'table', 'json'; see `herald networks --help`",
    ),
    (["networks", "--networks", "none"], "none: no such folder of network files; give an existing one to --networks"),
]


@pytest.mark.parametrize(("arguments", "line"), WRONG)
def test_wrong_use_is_one_line(arguments: list[str], line: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"herald: {line}\n")


def test_networks_as_json() -> None:
    facts = json.loads(run("networks", "--format", "json").stdout)
    assert [one["id"] for one in facts] == list(load_all())
    keys = ["id", "name", "homepage", "region", "languages", "timezone", "confidence", "checked", "licence", "sources"]
    assert {tuple(one) for one in facts} == {tuple(keys)}
    legacy = next(one for one in facts if one["id"] == "eurocities-legacy")
    assert legacy["languages"] == ["en"]
    assert [(one["id"], one["platform"], one["kind"], one["every"]) for one in legacy["sources"]] == [
        ("issues", "labelled", "news", "2w"),
        ("documents", "labelled", "publication", "2w"),
    ]


@pytest.mark.parametrize("columns", [60, 80])
def test_networks_as_a_table(columns: int) -> None:
    result = run("networks", columns=columns)
    assert max(map(len, result.stdout.splitlines())) <= columns
    assert all(name in result.stdout for name in load_all())
    assert "…" not in result.stdout


def test_networks_of_a_folder_are_added(tmp_path: Path) -> None:
    catalogue = Path(__file__).parents[2] / "aggregator" / "networks" / "eurocities-legacy.toml"
    (tmp_path / "own.toml").write_bytes(catalogue.read_bytes())
    facts = json.loads(run("networks", "--networks", str(tmp_path), "--format", "json").stdout)
    assert [one["id"] for one in facts] == sorted([*load_all(), "own"])


def test_a_wrong_network_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("name = [", encoding="utf-8")
    result = run("networks", "--networks", str(tmp_path))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("herald: own.toml: cannot be read: ")


@pytest.mark.parametrize("module", ["search", "show", "read", "networks"])
def test_commands_that_do_not_crawl_load_no_scrapy(module: str) -> None:
    code = f"import sys, aggregator.cli.{module}; print('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.strip() == b"False"


def test_the_command_as_a_process(tmp_path: Path) -> None:
    code = "from aggregator.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "show", "7"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    line = "herald: announcements.db: there is no such database; `herald crawl` makes one, or name another file\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)
