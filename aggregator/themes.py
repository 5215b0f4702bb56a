"""From a network's own tags to the common themes."""

from __future__ import annotations

from collections.abc import Iterable

from aggregator.networks import Network


def declared(tags: Iterable[str], network: Network) -> list[tuple[str, str | None]]:
    """Return (tag, theme) for every theme a network's tag declares through its file, in the order said; (tag, None)
    for a tag that deliberately declares none.
    """
    known = {tag.casefold(): themes for tag, themes in network.themes.items()}
    return [(tag, theme) for tag in tags if tag.casefold() in known for theme in known[tag.casefold()] or (None,)]
