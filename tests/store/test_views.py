"""Each view, whole rows, on databases of a few captures."""

from __future__ import annotations

from typing import Any

import pytest

from aggregator.model import Found
from aggregator.store.identity import key_id
from tests.store.histories import Capture, numbered, said, store_of

A, B, C = (("address", f"https://net.example/{letter}") for letter in "abc")
ID = {letter: key_id("net", ("address", f"net.example/{letter}")) for letter in "abc"}
RUN_1, RUN_2 = "2020-01-02T00:00:01+00:00", "2020-01-03T00:00:01+00:00"


def article(run: int, told: Found, page: str = "https://net.example/a") -> Capture:
    return Capture(run, page, (told,), "article")


def view(name: str, *captures: Capture) -> list[tuple[Any, ...]]:
    store = store_of([numbered(captures)])
    rows = store.db.execute(f"select * from {name}").fetchall()
    store.close()
    return rows


def test_browse() -> None:
    event = said("Fair", keys=[A], tags=["mobility", "culture"], starts="18-03-2020", ends="20-03-2020", city="Graz")
    news = said("Note", keys=[B], published="10-12-2018", country="Austria", url="https://net.example/b")
    rows = view("browse", article(1, event), article(1, news, "https://net.example/b"), article(2, event))
    name, labels, later = "A network", '["Culture and heritage","Mobility and transport"]', "2020-01-02T00:00:02+00:00"
    fair_days, note_days = (
        ("2020-03-18", None, "2020-03-18", "2020-03-20", None, None),
        ("2018-12-10",) * 2 + (None,) * 4,
    )
    assert sorted(rows, key=lambda row: str(row[1])) == [
        (ID["a"], "Fair", name, "news", *fair_days, labels, "Graz", None, "en", "2020-03", None, RUN_2),
        (ID["b"], "Note", name, "news", *note_days, "[]", None, "Austria", "en", "2018-12", B[1], later),
    ]


def test_browse_of_what_has_no_day() -> None:
    (row,) = view("browse", article(1, said("Undated", keys=[A])))
    assert row == (ID["a"], "Undated", "A network", "news", *(None,) * 6, "[]", None, None, "en", None, None, RUN_1)


def test_upcoming() -> None:
    events = {
        "over": said("Over", keys=[A], starts="01-02-1999", ends="03-02-1999"),
        "far": said(
            "Far", keys=[B], tags=["mobility"], kind="event", starts="01-02-2090", state="canceled", city="Graz"
        ),
        "long": said("Long", keys=[C], starts="01-02-1999", ends="03-02-2090", url="https://net.example/c"),
        "no event": said("None", keys=[("wp", "1")], published="01-02-2090"),
    }
    rows = view("upcoming", *(article(1, told, f"https://net.example/{page}") for page, told in events.items()))
    past, future, end = "1999-02-01", "2090-02-01", "2090-02-03"
    assert rows == [
        (ID["c"], "Long", "net", None, past, end, past, end, None, None, "[]", "https://net.example/c"),
        (ID["b"], "Far", "net", "cancelled", future, None, future, future, "Graz", None, '["mobility"]', None),
    ]


def test_recent_changes() -> None:
    first = said("Fair", keys=[A], tags=["mobility"], starts="18-03-2020", city="Graz")
    moved = said("Fair, moved", keys=[A], tags=["mobility", "Own"], starts="07-10-2020")
    assert view("recent_changes", article(1, first), article(2, moved), article(3, first), article(4, first)) == [
        ("2020-01-04T00:00:01+00:00", ID["a"], "Fair", "net", "city", None, "Graz", 3),
        ("2020-01-04T00:00:01+00:00", ID["a"], "Fair", "net", "starts", "2020-10-07", "2020-03-18", 3),
        ("2020-01-04T00:00:01+00:00", ID["a"], "Fair", "net", "tags", '["mobility","Own"]', '["mobility"]', 3),
        ("2020-01-04T00:00:01+00:00", ID["a"], "Fair", "net", "title", "Fair, moved", "Fair", 3),
        (RUN_2, ID["a"], "Fair", "net", "city", "Graz", None, 2),
        (RUN_2, ID["a"], "Fair", "net", "starts", "2020-03-18", "2020-10-07", 2),
        (RUN_2, ID["a"], "Fair", "net", "tags", '["mobility"]', '["mobility","Own"]', 2),
        (RUN_2, ID["a"], "Fair", "net", "title", "Fair", "Fair, moved", 2),
    ]


def test_nothing_changed() -> None:
    told = said("Fair", keys=[A], starts="18-03-2020")
    assert view("recent_changes", article(1, told), article(2, told)) == []


def test_a_day_of_publication_in_the_future_of_its_page_is_a_conflict() -> None:
    told = said("Fair", keys=[A], published="10-12-2020")
    assert view("date_conflicts", article(1, told)) == [
        (
            ID["a"],
            "Fair",
            "net",
            "published",
            "2020-12-10",
            "10-12-2020",
            RUN_1[:10],
            RUN_1,
            "fetched",
            "https://net.example/a",
        )
    ]
    tomorrow = said("Fair", keys=[A], published="03-01-2020")  # it may be tomorrow elsewhere
    assert view("date_conflicts", article(1, tomorrow)) == []


