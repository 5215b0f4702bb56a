"""A value and the words it was read from, as evidence."""

from __future__ import annotations

from aggregator.model import Evidence, Said, Span
from aggregator.text import shorten

FILE = "file"
"""The route of what the network file says, not the page."""


def evidence(field: str, said: Said, value: str | None, span: Span | None = None) -> Evidence:
    """Return the evidence of what `said` was taken to mean for `field`; long texts are kept by their beginning."""
    return Evidence(
        field=field,
        raw=shorten(said.text),
        value=shorten(value) if value else None,
        route=said.route,
        precision=span.precision if span else None,
        assumed=span.assumed if span else (),
    )


def assumed(field: str, value: str) -> Evidence:
    """Return the evidence of a value that the network file gives where the page says nothing of it."""
    return Evidence(field=field, raw=value, value=value, route=FILE, assumed=(field,))
