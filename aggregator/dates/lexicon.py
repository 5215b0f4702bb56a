"""What tokens mean for a list of languages: the network's first, then English, then the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from aggregator.dates.letters import plain, tidy
from aggregator.dates.words import (
    CAPITALS,
    Meaning,
    beginnings,
    code_of,
    doubtful_words,
    halves,
    known,
    months,
    named,
    pattern_of,
    small,
    zone_names,
    zones,
)

SHORTEST_OF_THE_REST = 4
"""Letters of a month's name that is taken from a language the network did not name."""

ABBREVIATIONS = {
    0: "UTC GMT WET Z",
    60: "CET MEZ HEC SEČ WEST BST",
    120: "CEST MESZ HEEC SELČ EET OEZ SAST",
    180: "EEST OESZ MSK TRT",
    -150: "NDT",
    -180: "ADT",
    -210: "NST",
    -240: "EDT AST",
    -300: "EST CDT",
    -360: "CST MDT",
    -420: "MST PDT",
    -480: "PST",
    540: "JST KST",
    600: "AEST",
    660: "AEDT",
}
"""Zone abbreviations by minutes east of Greenwich: Europe's, those of RFC 822, and some further east.

They count in capitals only: `west`, `est` and `cet` are words.
"""

ZONE_SIGNS = {
    name: (chr(0xF000 + place), minutes)
    for place, (name, minutes) in enumerate(
        (name, minutes) for minutes, names in ABBREVIATIONS.items() for name in names.split()
    )
}
ABBREVIATED = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(ZONE_SIGNS, key=len, reverse=True))})(?![^\W_])")

ZONES = tuple(zone_names())
"""IANA names of zones that are told by their place; a token's value is `FIRST_ZONE` and its index."""

FIRST_ZONE = 10_000
INFLECTING = frozenset(
    ("bg", "cs", "el", "et", "fi", "ga", "hr", "hu", "is", "lt", "lv", "pl", "sk", "sl", "sr", "tr", "uk")
)
"""Languages whose months take endings that CLDR does not list."""

