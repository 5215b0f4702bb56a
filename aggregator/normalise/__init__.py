"""From words to meaning: Found becomes Announcement, or is Rejected with all that was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from aggregator import themes
from aggregator.errors import Rejected
from aggregator.model import Announcement, Evidence, Found, Said
from aggregator.networks import Network, Source
from aggregator.normalise.evidence import assumed, evidence
from aggregator.normalise.roles import Dates
from aggregator.normalise.states import state, state_evidence
from aggregator.normalise.texts import Texts
from aggregator.text import tidy

KINDS = ("news", "event", "call", "publication")

__all__ = ["KINDS", "normalise"]


def normalise(found: Found, source: Source, seen_at: datetime) -> Announcement:
    """Return what `found` means, read on the day `seen_at`.

    Raises Rejected, which carries the announcement as far as it goes, where no title was said.
    """
    network = source.network
    texts = Texts(found, network)
    dates = Dates(found, network, seen_at)
    tags = tuple(dict.fromkeys(filter(None, (tidy(said.text) for said in found.tags))))
    declared = themes.declared(tags, network)
    kind = next(filter(None, (_kind(said, network) for said in found.kind)), source.kind)
    announcement = Announcement(
        network=network.id,
        source=source.id,
        kind=kind,
        state=state(found) if kind == "event" else None,
        tags=tags,
        themes=tuple(dict.fromkeys(theme for _, theme in declared if theme)),
        evidence=(*texts.evidence(), *dates.evidence(), *state_evidence(found), *_labels(found, source, declared)),
        **texts.columns(),
        **dates.columns(),
    )
    if announcement.title is None:
        raise Rejected("no title", announcement)
    return announcement


def _labels(found: Found, source: Source, declared: list[tuple[str, str | None]]) -> Iterator[Evidence]:
    network = source.network
    for said in found.kind:
        yield evidence("kind", said, _kind(said, network))
    if not any(_kind(said, network) for said in found.kind):
        yield assumed("kind", source.kind)
    for said in found.tags:
        yield evidence("tags", said, tidy(said.text))
    for tag, theme in declared:
        yield Evidence(field="themes", raw=tag, value=theme, route="label")


def _kind(said: Said, network: Network) -> str | None:
    word = tidy(said.text).casefold()
    own = {name.casefold(): kind for name, kind in network.kinds.items()}
    return own.get(word) or (word if word in KINDS else None)