# what its own page says, what a listing says, the conflicts: field, value taken, its words, other value, its words
CONFLICTS: list[tuple[dict[str, str], dict[str, str], list[tuple[str, ...]]]] = [
    ({"published": "10-12-2018"}, {"published": "10-12-2018"}, []),
    ({"published": "10-12-2018"}, {"published": "10 December 2018"}, []),
    (
        {"published": "10-12-2018"},
        {"published": "11-12-2018"},
        [("published", "2018-12-10", "10-12-2018", "2018-12-11", "11-12-2018")],
    ),
    ({"published": "10-12-2018"}, {"published": "December 2018"}, []),
    ({"published": "December 2018"}, {"published": "10-12-2018"}, []),
    (
        {"published": "10-12-2018"},
        {"published": "November 2018"},
        [("published", "2018-12-10", "10-12-2018", "2018-11", "November 2018")],
    ),
    ({"published": "10-12-2018"}, {"published": "2018-12-10T09:30"}, []),
    ({"published": "2018-12-10T09:30+01:00"}, {"published": "2018-12-10T08:30Z"}, []),
    ({"published": "2018-12-10T09:30+01:00"}, {"published": "2018-12-10T09:30:59+01:00"}, []),
    (
        {"published": "2018-12-10T09:30+01:00"},
        {"published": "2018-12-10T09:30Z"},
        [
            (
                "published",
                "2018-12-10T09:30+01:00",
                "2018-12-10T09:30+01:00",
                "2018-12-10T09:30+00:00",
                "2018-12-10T09:30Z",
            )
        ],
    ),
    ({"published": "10-12-2018"}, {"published": "soon"}, []),
    ({"published": "10-12-2018"}, {"starts": "18-03-2020"}, []),
    ({"starts": "18-03-2020", "ends": "20-03-2020"}, {"starts": "18-03-2020"}, []),
    (
        {"starts": "18-03-2020", "ends": "20-03-2020"},
        {"starts": "18-03-2020", "ends": "21-03-2020"},
        [("ends", "2020-03-20", "20-03-2020", "2020-03-21", "21-03-2020")],
    ),
    (
        {"starts": "18-03-2020", "ends": "20-03-2020"},
        {"starts": "19-03-2020"},
        [("starts", "2020-03-18", "18-03-2020", "2020-03-19", "19-03-2020")],
    ),
    (
        {"starts": "18-03-2020", "ends": "20-03-2020", "summary": "Moved online, 7-9 October 2020"},
        {},
        [
            ("ends", "2020-03-20", "20-03-2020", "2020-10-09", "7-9 October 2020"),
            ("starts", "2020-03-18", "18-03-2020", "2020-10-07", "7-9 October 2020"),
        ],
    ),
    ({"starts": "18-03-2020", "ends": "20-03-2020", "summary": "With a walk on 19 March 2020"}, {}, []),
    ({"starts": "18-03-2020", "summary": "On 18 March 2020, 15:00, as always"}, {}, []),
    (
        {"starts": "18-03-2020", "summary": "On 19 March 2020 for members"},
        {},
        [("starts", "2020-03-18", "18-03-2020", "2020-03-19", "19 March 2020")],
    ),
    (
        {"deadline": "30-06-2020"},
        {"deadline": "15-07-2020"},
        [("deadline", "2020-06-30", "30-06-2020", "2020-07-15", "15-07-2020")],
    ),
    ({"modified": "30-06-2020"}, {"modified": "15-07-2020"}, []),
]


@pytest.mark.parametrize(("own", "other", "expected"), CONFLICTS)
def test_date_conflicts(own: dict[str, str], other: dict[str, str], expected: list[tuple[str, ...]]) -> None:
    captures = [article(1, said("Fair", keys=[A], **own)), Capture(1, "l", (said("Fair", keys=[A], **other),))]
    rows = view("date_conflicts", *captures)
    assert sorted(row[3:8] for row in rows) == expected
    assert all(row[:3] == (ID["a"], "Fair", "net") for row in rows)


def test_a_conflict_says_where_the_other_words_stand() -> None:
    own, other = said("Fair", keys=[A], starts="18-03-2020"), said("Fair", keys=[A], starts="07-10-2020")
    rows = view("date_conflicts", article(1, own), Capture(1, "l", (other,)), Capture(2, "l", (other,)))
    taken = ("2020-03-18", "18-03-2020")
    assert rows == [(ID["a"], "Fair", "net", "starts", *taken, "2020-10-07", "07-10-2020", "label", "l")]


def test_unmapped_tags() -> None:
    rows = view(
        "unmapped_tags",
        article(1, said("One", keys=[A], tags=["mobility", "Rare"])),
        article(1, said("Two", keys=[B], tags=["Common", "MOBILITY", "members only"]), "https://net.example/b"),
        article(1, said("Three", keys=[C], tags=["Common"]), "https://net.example/c"),
    )
    assert rows == [("net", "Common", 2), ("net", "Rare", 1)]


def test_a_tag_deliberately_mapped_to_nothing_says_so_in_evidence() -> None:
    store = store_of([numbered([article(1, said("One", keys=[A], tags=["members only", "Rare", "culture"]))])])
    rows = store.db.execute("select raw, value, chosen from evidence where field = 'themes' order by raw").fetchall()
    assert rows == [("culture", "culture", 1), ("members only", None, 0)]
    assert store.db.execute("select themes from announcements").fetchall() == [('["culture"]',)]


def test_timeline() -> None:
    rows = view(
        "timeline",
        article(1, said("One", keys=[A], tags=["mobility", "culture"], published="10-12-2018")),
        article(1, said("Two", keys=[B], tags=["mobility"], published="2018-12"), "https://net.example/b"),
        article(1, said("Three", keys=[C], starts="18-03-2020"), "https://net.example/c"),
        article(1, said("Undated", keys=[("wp", "1")], tags=["mobility"]), "https://net.example/d"),
    )
    assert sorted(rows) == [
        ("2018-12", "net", "culture", 1),
        ("2018-12", "net", "mobility", 2),
        ("2020-03", "net", "", 1),
    ]
