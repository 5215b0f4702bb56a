"""From a page to rows, without network, clock or database: used by the crawl, by `herald read` and by reparse."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aggregator import addresses, parsers, words
from aggregator.errors import ParseError, Rejected
from aggregator.model import KEY_SCHEMES, Announcement, Found, Link, Page
from aggregator.networks import Network
from aggregator.normalise import normalise
from aggregator.normalise.labels import in_roles
from aggregator.text import fold

FAULT = "our reader failed, please report it"
"""How a reading begins to say that it gave out on a page: an error of ours, not of the page."""

UNREAD = "unreadable: "
"""How the reason of a refusal begins that is one of a whole page."""

_DATES = ("published", "starts", "ends", "deadline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A page and what its reader found there; `error` where the page is not what its reader expects.

    `fault` is an error of ours: the reader gave out on this page. Neither loses the page, or stops a crawl.
    """

    page: Page
    found: tuple[Found, ...] = ()
    links: tuple[Link, ...] = ()
    error: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one capture says of one announcement, numbered by `run`, `seq` and its `position` on the page."""

    run: int
    seq: int
    position: int
    network: str
    source: str
    role: str
    page: str
    seen: str
    found: Found
    words_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What was found and cannot be published, or a page that could not be read."""

    reason: str
    words: str
    announcement: Announcement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one page gives: tellings with their meaning, and refusals."""

    page: Page
    tellings: tuple[tuple[Telling, Announcement], ...] = ()
    refusals: tuple[Refusal, ...] = ()


def read(page: Page, network: Network) -> Reading:
    """Return what `page` says, parsed and normalised."""
    return interpret(parse(page, network), network)


def parse(page: Page, network: Network) -> Parsed:
    """Return what the page's reader finds; an answer that is no success is archived, and not read."""
    if not 200 <= page.status < 300:
        return Parsed(page=page)
    source = network.sources[page.source]
    try:
        items = list(parsers.read(page, source))
        found = tuple(keyed(item, network) for item in items if isinstance(item, Found))
    except ParseError as error:
        return Parsed(page=page, error=str(error))
    except Exception as error:  # whatever it is, the other pages are read, and this one is told of
        return Parsed(page=page, fault=_fault(error))
    return Parsed(page=page, found=found, links=tuple(item for item in items if isinstance(item, Link)))


def _fault(error: Exception) -> str:
    return f"{FAULT}: {type(error).__name__}: {error}"


def interpret(parsed: Parsed, network: Network) -> Reading:
    """Return the tellings and refusals of a parsed page, each telling with its meaning."""
    page = parsed.page
    source = network.sources[page.source]
    tellings, refusals = [], []
    if wrong := parsed.error or parsed.fault:
        refusals.append(Refusal(reason=f"{UNREAD}{wrong}", words="{}"))
    for position, found in enumerate(parsed.found):
        said = words.dump(found)
        try:
            announcement = normalise(found, source, page.fetched_at)
        except Rejected as rejected:
            refusals.append(Refusal(reason=rejected.reason, words=said, announcement=rejected.announcement))
            continue
        except Exception as error:  # as in `parse`
            refusals.append(Refusal(reason=f"{UNREAD}{_fault(error)}", words=said))
            continue
        tellings.append((_telling(page, position, found, said), announcement))
    return Reading(page=page, tellings=tuple(tellings), refusals=tuple(refusals))


def _telling(page: Page, position: int, found: Found, said: str) -> Telling:
    return Telling(
        run=page.run,
        seq=page.seq,
        position=position,
        network=page.network,
        source=page.source,
        role=page.role,
        page=found.page,
        seen=page.fetched_at.isoformat(timespec="seconds"),
        found=found,
        words_hash=words.words_hash(page.network, said),
    )


def keyed(found: Found, network: Network) -> Found:
    """Return `found` with its dates in their roles, and tidied addresses and its words among the keys, by rank."""
    found = in_roles(found, network.languages)
    keys = {(scheme, _value(scheme, value, network)) for scheme, value in found.keys}
    keys.add(("words", _words(found, network)))
    return replace(found, keys=tuple(sorted(keys, key=lambda key: (KEY_SCHEMES.index(key[0]), key[1]))))


def _value(scheme: str, value: str, network: Network) -> str:
    return addresses.key(value, network.mirrors) if scheme == "address" else value


def _words(found: Found, network: Network) -> str:
    return f"{title_words(found)} | {date_words(found) or addresses.key(found.page, network.mirrors) or found.page}"


def date_words(found: Found) -> str:
    """Return the words of all dates but `modified`, as printed."""
    return " ".join(said.text for name in _DATES for said in getattr(found, name))


def title_words(found: Found) -> str:
    """Return the words of the title, folded."""
    return fold(found.title[0].text) if found.title else ""
