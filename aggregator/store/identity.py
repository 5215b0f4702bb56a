"""Which tellings are of one announcement: keys that join, keys that are void, and the words where there is no key."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import combinations

from aggregator.errors import IdentityError
from aggregator.model import Key
from aggregator.reading import Telling, date_words, title_words


@dataclass(slots=True, kw_only=True)
class Component:
    """The tellings of one announcement in fold order, its id and all keys they carried (True where void)."""

    id: int
    tellings: list[Telling]
    keys: dict[Key, bool] = field(default_factory=dict)


def key_id(network: str, key: Key) -> int:
    """Return the id a key gives: 52 bits, so that JavaScript holds it exactly.

    >>> key_id("polis", ("address", "polisnetwork.eu/news/a"))
    1774412518594519
    """
    text = json.dumps([network, *key], ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(sha256(text.encode()).digest()[:8]) >> 12


def partition(tellings: Sequence[Telling]) -> list[Component]:
    """Return the announcements that the tellings of one network make, each with its tellings in the order given.

    The tellings must be in fold order and closed: whatever shares a key or words with one of them is among them.
    Raises IdentityError where two keys have one id.
    """
    void = void_keys(tellings)
    usable = [[key for key in _keys(telling) if key not in void] for telling in tellings]
    groups = _Groups(len(tellings))
    first_with: dict[Key, int] = {}
    for number, keys in enumerate(usable):
        for key in keys:
            groups.join(first_with.setdefault(key, number), number)
    _join_words(tellings, usable, groups)
    components = [_component(tellings, members, usable, void) for members in groups.members()]
    _check_ids(tellings)
    return components


def void_keys(tellings: Iterable[Telling]) -> set[Key]:
    """Return the keys that two tellings of one capture carry though they are plainly not the same announcement."""
    carriers: dict[tuple[int, int, Key], list[Telling]] = defaultdict(list)
    for telling in tellings:
        for key in _keys(telling):
            if key[0] != "uid":  # instances of one series share it
                carriers[telling.run, telling.seq, key].append(telling)
    return {key for (_, _, key), several in carriers.items() if len(several) > 1 and _disagree(several, key)}


def _disagree(several: Sequence[Telling], key: Key) -> bool:
    """Say whether two of these tellings, which all carry `key`, contradict each other."""
    by_scheme: dict[str, set[frozenset[str]]] = defaultdict(set)
    for telling in several:
        for scheme in {scheme for scheme, _ in _keys(telling)} - {key[0]}:
            by_scheme[scheme].add(_values(telling, scheme))
    if any(one.isdisjoint(other) for values in by_scheme.values() for one, other in combinations(values, 2)):
        return True
    listed = [telling.found for telling in several if telling.role == "listing"]
    # two titles and two dates among them are enough: some two differ in both
    return len({title_words(found) for found in listed}) > 1 and len({date_words(found) for found in listed}) > 1


def _join_words(tellings: Sequence[Telling], usable: Sequence[Sequence[Key]], groups: _Groups) -> None:
    """Join each telling without keys to the earliest keyed announcement of the same words, else to its like."""
    earliest: dict[str, int] = {}
    root_of = [groups.root(number) for number in range(len(tellings))]  # the keyed ones, before any is joined by words
    for number, keys in enumerate(usable):
        if keys:
            word = _words(tellings[number])
            earliest[word] = min(earliest.get(word, root_of[number]), root_of[number])
    for number, keys in enumerate(usable):
        if not keys:
            groups.join(earliest.setdefault(_words(tellings[number]), number), number)


def _component(
    tellings: Sequence[Telling], members: Sequence[int], usable: Sequence[Sequence[Key]], void: set[Key]
) -> Component:
    first = members[0]
    key = usable[first][0] if usable[first] else ("words", _words(tellings[first]))
    keys = {key: key in void for number in members for key in tellings[number].found.keys}
    return Component(id=key_id(tellings[first].network, key), tellings=[tellings[n] for n in members], keys=keys)


def _check_ids(tellings: Sequence[Telling]) -> None:
    seen: dict[int, Key] = {}
    for key in sorted({key for telling in tellings for key in telling.found.keys}):
        other = seen.setdefault(key_id(tellings[0].network, key), key)
        if other != key:
            raise IdentityError(f"two keys have one id: {other[0]} {other[1]} and {key[0]} {key[1]}; please report it")


def _keys(telling: Telling) -> list[Key]:
    return [key for key in telling.found.keys if key[0] != "words"]


def _values(telling: Telling, scheme: str) -> frozenset[str]:
    return frozenset(value for each, value in _keys(telling) if each == scheme)


def _words(telling: Telling) -> str:
    return next(value for scheme, value in telling.found.keys if scheme == "words")


class _Groups:
    """Disjoint sets of numbers whose root is the smallest member."""

    def __init__(self, size: int) -> None:
        self.parents = list(range(size))

    def root(self, number: int) -> int:
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self.parents[high] = low

    def members(self) -> list[list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self.parents)):
            groups[self.root(number)].append(number)
        return list(groups.values())
