"""Readings into rows: new tellings refold all that they reach, in one transaction a batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlite_utils import Database

from aggregator import words
from aggregator.errors import IdentityError
from aggregator.model import Announcement, Key, Page
from aggregator.networks import Network
from aggregator.normalise import normalise
from aggregator.reading import Reading, Telling
from aggregator.store.fold import Folded, fold
from aggregator.store.identity import partition
from aggregator.store.rows import COLUMNS, Row, rows

_CHILDREN = [table for table in COLUMNS if table != "announcements"]
_TELLING = ["run", "seq", "position", "network", "source", "role", "page", "seen", "words_hash"]
Place = tuple[int, int, int]  # run, seq, position


class Batch:
    """One batch of readings of one network on its way into the database, inside the caller's transaction."""

    def __init__(self, db: Database, network: Network) -> None:
        self.db = db
        self.network = network
        self.started: dict[int, str] = dict(
            db.execute("select run, started from crawls where network = ?", (network.id,)).fetchall()
        )
        self.known: dict[Place, Announcement] = {}

    def save(self, readings: Sequence[Reading]) -> None:
        """Store the readings: pages, refusals and counts as they are, tellings folded."""
        for reading in readings:
            self._save_page(reading)
            self._save_refusals(reading)
        changed = [reading for reading in readings if reading.tellings and not self._confirm(reading)]
        self.known = {_place(telling): meaning for reading in changed for telling, meaning in reading.tellings}
        self._refold([telling for reading in changed for telling, _ in reading.tellings])

    def _save_page(self, reading: Reading) -> None:
        page = reading.page
        counts = (page.seq, len(page.body), len(reading.tellings), len(reading.refusals), page.run)
        self.db.execute(_COUNT_CAPTURE, counts)
        if 200 <= page.status < 300:
            told = dict.fromkeys((page.url, *(telling.page for telling, _ in reading.tellings)))
            for url in told:
                self.db.execute(_SAVE_PAGE, (page.network, url, page.source, page.role, _seen(page)))

    def _save_refusals(self, reading: Reading) -> None:
        page = reading.page
        for refusal in reading.refusals:
            self.db.execute(_SAVE_REFUSAL, (page.network, page.url, refusal.reason, refusal.words, _seen(page)))

    def _confirm(self, reading: Reading) -> bool:
        """Where a page tells just what it told last, note that and say so: nothing has to be folded."""
        page = reading.page
        last = self.db.execute(_LAST_CAPTURE, (page.network, page.url)).fetchone()
        if last is None or (self.started[page.run], page.run, page.seq) <= last[:3]:
            return False
        if last[3:] != (page.source, page.role):
            return False
        told = self.db.execute(_TOLD, last[1:3]).fetchall()
        if [words_hash for words_hash, _ in told] != [telling.words_hash for telling, _ in reading.tellings]:
            return False
        for (telling, _), (_, announcement) in zip(reading.tellings, told, strict=True):
            self._insert(telling, announcement)
            self.db.execute(_CONFIRM, (telling.seen, announcement, telling.page))
        return True

    def _refold(self, new: Sequence[Telling]) -> None:
        """Fold again all that the new tellings reach, and put it in place of what was there."""
        if not new:
            return
        touched = self._closure({key for telling in new for key in telling.found.keys})
        stored = self._stored(touched)
        places = {_place(telling) for telling in stored}
        fresh = [telling for telling in new if _place(telling) not in places]
        tellings = sorted([*stored, *fresh], key=lambda each: (self.started[each.run], *_place(each)))
        folded = [fold(component, self._meaning) for component in partition(tellings)]
        self._count(touched, folded)
        self._replace(touched, folded)
        self._own(folded, {_place(telling) for telling in fresh})

    def _meaning(self, telling: Telling) -> Announcement:
        place = _place(telling)
        if place not in self.known:
            source = self.network.sources[telling.source]
            self.known[place] = normalise(telling.found, source, datetime.fromisoformat(telling.seen))
        return self.known[place]

    def _closure(self, keys: set[Key]) -> set[int]:
        """Return the announcements reachable from `keys` by any key, void or not, or words."""
        reached: set[int] = set()
        while keys:
            carriers = self._many(
                "select announcement from identities where network = ? and scheme = ? and value = ?",
                ((self.network.id, *key) for key in keys),
            )
            found = {announcement for (announcement,) in carriers} - reached
            reached |= found
            keys = set(self._many("select scheme, value from identities where announcement = ?", zip(found))) - keys
        return reached

    def _many(self, sql: str, parameters: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [row for each in parameters for row in self.db.execute(sql, each)]

    def _stored(self, announcements: set[int]) -> list[Telling]:
        tellings = []
        for *place, network, source, role, page, seen, words_hash, said in self._many(_STORED, zip(announcements)):
            found = words.load(said, page)
            values = (*place, network, source, role, page, seen, words_hash)
            tellings.append(Telling(found=found, **dict(zip(_TELLING, values, strict=True))))
        return tellings

    def _replace(self, touched: set[int], folded: Sequence[Folded]) -> None:
        old = [(announcement,) for announcement in touched]
        connection = self.db.conn
        connection.executemany(_UNINDEX, old)
        tags = self._many("select network, tag from announcement_tags where announcement = ?", old)
        for table in (*_CHILDREN, "announcements"):
            column = "id" if table == "announcements" else "announcement"
            connection.executemany(f"delete from {table} where {column} = ?", old)
        by_table: dict[str, list[Row]] = defaultdict(list)
        for table, row in chain.from_iterable(map(rows, folded)):
            by_table[table].append(row)
        self._refuse_collisions(by_table["identities"])
        said = {row[1:] for row in by_table["announcement_tags"]}
        connection.executemany("insert or ignore into tags (network, tag) values (?, ?)", sorted(said))
        for table, several in by_table.items():
            columns = COLUMNS[table]
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", several)
        connection.executemany(_DROP_TAG, set(tags) - said)
        connection.executemany(_INDEX, [(one.id,) for one in folded])

    def _refuse_collisions(self, identities: Sequence[Row]) -> None:
        """Raise IdentityError where another key, of any network, has the id of one of these."""
        for network, scheme, value, number, *_ in identities:
            other = self.db.execute(_SAME_ID, (number, network, scheme, value)).fetchone()
            if other:
                raise IdentityError(
                    f"two keys have one id: {' '.join(other)} and {network} {scheme} {value}; please report it"
                )

    def _own(self, folded: Sequence[Folded], fresh: set[Place]) -> None:
        for one in folded:
            for telling in one.tellings:
                if _place(telling) in fresh:
                    self._insert(telling, one.id)
                else:
                    self.db.execute(_OWN, (one.id, *_place(telling)))

    def _insert(self, telling: Telling, announcement: int) -> None:
        """Store a telling; its words stand once, with the first of all that say the same."""
        place = _place(telling)
        holder = self.db.execute(_HOLDER, (telling.words_hash,)).fetchone()
        if holder and holder > place:
            self.db.execute("update tellings set found = null where run = ? and seq = ? and position = ?", holder)
        said = None if holder and holder < place else words.dump(telling.found)
        values = tuple(getattr(telling, name) for name in _TELLING)
        self.db.execute(_INSERT_TELLING, (*values, announcement, said))

    def _count(self, touched: set[int], folded: Sequence[Folded]) -> None:
        """Correct what the runs brought: an announcement is new in the run of its earliest telling."""
        new: Counter[int] = Counter(one.tellings[0].run for one in folded)
        changed: Counter[int] = Counter(version.run for one in folded for version in one.versions)
        new.subtract(run for (run,) in self._many(_FIRST_RUN, zip(touched)))
        changed.subtract(run for (run,) in self._many("select run from versions where announcement = ?", zip(touched)))
        corrections = [(new[run], changed[run], run) for run in {*new, *changed}]
        self.db.conn.executemany("update crawls set new = new + ?, changed = changed + ? where run = ?", corrections)


def _place(telling: Telling) -> Place:
    return telling.run, telling.seq, telling.position


def _seen(page: Page) -> str:
    return page.fetched_at.isoformat(timespec="seconds")


_COUNT_CAPTURE = """
    update crawls set captures = max(captures, ?), bytes = bytes + ?, read = read + ?, rejected = rejected + ?
    where run = ?
"""
_SAVE_PAGE = """
    insert into pages (network, url, source, role, last_confirmed) values (?, ?, ?, ?, ?)
    on conflict do update set source = excluded.source, role = excluded.role, last_confirmed = excluded.last_confirmed
    where (excluded.last_confirmed, excluded.source, excluded.role) > (last_confirmed, source, role)
"""
_SAVE_REFUSAL = """
    insert into rejected (network, page, reason, words, seen) values (?, ?, ?, ?, ?)
    on conflict do update set seen = min(seen, excluded.seen)
"""
_LAST_CAPTURE = """
    select c.started, t.run, t.seq, t.source, t.role from tellings t join crawls c on c.run = t.run
    where t.network = ? and t.page = ?
    order by c.started desc, t.run desc, t.seq desc limit 1
"""
_TOLD = "select words_hash, announcement from tellings where run = ? and seq = ? order by position"
_CONFIRM = """
    update announcement_pages set last_confirmed = max(last_confirmed, ?) where announcement = ? and page = ?
"""
_STORED = """
    select t.run, t.seq, t.position, t.network, t.source, t.role, t.page, t.seen, t.words_hash, h.found
    from tellings t join tellings h on h.words_hash = t.words_hash and h.found is not null
    where t.announcement = ?
"""
_FIRST_RUN = """
    select t.run from tellings t join crawls c on c.run = t.run
    where t.announcement = ? order by c.started, t.run, t.seq, t.position limit 1
"""
_SAME_ID = """
    select network, scheme, value from identities
    where id = ? and (network, scheme, value) <> (?, ?, ?) limit 1
"""
_HOLDER = "select run, seq, position from tellings where words_hash = ? and found is not null"
_INSERT_TELLING = f"""
    insert into tellings ({", ".join(_TELLING)}, announcement, found)
    values ({", ".join("?" * len(_TELLING))}, ?, ?)
"""
_OWN = "update tellings set announcement = ? where run = ? and seq = ? and position = ?"
_UNINDEX = """
    insert into announcements_fts (announcements_fts, rowid, title, summary, body)
    select 'delete', id, title, summary, body from announcements where id = ?
"""
_INDEX = """
    insert into announcements_fts (rowid, title, summary, body)
    select id, title, summary, body from announcements where id = ?
"""
_DROP_TAG = """
    delete from tags where network = ?1 and tag = ?2
    and not exists (select 1 from announcement_tags where network = ?1 and tag = ?2)
"""
