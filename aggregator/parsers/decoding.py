"""Bytes to text, as browsers do it: byte order mark, the server's word, the page's own word, then by trying."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from aggregator.errors import ParseError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LATIN = {"iso8859-1", "ascii"}  # the WHATWG encoding standard reads these labels as windows-1252
_SEVERAL_BYTES = r"utf|gb|big5|euc|shift|iso2022|cp9[345]"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(body: bytes, content_type: str) -> str:
    """Return the text of a body.

    Order after the WHATWG encoding standard: byte order mark, charset of the content type, `<meta charset>`, UTF-8,
    windows-1252; but what reads as UTF-8 is not taken for an encoding of one byte a letter. An encoding that does not
    fit its bytes is passed on to the next. Raises ParseError for binary data.
    """
    text = next(_readings(body, content_type))
    sample = text[:20_000]
    if "\x00" in sample or body.startswith(b"%PDF-") or len(_CONTROLS.findall(sample)) * 20 > len(sample):
        raise ParseError(f"expected a page of text, got binary data ({len(body)} bytes, {content_type or 'no type'})")
    return text


def _readings(body: bytes, content_type: str) -> Iterator[str]:
    for name in _candidates(body, content_type):
        try:
            yield body.decode(name)
        except UnicodeError:
            continue  # not in this encoding: the next one is tried
    yield body.decode("windows-1252", errors="replace")


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    yield from (name for mark, name in _MARKS if body.startswith(mark))
    for said in (content_type, body[:2048].decode("latin-1")):
        found = _CHARSET.search(said)
        if found and (name := _known(found[1])):
            if not re.match(_SEVERAL_BYTES, name):
                yield "utf-8"  # what reads as UTF-8 is that, whatever a server says of one-byte letters
            yield name
    yield "utf-8"


def _known(charset: str) -> str | None:
    """Return the codec of a charset, None for one that is unknown or no charset of the web."""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    if name in _LATIN:
        return "windows-1252"
    return name if re.match(r"utf-(8|16)|cp\d|iso8859|koi8|mac|gb|big5|euc|shift|iso2022", name) else None
