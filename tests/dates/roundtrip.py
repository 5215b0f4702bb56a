"""Dates and periods printed by Babel's own formatters in every language, and read back.

Run `python tests/dates/roundtrip.py` to write docs/dates.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton

from aggregator.dates import read_span
from aggregator.dates.build import LOCALES
from aggregator.model import Span

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
    year_said: bool = True


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
                yield Case(
                    code, f"{name} {skeleton}", format_skeleton(skeleton, day, locale=locale), *facts, "y" in skeleton
                )
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
                facts = (first.isoformat(), last.isoformat(), order_of(locale), first, "y" in str(skeleton))
                yield Case(code, f"{name} {skeleton}", text, *facts)


def read(case: Case) -> Span | None:
    """Return what the engine reads, seen on the first day itself."""
    return read_span(case.text, languages=[case.code], order=case.order, seen_at=datetime.combine(case.seen, time(12)))


def is_read(case: Case) -> bool:
    """Whether the text is read back exactly, and no year was assumed that was said."""
    span = read(case)
    if span is None or (case.year_said and "year" in span.assumed):
        return False
    return (span.start, span.end) == (case.start, case.end)


@cache
def results(code: str) -> dict[str, tuple[int, list[Case]]]:
    """Return how many cases a language has of either kind, and those that are not read back."""
    kinds = {"single": list(singles(code)), "interval": list(intervals(code))}
    return {kind: (len(cases), [case for case in cases if not is_read(case)]) for kind, cases in kinds.items()}


def share(count: int, lost: list[Case]) -> str:
    """Return the share that is read back, rounded down so that 100 % means all."""
    return f"{count - len(lost)} of {count} ({(count - len(lost)) * 1000 // count / 10} %)"


def render() -> str:
    """Return the page: a row a language, then every shape that is not read back, with its first text."""
    lines = [
        "# Dates in every language",
        "",
        f"Generated by `python tests/dates/roundtrip.py` with Babel {version('babel')}; a test says if it is stale.",
        "",
        "Babel's own formatters print thirteen days (full, long, medium, short, every skeleton with a day and a",
        "month, and two lengths with an hour) and eight periods (every interval skeleton with a day and a month).",
        "A text counts if it is read back exactly, in the order of the locale's short dates, and no year was assumed",
        "that was printed. A skeleton without a month says no date. Babel cannot compare eras, so intervals have none.",
        "",
        "| language | locales | single dates | periods |",
        "|---|---|---|---|",
    ]
    failed = []
    for code in sorted(LOCALES):
        found = results(code)
        columns = (code, ", ".join(LOCALES[code]), *(share(*found[kind]) for kind in ("single", "interval")))
        lines.append(f"| {' | '.join(columns)} |")
        failed += [case for kind in ("single", "interval") for case in found[kind][1]]
    lines += ["", "## Not read back", "", "| shape | text | it says | read as |", "|---|---|---|---|"]
    for shape, cases in groupby(failed, key=lambda case: case.shape):
        first, *others = cases
        more = f" (and {len(others)} more)" if others else ""
        lines.append(f"| {shape}{more} | `{first.text}` | {said(first.start, first.end)} | {shown(read(first))} |")
    lines += [
        "",
        "The Finnish skeleton `GyMd` and the Maltese `yMd` put the month before the day, against the order of the same",
        "locale's short dates: nothing in one such text tells it.",
    ]
    return "\n".join(lines) + "\n"


def said(start: str, end: str | None) -> str:
    """Return one or two ends as one text."""
    return start if end is None else f"{start} to {end}"


def shown(span: Span | None) -> str:
    """Return what was read as one text."""
    return "nothing" if span is None else said(span.start, span.end)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
