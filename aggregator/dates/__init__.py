"""The date engine: words in, `Span` out, in every language of Europe; silent rather than wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from aggregator.dates.fallback import fallback
from aggregator.dates.letters import composed
from aggregator.dates.prose import within
from aggregator.dates.reading import whole
from aggregator.dates.relative import relative
from aggregator.dates.spans import base_day, local, settle
from aggregator.dates.years import Direction
from aggregator.model import Span

__all__ = ["Direction", "find_spans", "read_span"]


def read_span(
    text: str,
    *,
    languages: Sequence[str],
    order: str = "DMY",
    seen_at: datetime,
    published: date | None = None,
    zone: str | None = None,
    direction: Direction = "nearest",
) -> Span | None:
    """Return the date or period that a text says, the first if it says several; None where it says none.

    `languages` are those of the network, best first; `order` is how it writes figures: DMY, MDY or YMD. A year that
    was not said is the one nearest to `published`, else to `seen_at`; with `direction="forward"` the period does not
    end before that day, with `"past"` it does not begin after it. `zone` is the IANA name of the zone whose offset is
    written where an hour was said without one; without it such a text has no offset. `assumed` names what was inferred:
    order, century, year, start-month, end-month, day, zone.

    >>> read_span("du 17 au 19 janvier 2019", languages=["fr"], seen_at=datetime(2019, 1, 1))
    Span(start='2019-01-17', end='2019-01-19', precision='day', assumed=())
    """
    text, tongues = composed(text)[0], tuple(languages)
    said = whole(text, tongues, order)
    if isinstance(said, Span):
        return said
    base = base_day(seen_at, published, zone)
    if said is not None:
        return settle(said, base, zone, direction)
    found = (settle(period, base, zone, direction) for _, _, period in within(text, tongues, order))
    spans = [span for span in found if span is not None]
    if spans:
        return next((span for span in spans if span.precision != "month"), spans[0])
    now = local(seen_at, zone)
    return relative(text, tongues, now) or fallback(text, tongues, order, now)


def find_spans(
    text: str,
    *,
    languages: Sequence[str],
    order: str = "DMY",
    seen_at: datetime,
    published: date | None = None,
    zone: str | None = None,
    direction: Direction = "nearest",
) -> list[tuple[int, int, Span]]:
    """Return every date and period in running text as (start, end, span), the places being those of the characters.

    The other arguments are those of `read_span`. A lone year or month and figures without a year are no dates here.

    >>> find_spans("Graz, 2-4 October 2019.", languages=["en"], seen_at=datetime(2019, 1, 1))
    [(6, 22, Span(start='2019-10-02', end='2019-10-04', precision='day', assumed=()))]
    """
    base = base_day(seen_at, published, zone)
    text, places = composed(text)
    found = []
    for first, last, period in within(text, tuple(languages), order):
        span = settle(period, base, zone, direction)
        if span is not None:
            found.append((first, last, span) if places is None else (places[first], places[last], span))
    return found
