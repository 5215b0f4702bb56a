from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from aggregator.model import Said
from aggregator.store.fold import Folded, fold
from aggregator.store.identity import partition
from tests.store.histories import Capture, meaning, said, tellings

A = ("address", "https://net.example/a")


def folded(*captures: Capture) -> Folded:
    (component,) = partition(tellings(captures))
    return fold(component, meaning)


def listing(run: int, title: str = "One", page: str = "l", **fields: str) -> Capture:
    return Capture(run, page, (said(title, keys=[A], **fields),))


def article(run: int, title: str = "One", page: str = "a", **fields: str) -> Capture:
    return Capture(run, page, (said(title, keys=[A], **fields),), "article")


def feed(run: int, title: str = "One", **fields: str) -> Capture:
    return Capture(run, "f", (said(title, keys=[A], **fields),), "feed")


# name, captures, columns of the row
ROWS: dict[str, tuple[list[Capture], dict[str, Any]]] = {
    "its own page before the feed, the feed before the listing": (
        [article(1, "Page"), feed(1, "Feed", summary="F"), listing(1, "List", summary="L", city="Graz")],
        {"title": "Page", "summary": "F", "city": "Graz"},
    ),
    "of each page the latest capture": ([article(1, "Old"), article(2, "New")], {"title": "New"}),
    "what a page stops saying is gone from it": (
        [article(1, city="Graz"), article(2)],
        {"city": None},
    ),
    "among pages of one rank that whose words changed in the latest run": (
        [
            article(1, "A", page="a"),
            article(1, "B", page="b"),
            article(2, "B two", page="b"),
            article(3, "A", page="a"),
        ],
        {"title": "B two"},
    ),
    "in one run the smaller address, whatever came first": (
        [article(1, "B", page="b"), article(1, "A", page="a")],
        {"title": "A"},
    ),
    "of a page that changed its role the latest capture alone": (
        [article(1, "Old", page="p", city="Graz"), listing(2, "New", page="p")],
        {"title": "New", "city": None},
    ),
    "a period moves as a whole": (
        [
            listing(1, starts="18-03-2020", ends="20-03-2020"),
            article(1, starts="07-10-2020"),
        ],
        {"starts": "2020-10-07", "ends": None, "ends_day": "2020-10-07"},
    ),
    "a kind that was said before one that is the source's": (
        [article(1), listing(1, kind="publication")],
        {"kind": "publication"},
    ),
    "the day of publication is never the day it starts": (
        [listing(1, starts="18-03-2020", ends="20-03-2020")],
        {"published": None, "published_day": None, "starts_day": "2020-03-18", "ends_day": "2020-03-20"},
    ),
    "an end before the start is no end": (
        [listing(1, starts="18-03-2020", ends="17-03-2020")],
        {"starts": "2020-03-18", "ends": None},
    ),
    "words that are no date give none": (
        [article(1, published="soon"), listing(1, published="10-12-2018")],
        {"published": "2018-12-10"},
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows(name: str) -> None:
    captures, expected = ROWS[name]
    row = folded(*captures).announcement
    assert {column: getattr(row, column) for column in expected} == expected


# name, captures, versions as (run, changed)
VERSIONS: dict[str, tuple[list[Capture], list[tuple[int, dict[str, Any]]]]] = {
    "nothing changed": ([article(1), article(2), listing(2)], []),
    "a page says otherwise": ([article(1, "A"), article(2, "B")], [(2, {"title": ("A", "B")})]),
    "only the fields that changed, in one version a run": (
        [article(1, "A", city="Graz", venue="Hall"), article(2, "B", city="Wien", venue="Hall")],
        [(2, {"title": ("A", "B"), "city": ("Graz", "Wien")})],
    ),
    "a field first filled makes none": ([article(1), article(2, city="Graz")], []),
    "a better page makes none": ([listing(1, "A"), article(2, "A in full")], []),
    "a worse page that says otherwise makes none": ([article(1, "A"), listing(1, "A"), listing(2, "B")], []),
    "changed and changed back within a run makes none": (
        [article(1, "A"), article(2, "B"), article(2, "A")],
        [],
    ),
    "back again is a version too": (
        [article(1, "A"), article(2, "B"), article(3, "A")],
        [(2, {"title": ("A", "B")}), (3, {"title": ("B", "A")})],
    ),
    "what is said no more": ([article(1, city="Graz"), article(2)], [(2, {"city": ("Graz", None)})]),
    "what is said again": (
        [article(1, city="Graz"), article(2), article(3, city="Wien")],
        [(2, {"city": ("Graz", None)}), (3, {"city": (None, "Wien")})],
    ),
    "a moved event": (
        [
            article(1, starts="18-03-2020", ends="20-03-2020"),
            article(2, starts="07-10-2020", ends="09-10-2020"),
        ],
        [(2, {"starts": ("2020-03-18", "2020-10-07"), "ends": ("2020-03-20", "2020-10-09")})],
    ),
    "a page that changed its role": (
        [article(1, "Old", page="p"), listing(2, "New", page="p")],
        [(2, {"title": ("Old", "New")})],
    ),
    "other words of the same day": ([article(1, published="10-12-2018"), article(2, published=" 10-12-2018 ")], []),
}


@pytest.mark.parametrize("name", VERSIONS)
def test_versions(name: str) -> None:
    captures, expected = VERSIONS[name]
    assert [(version.run, version.changed) for version in folded(*captures).versions] == expected


def test_seen_first_and_changed_last() -> None:
    one = folded(listing(1, "A"), article(2, "B"), article(4, "C"), article(6, "C"))
    assert (one.first_seen, one.last_changed) == ("2020-01-02T00:00:01+00:00", "2020-01-05T00:00:01+00:00")
    assert one.pages == {"l": "2020-01-02T00:00:01+00:00", "a": "2020-01-07T00:00:01+00:00"}


def test_fetching_again_changes_nothing_but_when_it_was_confirmed() -> None:
    once = folded(article(1, published="10-12-2018"), listing(1, published="11-12-2018"))
    again = folded(
        article(1, published="10-12-2018"), listing(1, published="11-12-2018"), listing(9, published="11-12-2018")
    )
    assert again.announcement == once.announcement
    assert again.proofs == once.proofs
    assert again.fingerprint == once.fingerprint


def test_evidence_of_every_page_with_what_the_row_takes() -> None:
    one = folded(article(1, published="10-12-2018"), listing(2, published="11-12-2018"))
    said_of = [
        (proof.evidence.raw, proof.evidence.value, proof.evidence.precision, proof.page, proof.seen[:10], proof.chosen)
        for proof in one.proofs
        if proof.evidence.field == "published"
    ]
    assert said_of == [
        ("10-12-2018", "2018-12-10", "day", "a", "2020-01-02", True),
        ("11-12-2018", "2018-12-11", "day", "l", "2020-01-03", False),
    ]


def test_every_value_of_the_row_has_chosen_evidence() -> None:
    one = folded(
        Capture(
            1,
            "a",
            (said("One", keys=[A], tags=["mobility", "Own"], starts="18-03-2020", ends="20-03-2020", body="x" * 999),),
            "article",
        )
    )
    chosen = {proof.evidence.field for proof in one.proofs if proof.chosen}
    assert chosen == {"title", "kind", "starts", "ends", "tags", "themes", "body", "language"}


def test_a_corrected_zone_is_a_change() -> None:
    def told(run: int, zone: str) -> Capture:
        words = replace(said("One", keys=[A]), starts=(Said("2019-01-17T15:00", "ical", zone),))
        return Capture(run, "c", (words,), "calendar")

    one = folded(told(1, "Europe/London"), told(2, "Europe/Helsinki"))
    assert one.announcement.starts == "2019-01-17T15:00+02:00"
    assert [version.changed for version in one.versions] == [
        {"starts": ("2019-01-17T15:00+00:00", "2019-01-17T15:00+02:00")}
    ]


def test_what_the_network_file_says_is_evidence_too() -> None:
    one = folded(listing(1))
    from_file = {
        (proof.evidence.field, proof.evidence.value, proof.evidence.assumed, proof.chosen)
        for proof in one.proofs
        if proof.evidence.route == "file"
    }
    assert from_file == {("kind", "news", ("kind",), True), ("language", "en", ("language",), True)}
