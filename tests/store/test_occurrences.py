"""Instances of a series from page to table, what is a change of them, and interfaces that are asked in many ways."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from aggregator import words
from aggregator.model import Found, Said
from aggregator.occurrences import MOST, difference, window
from tests.store.histories import Capture, contents, numbered, said, store_of

CALENDAR = "https://net.example/calendar.ics"
API = "https://net.example/jsonapi/node/event"
UID = [("uid", "weekly@net.example")]


def series(*instances: str, title: str = "Weekly", zone: str | None = None) -> Found:
    each = tuple(Said(text, "ical", zone) for text in instances)
    return replace(said(title, keys=UID, starts="06-01-2020"), occurrences=each)


def calendar(run: int, *told: Found) -> Capture:
    return Capture(run, CALENDAR, told, "calendar", "events")


def query(sql: str, *captures: Capture) -> list[tuple[Any, ...]]:
    with closing(store_of([numbered(captures)])) as store:
        rows: list[tuple[Any, ...]] = store.db.execute(sql).fetchall()
    return rows


def test_instances_are_rows_by_their_start() -> None:
    told = series("2020-01-13", "2020-01-06/2020-01-07", "2020-01-06", "2020-03-30T10:00/2020-03-30T11:30:05")
    assert query("select starts, ends from occurrences order by rowid", calendar(1, told)) == [
        ("2020-01-06", "2020-01-07"),
        ("2020-01-13", None),
        ("2020-03-30T10:00+02:00", "2020-03-30T11:30:05+02:00"),
    ]


def test_an_instance_has_the_hour_of_the_zone_that_was_said() -> None:
    told = series("2020-01-06T10:00/2020-01-06T11:00", zone="Europe/Helsinki")
    assert query("select starts, ends from occurrences", calendar(1, told)) == [
        ("2020-01-06T10:00+02:00", "2020-01-06T11:00+02:00")
    ]


@pytest.mark.parametrize("text", ["RRULE:FREQ=DAILY;UNTIL=20200301", "2020-13-01", "soon", "2020", "/2020-01-06"])
def test_what_is_no_instance_is_evidence_alone(text: str) -> None:
    sql = "select (select count(*) from occurrences), raw, value, chosen from evidence where field = 'occurrences'"
    assert query(sql, calendar(1, series(text))) == [(0, text, None, 0)]


def test_words_of_instances_are_kept_and_found_again() -> None:
    told = series("2020-01-06T10:00/2020-01-06T11:00", zone="Europe/Helsinki")
    assert words.load(words.dump(told), told.page) == told


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (["2020-01-06", "2020-01-13"], ["2020-01-06", "2020-01-14"], [["2020-01-13"], ["2020-01-14"]]),
        (["2020-01-06", "2020-01-13"], ["2020-01-06"], [["2020-01-13"], []]),
        (["2020-01-06"], ["2020-01-06", "2022-12-31"], [[], ["2022-12-31"]]),
        (["2020-01-06"], [], [["2020-01-06"], []]),
        (["2020-01-06", "2020-01-13"], ["2020-01-13", "2020-01-06"], None),
        ([], ["2020-01-06"], None),  # said for the first time
    ],
)
def test_a_version_holds_what_is_gone_and_what_came(
    before: list[str], after: list[str], changed: list[list[str]] | None
) -> None:
    rows = query("select changed from versions", calendar(1, series(*before)), calendar(2, series(*after)))
    expected = changed and {"occurrences": [[[day, None] for day in days] for days in changed]}
    assert [json.loads(row) for (row,) in rows] == ([expected] if expected else [])


def test_the_window_moves_without_a_version() -> None:
    years = [f"{year}-05-01" for year in range(2010, 2030)]
    told = {run: [day for day in years if _in(day, 2020 + run // 366)] for run in (1, 400)}
    assert told[1] != told[400]
    captures = [calendar(run, series(*days)) for run, days in told.items()]
    assert query("select changed from versions", *captures) == []
    assert query("select starts from occurrences order by starts", *captures) == [(day,) for day in told[400]]


def _in(day: str, year: int) -> bool:
    first, last = window(year)
    return first <= day <= last


def test_instances_behind_the_most_that_are_kept_are_neither_gone_nor_new() -> None:
    days = [(datetime.fromordinal(737425 + day).date().isoformat(), None) for day in range(MOST + 2)]
    assert difference(days[:MOST], "2020-01-02", days[1 : MOST + 1], "2020-02-02") == ([], [])
    moved = [*days[:9], *days[10 : MOST + 1]]
    assert difference(days[:MOST], "2020-01-02", moved, "2020-02-02") == ([days[9]], [])


def asked(run: int, query: str, *told: Found, seq: int = 0) -> Capture:
    return Capture(run, f"{API}?{query}", told, "api", "events", seq)


FIRST = replace(said("First", keys=[("drupal", "net.example/1")]), page=f"{API}/1")
SECOND = replace(said("Second", keys=[("drupal", "net.example/2")]), page=f"{API}/2")
EDITED = replace(said("First, edited", keys=[("drupal", "net.example/1")]), page=f"{API}/1")
HISTORY = [
    asked(1, "page=1", FIRST),
    asked(1, "page=2", SECOND),
    asked(2, "since=1", EDITED),
    asked(3, "since=2", SECOND),
    asked(4, "page=1", FIRST),
    asked(5, "page=1", FIRST, SECOND),
]


def test_an_item_told_again_by_another_question_is_a_version() -> None:
    rows = query("select run, changed from versions order by run", *HISTORY[:4])
    assert rows == [(2, '{"title": ["First", "First, edited"]}')]


def test_the_same_answer_after_another_question_told_otherwise_is_a_change_again() -> None:
    rows = query("select run, json_extract(changed, '$.title[1]') from versions order by run", *HISTORY)
    assert rows == [(2, "First, edited"), (4, "First")]
    assert query("select title from announcements order by title", *HISTORY) == [("First",), ("Second",)]


@pytest.mark.parametrize("cuts", [[3], [1, 2, 3, 4, 5], [2, 4]])
def test_answers_saved_in_batches_give_the_same(cuts: list[int]) -> None:
    captures = numbered(HISTORY)
    batches = [captures[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    with closing(store_of([captures])) as whole, closing(store_of(batches)) as parts:
        assert contents(parts) == contents(whole)


def test_evidence_names_the_item_whatever_was_asked() -> None:
    pages = query("select distinct page from evidence where field = 'title' order by page", *HISTORY[:3])
    assert pages == [(f"{API}/1",), (f"{API}/2",)]
