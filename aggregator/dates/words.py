"""The words of dates in each language: months, weekdays and the small words around them, generated and edited."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from aggregator.dates.letters import plain, tidy

VOCABULARY = Path(__file__).parent.parent / "vocabulary"
Meaning = tuple[str, int]
"""A token's kind, one character of the signatures in `shapes`, and its value."""

KINDS = (
    ("to", "T"),
    ("and", "&"),
    ("from", "F"),
    ("quarter", "u"),
    ("year", "g"),
    ("day", "j"),
    ("hour", "h"),
    ("at", "k"),
    ("of", "f"),
)
"""Classes of small words in the order in which they take a word that belongs to several."""

CAPITALS = frozenset(("de", "el", "en", "ga", "mt", "tr"))
"""Languages that write months with a capital."""

ALIASES = {"no": "nb", "nn": "nb"}


@cache
def _tables() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the generated and the edited words by language."""
    names = ("cldr_dates.toml", "date_words.toml")
    cldr, edited = (tomllib.loads((VOCABULARY / name).read_text(encoding="utf-8")) for name in names)
    return cldr, edited


def _entries(code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the generated and the edited words of one language."""
    cldr, edited = _tables()
    return cldr.get(code, {}), edited.get(code, {})


@cache
def known() -> tuple[str, ...]:
    """Return the codes of the languages whose words we have."""
    return tuple(_tables()[0])


def code_of(language: str) -> str:
    """Return our code of a language tag.

    >>> code_of("pt-PT"), code_of("no")
    ('pt', 'nb')
    """
    code = language.replace("_", "-").split("-")[0].lower()
    return ALIASES.get(code, code)


def pattern_of(languages: Iterable[str], name: str) -> str:
    """Return how the first of the languages that is ours prints dates: its `long` or its `month_day` pattern.

    >>> pattern_of(["de"], "month_day"), pattern_of(["hu"], "long")
    ('d.M.', 'y. MMMM d.')
    """
    return next((str(_entries(code)[0][name]) for code in map(code_of, languages) if code in known()), "")


def zone_names() -> dict[str, str]:
    """Return the words that name a zone by its place, joined by `|`, under the IANA name of the zone."""
    return dict(_tables()[1]["zones"])


def _forms(joined: str) -> list[str]:
    """Return the tidied forms of one entry."""
    return [tidy(form) for form in joined.split("|") if form]


def months(code: str) -> list[list[str]]:
    """Return the names of the months of a language, January first."""
    return [_forms(joined) for joined in _entries(code)[0]["month"]]


def named(code: str) -> Iterator[tuple[str, Meaning]]:
    """Return months and weekdays of a language; a word that is both keeps both values, as tens and ones."""
    cldr, edited = _entries(code)
    values: dict[str, dict[str, int]] = {}
    for name, kind in (("month", "M"), ("weekday", "W")):
        for number, joined in enumerate(cldr.get(name, ()), 1):
            for form in _forms(joined):
                values.setdefault(form, {}).setdefault(kind, number)
        for form, number in edited.get(f"{name}_forms", {}).items():
            values.setdefault(tidy(form), {})[kind] = number
    for form, kinds in values.items():
        if len(kinds) == 2:
            yield form, ("V", kinds["M"] * 10 + kinds["W"])
        else:
            yield form, next(iter(kinds.items()))


def beginnings(code: str) -> Iterator[tuple[str, Meaning]]:
    """Return beginnings of three letters and more that only one month of the language has."""
    owners: dict[str, set[int]] = {}
    for number, names in enumerate(months(code), 1):
        for form in names:
            for end in range(3, len(form)):
                owners.setdefault(form[:end], set()).add(number)
    yield from ((form, ("M", min(numbers))) for form, numbers in owners.items() if len(numbers) == 1 and form.isalpha())


def small(code: str) -> Iterator[tuple[str, Meaning]]:
    """Return the words around days and months of a language."""
    cldr, edited = _entries(code)
    for name, kind in KINDS:
        for table in (edited, cldr):
            yield from ((form, (kind, 0)) for form in _forms(table.get(name, "")))
    for name, value in (("last", -1), ("next", 1)):
        yield from ((form, ("R", value)) for form in _forms(edited.get(name, "")))


def halves(code: str) -> Iterator[tuple[str, Meaning]]:
    """Return halves of the day and the era of a language."""
    cldr, _ = _entries(code)
    for name, meaning in (("am", ("p", 0)), ("pm", ("p", 12)), ("era", ("E", 0))):
        yield from ((form, meaning) for form in _forms(cldr.get(name, "")) if len(form) > 1)
    yield from (("a.m", ("p", 0)), ("p.m", ("p", 12)))


def doubtful_words(code: str) -> Iterator[str]:
    """Return what is a month and a common word too: short abbreviations, and those the edited table names."""
    for names in months(code):
        for form in names:
            longer = any(name != form and name.startswith(form) for name in names)
            if longer and len(form) <= 3:
                yield form
    yield from _forms(_entries(code)[1].get("doubtful", ""))


def zones(code: str) -> Iterator[tuple[str, Meaning]]:
    """Return the long names of zones in a language."""
    for minutes, joined in _entries(code)[0].get("zone", {}).items():
        yield from ((form, ("Z", int(minutes))) for form in _forms(joined))


def relative_patterns(languages: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Return the plain forms of "3 days ago" and "in 3 days", # for the number, each with its unit and direction."""
    for code in dict.fromkeys([*map(code_of, languages), "en"]):
        for name, direction in (("ago", -1), ("in", 1)):
            for unit, joined in enumerate(_entries(code)[0].get(name, ())):
                forms = (plain(form).replace("{0}", "#") for form in _forms(joined))
                yield from ((form, unit, direction) for form in forms if "#" in form and form[0] not in "+-–")


def told_from_today(code: str) -> Iterator[tuple[str, int]]:
    """Return the words of a language for days near today, each with how many days on that is."""
    for days, joined in enumerate(_entries(code)[1].get("days", ()), -2):
        yield from ((form, days) for form in _forms(joined))


def hints(code: str) -> Iterator[str]:
    """Return the words without which a text tells no day from today: yesterday, last, "ago" of all units."""
    edited = _entries(code)[1]
    forms = [form for form, _ in told_from_today(code)]
    forms += [form for name in ("last", "next") for form in _forms(edited.get(name, ""))]
    yield from (max(form.split(), key=len) for form in forms)
    units: dict[str, set[int]] = {}
    for form, unit, direction in relative_patterns([code]):
        for word in form.split() if direction < 0 else ():
            units.setdefault(word, set()).add(unit)
    yield from (word for word, found in units.items() if len(found) > 2 and len(word) > 1 and word.isalpha())
