"""Plain text: out of HTML, tidied for keeping, folded for comparing."""

from __future__ import annotations

import re
import unicodedata

# Controls, soft hyphen, zero-width and bidirectional marks, halves of surrogate pairs: nothing a reader sees.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŋ": "n",
        "œ": "oe",
        "ŧ": "t",
    }
)
"""Letters of Europe that Unicode does not decompose, as CLDR's Latin-ASCII writes them."""

_ASCII_MARKS = re.compile(r"[\W_]+")
_BREAKING = re.compile(
    r"(?:address|article|aside|blockquote|br|dd|div|dl|dt|figure|figcaption|footer|h[1-6]|header|hr|li|main|ol|p|pre"
    r"|section|table|td|th|tr|ul)$"
)


def plain(fragment: str) -> str:
    """Return the text of an HTML fragment: entities decoded, no scripts or styles, white space collapsed.

    >>> plain("<p>Caf&eacute; <b>Eu</b>ropa</p><p>Next&nbsp;line<br>and more</p><script>x()</script>")
    'Café Europa Next line and more'
    """
    from bs4 import BeautifulSoup  # loaded only by what reads fragments

    soup = BeautifulSoup(f"<div>{fragment.encode('utf-8', 'ignore').decode()}</div>", "lxml")
    for tag in soup.find_all(_BREAKING):
        tag.insert(0, " ")  # inside, where its place is known: beside it costs the square of a long text
        tag.append(" ")
    return tidy(soup.get_text())


def tidy(text: str) -> str:
    r"""Return `text` with white space (non-breaking too) collapsed and marks that nobody sees removed.

    >>> tidy(" a\u00a0\u200b b\n\tc\u202e ")
    'a b c'
    """
    words = " ".join(text.split())
    return words if words.isprintable() else " ".join(_UNSEEN.sub("", text).split())


def fold(text: str) -> str:
    """Return `text` for comparing: no diacritics (NFKD), no barred letters, no case, punctuation as one space.

    >>> fold("  Évènements: «Städte» & Cities_2019 ")
    'evenements stadte cities 2019'
    >>> fold("Łódź, Ærø"), fold("Straße") == fold("STRASSE")
    ('lodz aero', True)
    """
    if text.isascii():
        return _ASCII_MARKS.sub(" ", text).strip().lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    return " ".join("".join(_kept(letter) for letter in folded).split())


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return ""
    return letter if category[0] in "LNM" else " "


def shorten(text: str, longest: int = 300) -> str:
    """Return `text`, or its beginning and an ellipsis, at most `longest` characters in all: what evidence keeps.

    >>> shorten("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"
