"""The columns that are words: the first said that is not empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from aggregator import addresses
from aggregator.model import Evidence, Found, Said
from aggregator.networks import Network
from aggregator.normalise.evidence import assumed, evidence
from aggregator.text import tidy


class Texts:
    """What a page says in words, tidied, with a value for each candidate."""

    def __init__(self, found: Found, network: Network) -> None:
        readers: dict[str, Callable[[str], str]] = {
            "url": lambda text: addresses.tidy(text, network.mirrors),
            "title": tidy,
            "summary": tidy,
            "body": str.strip,
            "venue": tidy,
            "city": tidy,
            "country": tidy,
            "language": lambda text: _language(text, network),
        }
        self.only = network.languages[0] if len(network.languages) == 1 else None
        self.values: dict[str, list[tuple[Said, str]]] = {
            name: [(said, reader(said.text)) for said in getattr(found, name)] for name, reader in readers.items()
        }

    def columns(self) -> dict[str, Any]:
        """Return the value of each column; a network of one language speaks it where nothing else is said."""
        columns = {name: next((value for _, value in pairs if value), None) for name, pairs in self.values.items()}
        return columns | {"language": columns["language"] or self._assumed()}

    def _assumed(self) -> str | None:
        """Return the language of a network that has one, for a page that says nothing of its language."""
        return None if self.values["language"] else self.only

    def evidence(self) -> Iterator[Evidence]:
        """Yield every candidate with what it was taken to mean."""
        for name, pairs in self.values.items():
            for said, value in pairs:
                yield evidence(name, said, value)
        if only := self._assumed():
            yield assumed("language", only)


def _language(text: str, network: Network) -> str:
    tag = text.strip().replace("_", "-").casefold().partition("-")[0]
    return tag if tag in network.languages else ""
