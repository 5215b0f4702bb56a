"""A folded announcement as rows of its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aggregator.store.fold import Folded
from aggregator.store.identity import key_id

Row = tuple[Any, ...]

COLUMNS = {  # table -> the columns that `rows` gives, in this order
    "announcements": [
        "id",
        "network",
        "source",
        "kind",
        "url",
        "title",
        "summary",
        "body",
        "language",
        "published",
        "published_day",
        "modified",
        "starts",
        "starts_day",
        "ends",
        "ends_day",
        "deadline",
        "deadline_day",
        "month",
        "venue",
        "city",
        "country",
        "state",
        "themes",
        "first_seen",
        "last_changed",
        "fingerprint",
    ],
    "occurrences": ["announcement", "starts", "ends"],
    "announcement_themes": ["announcement", "theme", "how", "score"],
    "announcement_tags": ["announcement", "network", "tag"],
    "announcement_pages": ["announcement", "network", "page", "last_confirmed"],
    "identities": ["network", "scheme", "value", "id", "void", "announcement"],
    "evidence": ["announcement", "field", "raw", "value", "route", "precision", "assumed", "chosen", "page", "seen"],
    "versions": ["announcement", "seen", "run", "changed"],
}
_OWN = ("id", "month", "themes", "first_seen", "last_changed", "fingerprint")


def rows(folded: Folded) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) for all that the database keeps of one announcement, its own row first."""
    said = folded.announcement
    network = said.network
    yield "announcements", _announcement(folded)
    for theme in said.themes:
        yield "announcement_themes", (folded.id, theme, "declared", None)
    for starts, ends in said.occurrences:
        yield "occurrences", (folded.id, starts, ends)
    for tag in said.tags:
        yield "announcement_tags", (folded.id, network, tag)
    for page, seen in folded.pages.items():
        yield "announcement_pages", (folded.id, network, page, seen)
    for key, void in folded.keys.items():
        yield "identities", (network, *key, key_id(network, key), int(void), folded.id)
    for proof in folded.proofs:
        one = proof.evidence
        kept = (one.field, one.raw, one.value, one.route, one.precision, ",".join(one.assumed))
        yield "evidence", (folded.id, *kept, int(proof.chosen), proof.page, proof.seen)
    for version in folded.versions:
        changed = json.dumps(version.changed, ensure_ascii=False, sort_keys=True)
        yield "versions", (folded.id, version.seen, version.run, changed)


def _announcement(folded: Folded) -> Row:
    said = folded.announcement
    own = {
        "id": folded.id,
        "month": (said.published_day or said.starts_day or "")[:7] or None,
        "themes": json.dumps(said.themes),
        "first_seen": folded.first_seen,
        "last_changed": folded.last_changed,
        "fingerprint": folded.fingerprint,
    }
    return tuple(own[name] if name in _OWN else getattr(said, name) for name in COLUMNS["announcements"])
