"""Text to tokens: a signature of one character a token, with values and places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aggregator.dates.words import Lexicon, Meaning, fold, lexicon

ORDINAL = r"(?:-?(?:st|nd|rd|th|er|ere|re|eme|ste|de|e|o|a|º|ª|η|ησ|οσ|го|е|ше|та|ти|то|ви|ри|и)|:[ea])(?![^\W_])"
TOKEN = re.compile(rf"[#№€$£]\s?[0-9]+|[0-9]+(?:{ORDINAL})?|[^\W\d_]+(?:['-][^\W\d_]+)*'?|\S")
PIECES = re.compile(r"[^\W\d_]+|[^\w\s]")
UNKNOWN: Meaning = ("x", 0)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: `kinds` has one character a token, `values` what each says, `places` (start, end) of each."""

    kinds: str
    values: list[int]
    places: list[tuple[int, int]]


def _number(digits: str, meanings: dict[str, Meaning]) -> Meaning:
    """Return the meaning of a number that is not in the lexicon: an ordinal, or one too long for a date."""
    bare = re.match(r"[0-9]+", digits)
    if bare and bare.end() < len(digits):
        return meanings.get(bare.group(), ("q", 0))
    return ("q", int(digits)) if len(digits) == 4 else ("Q", 0)


def _word(word: str, start: int, meanings: dict[str, Meaning]) -> list[tuple[Meaning, tuple[int, int]]]:
    """Return the meanings of a word that is not in the lexicon as it stands: its parts, where it has apostrophes or hyphens."""
    parts = list(PIECES.finditer(word))
    if len(parts) == 1:
        return [(UNKNOWN, (start, start + len(word)))]
    return [(meanings.get(part.group(), UNKNOWN), (start + part.start(), start + part.end())) for part in parts]


def tokens(text: str, languages: tuple[str, ...], *, phrases: bool = False) -> Tokens:
    """Return the tokens of a text; with `phrases`, what several words say together is one token."""
    words = lexicon(languages)
    folded = fold(text)
    if phrases:
        folded = words.phrases.sub(lambda match: _sign(match.group(), words), folded)
    meanings = words.meanings
    kinds: list[str] = []
    values: list[int] = []
    places: list[tuple[int, int]] = []
    for match in TOKEN.finditer(folded):
        token = match.group()
        meaning = meanings.get(token)
        if meaning is None:
            if token[0].isdigit():
                meaning = _number(token, meanings)
            else:
                for (kind, value), place in _word(token, match.start(), meanings):
                    kinds.append(kind)
                    values.append(value)
                    places.append(place)
                continue
        kinds.append(meaning[0])
        values.append(meaning[1])
        places.append(match.span())
    return Tokens("".join(kinds), values, places)


def _sign(phrase: str, words: Lexicon) -> str:
    """Return the sign of a phrase, as long as the phrase."""
    sign = words.signs.get(re.sub(r"[\s.]", "", phrase))
    return sign.ljust(len(phrase)) if sign else phrase
