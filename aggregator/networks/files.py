"""Network files: found, read and checked; every complaint names the file, the key and the nearest right one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aggregator import vocabulary
from aggregator.errors import NetworkFileError
from aggregator.model import Found
from aggregator.networks.records import PLATFORMS, Kind, Network, Source, TagsStand

CATALOGUE = Path(__file__).parent
Check = Callable[[Any], Any]


def load(name: str, folder: Path | None = None) -> Network:
    """Return the network called `name`, from `folder` where it has one, else from the catalogue.

    Raises NetworkFileError for an unknown network or a file that is not as it should be.
    """
    files = _files(folder)
    if name not in files:
        near = _nearest(name, files) if get_close_matches(name, files) else "."
        raise NetworkFileError(f"no network is called {name!r}{near} `herald networks` lists them")
    return load_file(files[name])


def load_all(folder: Path | None = None) -> dict[str, Network]:
    """Return every network by id: those of the catalogue, added to or overridden by those of `folder`.

    Raises NetworkFileError for a file that is not as it should be, or whose successor is not among them.
    """
    networks = {name: load_file(path) for name, path in sorted(_files(folder).items())}
    for network in networks.values():
        if network.successor and network.successor not in networks:
            near = _nearest(network.successor, networks)
            raise NetworkFileError(f"{network.id}.toml: successor names no network, {network.successor!r}{near}")
    return networks


def load_file(path: Path) -> Network:
    """Return the network a file describes; its id is the file's name.

    Raises NetworkFileError naming file, key and what would be right.
    """
    try:
        text = path.read_text(encoding="utf-8")
        facts = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NetworkFileError(f"{path.name}: cannot be read: {error}") from error
    tables = facts.pop("sources", None)
    if not isinstance(tables, dict) or not tables or not all(isinstance(table, dict) for table in tables.values()):
        raise NetworkFileError(f"{path.name}: has no [sources.…] table; a network has one source or more")
    sources = {
        name: Source(id=name, **_checked(table, SOURCE_KEYS, path.name, f"sources.{name}."))
        for name, table in tables.items()
    }
    checked = _checked(facts, NETWORK_KEYS, path.name, "")
    return Network(id=path.stem, sources=sources, facts=sha256(text.encode()).hexdigest(), **checked)


def _files(folder: Path | None) -> dict[str, Path]:
    if folder is not None and not folder.is_dir():
        raise NetworkFileError(f"{folder}: no such folder of network files; give an existing one to --networks")
    folders = [CATALOGUE] if folder is None else [CATALOGUE, folder]
    return {path.stem: path for each in folders for path in each.glob("*.toml")}


def _checked(
    table: Mapping[str, Any], keys: Mapping[str, tuple[bool, Check]], file: str, prefix: str
) -> dict[str, Any]:
    for key in table:
        if key not in keys:
            known = [*keys, "sources"] if not prefix else list(keys)
            raise NetworkFileError(f"{file}: unknown key {prefix + key!r}{_nearest(key, known)}")
    for key, (required, _) in keys.items():
        if required and key not in table:
            raise NetworkFileError(f"{file}: the key {prefix + key!r} is missing")
    checked = {}
    for key, value in table.items():
        try:
            checked[key] = keys[key][1](value)
        except ValueError as error:
            raise NetworkFileError(f"{file}: {prefix}{key} {error}") from error
    return checked


def _nearest(word: str, known: Mapping[str, Any] | list[str]) -> str:
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a text, not {value!r}")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {value!r}")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"must be a whole number from 1, not {value!r}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"must be a list of one text or more, not {value!r}")
    return tuple(_text(each) for each in value)


def _address(value: Any) -> str:
    if not re.match(r"https?://[^\s/]+", _text(value)):
        raise ValueError(f"must be an address with http:// or https://, not {value!r}")
    return str(value)


def _addresses(value: Any) -> tuple[str, ...]:
    return tuple(_address(each) for each in _texts(value))


def _pattern(value: Any) -> str:
    try:
        re.compile(_text(value))
    except re.error as error:
        raise ValueError(f"must be a regular expression: {error}") from error
    return str(value)


def _period(value: Any) -> str:
    if not re.fullmatch(r"[1-9]\d*[mhdw]", _text(value)):
        raise ValueError(f'must be a period such as "30m", "6h", "1d" or "2w", not {value!r}')
    return str(value)


def _zone(value: Any) -> str:
    try:
        ZoneInfo(_text(value))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f'must be a time zone such as "Europe/Brussels", not {value!r}') from error
    return str(value)


def _day(value: Any) -> str:
    complaint = f'must be a day such as "2026-11-22", or "", not {value!r}'
    if not re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?", _text(value)):
        raise ValueError(complaint)
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        raise ValueError(complaint) from error


def _one_of(*choices: str) -> Check:
    def check(value: Any) -> str:
        if value not in choices:
            named = ", ".join(choice or '""' for choice in choices)
            raise ValueError(f"must be one of {named}, not {value!r}")
        return str(value)

    return check


def _table(check: Check) -> Check:
    def checked(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError(f"must be a table, not {value!r}")
        return {key: check(each) for key, each in value.items()}

    return checked


def _concepts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"must map each tag to a list of themes, not {value!r}")
    known = vocabulary.themes()
    for theme in value:
        if theme not in known:
            raise ValueError(f"names the unknown theme {theme!r}{_nearest(str(theme), list(known))}")
    return tuple(value)


def _selectors(*names: str) -> Check:
    def checked(value: Any) -> dict[str, str]:
        from lxml.cssselect import CSSSelector, SelectorError  # loaded only for files that have selectors

        if not isinstance(value, dict):
            raise ValueError(f"must be a table of CSS selectors, not {value!r}")
        for name, selector in value.items():
            if name not in names:
                raise ValueError(f"has the unknown key {name!r}{_nearest(name, list(names))}")
            try:
                CSSSelector(_text(selector))
            except SelectorError as error:
                raise ValueError(f"{name} must be a CSS selector: {error}") from error
        return dict(value)

    return checked


_FIELDS = tuple(name for name in Found.__slots__ if name not in ("page", "keys"))
_KIND = _one_of(*get_args(Kind))

SOURCE_KEYS: dict[str, tuple[bool, Check]] = {  # key -> (required, check)
    "platform": (True, _one_of(*PLATFORMS)),
    "start": (True, _addresses),
    "every": (False, _period),
    "kind": (False, _KIND),
    "follow": (False, _pattern),
    "pages": (False, _pattern),
    "tags_stand": (False, _one_of(*get_args(TagsStand))),
    "since": (False, _day),
    "max_pages": (False, _count),
    "select": (False, _selectors("item", "link", "next", *_FIELDS)),
    "article": (False, _selectors(*_FIELDS)),
    "render": (False, _flag),
}
NETWORK_KEYS: dict[str, tuple[bool, Check]] = {
    "name": (True, _text),
    "homepage": (True, _address),
    "region": (True, _text),
    "languages": (True, _texts),
    "timezone": (True, _zone),
    "date_order": (False, _one_of("DMY", "MDY", "YMD")),
    "confidence": (False, _one_of("seen", "inferred")),
    "checked": (False, _day),
    "licence": (False, _text),
    "private": (False, _flag),
    "successor": (False, _text),
    "mirrors": (False, _table(_text)),
    "labels": (False, _table(_one_of("", *_FIELDS))),
    "kinds": (False, _table(_KIND)),
    "themes": (False, _table(_concepts)),
}
