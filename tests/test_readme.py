"""The README shows what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.line.running import PROJECT, herald

README = (PROJECT / "README.md").read_text(encoding="utf-8")
SHOWN = [
    (shlex.split(command), printed)
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    if printed.strip()
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where the demo has run."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "tests").symlink_to(PROJECT / "tests")
    assert herald("demo", "--db", "demo-announcements.db", cwd=folder).returncode == 0
    return folder


def test_the_readme_shows_output() -> None:
    assert [" ".join(command[:2]) for command, _ in SHOWN] == ["make demo", "herald read", "herald search"]


@pytest.mark.parametrize(("command", "printed"), SHOWN[1:], ids=lambda each: " ".join(each) if each is list else None)
def test_a_command_prints_what_the_readme_shows(folder: Path, command: list[str], printed: str) -> None:
    assert command[0] == "herald"
    result = herald(*command[1:], cwd=folder, COLUMNS="100")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip("\n") == printed.strip("\n")


def test_make_demo_prints_what_the_readme_shows(tmp_path: Path) -> None:
    """`make demo` is `herald demo` with these names; its last line names the command as this machine has it."""
    result = herald("demo", "--db", "demo-announcements.db", cwd=tmp_path, COLUMNS="100")
    shown = SHOWN[0][1].strip("\n").splitlines()
    assert result.stdout.strip("\n").splitlines()[:-1] == shown[:-1]
    assert "herald search" in shown[-1]


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (PROJECT / link).exists()] == []
