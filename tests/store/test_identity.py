from __future__ import annotations

import pytest

from aggregator.errors import IdentityError
from aggregator.store import identity
from aggregator.store.identity import key_id, partition, void_keys
from tests.store.histories import Capture, said, tellings

A, B = ("address", "https://net.example/a"), ("address", "https://net.example/b")
TIDY_A = ("address", "net.example/a")
W1, W2 = ("wp", "net.example/1"), ("wp", "net.example/2")
G = ("guid", "net.example/g")

# name, captures, the announcements: for each the numbers of its tellings in fold order
JOINS = {
    "one key on two pages": (
        [Capture(1, "l", (said("One", keys=[A]),)), Capture(1, "a", (said("One, in full", keys=[A]),), "article")],
        [[0, 1]],
    ),
    "two keys bridged by a third telling, later": (
        [
            Capture(1, "l", (said("One", keys=[A]),)),
            Capture(1, "f", (said("Uno", keys=[W1]),), "feed"),
            Capture(2, "a", (said("One", keys=[A, W1]),), "article"),
        ],
        [[0, 1, 2]],
    ),
    "an edited title is the same announcement": (
        [
            Capture(1, "a", (said("Draft", keys=[A]),), "article"),
            Capture(2, "a", (said("Final", keys=[A]),), "article"),
        ],
        [[0, 1]],
    ),
    "no keys, the same words": (
        [
            Capture(1, "l", (said("One", published="10-12-2018"),)),
            Capture(2, "m", (said("ONE!", published="10-12-2018"),)),
        ],
        [[0, 1]],
    ),
    "no keys, the same title on other days": (
        [Capture(1, "l", (said("Newsletter", published="10-12-2018"), said("Newsletter", published="11-01-2019")))],
        [[0], [1]],
    ),
    "no keys and no dates: only on the same page": (
        [Capture(1, "l", (said("One"),)), Capture(2, "l", (said("One"),)), Capture(3, "m", (said("One"),))],
        [[0, 1], [2]],
    ),
    "words do not join two that have keys": (
        [
            Capture(1, "l", (said("One", keys=[A], published="10-12-2018"),)),
            Capture(1, "m", (said("One", keys=[B], published="10-12-2018"),)),
        ],
        [[0], [1]],
    ),
    "without a key it joins the earliest that has one, even if that came later": (
        [
            Capture(1, "m", (said("One", published="10-12-2018"),)),
            Capture(2, "l", (said("One", keys=[B], published="10-12-2018"),)),
            Capture(3, "l", (said("One", keys=[A], published="10-12-2018"),)),
        ],
        [[0, 1], [2]],
    ),
    "a key of two rows of one listing that differ in title and dates is void": (
        [
            Capture(
                1, "l", (said("One", keys=[A], published="10-12-2018"), said("Two", keys=[A], published="1-1-2019"))
            ),
            Capture(2, "a", (said("Three", keys=[A], published="05-05-2019"),), "article"),
        ],
        [[0], [1], [2]],
    ),
    "void holds for what came before": (
        [
            Capture(1, "a", (said("One", keys=[A], published="10-12-2018"),), "article"),
            Capture(1, "l", (said("Old", keys=[A], published="11-11-2018"),)),
            Capture(
                2, "l", (said("One", keys=[A], published="10-12-2018"), said("Two", keys=[A], published="1-1-2019"))
            ),
        ],
        [[0, 2], [1], [3]],
    ),
    "the same row twice on a listing is no conflict": (
        [
            Capture(
                1, "l", (said("One", keys=[A], published="10-12-2018"), said("One", keys=[A], published="10-12-2018"))
            )
        ],
        [[0, 1]],
    ),
    "a key is void where another scheme disagrees": (
        [Capture(1, "f", (said("One", keys=[W1, G]), said("One", keys=[W2, G])), "feed")],
        [[0], [1]],
    ),
    "a uid is never void: its instances are one series": (
        [
            Capture(
                1,
                "c",
                (
                    said("Weekly", keys=[("uid", "u"), A], starts="01-02-2019"),
                    said("Weekly", keys=[("uid", "u"), B], starts="08-02-2019"),
                ),
                "calendar",
            )
        ],
        [[0, 1]],
    ),
}


@pytest.mark.parametrize("name", JOINS)
def test_joins(name: str) -> None:
    captures, expected = JOINS[name]
    told = tellings(captures)
    assert [[told.index(each) for each in one.tellings] for one in partition(told)] == expected


def test_the_id_is_of_the_first_key_of_the_earliest_telling() -> None:
    told = tellings([Capture(1, "l", (said("One", keys=[W1, A]),)), Capture(2, "l", (said("One", keys=[W1]),))])
    (one,) = partition(told)
    assert one.id == key_id("net", TIDY_A)
    assert one.id < 2**52
    assert one.keys == {TIDY_A: False, W1: False, ("words", "one | l"): False}


def test_the_id_is_never_of_a_void_key() -> None:
    rows = (said("One", keys=[A], published="10-12-2018"), said("Two", keys=[A], published="01-01-2019"))
    told = tellings([Capture(1, "l", rows)])
    assert void_keys(told) == {TIDY_A}
    one, two = partition(told)
    assert one.id == key_id("net", ("words", "one | 10-12-2018"))
    assert two.id == key_id("net", ("words", "two | 01-01-2019"))
    assert one.keys[TIDY_A]


def test_two_keys_with_one_id_are_an_error_that_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "key_id", lambda network, key: 7)
    with pytest.raises(IdentityError, match=r"address net\.example/a and words one \| l"):
        partition(tellings([Capture(1, "l", (said("One", keys=[A]),))]))
