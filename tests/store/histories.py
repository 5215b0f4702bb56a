"""Captures in short: what the tests of the fold are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aggregator.archive import Run
from aggregator.model import Announcement, Found, Key, Page, Role, Said
from aggregator.networks import Network, Source
from aggregator.normalise import normalise
from aggregator.reading import Parsed, Reading, Telling, interpret, keyed
from aggregator.store import Store

NETWORK = Network(
    id="net",
    name="A network",
    homepage="https://net.example/",
    region="Europe",
    languages=("en",),
    timezone="Europe/Brussels",
    themes={"mobility": ("mobility",), "culture": ("culture",), "members only": ()},
    sources={
        "news": Source(id="news", platform="labelled", start=("https://net.example/news",)),
        "events": Source(id="events", platform="labelled", start=("https://net.example/events",), kind="event"),
    },
)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Capture:
    """One page in one run; `run` is the number of the run and, in days, when it started."""

    run: int
    page: str
    told: tuple[Found, ...]
    role: Role = "listing"
    source: str = "news"
    seq: int = 0


def said(title: str, *, keys: Sequence[Key] = (), tags: Sequence[str] = (), **fields: str) -> Found:
    """Return what a page says: each field one text."""
    words = {name: (Said(text, "label"),) for name, text in fields.items()}
    marks = tuple(Said(tag, "label") for tag in tags)
    return Found(page="", keys=tuple(keys), title=(Said(title, "title"),), tags=marks, **words)


def numbered(captures: Iterable[Capture]) -> list[Capture]:
    """Return the captures with their place in their run, where it was not given."""
    counts: dict[int, int] = {}
    result = []
    for capture in captures:
        counts[capture.run] = counts.get(capture.run, 0) + 1
        result.append(Capture(**{**vars(capture), "seq": capture.seq or counts[capture.run]}))
    return result


def reading(capture: Capture) -> Reading:
    """Return the reading of a capture."""
    page = Page(
        network="net",
        source=capture.source,
        role=capture.role,
        url=capture.page,
        requested=capture.page,
        body=b"",
        fetched_at=FIRST + timedelta(days=capture.run, seconds=capture.seq),
        run=capture.run,
        seq=capture.seq,
    )
    found = tuple(keyed(replace_page(each, each.page or capture.page), NETWORK) for each in capture.told)
    return interpret(Parsed(page=page, found=found), NETWORK)


def replace_page(found: Found, page: str) -> Found:
    return Found(**{name: getattr(found, name) for name in found.__slots__} | {"page": page})


def tellings(captures: Iterable[Capture]) -> list[Telling]:
    """Return the tellings of all captures in fold order."""
    return [telling for capture in numbered(captures) for telling, _ in reading(capture).tellings]


def meaning(telling: Telling) -> Announcement:
    """Normalise a telling of these tests."""
    return normalise(telling.found, NETWORK.sources[telling.source], datetime.fromisoformat(telling.seen))


def started(run: int) -> str:
    return (FIRST + timedelta(days=run)).isoformat(timespec="seconds")


def store_of(batches: Iterable[Iterable[Capture]], begun: Callable[[int], str] = started) -> Store:
    """Return a database in memory into which the batches of numbered captures were saved one after the other."""
    store = Store()
    store.describe([NETWORK])
    for batch in batches:
        captures = list(batch)
        for capture in captures:
            run = Run(
                id=capture.run,
                network="net",
                source=capture.source,
                started=begun(capture.run),
                finished=None,
                reason=None,
                captures=0,
                failures=0,
                refusals=0,
                gaps=0,
            )
            store.note_run(run)
        store.save([reading(capture) for capture in captures], {"net": NETWORK})
    return store


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return every table whole, in an order of its own rows."""
    names = [name for name in store.db.table_names() if not name.startswith(("_", "announcements_fts", "sqlite_"))]
    return {name: sorted(store.db.execute(f"select * from {name}").fetchall(), key=repr) for name in names}
