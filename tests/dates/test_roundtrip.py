from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from aggregator.dates import build

HERE = Path(__file__)
LEAST = 0.97


def _roundtrip() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dates_roundtrip", HERE.with_name("roundtrip.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


ROUNDTRIP = _roundtrip()


@pytest.mark.parametrize("code", sorted(build.LOCALES))
@pytest.mark.parametrize("kind", ["single", "interval"])
def test_what_babel_prints_is_read_back(code: str, kind: str) -> None:
    count, lost = ROUNDTRIP.results(code)[kind]
    assert count > 50
    assert (count - len(lost)) / count >= LEAST, [case.text for case in lost]


def test_the_page_is_current() -> None:
    assert ROUNDTRIP.TARGET.read_text(encoding="utf-8") == ROUNDTRIP.render()


def test_the_words_are_those_of_this_babel() -> None:
    assert build.TARGET.read_text(encoding="utf-8") == build.render()
