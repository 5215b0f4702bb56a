"""The columns that are dates, each read in its own role: none is ever filled from another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from aggregator.dates import find_spans, read_span
from aggregator.model import Evidence, Found, Said, Span
from aggregator.networks import Network
from aggregator.normalise.days import first_day, last_day
from aggregator.normalise.evidence import evidence
from aggregator.occurrences import Instance
from aggregator.text import tidy

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T|$)")


@dataclass(frozen=True, slots=True)
class Reading:
    """Words and the span they were read as, None where they are no date."""

    said: Said
    span: Span | None


class Dates:
    """What a page says of days and hours. A year not said is sought before `seen_at` for what is published or modified,
    and after the day of publication for what starts, ends or closes.
    """

    def __init__(self, found: Found, network: Network, seen_at: datetime) -> None:
        self.zone = ZoneInfo(network.timezone)
        self.common: dict[str, Any] = {
            "languages": network.languages,
            "order": network.date_order,
            "seen_at": seen_at,
            "zone": network.timezone,
        }
        self.published = self._read(found.published, "past")
        self.modified = self._read(found.modified, "past")
        if first := _first(self.published):
            self.common["published"] = date.fromisoformat(first_day(first.start, self.zone))
        self.starts = self._read(found.starts, "forward")
        self.ends = self._read(found.ends, "forward")
        self.deadline = self._read(found.deadline, "forward")
        self.instances = [(said, self._instance(said)) for said in found.occurrences]
        self.prose = list(self._prose(*found.title[:1], *found.summary[:1])) if self.starts else []

    def _read(self, words: tuple[Said, ...], direction: Literal["past", "forward"]) -> list[Reading]:
        return [Reading(said, self._span(said, direction)) for said in words]

    def _span(self, said: Said, direction: Literal["past", "forward"]) -> Span | None:
        facts = self.common | ({"zone": said.zone} if said.zone else {})
        span = read_span(tidy(said.text), direction=direction, **facts)
        if span and said.zone:  # it was said beside the words
            return replace(span, assumed=tuple(each for each in span.assumed if each != "zone"))
        return span

    def _prose(self, *texts: Said) -> Iterator[Reading]:
        """Yield the days that title and summary of an event name: evidence beside its own dates, never instead.

        A year that they leave out is that of the event.
        """
        facts = self.common
        if first := _first(self.starts):
            facts = facts | {"published": date.fromisoformat(first_day(first.start, self.zone))}
        for said in texts:
            for start, end, span in find_spans(said.text, **facts):
                if span.precision not in ("year", "month"):
                    yield Reading(Said(said.text[start:end], "prose"), span)

    def columns(self) -> dict[str, Any]:
        """Return the value of each column; `ends_day` is the last day of an event whose end was not said, too."""
        published, modified, deadline = self._published(), _first(self.modified), _first(self.deadline)
        starts, ends = self._period()
        last = ends or starts
        closes = deadline and (deadline.end or deadline.start)
        return {
            "published": published.start if published else None,
            "published_day": first_day(published.start, self.zone) if published else None,
            "modified": modified.start if modified else None,
            "starts": starts,
            "starts_day": first_day(starts, self.zone) if starts else None,
            "ends": ends,
            "ends_day": last_day(last, self.zone) if last else None,
            "occurrences": self._occurrences(),
            "deadline": closes,
            "deadline_day": last_day(closes, self.zone) if closes else None,
        }

    def _published(self) -> Span | None:
        """Return the first day of publication that the page could have known, else the first: a conflict that shows."""
        latest = (self.common["seen_at"] + timedelta(days=1)).date().isoformat()
        known = [each for each in self.published if each.span and first_day(each.span.start, self.zone) <= latest]
        return _first(known) or _first(self.published)

    def _period(self) -> tuple[str | None, str | None]:
        """Return start and end; an end that was said but lies before the start is left to the evidence."""
        starts, ends = _first(self.starts), _first(self.ends)
        if starts is None:
            return None, None
        end = (ends.end or ends.start) if ends else starts.end
        if end and last_day(end, self.zone) < first_day(starts.start, self.zone):
            end = starts.end
        return starts.start, end

    def _instance(self, said: Said) -> Instance | None:
        """Return the start and end of an instance, None for words that are none; an end that was not said is None."""
        first, _, last = said.text.partition("/")
        if not _ISO.match(first):
            return None  # a rule that could not be worked out may have days in it
        starts = self._span(replace(said, text=first), "forward")
        ends = self._span(replace(said, text=last), "forward") if last else None
        return (starts.start, ends.start if ends else None) if starts else None

    def _occurrences(self) -> tuple[Instance, ...]:
        found = {instance[0]: instance for _, instance in reversed(self.instances) if instance}
        return tuple(sorted(found.values()))

    def evidence(self) -> Iterator[Evidence]:
        """Yield every candidate; a period among the starts is evidence of the end too.

        Of the occurrences only those that could not be read: the others are the rows of their table.
        """
        for said, instance in self.instances:
            if instance is None:
                yield evidence("occurrences", said, None)
        for name in ("published", "modified", "ends", "deadline"):
            for reading in getattr(self, name):
                span = reading.span
                last = span and name in ("ends", "deadline") and span.end
                yield evidence(name, reading.said, last or (span.start if span else None), span)
        for reading in (*self.starts, *self.prose):
            span = reading.span
            yield evidence("starts", reading.said, span.start if span else None, span)
            if span and span.end:
                yield evidence("ends", reading.said, span.end, span)


def _first(readings: list[Reading]) -> Span | None:
    return next((reading.span for reading in readings if reading.span), None)
