"""Text to tokens: a signature of one character a token, with values and places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aggregator.dates.letters import plain, tidy
from aggregator.dates.lexicon import Lexicon, letters, lexicon, signed
from aggregator.dates.words import Meaning

ORDINAL = r"(?:-?(?:st|nd|rd|th|er|ere|re|eme|ste|de|e|o|a|º|ª|η|ησ|οσ|го|е|ше|та|ти|то|ви|ри|и)|:[ea])(?![^\W_])"
TOKEN = re.compile(rf"[#№][0-9]+|[€$£]\s?[0-9]+|[0-9]+(?:{ORDINAL})?|[^\W\d_]+(?:['-][^\W\d_]+)*'?|\S")
PIECES = re.compile(r"[^\W\d_]+|[^\w\s]")
UNKNOWN: Meaning = ("x", 0)
SHORTEST_STEM, LONGEST_ENDING = 4, 5


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: `kinds` has one character a token, `values` what it says, `places` its (start, end)."""

    kinds: str
    values: list[int]
    places: list[tuple[int, int]]


def _number(digits: str, meanings: dict[str, Meaning]) -> Meaning:
    """Return the meaning of a number that is not in the lexicon: an ordinal, or one too long for a date."""
    bare = re.match(r"[0-9]+", digits)
    if bare and bare.end() < len(digits):
        return meanings.get(bare.group(), ("q", 0))
    return ("q", int(digits)) if len(digits) == 4 else ("Q", 0)


def _inflected(word: str, stems: dict[str, int]) -> Meaning | None:
    """Return the month whose case this is: jaanuarini, Ocak'ta."""
    bare = plain(word)
    for end in range(len(bare) - 1, max(SHORTEST_STEM, len(bare) - LONGEST_ENDING) - 1, -1):
        if bare[:end] in stems:
            return ("M", stems[bare[:end]])
    return None


def _word(
    word: str, start: int, meanings: dict[str, Meaning], stems: dict[str, int]
) -> list[tuple[Meaning, tuple[int, int]]]:
    """Return the meaning of a word that is not in the lexicon as it stands, or those of its parts."""
    elided = meanings.get(word.rstrip("'"), UNKNOWN)
    whole = meanings.get(plain(word)) or (elided if elided[0] in "TFkf" else None) or _inflected(word, stems)
    parts = list(PIECES.finditer(word))
    if whole is not None or len(parts) == 1:
        return [(whole or UNKNOWN, (start, start + len(word)))]
    found = (meanings.get(part.group()) or meanings.get(plain(part.group()), UNKNOWN) for part in parts)
    return [(meaning, (start + part.start(), start + part.end())) for meaning, part in zip(found, parts, strict=True)]


def _glued(tidied: str, before: str, word: int, number: int) -> bool:
    """Whether a number right after letters is a part of a name: v2.6, 2f1910; but not in 14h30, Q1 or T15:00."""
    if not tidied[number - 1].isalpha() or before in "hk":
        return False
    return before != "u" or tidied[word - 1 : word].isalnum()


def tokens(text: str, languages: tuple[str, ...], *, phrases: bool = False) -> Tokens:
    """Return the tokens of a text; with `phrases`, what several words say together is one token."""
    words = lexicon(languages)
    tidied = tidy(signed(text))
    joined = words.phrases.sub(lambda match: _sign(match.group(), words), tidied) if phrases else tidied
    return _tokens(joined, languages)


@lru_cache(maxsize=64)
def _tokens(tidied: str, languages: tuple[str, ...]) -> Tokens:
    """Return the tokens of a tidied text; the last ones are kept, because a text is read in several ways in turn."""
    words = lexicon(languages)
    meanings = words.meanings
    kinds: list[str] = []
    values: list[int] = []
    places: list[tuple[int, int]] = []
    for match in TOKEN.finditer(tidied):
        token = match.group()
        meaning = meanings.get(token)
        if meaning is None:
            if token[0].isdigit():
                meaning = _number(token, meanings)
            else:
                for (kind, value), place in _word(token, match.start(), meanings, words.stems):
                    kinds.append(kind)
                    values.append(value)
                    places.append(place)
                continue
        elif (
            places and token[0].isdigit() and places[-1][1] == match.start() and _glued(tidied, kinds[-1], *places[-1])
        ):
            meaning = UNKNOWN
        kinds.append(meaning[0])
        values.append(meaning[1])
        places.append(match.span())
    return Tokens("".join(kinds), values, places)


def _sign(phrase: str, words: Lexicon) -> str:
    """Return the sign of a phrase, as long as the phrase."""
    sign = words.signs.get(letters(phrase))
    return sign.ljust(len(phrase)) if sign else phrase
