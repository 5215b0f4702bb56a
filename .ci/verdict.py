"""`python .ci/verdict.py REPORT`: what a JUnit report says, in one line; exit 1 unless all tests ran and passed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def outcomes(report: str) -> Counter[str]:
    """Return how many tests passed, failed or were skipped, given the text of a report; "" is that of no tests."""
    cases = ElementTree.fromstring(report).iter("testcase") if report.strip() else ()
    return Counter(_outcome(case) for case in cases)


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    skipped = case.find("skipped")
    return "passed" if skipped is None or skipped.get("type") == "pytest.xfail" else "skipped"


def main(path: Path) -> int:
    """Print the line and return the exit code."""
    counts = outcomes(path.read_text(encoding="utf-8"))
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped")))
    return 0 if counts["passed"] and not counts["failed"] and not counts["skipped"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
