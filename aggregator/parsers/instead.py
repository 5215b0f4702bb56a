"""What came instead: the words in which a ParseError says what a document is that should have been another."""

from __future__ import annotations

import html
import re

from aggregator.errors import ParseError
from aggregator.parsers.decoding import decode
from aggregator.text import shorten, tidy

_PROLOGUE = r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+(?!html)[^>]*>)*+"  # atomic: never tried in another way
_HTML = re.compile(_PROLOGUE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(_PROLOGUE + r"<([\w.-]+:)?([\w.-]+)", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_LOOKED_AT = 4096  # characters in which a document shows what it is


def instead(body: bytes, content_type: str) -> str:
    r"""Return what a document is, in a few words.

    >>> instead(b"<!doctype html><title>Closed &amp; moved</title>", "text/html")
    "HTML titled 'Closed & moved'"
    >>> instead(b'{"code": 404}', ""), instead(b"<svg/>", ""), instead(b" ", "")
    ('JSON beginning \'{"code": 404}\'', 'XML whose root is <svg>', 'nothing')
    """
    if not body.strip():
        return "nothing"
    try:
        text = decode(body[: 2 * _LOOKED_AT], content_type)[:_LOOKED_AT]
    except ParseError:
        return f"binary data ({len(body)} bytes, {content_type or 'no type'})"
    if _HTML.match(text):
        title = _TITLE.search(text)
        return f"HTML titled {_quoted(html.unescape(title[1]))}" if title else "HTML without a title"
    if text.lstrip()[:1] in ("{", "["):
        return f"JSON beginning {_quoted(text)}"
    root = _ROOT.match(text)
    return f"XML whose root is <{root[1] or ''}{root[2]}>" if root else f"text beginning {_quoted(text)}"


def is_html(body: bytes) -> bool:
    r"""Say whether a document begins as an HTML page does.

    >>> is_html(b"\xef\xbb\xbf <!-- cached --><HTML lang=en>"), is_html(b"<!DOCTYPE rss><rss>")
    (True, False)
    """
    start = body[: 2 * _LOOKED_AT].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    return _HTML.match(start.decode("latin-1").lstrip("ÿþ")) is not None


def _quoted(text: str) -> str:
    return repr(shorten(tidy(text), 60))
