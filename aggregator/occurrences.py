"""The instances of a recurring event: which of them are kept, and when it means something that they differ."""

from __future__ import annotations

from collections.abc import Sequence

Instance = tuple[str, str | None]  # start and end, ISO 8601

MOST = 500
"""Instances of one event that are kept."""

_YEARS = 2


def window(year: int) -> tuple[str, str]:
    """Return the first and last day on which an instance may start, as read in `year`.

    Whole years, so that the same calendar says the same all year long.

    >>> window(2026)
    ('2024-01-01', '2028-12-31')
    """
    return f"{year - _YEARS}-01-01", f"{year + _YEARS}-12-31"


def difference(
    old: Sequence[Instance], old_seen: str, new: Sequence[Instance], new_seen: str
) -> tuple[list[Instance], list[Instance]]:
    """Return the instances that are gone and those that came; what only the moved window hides or shows is neither.

    `old_seen` and `new_seen` are the moments of reading, ISO 8601.

    >>> difference([("2024-01-09", None), ("2026-05-05", None)], "2026-12-31", [("2026-05-06", None)], "2027-01-01")
    ([('2026-05-05', None)], [('2026-05-06', None)])
    """
    before, after = _reach(old, old_seen), _reach(new, new_seen)
    gone = [one for one in old if one not in new and after[0] <= one[0][:10] <= after[1]]
    come = [one for one in new if one not in old and before[0] <= one[0][:10] <= before[1]]
    return gone, come


def _reach(instances: Sequence[Instance], seen: str) -> tuple[str, str]:
    """Return the first and last day of which `instances` tell: the window, or less where there are too many."""
    first, last = window(int(seen[:4]))
    if len(instances) < MOST:
        return first, last
    return max(first, instances[0][0][:10]), min(last, instances[-1][0][:10])
