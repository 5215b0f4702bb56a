"""Characters that say the same: spaces, dashes, accents, cases, each brought to one form with its place kept."""

from __future__ import annotations

import unicodedata

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


def composed(text: str) -> tuple[str, list[int] | None]:
    r"""Return the text in Unicode's composed form, and where each of its characters began; None where nothing moved.

    >>> composed("fe\u0301vrier")[1]
    [0, 1, 3, 4, 5, 6, 7, 8]
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    starts = [place for place, char in enumerate(text) if place == 0 or not unicodedata.combining(char)]
    pieces = [text[first:last] for first, last in zip(starts, [*starts[1:], len(text)], strict=True)]
    normal = [unicodedata.normalize("NFC", piece) for piece in pieces]
    places = [first for first, piece in zip(starts, normal, strict=True) for _ in piece]
    return "".join(normal), [*places, len(text)]
