"""What the command line asks of announcements.db."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from aggregator.text import tidy

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search: words that all must occur, and filters; empty is "any". Days are YYYY-MM-DD."""

    words: str = ""
    theme: str = ""
    network: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    limit: int = 50


def search(db: Database, wanted: Search) -> list[Row]:
    """Return the announcements that fit, best match first where words are given, else newest first.

    Words without a letter or digit are in no announcement.
    """
    if wanted.words.strip() and not any(map(str.isalnum, wanted.words)):
        return []
    values: Row = {name: getattr(wanted, name) for name in wanted.__slots__}
    values["words"] = db.quote_fts(tidy(wanted.words))
    conditions = [sql for name, sql in _CONDITIONS.items() if values[name]]
    tables = "announcements a" + (" join announcements_fts f on f.rowid = a.id" if values["words"] else "")
    order = "bm25(announcements_fts, 8.0, 2.0, 1.0), a.id" if values["words"] else "day desc, a.id"
    sql = _SEARCH.format(tables=tables, where=" and ".join(conditions) or "true", order=order)
    rows = list(db.query(sql, values))
    for row in rows:
        row["themes"] = json.loads(row["themes"])
    return rows


def announcement(db: Database, number: int) -> Row | None:
    """Return one announcement with its tags, evidence, pages and versions; any id it ever had finds it."""
    row = next(db.query(_RESOLVE, {"id": number}), None)
    if row is None:
        return None
    row["themes"] = json.loads(row["themes"])
    one = {"id": row["id"]}
    row["tags"] = [each["tag"] for each in db.query(_TAGS, one)]
    row["occurrences"] = list(db.query(_OCCURRENCES, one))
    row["evidence"] = list(db.query(_EVIDENCE, one))
    row["pages"] = list(db.query(_PAGES, one))
    row["versions"] = [each | {"changed": json.loads(each["changed"])} for each in db.query(_VERSIONS, one)]
    return row


def counts(db: Database) -> dict[str, int]:
    """Return how many announcements each network has."""
    return dict(db.execute(_COUNTS).fetchall())


_CONDITIONS = {
    "words": "announcements_fts match :words",
    "theme": "a.id in (select announcement from announcement_themes where theme = :theme)",
    "network": "a.network = :network",
    "kind": "a.kind = :kind",
    "since": "max(coalesce(a.published_day, ''), coalesce(a.ends_day, '')) >= :since",
    "until": "min(coalesce(a.published_day, '9999'), coalesce(a.starts_day, '9999')) <= :until",
}
_SEARCH = """
    select a.id, a.title, a.network, a.kind, coalesce(a.published_day, a.starts_day) as day,
        a.published, a.starts, a.ends, a.deadline, a.city, a.country, a.themes, a.url
    from {tables} where {where} order by {order} limit :limit
"""
_RESOLVE = """
    select a.* from announcements a
    where a.id = :id
        or a.id = (
            select i.announcement from identities i join announcements b on b.id = i.announcement
            where i.id = :id order by b.first_seen, b.id limit 1
        )
    order by a.id = :id desc limit 1
"""
_COUNTS = """
    select n.id, count(a.id) from networks n left join announcements a on a.network = n.id group by n.id order by n.id
"""
_TAGS = "select tag from announcement_tags where announcement = :id order by tag"
_OCCURRENCES = "select starts, ends from occurrences where announcement = :id order by starts"
_EVIDENCE = """
    select field, raw, value, route, precision, assumed, chosen, page, seen
    from evidence where announcement = :id order by field, chosen desc, rowid
"""
_PAGES = """
    select page, last_confirmed from announcement_pages where announcement = :id order by last_confirmed desc, page
"""
_VERSIONS = "select seen, run, changed from versions where announcement = :id order by seen, run"
