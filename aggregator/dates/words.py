"""The words of dates: what each means in the languages at hand, the network's first, then English, then the rest."""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

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

ZONES = {
    name: minutes
    for minutes, names in {
        0: "utc gmt wet z",
        60: "cet mez hec west bst",
        120: "cest mesz heec eet oez sast",
        180: "eest oesz msk trt",
        -150: "ndt",
        -180: "adt",
        -210: "nst",
        -240: "edt ast",
        -300: "est cdt",
        -360: "cst mdt",
        -420: "mst pdt",
        -480: "pst",
        540: "jst kst",
        600: "aest",
        660: "aedt",
    }.items()
    for name in names.split()
}
"""Minutes east of Greenwich of zone abbreviations: Europe's, and those that RFC 822 defines."""

ALIASES = {"no": "nb", "nn": "nb"}
SHORTEST_OF_THE_REST = 4


ALIKE = {" \t\n\r\x0b\x0c\x85": " ", "İ": "i", "‐‑−": "-", "‒—―∼～": "–", "’ʼ‘`´": "'", "：": ":"}
"""Characters that say the same as the one after them."""

LETTERS = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ς": "σ"}
"""Letters whose plain form Unicode does not tell."""


def _spaces() -> dict[int, str]:
    """Return the spaces and invisible characters, each with a plain space."""
    separators = (code for code in range(0x10000) if unicodedata.category(chr(code)) in ("Zs", "Cf"))
    return dict.fromkeys(separators, " ")


def _plain() -> dict[int, str]:
    """Return the small letters with accents, Latin and Greek, each with its letter."""
    letters = {chr(code) for code in (*range(0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000))}
    bases = {char: unicodedata.normalize("NFD", char)[0] for char in letters if char.islower()}
    return {ord(char): base for char, base in (bases | LETTERS).items() if base != char}


TIDY = _spaces() | {ord(char): plain for chars, plain in ALIKE.items() for char in chars}
PLAIN = _plain()


def tidy(text: str) -> str:
    r"""Return the text in lower case with plain spaces, hyphens and dashes; places of characters stay as they are.

    >>> tidy("17\u202f–\u200919 Février")
    '17 – 19 février'
    """
    tidied = text.translate(TIDY)
    lower = tidied.lower()
    return lower if len(lower) == len(text) else "".join(char.lower()[0] for char in tidied)


def plain(word: str) -> str:
    """Return a tidied word without accents on Latin and Greek letters.

    >>> plain("ιανουάριος"), plain("février")
    ('ιανουαριοσ', 'fevrier')
    """
    return word.translate(PLAIN)


