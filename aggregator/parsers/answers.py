"""JSON answers of APIs: decoded once, an error said as one, and their values as text."""

from __future__ import annotations

import json
import re
from typing import Any

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Page, Said
from aggregator.parsers.decoding import decode
from aggregator.text import plain, shorten, tidy

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of a character, which JSON can write and UTF-8 cannot


def answer(page: Page) -> Any:
    """Return the value of a JSON answer.

    Raises ParseError for what is no JSON, and for an error object (`code` and `message`) with its message.
    """
    text = _text(page)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"expected an answer in JSON, got {_kind(text)}") from error
    if isinstance(value, dict) and isinstance(value.get("message"), str) and "code" in value:
        code, message = shorten(tidy(words(str(value["code"]))), 60), shorten(plain(words(value["message"])))
        raise ParseError(f"expected announcements, got the error {code!r}: {message}")
    return value


def _text(page: Page) -> str:
    """Return the text of an answer: JSON is UTF-8 (RFC 8259), what is declared counts where that does not fit."""
    try:
        return page.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(page.body, page.content_type)


def _kind(text: str) -> str:
    beginning = shorten(tidy(words(text[:500])), 60)
    if not beginning:
        return "nothing"
    return f"{'HTML' if beginning.startswith('<') else 'text'} beginning {beginning!r}"


def words(value: Any) -> str:
    r"""Return a text of an answer as it is, or "" where the value is none; half a character becomes U+FFFD.

    >>> words("Łódź"), words(None), words("\ud83d")
    ('Łódź', '', '�')
    """
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else ""


def said(value: Any) -> tuple[Said, ...]:
    """Return the plain text of an HTML fragment in an answer, or nothing.

    >>> said("Heating &amp; <i>cooling</i>")
    (Said(text='Heating & cooling', route='api', zone=None),)
    """
    text = words(value)
    text = plain(text) if "<" in text or "&" in text else tidy(text)
    return (Said(text, "api"),) if text else ()


def mapping(value: Any) -> dict[str, Any]:
    """Return an object of an answer, an empty one where the value is none (PHP writes an empty object as a list)."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """Return a list of an answer, an empty one where the value is none."""
    return value if isinstance(value, list) else []


def address(value: Any, base: str = "") -> str:
    """Return an absolute web address, or "" where the value is none.

    >>> address("/news/7", "https://example.org/wp-json/"), address("mailto:office@example.org")
    ('https://example.org/news/7', '')
    """
    return absolute(words(value), base) or ""
