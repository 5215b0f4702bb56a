"""The controlled vocabulary: data files and the functions that open them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A theme of the common scheme: `broader` is the id of the wider one, or None."""

    id: str
    label: str
    broader: str | None = None


@cache
def themes() -> dict[str, Concept]:
    """Return the concepts by id, in the order of `themes.toml`.

    >>> themes()["air-quality"].broader
    'environment'
    """
    tables = tomllib.loads((Path(__file__).parent / "themes.toml").read_text(encoding="utf-8"))
    return {name: Concept(id=name, **facts) for name, facts in tables.items()}
