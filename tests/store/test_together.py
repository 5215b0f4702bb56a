"""Several networks and several writers in one database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from aggregator import parsers
from aggregator.archive import Archive, Run, numbered
from aggregator.databases import writing
from aggregator.errors import DatabaseError, IdentityError
from aggregator.model import Page
from aggregator.networks import Network
from aggregator.reading import Parsed, Reading, interpret, keyed
from aggregator.store import Store, catch_up
from tests.store import histories
from tests.store.histories import FIRST, NETWORK, Capture, contents, said, started, store_of

NETWORKS = {
    name: replace(NETWORK, id=name, sources={key: replace(source) for key, source in NETWORK.sources.items()})
    for name in ("one", "other")
}


def reading(network: Network, run: int, title: str) -> Reading:
    url = f"https://{network.id}.example/"
    page = Page(
        network=network.id, source="news", role="listing", url=url, requested=url, body=b"", fetched_at=FIRST,
        run=run, seq=1,
    )  # fmt: skip
    found = replace(said(title, published="10-12-2018", keys=[("wp", "1")]), page=url)
    return interpret(Parsed(page=page, found=(keyed(found, network),)), network)


def run(number: int, network: str) -> Run:
    return Run(
        id=number, network=network, source="news", started=started(number), finished=None, reason=None, captures=1,
        failures=0, refusals=0, gaps=0,
    )  # fmt: skip


def two_networks(title: str = "Fair") -> Store:
    store = Store()
    store.describe(NETWORKS.values())
    for number, network in enumerate(NETWORKS.values(), 1):
        store.note_run(run(number, network.id))
        store.save([reading(network, number, title)], NETWORKS)
    return store


def test_equal_words_of_two_networks_are_two_announcements() -> None:
    store = two_networks()
    assert store.db.execute("select network, title from announcements order by network").fetchall() == [
        ("one", "Fair"),
        ("other", "Fair"),
    ]


def test_forgetting_a_network_leaves_the_words_of_the_other() -> None:
    store = two_networks()
    kept = [row for row in contents(store)["tellings"] if row[3] == "other"]
    store.forget("one")
    assert contents(store)["tellings"] == kept
    assert kept[0][-1] is not None
    assert store.db.execute("pragma foreign_key_check").fetchall() == []


def test_a_key_of_another_batch_with_the_same_id_is_an_error_that_names_both() -> None:
    first = Capture(1, "https://net.example/", (said("One", keys=[("wp", "1")]),), seq=1)
    store = store_of([[first]])
    store.db.execute("update identities set scheme = 'guid', value = 'elsewhere' where scheme = 'wp'")
    again = Capture(1, "https://net.example/2", (said("Two", keys=[("wp", "1")]),), seq=2)
    with pytest.raises(IdentityError, match="net guid elsewhere and net wp 1; please report it"):
        store.save([histories.reading(again)], {"net": NETWORK})


def test_a_second_writer_waits_for_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "announcements.db"
    first, failures = Store(path), []

    def write() -> None:
        try:
            second = Store(path)
            second.describe(NETWORKS.values())
            second.close()
        except DatabaseError as error:
            failures.append(error)

    with writing(first.db):
        first.db.execute("insert into rules (network, fingerprint) values ('one', 'x')")
        other = Thread(target=write)
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive()
    other.join(timeout=60)
    assert failures == []
    assert first.db.execute("select count(*) from networks").fetchone() == (2,)
    first.close()


def test_what_another_crawl_has_caught_up_with_is_not_counted_twice(tmp_path: Path) -> None:
    store = two_networks()
    before = contents(store)
    store.save_unread([reading(NETWORKS["one"], 1, "Fair")], NETWORKS)
    assert contents(store) == before


def test_a_damaged_body_is_one_line_and_changes_nothing() -> None:
    archive, store = Archive(), Store()
    number = archive.begin("one", "news", FIRST)
    page = Page(
        network="one", source="news", role="listing", url="https://one.example/", requested="", body=b"x" * 500,
        fetched_at=FIRST,
    )  # fmt: skip
    archive.save([numbered(page, number, 1)])
    catch_up(store, archive, NETWORKS["one"])
    before = contents(store)
    archive.db.execute("update bodies set data = x'00'")
    with pytest.raises(DatabaseError, match=r"^pages\.db: body [0-9a-f]{64} is damaged"):
        catch_up(store, archive, replace(NETWORKS["one"], facts="another file"))
    assert contents(store) == before


def test_a_reader_that_fails_loses_no_page_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    archive, store = Archive(), Store()
    number = archive.begin("one", "news", FIRST)
    pages = [
        Page(
            network="one",
            source="news",
            role="listing",
            url=f"https://one.example/{place}",
            requested="",
            body=body,
            fetched_at=FIRST,
        )
        for place, body in enumerate((b"bad", b"<h2>A fair</h2><p>publication date: 10-12-2018"), 1)
    ]
    archive.save([numbered(page, number, place) for place, page in enumerate(pages, 1)])
    network = replace(NETWORKS["one"], labels={"publication date": "published"})

    def fail(page: Page, source: object) -> list[object]:
        if page.body == b"bad":
            raise TypeError("what nobody thought of")
        return list(original(page, source))

    original = parsers.read
    monkeypatch.setattr(parsers, "read", fail)
    catch_up(store, archive, network)
    assert store.db.execute("select title from announcements").fetchall() == [("A fair",)]
    assert store.db.execute("select page, reason from rejected").fetchall() == [
        (
            "https://one.example/1",
            "unreadable: our reader failed, please report it: TypeError: what nobody thought of",
        )
    ]
