"""The reader of iCalendar (RFC 5545): one announcement a series of events, with its instances."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from icalendar import Event, Timezone
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone import tzp

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Found, Page, Said
from aggregator.networks import Source
from aggregator.parsers.contentlines import Block, blocks
from aggregator.parsers.properties import UNREADABLE, Component, last, said
from aggregator.parsers.recurrence import instances, recurs
from aggregator.text import plain

_MARKUP = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|table|u|ul)\b[^<>]*>", re.IGNORECASE)


def read(page: Page, source: Source) -> Iterator[Found]:
    """Yield a record for every series (UID) of the calendar, and one without a title for each event that is broken.

    Days and hours are the properties' own, in ISO 8601. Because the DTEND of whole days is the day after, `ends` is the
    day before it; an end that is said as a DURATION is worked out. Instances are those of a window about the year of
    the fetch. CREATED and DTSTAMP are facts of the calendar and no publication. Raises ParseError for what is no
    calendar.
    """
    series: dict[str, list[Component]] = {}
    broken: list[Sequence[str]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)  # /vendor/Europe/Brussels is Europe/Brussels
        tzp.use_default()  # the zones of another calendar are none of this one's
        for block in blocks(page.body, page.content_type):
            component = _component(block)
            if component is None:
                broken.append(block.lines or [f"{block.name} that does not begin"])
            elif block.name == "VEVENT":
                series.setdefault(component.word("UID") or f"no UID: {len(series)}", []).append(component)
        for components in series.values():
            found = _found(page, components)
            if found is None:
                broken.extend(component.lines for component in components)
            else:
                yield found
    if not series and not broken and b"END:VCALENDAR" not in page.body.replace(b"\0", b"").upper():
        raise ParseError(f"expected a calendar, got one broken off before its first event ({len(page.body)} bytes)")
    for lines in broken:
        yield Found(page=page.url, body=(Said("\n".join(lines), "ical"),))


def _component(block: Block) -> Component | None:
    """Return a block as what it says, None where it is broken; a time zone is known from then on."""
    kind: Any = Event if block.name == "VEVENT" else Timezone
    try:
        return Component(kind.from_ical(block.text()), block.lines) if block.whole else None
    except UNREADABLE:  # the caller yields what is broken
        return None


def _found(page: Page, components: Sequence[Component]) -> Found | None:
    """Return what a series says, None where its properties contradict themselves."""
    own = [component for component in components if "RECURRENCE-ID" not in component.event]
    main = max(own or components[:1], key=lambda component: component.sequence)
    url = absolute(main.word("URL"), page.url)
    uid = main.word("UID")
    try:
        ends = main.end()
        return Found(
            page=page.url,
            keys=((("address", url),) if url else ()) + ((("uid", uid),) if uid else ()),
            kind=(Said("event", "ical"),),
            url=_said(url or ""),
            title=_said(main.word("SUMMARY")),
            body=_said(_body(main)),
            modified=_modified(components),
            starts=main.said("DTSTART"),
            ends=(said(ends),) if ends else main.said("DTEND"),
            occurrences=_occurrences(components, page.fetched_at.year),
            state=_said(main.word("STATUS")),
            venue=_said(main.word("LOCATION")),
            geo=_said(main.raw("GEO")),
            language=_said(_language(main)),
            tags=tuple(Said(tag, "ical") for tag in _tags(main)),
            sequence=_said(main.raw("SEQUENCE")),
        )
    except UNREADABLE:  # the caller yields what is broken
        return None


def _said(text: str) -> tuple[Said, ...]:
    return (Said(text, "ical"),) if text else ()


def _body(main: Component) -> str:
    """Return the description; of one in HTML, and of the alternative that Outlook writes, the plain text."""
    text = main.word("DESCRIPTION") or main.word("X-ALT-DESC")
    return plain(text) if _MARKUP.search(text) else text


def _modified(components: Sequence[Component]) -> tuple[Said, ...]:
    """Return the latest modification of the series or one of its instances."""
    every = [each for component in components for each in component.said("LAST-MODIFIED")]
    return (max(every, key=lambda each: each.text),) if every else ()


def _language(main: Component) -> str:
    return next((str(value.params.get("LANGUAGE", "")) for value in main.values("SUMMARY")), "")


def _tags(main: Component) -> Iterator[str]:
    for categories in main.values("CATEGORIES"):
        yield from (text for each in getattr(categories, "cats", [categories]) if (text := str(each).strip()))


def _occurrences(components: Sequence[Component], year: int) -> tuple[Said, ...]:
    """Return the instances of a series; of rules that cannot be worked out, the rules as written."""
    events = [component.event for component in components]
    if not recurs(events):
        return ()
    ended = any(component.values(name) for component in components for name in ("DTEND", "DURATION"))
    try:
        return tuple(_instance(*each, ended=ended) for each in instances(events, year))
    except ParseError:
        rules = (line for component in components for line in component.lines if re.match("RRULE|RDATE|EX", line, re.I))
        return tuple(Said(line, "ical") for line in rules)


def _instance(start: date, end: date, *, ended: bool) -> Said:
    first, final = said(start), said(last(start, end))
    if not ended:
        return first
    text = final.text if final.zone == first.zone else end.isoformat()
    return Said(f"{first.text}/{text}", "ical", first.zone)
