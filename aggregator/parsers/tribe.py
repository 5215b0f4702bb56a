"""The reader of The Events Calendar: events as its REST API (`tribe/events/v1`) gives them, a list or one alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers.answers import address, answer, listing, mapping, said, words
from aggregator.parsers.wordpress import followed, keys, moment, number, resource

_POST_STATES = frozenset("publish future draft pending private trash auto-draft inherit".split())
"""States of a post in WordPress, which `status` holds where it says nothing of the event itself."""


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield the events of an answer, then the next page of the list and the links that `follow` names.

    What an event costs, its organiser and its picture are left out on purpose. Raises ParseError where the answer is
    no event and no list of events.
    """
    value = mapping(answer(page))
    events = value["events"] if isinstance(value.get("events"), list) else [value]
    told = [_found(event, page, source) for event in _checked(events)]
    yield from told
    if following := address(value.get("next_rest_url"), page.url):
        yield Link(url=following, role="api")
    yield from followed(told, source)


def _checked(events: list[Any]) -> list[dict[str, Any]]:
    for place, event in enumerate(events, 1):
        if not isinstance(event, dict) or number(event) is None or not {"title", "start_date"} & set(event):
            got = f"an object with {', '.join(map(str, list(event)[:4]))}" if isinstance(event, dict) else repr(event)
            raise ParseError(f"expected events with an id and a title, got as number {place} {words(got)[:200]}")
    return events


def _found(event: dict[str, Any], page: Page, source: Source) -> Found:
    place = resource(page, event, event.get("rest_url"))
    link = address(event.get("url"), page.url)
    venue = _venue(event.get("venue"))
    return Found(
        page=place,
        keys=keys(place, event, link, source),
        url=(Said(link, "api"),) if link else (),
        title=said(event.get("title")),
        summary=said(event.get("excerpt")),
        body=said(event.get("description")),
        published=moment(event, "date_utc", "date"),
        modified=moment(event, "modified_utc", "modified"),
        starts=_when(event, "start_date"),
        ends=_when(event, "end_date"),
        state=tuple(_states(event)),
        venue=said(venue.get("venue")),
        address=said(venue.get("address")),
        city=said(venue.get("city")),
        country=said(venue.get("country")),
        tags=tuple(dict.fromkeys(_terms(event))),
    )


def _when(event: dict[str, Any], name: str) -> tuple[Said, ...]:
    """Return the day of an all-day event; else the local time with its zone, or UTC where the zone has no name."""
    local, universal = words(event.get(name)).strip(), words(event.get(f"utc_{name}")).strip()
    zone = words(event.get("timezone")).strip()
    if event.get("all_day") is True:
        return (Said(local[:10], "api"),) if local else ()
    if local and _is_zone(zone):
        return (Said(local, "api", zone),)
    if universal:
        return (Said(universal, "api", "UTC"),)
    return (Said(local, "api"),) if local else ()


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    """Say whether this is a zone of the IANA database; WordPress also has offsets such as `UTC+2`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of the database, or too long
        return False
    return bool(name)


def _states(event: dict[str, Any]) -> Iterator[Said]:
    """Yield the words for an event that is cancelled or postponed, wherever its site's version puts them."""
    graph = event.get("json_ld")
    structured = mapping(graph[0] if isinstance(graph, list) and graph else graph)
    values = [event.get("event_status"), event.get("status"), structured.get("eventStatus")]
    for value in values:
        yield from (one for one in said(value) if one.text.casefold() not in _POST_STATES)


def _venue(value: Any) -> dict[str, Any]:
    """Return the first venue: an object, a list of them, or an empty list."""
    return mapping(value[0] if isinstance(value, list) and value else value)


def _terms(event: dict[str, Any]) -> Iterator[Said]:
    for name in ("categories", "tags"):
        for term in listing(event.get(name)):
            yield from said(mapping(term).get("name"))
