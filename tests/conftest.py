"""What all tests share: rights taken away, and `needs("program")`, which skips by name where a program is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

NOBODY = 65534
PACKAGES = Path(__file__).parents[1] / ".ci" / "packages"


def packages() -> dict[str, str]:
    """Return the Debian package of each program: the first word of its line's command names the program."""
    lines = [line.partition(":") for line in PACKAGES.read_text().splitlines() if line and not line.startswith("#")]
    return {check.split()[0]: package for package, _, check in lines}


def missing(program: str) -> str:
    """Return what to install for a program, or "" where it is there. Raises LookupError for one that no package has."""
    if program not in packages():
        raise LookupError(f"a test needs {program!r}, which no package of .ci/packages brings; add a line there")
    return "" if shutil.which(program) else f"needs {program}: apt-get install {packages()[program]}"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(program): skip without this program, of a package in .ci/packages")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        if reason := missing(*marker.args):
            pytest.skip(reason)


@contextmanager
def _without_rights(path: Path) -> Iterator[None]:
    """Take the right to write from a file or folder; root, whom no rights bind, steps down meanwhile."""
    mode = path.stat().st_mode
    path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.getuid() == 0
    if root:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)
        path.chmod(mode)


@pytest.fixture
def without_rights() -> Callable[[Path], AbstractContextManager[None]]:
    return _without_rights


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of `tmp_path`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