SIGNS: dict[str, Meaning] = {sign: (sign, 0) for sign in ".,:|&'()"}
SIGNS |= {"/": ("/", 2), "+": ("+", 1), "-": ("-", -1), "–": ("~", -1), "[": ("(", 0), "]": (")", 0), "@": ("k", 0)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The meanings of tokens for one list of languages.

    `phrases` finds what several words say together; each has a sign of its own in `signs`, under its letters. `stems`
    are the beginnings of months that take endings. In running text `doubtful` words are months only with a capital, a
    dot, or a day and a year beside them; `weak` ones only with a dot or a day and a year. `year_first` says that the
    first language prints the year before the month.
    """

    meanings: dict[str, Meaning]
    phrases: re.Pattern[str]
    signs: dict[str, str]
    stems: dict[str, int]
    doubtful: frozenset[str]
    weak: frozenset[str]
    year_first: bool


def letters(phrase: str) -> str:
    """Return a phrase without its spaces and dots.

    >>> letters("p. m.")
    'pm'
    """
    return re.sub(r"[\s.]", "", phrase)


def _numbers() -> Iterator[tuple[str, Meaning]]:
    """Return numbers by what they can be: a month, an hour, a day, minutes, a year of two digits, a year."""
    kinds = (("z", 1), ("A", 13), ("b", 25), ("B", 32), ("c", 60), ("e", 100))
    for value in range(100):
        yield f"{value:02}", (next(kind for kind, end in kinds if value < end), value)
        if value < 10:
            yield str(value), ("a" if value else "o", value)
    yield from ((str(value), ("Y", value)) for value in range(1900, 2100))


def signed(text: str) -> str:
    """Return the text with a sign, as long as it, for each zone abbreviation."""
    return ABBREVIATED.sub(lambda match: ZONE_SIGNS[match.group()][0].ljust(len(match.group())), text)


def _zones() -> Iterator[tuple[str, Meaning]]:
    """Return the signs of abbreviated zones, and the names of zones told by their place."""
    yield from ((sign, ("Z", minutes)) for sign, minutes in ZONE_SIGNS.values())
    for place, joined in enumerate(zone_names().values()):
        yield from ((tidy(name), ("Z", FIRST_ZONE + place)) for name in joined.split("|"))


def _with_plain(entries: Iterable[tuple[str, Meaning]]) -> Iterator[tuple[str, Meaning]]:
    """Return the entries, and after all of them the same without accents."""
    kept = list(entries)
    yield from kept
    yield from ((plain(form), meaning) for form, meaning in kept if plain(form) != form)


def _stems(codes: Iterable[str]) -> dict[str, int]:
    """Return the plain stems of the long month names of inflecting languages, those that only one month has."""
    owners: dict[str, set[int]] = {}
    for code in codes:
        for number, names in enumerate(months(code) if code in INFLECTING else (), 1):
            for form in map(plain, names):
                for stem in (form, form[:-1]):
                    owners.setdefault(stem, set()).add(number)
    return {stem: min(numbers) for stem, numbers in owners.items() if len(numbers) == 1 and len(stem) > 3}


def _rest(codes: list[str]) -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """Return the long names of months and days on which all these languages agree, and their small words."""
    found: dict[str, set[Meaning]] = {}
    for code in codes:
        for form, meaning in _with_plain(named(code)):
            found.setdefault(form, set()).add(meaning)
    agreed = {
        form: min(meanings)
        for form, meanings in found.items()
        if len(meanings) == 1 and len(form) >= SHORTEST_OF_THE_REST
    }
    words = [entry for code in codes for entry in _with_plain(small(code))]
    return agreed, {form: meaning for form, meaning in reversed(words) if form not in found}


def _phrases(meanings: dict[str, Meaning]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds the entries of several words, and the sign of each."""
    joined = sorted((form for form in meanings if re.search(r"[^\W\d_].*[^\w'-]|^-.", form)), key=len, reverse=True)
    signs = {letters(form): chr(0xE000 + place) for place, form in enumerate(joined)}
    sources = (r"\.?\s*".join(map(re.escape, filter(None, re.split(r"[\s.]+", form)))) for form in joined)
    return re.compile(rf"(?<!\w)(?:{'|'.join(sources) or '(?!)'})\.?(?!\w)"), signs


@lru_cache(maxsize=64)
def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Return the meanings of tokens for the languages of a network, best first."""
    first = list(dict.fromkeys([code for code in map(code_of, languages) if code in known()] + ["en"]))
    meanings = SIGNS | dict(_numbers())
    sources = [source(code) for source in (named, small, halves, zones) for code in first]
    for entries in (*sources, _zones(), *map(beginnings, first)):
        for form, meaning in _with_plain(entries):
            meanings.setdefault(form, meaning)
    foreign, words = _rest([code for code in known() if code not in first])
    foreign = {form: meaning for form, meaning in foreign.items() if form not in meanings}
    sure = {form for code in first for source in (named, small) for form, _ in _with_plain(source(code))}
    shortened = {form for code in first for form, _ in _with_plain(beginnings(code))} - sure
    meanings = words | foreign | meanings
    pattern, signs = _phrases(meanings)
    meanings |= {sign: meaning for form, meaning in meanings.items() if (sign := signs.get(letters(form)))}
    doubtful = {form for code in first if code in CAPITALS for form in doubtful_words(code)}
    small_letters = {form for code in first if code not in CAPITALS for form in doubtful_words(code)} - doubtful
    return Lexicon(
        meanings,
        pattern,
        signs,
        _stems(first),
        frozenset(doubtful),
        frozenset(foreign) | shortened | small_letters,
        pattern_of(languages, "long").startswith("y"),
    )
