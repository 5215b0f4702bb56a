"""Found as text: what a page said, kept as compact JSON and known by its hash."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from aggregator.model import Found, Said

_FIELDS = tuple(name for name in Found.__slots__ if name not in ("page", "keys"))


def dump(found: Found) -> str:
    """Return the words of a telling as JSON; the page they stood on is not among them.

    >>> dump(Found(page="https://example.org/", keys=(("wp", "example.org/7"),), title=(Said("Call", "api"),)))
    '{"keys":[["wp","example.org/7"]],"title":[["Call","api"]]}'
    """
    said: dict[str, Any] = {"keys": found.keys} if found.keys else {}
    for name in _FIELDS:
        if words := getattr(found, name):
            said[name] = [[each.text, each.route, each.zone][: 3 if each.zone else 2] for each in words]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def load(text: str, page: str) -> Found:
    """Return what `dump` wrote, as said on `page`."""
    said: dict[str, Any] = json.loads(text)
    keys = tuple((scheme, value) for scheme, value in said.pop("keys", ()))
    return Found(page=page, keys=keys, **{name: tuple(Said(*each) for each in words) for name, words in said.items()})


def words_hash(network: str, text: str) -> str:
    """Return the hash by which equal words of a network are stored once: 128 bits of SHA-256 in hexadecimal."""
    return sha256(f"{network}\n{text}".encode()).hexdigest()[:32]
