"""Numbers in words, for commands that print no table."""

from __future__ import annotations


def count(number: int, thing: str) -> str:
    """Return a number with what it counts.

    >>> count(1, "announcement"), count(0, "announcement")
    ('1 announcement', '0 announcements')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
