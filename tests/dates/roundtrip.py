"""Dates and periods printed by Babel's own formatters in every language, and read back.

Run `python tests/dates/roundtrip.py` to write docs/dates.md; `--failures CODE` prints what is not read back in a language.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton

from aggregator.dates import read_span
from aggregator.dates.build import LOCALES

TARGET = Path(__file__).parents[2] / "docs" / "dates.md"
DAYS = (
    date(2019, 1, 17),
    date(2018, 2, 3),
    date(2020, 2, 29),
    date(2017, 3, 31),
    date(2021, 4, 1),
    date(2016, 5, 12),
    date(2019, 6, 7),
    date(2015, 7, 22),
    date(2018, 8, 9),
    date(2022, 9, 30),
    date(2014, 10, 11),
    date(2019, 11, 25),
    date(2023, 12, 5),
)
PERIODS = (
    (date(2019, 1, 17), date(2019, 1, 19)),
    (date(2018, 5, 2), date(2018, 5, 11)),
    (date(2020, 2, 27), date(2020, 3, 1)),
    (date(2017, 6, 5), date(2017, 7, 23)),
    (date(2021, 8, 30), date(2021, 9, 3)),
    (date(2019, 10, 9), date(2019, 12, 20)),
    (date(2018, 12, 28), date(2019, 1, 3)),
    (date(2016, 11, 12), date(2017, 4, 6)),
)
HOUR = time(15, 30)


@dataclass(frozen=True, slots=True)
class Case:
    """A printed text, the shape it was printed in, and what it says."""

    code: str
    shape: str
    text: str
    start: str
    end: str | None
    order: str
    seen: date


def order_of(locale: Locale) -> str:
    """The order of day, month and year in the locale's short dates."""
    pattern = locale.date_formats["short"].pattern
    places = {part.upper(): pattern.index(part) for part in "dMy"}
    return "".join(sorted(places, key=places.__getitem__))


def _says_day(skeleton: str | None) -> bool:
    return bool(skeleton) and "d" in str(skeleton) and "M" in str(skeleton)


def singles(code: str) -> Iterator[Case]:
    """Every day in every length and every skeleton with a day, and with an hour."""
    for name in LOCALES[code]:
        locale = Locale.parse(name)
        for day in DAYS:
            facts = (day.isoformat(), None, order_of(locale), day)
            for length in ("full", "long", "medium", "short"):
                yield Case(code, f"{name} {length}", format_date(day, length, locale), *facts)
            for skeleton in filter(_says_day, locale.datetime_skeletons):
                yield Case(code, f"{name} {skeleton}", format_skeleton(skeleton, day, locale=locale), *facts)
            moment = datetime.combine(day, HOUR)
            for length in ("medium", "short"):
                start = moment.isoformat(timespec="seconds" if length == "medium" else "minutes")
                text = format_datetime(moment, length, locale=locale)
                yield Case(code, f"{name} {length} with hour", text, start, None, order_of(locale), day)


def intervals(code: str) -> Iterator[Case]:
    """Every period in every interval skeleton with a day."""
    for name in LOCALES[code]:
        locale = Locale.parse(name)
        for first, last in PERIODS:
            for skeleton in filter(_says_day, locale.interval_formats):
                if "G" in str(skeleton):  # Babel cannot compare eras
                    continue
                text = format_interval(first, last, str(skeleton), locale=locale)
                yield Case(
                    code, f"{name} {skeleton}", text, first.isoformat(), last.isoformat(), order_of(locale), first
                )


def is_read(case: Case) -> bool:
    """Whether the text is read back exactly."""
    seen = datetime.combine(case.seen, time(12))
    span = read_span(case.text, languages=[case.code], order=case.order, seen_at=seen)
    return span is not None and (span.start, span.end) == (case.start, case.end)


def failures(cases: list[Case]) -> list[Case]:
    """The cases that are not read back."""
    return [case for case in cases if not is_read(case)]


def main() -> None:
    """Write the table, or print the failures of one language."""
    codes = sys.argv[2:] or sorted(LOCALES)
    for code in codes:
        for kind, cases in (("single", list(singles(code))), ("interval", list(intervals(code)))):
            lost = failures(cases)
            print(f"{code} {kind}: {len(cases) - len(lost)} of {len(cases)}")
            for case in lost if "--failures" in sys.argv else ():
                span = read_span(
                    case.text, languages=[case.code], order=case.order, seen_at=datetime.combine(case.seen, time(12))
                )
                print(
                    f"    {case.shape}: {case.text!r} -> {case.start}/{case.end}, got {span and (span.start, span.end)}"
                )


if __name__ == "__main__":
    main()
