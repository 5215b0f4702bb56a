"""From a network's own tags to the common themes."""

from __future__ import annotations

from collections.abc import Iterable

from aggregator.networks import Network


def declared(tags: Iterable[str], network: Network) -> list[tuple[str, str]]:
    """Return (tag, theme) for every theme a network's tag declares through its file, in the order said."""
    known = {tag.casefold(): themes for tag, themes in network.themes.items()}
    return [(tag, theme) for tag in tags for theme in known.get(tag.casefold(), ())]
