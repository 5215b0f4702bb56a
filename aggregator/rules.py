"""The rules by which a network is read, as one fingerprint: where it differs, what was read is read again."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from aggregator.networks import Network

_LIBRARIES = (
    *("beautifulsoup4", "dateparser", "feedparser", "htmldate", "icalendar", "lxml", "recurring-ical-events"),
    *("trafilatura", "tzdata"),
)
_CODE = [
    "addresses.py",
    "model.py",
    "occurrences.py",
    "reading.py",
    "text.py",
    "themes.py",
    "words.py",
    "dates",
    "networks/records.py",
    "normalise",
    "parsers",
    "store/fold.py",
    "store/identity.py",
    "store/rows.py",
    "vocabulary",
]


def fingerprint(network: Network) -> str:
    """Return the hash of all that decides how the network's pages are read: file, vocabulary, code and libraries."""
    return sha256(f"{network.facts} {_common()}".encode()).hexdigest()[:16]


@cache
def _common() -> str:
    here = Path(__file__).parent
    digest = sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for name in _CODE:
        place = here / name
        files = [place] if place.is_file() else sorted(place.rglob("*.*"))
        for path in files:
            if path.suffix in (".py", ".toml", ".json"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
