"""What several commands say in words; it loads nothing that prints tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def count(number: int, thing: str) -> str:
    """Return a number with what it counts.

    >>> count(1, "announcement"), count(0, "announcement")
    ('1 announcement', '0 announcements')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def not_read(pages: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """Yield a line for each source, by network and source, that a network file no longer names, with its pages.

    >>> list(not_read({("demo", "issues"): 4}))
    ['demo, issues: 4 archived pages are not read, as the file names no such source; give it its old name again']
    """
    for (network, source), number in pages.items():
        what = f"{number} archived page{' is' if number == 1 else 's are'} not read"
        yield f"{network}, {source}: {what}, as the file names no such source; give it its old name again"
