"""The next step that `herald demo` prints works as it is printed, wherever the command is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERALD = Path(sys.executable).parent / "herald"


@pytest.mark.parametrize("on_path", [True, False], ids=["on the path", "not on the path"])
def test_the_next_step_works_as_printed(tmp_path: Path, on_path: bool) -> None:
    paths = [each for each in os.environ["PATH"].split(os.pathsep) if not (Path(each) / "herald").exists()]
    env = os.environ | {"PATH": os.pathsep.join([str(HERALD.parent), *paths] if on_path else paths)}

    def shell(command: str) -> str:
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
        return done.stdout

    called = "herald" if on_path else str(HERALD)
    said = shell(f"{called} demo --db demo.db --archive pages.db")
    assert "12 new, 0 changed, in demo.db" in said
    [search, show] = re.findall(r"\S*herald (?:search|show) .*? --db demo\.db", said.splitlines()[-1])
    assert {line.split()[0] for line in (search, show)} == {called}
    assert "What low-emission zones taught nine" in shell(search)
    assert "Evidence" in shell(show)
