"""iCalendar text (RFC 5545, 3.1) as components, each by its own lines: a broken one leaves the others readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from icalendar.prop import TypesFactory

from aggregator.errors import ParseError
from aggregator.parsers.decoding import decode

_FOLD = re.compile(rb"\r?\n[ \t]")  # in bytes: a fold may stand inside a character
_BREAK = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")
_FRAME = re.compile(r"(?:BEGIN|END)\s*:", re.IGNORECASE)
_KNOWN = frozenset(TypesFactory().types_map)
_READ = ("VEVENT", "VTIMEZONE")


@dataclass(slots=True)
class Block:
    """The lines of one VEVENT or VTIMEZONE without those that begin and end it; `whole` where both were there.

    Of an event only its own lines, not those of its alarms.
    """

    name: str
    lines: list[str] = field(default_factory=list)
    whole: bool = True

    def text(self) -> str:
        """Return the component as iCalendar text."""
        return "\r\n".join([f"BEGIN:{self.name}", *self.lines, f"END:{self.name}", ""])


def blocks(body: bytes, content_type: str) -> Iterator[Block]:
    """Yield the events and time zones of a calendar in order; tasks, journals and other components are left out.

    Forgiven are lines that are folded without a space, and a missing END where another component begins or the calendar
    ends. Raises ParseError for what is no calendar.
    """
    text = decode(_FOLD.sub(b"", body), content_type)
    if not re.match(r"\s*BEGIN:VCALENDAR\s", text, re.IGNORECASE):
        beginning = " ".join(text[:200].split())[:60]
        raise ParseError(f"expected a calendar that begins with BEGIN:VCALENDAR, got {beginning!r}")
    yield from _components(_unfolded(text))


def _unfolded(text: str) -> Iterator[str]:
    """Yield the lines; one that cannot be a property goes on with the text of the one before."""
    parts: list[str] = []
    for line in _BREAK.split(text):
        if not line.strip():
            continue
        if parts and not _is_property(line) and not _FRAME.match(parts[0]):
            parts.append(line)
            continue
        if parts:
            yield "\\n".join(parts)
        parts = [line]
    if parts:
        yield "\\n".join(parts)


def _is_property(line: str) -> bool:
    name = _NAME.match(line)
    if name is None:
        return False
    return name[1].isupper() or name[1].upper() in _KNOWN or bool(_FRAME.match(line))


def _components(lines: Iterable[str]) -> Iterator[Block]:
    block: Block | None = None
    inner: list[str] = []  # the components open inside the block
    for line in lines:
        word, _, value = (part.strip().upper() for part in line.partition(":"))
        if word == "BEGIN" and value in _READ:
            if block:
                yield block
            block, inner = Block(value), []
        elif word == "END" and value in (*_READ, "VCALENDAR") and (block or value in _READ):
            yield block or Block(value, whole=False)
            block = None
        elif block:
            if block.name == "VTIMEZONE" or not (inner or word in ("BEGIN", "END")):
                block.lines.append(line)
            _nest(inner, word, value)
    if block:
        yield Block(block.name, block.lines, whole=False)


def _nest(inner: list[str], word: str, value: str) -> None:
    if word == "BEGIN":
        inner.append(value)
    elif word == "END" and value in inner:
        del inner[inner.index(value) :]
