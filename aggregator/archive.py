"""pages.db: every answer of every server as it came, each distinct body once. Transport facts only, no meaning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard
from sqlite_utils import Database, Migrations

from aggregator.databases import open_database, writing
from aggregator.errors import DatabaseError
from aggregator.model import Page

migrations = Migrations("pages")
_LARGEST = 512 * 1024 * 1024  # bytes of one body, unpacked


@migrations()
def m0001_runs_captures_bodies(db: Database) -> None:
    """Runs, the captures they made, the bodies these brought, and what failed."""
    db.executescript("""
        create table runs (
            id integer primary key, network text not null, source text not null,
            started text not null, finished text, reason text
        ) strict;
        create table bodies (sha256 text primary key, codec text not null, data blob not null) strict;
        create table captures (
            run integer not null references runs (id), seq integer not null, network text not null,
            source text not null, role text not null, requested text not null, url text not null,
            status integer not null, headers text not null, content_type text not null, etag text, last_modified text,
            fetched_at text not null, body text not null references bodies (sha256),
            primary key (run, seq)
        ) strict;
        create index idx_captures_url on captures (url);
        create table failures (
            run integer not null references runs (id), role text not null, url text not null, error text not null
        ) strict;
        create index idx_failures_run on failures (run);
        create index idx_runs_network on runs (network, started);
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one source.

    `refusals` are the captures with a status of 400 and above, but for the 404 by which WordPress ends a paged feed;
    `gaps` are the failures and refusals for which a list may be incomplete: not of articles, and not for want of the
    page. `finished` and `reason` are None while the run goes on, and for good if it was killed.
    """

    id: int
    network: str
    source: str
    started: str
    finished: str | None
    reason: str | None
    captures: int
    failures: int
    refusals: int
    gaps: int

    @property
    def whole(self) -> bool:
        """Whether every list was read to its end, so that the next crawl may ask for what is newer only."""
        return self.reason == "finished" and self.captures > self.refusals and not self.gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A request of a source that brought no answer, or an answer that its walk has something to say of.

    With the role `note` the walk says that it asks elsewhere for the same: nothing is missing.
    """

    source: str
    url: str
    error: str
    role: str = ""


class Archive:
    """The archive of pages. `path` None keeps it in memory. Raises DatabaseError, see `open_database`."""

    def __init__(self, path: Path | None = None, *, write: bool = True) -> None:
        self.db = open_database(path, migrations, write=write)
        self._pack = zstandard.ZstdCompressor(level=3)
        self._unpack = zstandard.ZstdDecompressor()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def begin(self, network: str, source: str, started: datetime) -> int:
        """Open a run and return its number."""
        with writing(self.db):
            cursor = self.db.execute(
                "insert into runs (network, source, started) values (?, ?, ?)", (network, source, _text(started))
            )
        return int(cursor.lastrowid or 0)

    def finish(self, run: int, finished: datetime, reason: str) -> None:
        """Close a run, with the reason for which it ended."""
        with writing(self.db):
            self.db.execute("update runs set finished = ?, reason = ? where id = ?", (_text(finished), reason, run))

    def save(self, pages: Iterable[Page], failures: Iterable[tuple[int, str, str, str]] = ()) -> None:
        """Keep numbered pages and failures (run, role, address, error) in one transaction."""
        with writing(self.db):
            for page in pages:
                self._save_body(page)
                self.db.execute(_INSERT_CAPTURE, _capture(page))
            self.db.conn.executemany("insert into failures (run, role, url, error) values (?, ?, ?, ?)", failures)

    def _save_body(self, page: Page) -> None:
        if not self.db.execute("select 1 from bodies where sha256 = ?", (page.sha256,)).fetchone():
            row = (page.sha256, "zstd", self._pack.compress(page.body))
            self.db.execute("insert into bodies (sha256, codec, data) values (?, ?, ?)", row)

    def runs(self, network: str | None = None) -> list[Run]:
        """Return the runs of one network, or of all, in the order in which they fold."""
        where = "" if network is None else "where network = :network"
        rows = self.db.query(_RUNS.format(where=where), {"network": network} if network else {})
        return [Run(**row) for row in rows]

    def run(self, number: int) -> Run:
        """Return one run as it stands."""
        return Run(**next(self.db.query(_RUNS.format(where="where id = :id"), {"id": number})))

    def failures(self, run: int) -> list[tuple[str, str]]:
        """Return what failed in a run: (address, error)."""
        return self.db.execute("select url, error from failures where run = ? order by rowid", (run,)).fetchall()

    def networks(self) -> list[str]:
        """Return the ids of all networks that were ever crawled."""
        return [row[0] for row in self.db.execute("select distinct network from runs order by network")]

    def pages(self, run: int, after: int = 0) -> Iterator[Page]:
        """Yield the pages of a run in the order they came, from the one behind number `after`."""
        for row in self.db.query(_PAGES, {"run": run, "after": after}):
            yield self._page(row)

    def _page(self, row: dict[str, Any]) -> Page:
        codec, data = row.pop("codec"), row.pop("data")
        if codec != "zstd":
            raise DatabaseError(f"pages.db: body {row['sha256']} has the unknown codec {codec!r}; upgrade City Herald")
        row |= {"headers": json.loads(row["headers"]), "fetched_at": datetime.fromisoformat(row["fetched_at"])}
        try:
            row["body"] = self._unpack.decompress(data, max_output_size=_LARGEST)
        except zstandard.ZstdError as error:
            raise DatabaseError(f"pages.db: body {row['sha256']} is damaged ({error}); put back a backup") from error
        del row["sha256"]
        return Page(**row)


def numbered(page: Page, run: int, seq: int) -> Page:
    """Return the page with its place in the archive."""
    return replace(page, run=run, seq=seq)


def _capture(page: Page) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in page.headers.items()}
    return {
        "run": page.run,
        "seq": page.seq,
        "network": page.network,
        "source": page.source,
        "role": page.role,
        "requested": page.requested,
        "url": page.url,
        "status": page.status,
        "headers": json.dumps(headers, ensure_ascii=False, sort_keys=True),
        "content_type": page.content_type,
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "fetched_at": _text(page.fetched_at),
        "body": page.sha256,
    }


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


_INSERT_CAPTURE = """
    insert into captures (run, seq, network, source, role, requested, url, status, headers, content_type, etag,
        last_modified, fetched_at, body)
    values (:run, :seq, :network, :source, :role, :requested, :url, :status, :headers, :content_type, :etag,
        :last_modified, :fetched_at, :body)
"""
_RUNS = """
    select id, network, source, started, finished, reason,
        (select count(*) from captures where run = runs.id) as captures,
        (select count(*) from failures where run = runs.id) as failures,
        (select count(*) from captures where run = runs.id and status >= 400
            and not (status = 404 and role = 'feed' and requested glob '*[?&]paged=*')) as refusals,
        (select count(*) from captures where run = runs.id and role <> 'article' and status >= 400
            and status not in (400, 404, 410)
            and not exists (select 1 from failures f where f.run = runs.id and f.url = requested and f.role = 'note'))
        + (select count(*) from failures where run = runs.id and role not in ('article', 'note')) as gaps
    from runs {where} order by started, id
"""
_PAGES = """
    select run, seq, network, source, role, requested, url, status, headers, content_type, fetched_at,
        sha256, codec, data
    from captures join bodies on bodies.sha256 = captures.body
    where run = :run and seq > :after order by seq
"""
