"""Dates by the words printed before them: a deadline that stands where a page has its dates is a deadline still."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from aggregator import vocabulary
from aggregator.model import Found
from aggregator.text import tidy

ROLES = ("published", "modified", "starts", "ends", "deadline")


def in_roles(found: Found, languages: Sequence[str]) -> Found:
    """Return `found` with each date in the role that the label before it names, in the languages and in English."""
    words = [(field, said) for field in ROLES for said in getattr(found, field)]
    roles = [(field, role_of(said.text, tuple(languages)) or field, said) for field, said in words]
    if all(field == role for field, role, _ in roles):
        return found
    moved: dict[str, Any] = {name: tuple(said for _, role, said in roles if role == name) for name in ROLES}
    return replace(found, **moved)


def role_of(text: str, languages: tuple[str, ...]) -> str | None:
    """Return the role that the label at the beginning of a text names, None where it has none.

    >>> role_of("Anmeldeschluss: 3. Mai 2026", ("de",)), role_of("3 May 2026", ("en",))
    ('deadline', None)
    """
    pattern, roles = _labels(languages)
    found = pattern.match(tidy(text).casefold())
    return roles[found[1]] if found else None


@lru_cache(maxsize=256)
def _labels(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of labels and the role of each; the network's languages come before English."""
    roles: dict[str, str] = {}
    for language in (*languages, "en"):
        for role, by_language in vocabulary.labels().items():
            for word in by_language.get(language, ()):
                roles.setdefault(word.casefold(), role)
    longest_first = sorted(roles, key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))})(?=\s*[:–-]|\s+\S)"), roles