@cache
def _tables() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the generated and the edited words by language."""
    cldr, edited = ((VOCABULARY / name).read_text(encoding="utf-8") for name in ("cldr_dates.toml", "date_words.toml"))
    return tomllib.loads(cldr), tomllib.loads(edited)


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
    """Return how the first of the languages that is ours prints dates: its `long` pattern, or its `month_day` in figures.

    >>> pattern_of(["de"], "month_day"), pattern_of(["hu"], "long")
    ('d.M.', 'y. MMMM d.')
    """
    cldr = _tables()[0]
    return next((str(cldr[code][name]) for code in map(code_of, languages) if code in cldr), "")


def _forms(joined: str) -> list[str]:
    """Return the tidied forms of one entry of the tables."""
    return [tidy(form) for form in joined.split("|") if form]


def _named(code: str) -> Iterator[tuple[str, Meaning]]:
    """Months and weekdays of a language; a word that is both keeps both values."""
    cldr, edited = (table.get(code, {}) for table in _tables())
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


def _small(code: str) -> Iterator[tuple[str, Meaning]]:
    """Return the words around days and months of a language."""
    cldr, edited = (table.get(code, {}) for table in _tables())
    for name, kind in KINDS:
        for table in (edited, cldr):
            yield from ((form, (kind, 0)) for form in _forms(table.get(name, "")))
    for name, value in (("last", -1), ("next", 1)):
        yield from ((form, ("R", value)) for form in _forms(edited.get(name, "")))


def _halves(code: str) -> Iterator[tuple[str, Meaning]]:
    """Halves of the day and the era of a language."""
    cldr = _tables()[0].get(code, {})
    for name, meaning in (("am", ("p", 0)), ("pm", ("p", 12)), ("era", ("E", 0))):
        yield from ((form, meaning) for form in _forms(cldr.get(name, "")) if len(form) > 1)
    yield from (("a.m", ("p", 0)), ("p.m", ("p", 12)))


def _shortened(code: str) -> Iterator[tuple[str, Meaning]]:
    """Beginnings of three letters and more that only one month of the language has."""
    names = [_forms(joined) for joined in _tables()[0].get(code, {}).get("month", ())]
    owners: dict[str, set[int]] = {}
    for number, forms in enumerate(names, 1):
        for form in forms:
            for end in range(3, len(form)):
                owners.setdefault(form[:end], set()).add(number)
    yield from ((form, ("M", min(numbers))) for form, numbers in owners.items() if len(numbers) == 1 and form.isalpha())


def _numbers() -> Iterator[tuple[str, Meaning]]:
    """Numbers by what they can be: a month, an hour, a day, minutes, a year of two digits, a year."""
    for value in range(100):
        kind = next(
            kind for kind, end in (("z", 1), ("A", 13), ("b", 25), ("B", 32), ("c", 60), ("e", 100)) if value < end
        )
        yield f"{value:02}", (kind, value)
        if value < 10:
            yield str(value), ("a" if value else "z", value)
    yield from ((str(value), ("Y", value)) for value in range(1900, 2100))


SIGNS: dict[str, Meaning] = {sign: (sign, 0) for sign in ".,/:|&'()"}
SIGNS |= {"+": ("+", 1), "-": ("-", -1), "–": ("~", -1), "[": ("(", 0), "]": (")", 0), "@": ("k", 0)}


def relative_patterns(languages: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Return the plain forms of "3 days ago" and "in 3 days" with # for the number, each with its unit and direction."""
    for code in dict.fromkeys([*map(code_of, languages), "en"]):
        for name, direction in (("ago", -1), ("in", 1)):
            for unit, joined in enumerate(_tables()[0].get(code, {}).get(name, ())):
                forms = (plain(form).replace("{0}", "#") for form in _forms(joined))
                yield from ((form, unit, direction) for form in forms if "#" in form and form[0] not in "+-–")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What tokens mean for one list of languages; phrases of several words are found first, each under a sign of its own."""

    meanings: dict[str, Meaning]
    phrases: re.Pattern[str]
    signs: dict[str, str]
    stems: dict[str, int]


def _with_plain(entries: Iterator[tuple[str, Meaning]]) -> Iterator[tuple[str, Meaning]]:
    """Return the entries, and after all of them the same without accents."""
    kept = list(entries)
    yield from kept
    yield from ((plain(form), meaning) for form, meaning in kept if plain(form) != form)


INFLECTING = frozenset("bg cs el et fi ga hr hu is lt lv pl sk sl sr tr uk".split())
"""Languages whose months take endings that CLDR does not list."""


def _stems(codes: Iterable[str]) -> dict[str, int]:
    """Return the plain stems of the long month names of inflecting languages, those that only one month has."""
    owners: dict[str, set[int]] = {}
    for code in codes:
        for number, joined in enumerate(_tables()[0][code]["month"] if code in INFLECTING else (), 1):
            for form in map(plain, _forms(joined)):
                for stem in (form, form[:-1]):
                    owners.setdefault(stem, set()).add(number)
    return {stem: min(numbers) for stem, numbers in owners.items() if len(numbers) == 1 and len(stem) > 3}


def _rest(codes: list[str]) -> dict[str, Meaning]:
    """Words of languages the network did not name: long names of months and days on which all agree, and small words."""
    named: dict[str, set[Meaning]] = {}
    for code in codes:
        for form, meaning in _with_plain(_named(code)):
            named.setdefault(form, set()).add(meaning)
    small = [entry for code in codes for entry in _with_plain(_small(code))]
    agreed = {
        form: min(meanings)
        for form, meanings in named.items()
        if len(meanings) == 1 and len(form) >= SHORTEST_OF_THE_REST
    }
    return agreed | {form: meaning for form, meaning in reversed(small) if form not in named}


@lru_cache(maxsize=64)
def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Return the meanings of tokens for the languages of a network, best first."""
    first = list(dict.fromkeys([code for code in map(code_of, languages) if code in known()] + ["en"]))
    meanings: dict[str, Meaning] = dict(SIGNS) | dict(_numbers())
    for source in (_named, _small, _halves):
        for code in first:
            for form, meaning in _with_plain(source(code)):
                meanings.setdefault(form, meaning)
    for form, meaning in ((name, ("Z", offset)) for name, offset in ZONES.items()):
        meanings.setdefault(form, meaning)
    for code in first:
        for form, meaning in _with_plain(_shortened(code)):
            meanings.setdefault(form, meaning)
    for form, meaning in _rest([code for code in known() if code not in first]).items():
        meanings.setdefault(form, meaning)
    phrases = sorted(
        (form for form in meanings if len(form) > 1 and re.search(r"[^\w'-]|^-", form)), key=len, reverse=True
    )
    signs = {re.sub(r"[\s.]", "", form): chr(0xE000 + place) for place, form in enumerate(phrases)}
    meanings |= {signs[re.sub(r"[\s.]", "", form)]: meanings[form] for form in reversed(phrases)}
    sources = (r"\.?\s*".join(re.escape(part) for part in re.split(r"[\s.]+", form) if part) for form in phrases)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sources)})\.?(?!\w)" if phrases else r"(?!)")
    return Lexicon({sys.intern(form): meaning for form, meaning in meanings.items()}, pattern, signs, _stems(first))
