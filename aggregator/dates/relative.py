"""Days told from now: `hier`, and `3 days ago`, `vor 3 Tagen`, `il y a 2 heures` in the patterns that CLDR has."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from aggregator.dates.letters import plain, tidy
from aggregator.dates.words import code_of, relative_patterns, told_from_today
from aggregator.model import Precision, Span

LONGEST = 60
"""Characters of a text in which such words are looked for; they stand at its end, after a label at most."""

EDGES = " ,.:;|()–-"
"""What may stand around a word that is a day."""

UNITS: tuple[Precision, ...] = ("minute", "minute", "day", "day", "month", "year")
"""How fine a span is that was told in minutes, hours, days, weeks, months, years."""


@lru_cache(maxsize=64)
def _pattern(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, tuple[int, int]]]:
    """Return a pattern that finds what the languages can say, and (unit, direction) of each form, # for the number."""
    forms: dict[str, tuple[int, int]] = {}
    for form, unit, direction in relative_patterns(languages):
        forms.setdefault(form, (unit, direction))
    sources = (re.escape(form).replace(r"\#", r"[0-9]{1,4}") for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(sources) or '(?!)'})[\s.)]*$"), forms


@lru_cache(maxsize=64)
def _days(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the plain words for days near today, each with how many days on that is; the first language's count."""
    words = [(plain(form), days) for code in map(code_of, languages) for form, days in told_from_today(code)]
    return dict(reversed(words))


def _shifted(day: date, months: int) -> date:
    """Return the same day some months on, or the last of a month that is shorter."""
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def relative(text: str, languages: tuple[str, ...], now: datetime) -> Span | None:
    """Return the point in time that is told from now; a week is told as its day, which `assumed` says.

    >>> relative("vor 3 Tagen", ("de",), datetime(2019, 3, 1, 12))
    Span(start='2019-02-26', end=None, precision='day', assumed=())
    >>> relative("(Übermorgen)", ("de",), datetime(2019, 3, 1, 12)).start
    '2019-03-03'
    """
    if len(text) > LONGEST:
        return None
    line = plain(tidy(text))
    days_on = _days(languages).get(line.strip(EDGES))
    if days_on is not None:
        return Span(start=(now + timedelta(days=days_on)).date().isoformat(), precision="day")
    pattern, forms = _pattern(languages)
    match = pattern.search(line)
    if match is None:
        return None
    said = match.group().rstrip(" .)")
    unit, direction = forms[re.sub("[0-9]+", "#", said)]
    count = int("".join(filter(str.isdigit, said))) * direction
    precision = UNITS[unit]
    if not 1 < now.year + count * (0, 0, 0, 0, 1, 12)[unit] // 12 < 9999:
        return None
    if precision == "minute":
        then = now + timedelta(minutes=count * (1, 60)[unit])
        return Span(start=then.isoformat(timespec="minutes"), precision="minute")
    if precision == "day":
        days = count * (7 if unit == 3 else 1)
        return Span(
            start=(now + timedelta(days=days)).date().isoformat(),
            precision="day",
            assumed=("day",) if unit == 3 else (),
        )
    then_day = _shifted(now.date(), count * (12 if precision == "year" else 1))
    return Span(start=then_day.isoformat()[: 4 if precision == "year" else 7], precision=precision)
