"""The compiled path for what is common: a whole text that is one day, or some days of one month, with its year."""

from __future__ import annotations

import re

from aggregator.dates.lexicon import lexicon
from aggregator.dates.moments import days_in
from aggregator.model import Span

COMMON = re.compile(
    r"(?P<iy>[0-9]{4})-(?P<im>[0-9]{2})-(?P<id>[0-9]{2})"
    r"|(?P<n1>[0-9]{1,2})(?P<sep>[-/.])(?P<n2>[0-9]{1,2})(?P=sep)(?P<ny>[0-9]{4})"
    r"|(?:(?P<weekday>[^\W\d_]{2,})\.?,? )?(?P<d>[0-9]{1,2})(?:\.|st|nd|rd|th)?"
    r"(?: ?[-–] ?(?P<last>[0-9]{1,2})\.?)? (?P<month>[^\W\d_]{3,})\.?,? (?P<y>[0-9]{4})"
    r"|(?P<month2>[^\W\d_]{3,})\.? (?P<d2>[0-9]{1,2}), (?P<y2>[0-9]{4})"
)


def _days(year: int, month: int, first: int, last: int | None = None, assumed: tuple[str, ...] = ()) -> Span | None:
    """Return the span of one day, or of some days of one month; None where the calendar does not have them."""
    if not (1900 <= year < 2100 and 1 <= month <= 12 and 1 <= first <= (last or first) <= days_in(year, month)):
        return None
    start = f"{year}-{month:02}-{first:02}"
    end = None if last is None or last == first else f"{year}-{month:02}-{last:02}"
    return Span(start=start, end=end, precision="day", assumed=assumed)


def _figures(first: int, second: int, year: int, order: str) -> Span | None:
    """Return the day that three numbers say, the year last: in the order given if that can be, else in the other."""
    day, month = (second, first) if order == "MDY" else (first, second)
    both = 1 <= day <= 12 and 1 <= month <= 12 and day != month
    if both:
        return _days(year, month, day, assumed=("order",))
    return _days(year, month, day) if month <= 12 else _days(year, day, month)


def common(text: str, languages: tuple[str, ...], order: str) -> Span | None:
    """Return what a text of a common shape says; None where it has another shape, or an impossible day.

    >>> common("17-19 January 2019", ("en",), "DMY").end
    '2019-01-19'
    """
    match = COMMON.fullmatch(text)
    if match is None:
        return None
    shape = match.lastgroup
    if shape == "id":
        return _days(int(match["iy"]), int(match["im"]), int(match["id"]))
    if shape == "ny":
        return _figures(int(match["n1"]), int(match["n2"]), int(match["ny"]), order)
    meanings = lexicon(languages).meanings
    word, day, year = ("month", "d", "y") if shape == "y" else ("month2", "d2", "y2")
    kind, month = meanings.get(match[word].lower(), ("x", 0))
    weekday = match["weekday"]
    if kind != "M" or (weekday is not None and meanings.get(weekday.lower(), ("x", 0))[0] != "W"):
        return None
    last = match["last"]
    return _days(int(match[year]), month, int(match[day]), None if last is None else int(last))
