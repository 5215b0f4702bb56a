"""Strings read in a second of processor time, hot and cold, beside dateparser and dateutil in one run.

Run `python benchmarks/dates.py`. `common` are the shapes that most pages print, each string another day; `table` are
the strings of tests/dates/table.py, traps among them. Cold is a string not read before (words and shapes are loaded),
hot the same string again. Each figure is the median of five rounds; ratios are to dateparser's cold rate.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time

import dateparser
from dateutil import parser as dateutil_parser

from aggregator.dates import read_span
from aggregator.dates.prose import _in_line
from aggregator.dates.reading import whole

Text = tuple[str, str]
SEEN = datetime(2019, 3, 1, 12)
ROUNDS = 5
NAMES = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


def common() -> list[Text]:
    """Return strings of the common shapes in three languages, no two alike."""
    texts: list[Text] = []
    for number in range(50):
        day = date(2015, 1, 1) + timedelta(days=number * 37)
        names = {code: months.split()[day.month - 1] for code, months in NAMES.items()}
        texts += [
            ("en", f"{day:%d-%m-%Y}"),
            ("en", f"{day:%d/%m/%Y}"),
            ("de", f"{day:%d.%m.%Y}"),
            ("en", day.isoformat()),
            ("en", f"{day.day} {names['en']} {day.year}"),
            ("en", f"{names['en']} {day.day}, {day.year}"),
            ("fr", f"{day.day} {names['fr']} {day.year}"),
            ("de", f"{day.day}. {names['de']} {day.year}"),
        ]
    return list(dict.fromkeys(texts))


def table() -> list[Text]:
    """Return the strings of the table of the tests."""
    place = Path(__file__).parents[1] / "tests" / "dates" / "table.py"
    spec = importlib.util.spec_from_file_location("dates_table", place)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(languages, text) for languages, text, *_ in module.ROWS]


def ours(code: str, text: str) -> object:
    return read_span(text, languages=(code,), seen_at=SEEN)


def theirs(code: str, text: str) -> object:
    return dateparser.parse(text, languages=[code], settings={"RELATIVE_BASE": SEEN, "DATE_ORDER": "DMY"})


def dateutils(code: str, text: str) -> object:
    try:
        return dateutil_parser.parse(text, dayfirst=True, default=SEEN)
    except (ValueError, OverflowError):
        return None


def rate(read: Callable[[str, str], object], texts: Sequence[Text]) -> float:
    """Return strings a second of processor time."""
    start = process_time()
    for code, text in texts:
        read(code, text)
    return len(texts) / (process_time() - start)


def rates(read: Callable[[str, str], object], texts: Sequence[Text]) -> tuple[float, float]:
    """Return the cold and the hot rate, medians of five rounds."""
    rate(read, texts)
    cold, hot = [], []
    for _ in range(ROUNDS):
        whole.cache_clear()
        _in_line.cache_clear()
        cold.append(rate(read, texts))
        hot.append(rate(read, texts))
    return median(cold), median(hot)


def main() -> None:
    """Print a row a reader and set of strings."""
    print(
        f"{'strings':8} {'reader':18} {'cold a second':>14} {'hot a second':>14} {'cold ratio':>11} {'hot ratio':>10}"
    )
    for name, texts in (("common", common()), ("table", table())):
        found = {
            "dateparser": rates(theirs, texts),
            "dateutil": rates(dateutils, texts),
            "aggregator.dates": rates(ours, texts),
        }
        base = found["dateparser"][0]
        for reader, (cold, hot) in found.items():
            print(f"{name:8} {reader:18} {cold:14,.0f} {hot:14,.0f} {cold / base:11.1f} {hot / base:10.1f}")


if __name__ == "__main__":
    main()
