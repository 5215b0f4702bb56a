"""What falls through goes to dateparser: words told from now, and dates in languages whose words we do not have.

It gets a line or less, the network's languages alone, order and base; it guesses no language and remembers none.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from aggregator.dates.letters import plain, tidy
from aggregator.dates.tokens import tokens
from aggregator.dates.words import code_of, hints, known
from aggregator.model import Precision, Span

LONGEST = 60
MOST_WORDS = 7
HOUR = re.compile(r"[0-9]:[0-9]{2}|[0-9]\s?[ap]\.?m|[時时시]")


def _languages(languages: tuple[str, ...]) -> tuple[list[str], bool]:
    """Return the codes that dateparser knows, and whether one of them is none of ours."""
    from dateparser.data.languages_info import language_order

    codes = list(dict.fromkeys(code for code in map(code_of, languages) if code in language_order))
    return codes, any(code not in known() for code in codes)


@lru_cache(maxsize=64)
def _hints(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the plain words one of which a text must have to tell a day from today."""
    return frozenset(plain(word) for code in map(code_of, languages) for word in hints(code))


def _is_worth_asking(line: str, languages: tuple[str, ...], foreign: bool) -> bool:
    """Whether a line is short and has words that dateparser may know and we do not."""
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", plain(line))
    if not words or len(words) > MOST_WORDS or len(line) > LONGEST:
        return False
    return foreign or (not re.search(r"[0-9]{3}", line) and not _hints(languages).isdisjoint(words))


def _asked(text: str, codes: list[str], parsers: list[str], order: str, now: datetime) -> Any:
    """Return dateparser's answer."""
    from dateparser.date import DateDataParser

    settings = {
        "PARSERS": parsers,
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "DATE_ORDER": order,
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    parser = DateDataParser(languages=codes, settings=settings, try_previous_locales=False, use_given_order=True)
    return parser.get_date_data(text)


def _precision(parts: tuple[str, ...], text: str) -> Precision | None:
    """Return how fine the answer is; None where a part between was guessed."""
    told = [part in parts for part in ("year", "month", "day")]
    if told not in ([True, False, False], [True, True, False], [True, True, True]):
        return None
    if "time" in parts and not (all(told)):
        return None
    names: tuple[Precision, ...] = ("year", "month", "day")
    return "minute" if "time" in parts else names[sum(told) - 1]


def fallback(text: str, languages: tuple[str, ...], order: str, now: datetime) -> Span | None:
    """Return what dateparser reads in a short text, no finer than it says was said; None where it reads nothing.

    >>> fallback("the day before yesterday", ("en",), "DMY", datetime(2019, 3, 1, 12))
    Span(start='2019-02-27', end=None, precision='day', assumed=())
    """
    line = tidy(text).strip(" ,.:;|()–-")
    codes, foreign = _languages(languages)
    if not codes or "\n" in text.strip() or not _is_worth_asking(line, languages, foreign):
        return None
    answer = _asked(line, codes, ["relative-time", "absolute-time"] if foreign else ["relative-time"], order, now)
    if answer is None or answer.date_obj is None:
        return None
    precision = _precision(tuple(answer.parts), line)
    if precision is None or (
        precision in ("year", "month") and not foreign and "R" not in tokens(line, languages).kinds
    ):
        return None  # "one year on" is no date, "last year" is
    length = {"year": 4, "month": 7, "day": 10, "minute": 16}[precision]
    assumed = ("day",) if answer.period == "week" else ()
    offset = now.isoformat()[len(now.replace(tzinfo=None).isoformat()) :] if precision == "minute" else ""
    return Span(start=answer.date_obj.isoformat()[:length] + offset, precision=precision, assumed=assumed)
