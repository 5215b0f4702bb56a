"""What the documents claim is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from aggregator.cli import COMMANDS, herald
from aggregator.networks import PLATFORMS, load
from aggregator.networks.files import NETWORK_KEYS, SOURCE_KEYS

DOCS = Path(__file__).parents[1] / "docs"
ADDING = (DOCS / "adding-a-network.md").read_text(encoding="utf-8")
CONFIGURATION = (DOCS / "configuration.md").read_text(encoding="utf-8")


def section(document: str, heading: str) -> str:
    return re.split(r"^## ", document.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.M)[0]


def table(text: str) -> list[list[str]]:
    """Return the cells of a table's rows, without those above the line."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return rows[2:]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [("Keys of a network", NETWORK_KEYS), ("Keys of a source", SOURCE_KEYS)],
    ids=["network", "source"],
)
def test_every_key_of_a_network_file_is_explained(heading: str, keys: dict[str, tuple[bool, object]]) -> None:
    documented = {key.strip("`"): required == "yes" for key, required, _ in table(section(ADDING, heading))}
    assert documented == {key: required for key, (required, _) in keys.items()}


def test_every_platform_is_explained() -> None:
    assert [row[0].strip("`") for row in table(ADDING.partition("## ")[0])] == list(PLATFORMS)


def test_the_example_of_a_network_file_loads_and_says_every_key_that_is_not_for_private_sites(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", ADDING, re.S)
    (tmp_path / "trams.toml").write_text(example, encoding="utf-8")
    network = load("trams", tmp_path)
    assert list(network.sources) == ["news", "calendar"]
    facts = tomllib.loads(example)
    keys = {key for table in (facts, *facts["sources"].values()) for key in table} - {"sources"}
    assert keys == {*NETWORK_KEYS, *SOURCE_KEYS} - {"private", "checked", "date_order"}


def commands() -> dict[str, click.Command]:
    context = click.Context(herald)
    found = {name: herald.get_command(context, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command}


def options(command: click.Command) -> list[click.Option]:
    return [param for param in command.params if isinstance(param, click.Option)]


def test_every_command_and_option_is_listed() -> None:
    listed = {
        re.findall(r"herald (\w+)", row[0])[0]: row[1].split() for row in table(section(CONFIGURATION, "Options"))
    }
    expected = {name: {opt for option in options(each) for opt in option.opts} for name, each in commands().items()}
    assert {name: {option.strip("`") for option in each} for name, each in listed.items()} == expected


def test_the_environment_variables_are_those_of_the_command() -> None:
    documented = {
        (variable.strip("`"), option.strip("`"), default.strip("`"))
        for variable, option, default, _ in table(section(CONFIGURATION, "Environment variables"))
    }
    taken = {
        (str(option.envvar), option.opts[0], str(option.default) if isinstance(option.default, str | Path) else "")
        for command in commands().values()
        for option in options(command)
        if option.envvar
    }
    assert documented == taken
    assert set(re.findall(r"HERALD_\w+", CONFIGURATION)) == {variable for variable, _, _ in taken}


def test_the_exit_codes_are_those_of_the_command(tmp_path: Path) -> None:
    codes = [
        CliRunner().invoke(herald, line).exit_code
        for line in (["networks"], ["show", "1", "--db", str(tmp_path / "no.db")], ["crawl", "no-such-network"])
    ]
    assert [str(code) for code in codes] == [row[0] for row in table(section(CONFIGURATION, "Exit codes"))]
