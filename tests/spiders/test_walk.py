"""How far a walk goes, and which hosts it may ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aggregator.model import Link, Page, Role
from aggregator.networks import Source, load
from aggregator.reading import Parsed
from aggregator.store import Memory
from spiders import PLATFORMS
from spiders.network import hosts

LINKS = [Link(url=f"http://trams.example/{number}", role="article") for number in range(5)]


def source(max_pages: int) -> Source:
    network = load("eurocities-legacy")
    bounded = replace(network.sources["documents"], max_pages=max_pages)
    return replace(network, sources={"documents": bounded}).sources["documents"]


def parsed(role: Role) -> Parsed:
    page = Page(
        network="eurocities-legacy", source="documents", role=role, url="", requested="", body=b"",
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    return Parsed(page=page, links=tuple(LINKS))


@pytest.mark.parametrize(("bound", "asked", "cut"), [(1, 1, True), (4, 4, True), (5, 5, False), (9, 5, False)])
def test_a_walk_asks_for_no_more_pages_than_its_bound(bound: int, asked: int, cut: bool) -> None:
    walk = PLATFORMS["labelled"](source(bound), Memory())
    assert list(walk.within(iter(LINKS))) == LINKS[:asked]
    assert walk.cut is cut


def test_the_bound_counts_over_all_pages_of_a_walk() -> None:
    walk = PLATFORMS["labelled"](source(3), Memory())
    asked = [*walk.within(walk.start()), *walk.within(iter(LINKS[:2]))]
    assert (len(asked), walk.cut) == (3, False)
    assert list(walk.within(iter(LINKS[2:]))) == []
    assert walk.cut


def test_nothing_more_is_read_once_the_bound_is_reached() -> None:
    def links() -> Iterator[Link]:
        yield from LINKS[:2]
        raise AssertionError("a link too many was asked for")

    assert list(PLATFORMS["labelled"](source(1), Memory()).within(links())) == LINKS[:1]


def test_the_labelled_walk_follows_listings_alone() -> None:
    walk = PLATFORMS["labelled"](source(9), Memory())
    assert [link.role for link in walk.start()] == ["listing"]
    assert list(walk.follow(parsed("listing"))) == LINKS
    assert list(walk.follow(parsed("article"))) == []


def test_the_hosts_of_a_crawl_are_those_of_the_file() -> None:
    assert hosts(load("eurocities-legacy")) == {
        "eurocities.eu",
        "www.eurocities.eu",
        "members.eurocities.eu",
        "wsdomino.eurocities.eu",
        "staging.eurocities.eu",
        "www.cascadecities.eu",
    }
