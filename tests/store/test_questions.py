"""What the command line asks: whatever somebody types, and every id that was ever published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.store import Store
from aggregator.store.identity import key_id
from aggregator.store.questions import Search, announcement, counts, search
from tests.store.histories import Capture, numbered, said, store_of

FOUND = [
    said(
        "Tramway night", keys=[("wp", "1")], tags=["mobility"], published="10-12-2018", summary="Zürich opens a line."
    ),
    said("Heritage walk", keys=[("wp", "2")], tags=["culture"], starts="18-03-2020", ends="20-03-2020", kind="event"),
    said("Near or far", keys=[("wp", "3")], published="15-03-2019", body="A tramway and a walk, said the mayor."),
    said("Undated", keys=[("wp", "4")], summary='She said "heritage first" and left.'),
]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    store = store_of([[Capture(1, "l", tuple(FOUND), seq=1)]])
    yield store
    store.close()


# what is sought, the titles found in their order
SEARCHES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["Heritage walk", "Near or far", "Tramway night", "Undated"]),
    ({"words": "   "}, ["Heritage walk", "Near or far", "Tramway night", "Undated"]),
    ({"words": '""'}, []),
    ({"words": '"'}, []),
    ({"words": "tramway"}, ["Tramway night", "Near or far"]),
    ({"words": "TRAMWAY walk"}, ["Near or far"]),
    ({"words": "zurich"}, ["Tramway night"]),
    ({"words": "Zürich"}, ["Tramway night"]),
    ({"words": "zu\u0308rich"}, ["Tramway night"]),
    ({"words": "tram"}, []),
    ({"words": "heritage"}, ["Heritage walk", "Undated"]),
    ({"words": '"heritage first"'}, ["Undated"]),
    ({"words": '"first heritage"'}, []),
    ({"words": '"heritage first'}, ["Undated"]),
    ({"words": '"a OR'}, []),
    ({"words": "near OR far"}, ["Near or far"]),
    ({"words": "heritage OR tramway"}, []),
    ({"words": "heritage NOT walk"}, []),
    ({"words": "-walk"}, ["Heritage walk", "Near or far"]),
    ({"words": "NEAR("}, ["Near or far"]),
    ({"words": "title:tramway"}, []),
    ({"words": "tram*"}, []),
    ({"words": "*"}, []),
    ({"words": "--- tramway"}, ["Tramway night", "Near or far"]),
    ({"words": "mayor's"}, []),
    ({"words": "'; drop table announcements; --"}, []),
    ({"words": "tram\x00way"}, ["Tramway night", "Near or far"]),
    ({"theme": "mobility"}, ["Tramway night"]),
    ({"theme": "energy"}, []),
    ({"network": "net"}, ["Heritage walk", "Near or far", "Tramway night", "Undated"]),
    ({"network": "other"}, []),
    ({"kind": "event"}, ["Heritage walk"]),
    ({"since": "2019-03-15"}, ["Heritage walk", "Near or far"]),
    ({"since": "2020-03-20"}, ["Heritage walk"]),
    ({"since": "2020-03-21"}, []),
    ({"until": "2019-03-15"}, ["Near or far", "Tramway night"]),
    ({"until": "2020-03-18"}, ["Heritage walk", "Near or far", "Tramway night"]),
    ({"until": "2020-03-17"}, ["Near or far", "Tramway night"]),
    ({"since": "2019-01-01", "until": "2019-12-31"}, ["Near or far"]),
    ({"words": "walk", "kind": "event", "theme": "culture", "since": "2020-01-01"}, ["Heritage walk"]),
    ({"words": "walk", "kind": "event", "theme": "mobility"}, []),
    ({"limit": 2}, ["Heritage walk", "Near or far"]),
    ({"words": "tramway", "limit": 1}, ["Tramway night"]),
]


@pytest.mark.parametrize(("wanted", "titles"), SEARCHES)
def test_search(store: Store, wanted: dict[str, Any], titles: list[str]) -> None:
    assert [row["title"] for row in search(store.db, Search(**wanted))] == titles


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \"'()*:^-+{}NEARORTandwalk\x00\u0308é\ud83d\t"), max_size=20))
def test_nothing_that_is_typed_breaks_the_search(text: str) -> None:
    small = store_of([[Capture(1, "l", (FOUND[1],), seq=1)]])
    assert len(search(small.db, Search(words=text.encode("utf-8", "ignore").decode()))) <= 1
    small.close()


def test_a_row_that_search_finds(store: Store) -> None:
    assert search(store.db, Search(words="heritage", kind="event")) == [
        {
            "id": key_id("net", ("wp", "2")),
            "title": "Heritage walk",
            "network": "net",
            "kind": "event",
            "day": "2020-03-18",
            "published": None,
            "starts": "2020-03-18",
            "ends": "2020-03-20",
            "deadline": None,
            "city": None,
            "country": None,
            "themes": ["culture"],
            "url": None,
        }
    ]


def test_counts(store: Store) -> None:
    assert counts(store.db) == {"net": 4}


def test_an_announcement_with_all_that_speaks_for_it() -> None:
    first, then = (said(title, keys=[("wp", "1")], tags=["mobility"], published="10-12-2018") for title in ("A", "B"))
    store = store_of([numbered([Capture(1, "l", (first,)), Capture(2, "l", (then,))])])
    row = announcement(store.db, key_id("net", ("wp", "1")))
    assert row is not None
    assert {name: row[name] for name in ("title", "themes", "tags")} == {
        "title": "B",
        "themes": ["mobility"],
        "tags": ["mobility"],
    }
    day_1, day_2 = "2020-01-02T00:00:01+00:00", "2020-01-03T00:00:01+00:00"
    assert row["pages"] == [{"page": "l", "last_confirmed": day_2}]
    assert row["versions"] == [{"seen": day_2, "run": 2, "changed": {"title": ["A", "B"]}}]
    assert [(one["field"], one["raw"], one["value"], one["chosen"], one["seen"]) for one in row["evidence"]] == [
        ("kind", "news", "news", 1, day_1),
        ("language", "en", "en", 1, day_1),
        ("published", "10-12-2018", "2018-12-10", 1, day_1),
        ("tags", "mobility", "mobility", 1, day_1),
        ("themes", "mobility", "mobility", 1, day_1),
        ("title", "B", "B", 1, day_2),
    ]
    store.close()


def test_an_id_of_before_two_were_joined() -> None:
    apart = [Capture(1, "l", (said("One", keys=[("wp", "1")]), said("Uno", keys=[("guid", "1")])))]
    bridge = [Capture(2, "a", (said("One", keys=[("wp", "1"), ("guid", "1")]),), "article")]
    before = store_of([numbered(apart)])
    published = {key_id("net", key) for key in (("wp", "1"), ("guid", "1"))}
    assert {one for (one,) in before.db.execute("select id from announcements")} == published
    after = store_of([numbered([*apart, *bridge])])
    rows = [announcement(after.db, one) for one in published]
    assert [row["id"] if row else None for row in rows] == [key_id("net", ("wp", "1"))] * 2
    before.close()
    after.close()


def test_an_id_of_a_key_that_is_void_now_finds_the_earliest_that_carries_it() -> None:
    shared = ("guid", "shared")
    alone = Capture(1, "a", (said("One", keys=[shared]),), "article")
    both = (said("One", keys=[shared], published="10-12-2018"), said("Two", keys=[shared], published="11-01-2019"))
    before = store_of([numbered([alone])])
    old = key_id("net", shared)
    assert before.db.execute("select id from announcements").fetchall() == [(old,)]
    after = store_of([numbered([alone, Capture(2, "l", both)])])
    assert after.db.execute("select count(*) from identities where id = ? and void", (old,)).fetchone()[0] > 1
    row = announcement(after.db, old)
    assert row is not None
    assert (row["title"], row["first_seen"]) == ("One", "2020-01-02T00:00:01+00:00")
    assert row["id"] != old
    before.close()
    after.close()


@pytest.mark.parametrize("number", [0, -1, 1, 2**52, 2**63 - 1])
def test_an_unknown_id(store: Store, number: int) -> None:
    assert announcement(store.db, number) is None
