"""What `.ci/run` relies on: tests that need a program say so, and a report with a skipped test fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
A_TEST = "import pytest\n\n@pytest.mark.needs({program!r})\ndef test_one():\n    assert {right}\n"


def run_tests(folder: Path, code: str, path: str | None = None) -> tuple[str, Path]:
    """Run the test in `code` with this project's conftest and return what pytest says, and its report."""
    (folder / "test_one.py").write_text(code)
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"--junitxml={report}", str(folder / "test_one.py")],
        cwd=ROOT, env=None if path is None else {"PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr, report


def verdict(report: Path) -> tuple[int, str]:
    command = [sys.executable, ".ci/verdict.py", str(report)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


def test_a_test_without_its_program_is_skipped_by_name_and_fails_the_whole(tmp_path: Path) -> None:
    said, report = run_tests(tmp_path, A_TEST.format(program="make", right=True), path=str(tmp_path))
    assert re.search(r"SKIPPED .*needs make: apt-get install make", said)
    assert verdict(report) == (1, "0 passed, 0 failed, 1 skipped")


def test_a_program_of_no_package_is_an_error(tmp_path: Path) -> None:
    said, report = run_tests(tmp_path, A_TEST.format(program="no-such-program", right=True))
    assert "needs 'no-such-program', which no package of .ci/packages brings" in said
    assert verdict(report) == (1, "0 passed, 1 failed, 0 skipped")


@pytest.mark.parametrize(
    ("right", "expected"), [(True, (0, "1 passed, 0 failed, 0 skipped")), (False, (1, "0 passed, 1 failed, 0 skipped"))]
)
@pytest.mark.needs("make")
def test_a_test_with_its_program_runs(tmp_path: Path, right: bool, expected: tuple[int, str]) -> None:
    _, report = run_tests(tmp_path, A_TEST.format(program="make", right=right))
    assert verdict(report) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("", (1, "0 passed, 0 failed, 0 skipped")),
        ("<testcase/>", (0, "1 passed, 0 failed, 0 skipped")),
        ("<testcase/><testcase><error/></testcase>", (1, "1 passed, 1 failed, 0 skipped")),
        ("<testcase/><testcase><skipped type='pytest.skip'/></testcase>", (1, "1 passed, 0 failed, 1 skipped")),
        ("<testcase><skipped type='pytest.xfail'/></testcase>", (0, "1 passed, 0 failed, 0 skipped")),
    ],
)
def test_verdict(tmp_path: Path, case: str, expected: tuple[int, str]) -> None:
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite>{case}</testsuite></testsuites>")
    assert verdict(report) == expected


def test_an_empty_report_is_that_of_no_tests(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.touch()
    assert verdict(report) == (1, "0 passed, 0 failed, 0 skipped")


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, also where make runs the tests."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.needs("make")
def test_make_alone_prints_its_targets() -> None:
    named = [line.split()[1] for line in make().stdout.splitlines()]
    assert named == ["help", "demo", "test", "lint", "docs", "constraints", "clean"]


@pytest.mark.needs("make")
@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("no-such-python", "City Herald needs Python 3.11 or newer"),
        ("false", "City Herald needs Python 3.11 or newer"),
        ("no-venv", "install the package python3-venv"),
    ],
)
def test_set_up_says_in_one_line_what_is_missing(tmp_path: Path, python: str, said: str) -> None:
    (tmp_path / "no-venv").write_text('#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\n')
    (tmp_path / "no-venv").chmod(0o755)
    python = str(tmp_path / python) if python == "no-venv" else python
    done = make("UV=", f"VENV={tmp_path}/venv", f"PYTHON={python}", f"{tmp_path}/venv/made")
    assert done.returncode != 0
    assert said in done.stdout
    assert done.stdout.count("\n") == 1
    assert not (tmp_path / "venv").exists()
