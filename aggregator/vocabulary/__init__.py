"""The controlled vocabulary: data files and the functions that open them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


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
    return {name: Concept(id=name, **facts) for name, facts in _table("themes").items()}


@cache
def labels() -> dict[str, dict[str, list[str]]]:
    """Return the words printed before dates: role -> language -> words.

    >>> labels()["deadline"]["it"][0]
    'scadenza'
    """
    return _table("labels")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
