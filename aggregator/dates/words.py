"""The words of dates: what each means in the languages at hand, the network's first, then English, then the rest."""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
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
    ("year", "g"),
    ("day", "j"),
    ("hour", "h"),
    ("at", "k"),
    ("of", "f"),
)
"""Classes of small words in the order in which they take a word that belongs to several."""

ZONES = {
    **dict.fromkeys(("utc", "gmt", "wet", "z"), 0),
    **dict.fromkeys(("cet", "mez", "hec", "west", "bst"), 60),
    **dict.fromkeys(("cest", "mesz", "eet", "oez", "sast"), 120),
    **dict.fromkeys(("eest", "oesz", "msk", "trt"), 180),
    "nst": -210,
    "ndt": -150,
    "adt": -180,
    "ast": -240,
    "edt": -240,
    "est": -300,
    "cdt": -300,
    "cst": -360,
    "mdt": -360,
    "mst": -420,
    "pdt": -420,
    "pst": -480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
}
"""Minutes east of Greenwich of zone abbreviations: Europe's, and those that RFC 822 defines."""

ALIASES = {"no": "nb", "nn": "nb"}
SHORTEST_OF_THE_REST = 4


LETTERS = (*range(0x250), *range(0x370, 0x400), *range(0x1E00, 0x2070), 0x3000, 0xFEFF)


def _folded(code: int) -> str | None:
    """Return the one character that stands for this one where only its letter counts; None keeps it."""
    char = chr(code)
    if unicodedata.category(char) == "Zs" or char in "\u200b\u200e\u200f\u2060\ufeff\t\n\r\x0b\x0c\x85\u2028\u2029":
        return " "
    name = unicodedata.name(char, "")
    base = unicodedata.normalize("NFD", char)[0]
    return base if base != char and name.startswith(("LATIN", "GREEK")) else None


ALIKE = {
    "ıİ": "i",
    "łŁ": "l",
    "øØ": "o",
    "đĐ": "d",
    "ħĦ": "h",
    "ς": "σ",
    "‐‑−": "-",
    "‒—―∼～": "–",
    "’ʼ‘`´": "'",
    "：": ":",
}
"""Characters that say the same as the one after them, and have no decomposition that tells it."""

FOLD = {code: base for code in LETTERS if (base := _folded(code))}
FOLD |= {ord(char): plain for chars, plain in ALIKE.items() for char in chars}


def fold(text: str) -> str:
    r"""Return the text in lower case without accents on Latin and Greek letters, with plain spaces and hyphens.

    Length and places of characters stay as they are.

    >>> fold("Ιανουαρίου 17\u202f–\u200919 Février")
    'ιανουαριου 17 – 19 fevrier'
    """
    folded = text.translate(FOLD).lower()
    return folded if len(folded) == len(text) else "".join(char.lower()[0] for char in text.translate(FOLD))


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


def month_day(language: str) -> str:
    """Return the pattern in which a language prints a day and a month in figures, as `d.MM.`; empty for a language not ours."""
    return str(_tables()[0].get(language, {}).get("month_day", ""))


def _forms(joined: str) -> list[str]:
    """Return the folded forms of one entry of the tables."""
    return [fold(form) for form in joined.split("|") if form]


def _named(code: str) -> Iterator[tuple[str, Meaning]]:
    """Months and weekdays of a language; a word that is both keeps both values."""
    cldr, edited = (table.get(code, {}) for table in _tables())
    values: dict[str, dict[str, int]] = {}
    for name, kind in (("month", "M"), ("weekday", "W")):
        for number, joined in enumerate(cldr.get(name, ()), 1):
            for form in _forms(joined):
                values.setdefault(form, {}).setdefault(kind, number)
        for form, number in edited.get(f"{name}_forms", {}).items():
            values.setdefault(fold(form), {})[kind] = number
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What tokens mean for one list of languages; phrases of several words are found first, each under a sign of its own."""

    meanings: dict[str, Meaning]
    phrases: re.Pattern[str]
    signs: dict[str, str]


def _rest(codes: list[str]) -> dict[str, Meaning]:
    """Words of languages the network did not name: long names of months and days on which all agree, and small words."""
    named: dict[str, set[Meaning]] = {}
    for code in codes:
        for form, meaning in _named(code):
            named.setdefault(form, set()).add(meaning)
    small = [entry for code in codes for entry in _small(code)]
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
            for form, meaning in source(code):
                meanings.setdefault(form, meaning)
    for form, meaning in ((name, ("Z", offset)) for name, offset in ZONES.items()):
        meanings.setdefault(form, meaning)
    for code in first:
        for form, meaning in _shortened(code):
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
    return Lexicon({sys.intern(form): meaning for form, meaning in meanings.items()}, pattern, signs)
