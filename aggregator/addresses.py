"""Tidied addresses: the same page has one, however it was linked."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|_gl|ref_src|hsCtaTracking", re.I)
_PORTS = {"http": 80, "https": 443}
_KEPT = "/:@!$&'()*+,;=-._~%"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NEEDLESS = frozenset(string.ascii_letters + string.digits + "-._~")  # unreserved: RFC 3986, 2.3


def tidy(url: str, mirrors: Mapping[str, str] | None = None) -> str:
    """Return the address without tracking, default port and needless escapes, on its main host.

    `mirrors` maps prefixes (host and path, no scheme) to the main ones; the longest that fits is taken.

    >>> tidy("HTTP://Example.ORG:80/news/?utm_source=x&id=7#top")
    'http://example.org/news/?id=7#top'
    >>> tidy("http://old.example.org/v2/a", {"old.example.org/v2": "example.org"})
    'http://example.org/a'
    >>> tidy("http://example.org/caf%e9/%7Ea%2fb")
    'http://example.org/caf%E9/~a%2Fb'
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _PORTS.get(scheme)) else f":{parts.port}"
    path = quote(_ESCAPE.sub(_escape, parts.path), safe=_KEPT) or "/"
    where = _main(host + port + path, mirrors or {})
    netloc, _, path = where.partition("/")
    return urlunsplit((scheme, netloc, "/" + path, _query(parts.query), parts.fragment))


def site(url: str) -> str:
    """Return the host of an address, without `www.` and with its port: what the ids of a site are written with.

    >>> site("https://www.example.org/?p=7"), site("http://127.0.0.1:8080/")
    ('example.org', '127.0.0.1:8080')
    """
    return key(url).partition("/")[0].partition("?")[0].partition("#")[0]


def key(url: str, mirrors: Mapping[str, str] | None = None) -> str:
    """Return what tells one address from another: tidied, without scheme, `www.` and closing slash.

    >>> key("https://www.example.org/news/")
    'example.org/news'
    """
    bare = tidy(url, mirrors).partition("://")[2].removeprefix("www.")
    place, mark, fragment = bare.partition("#")
    return place.rstrip("/") + mark + fragment


def absolute(url: str, base: str) -> str | None:
    """Return the web address that `url` is on the page `base`, None where it is none.

    >>> absolute("/news/7", "https://example.org/feed"), absolute("mailto:a@example.org", "https://example.org/")
    ('https://example.org/news/7', None)
    """
    try:
        whole = urljoin(base, url.strip()) if url.strip() else ""
        parts = urlsplit(whole)
        named = parts.hostname and (parts.port or True)
    except ValueError:  # brackets or a port that are none
        return None
    return whole if named and parts.scheme in _PORTS else None


def _main(where: str, mirrors: Mapping[str, str]) -> str:
    for prefix in sorted(mirrors, key=len, reverse=True):
        rest = where.removeprefix(prefix)
        if rest != where and rest[:1] in ("", "/", "?"):
            return mirrors[prefix] + rest
    return where


def _query(query: str) -> str:
    if not _TRACKING.search(query):
        return query
    return "&".join(pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0]))


def _escape(escape: re.Match[str]) -> str:
    """Return an escape in capitals, or the letter where it needs none (RFC 3986, 6.2.2)."""
    letter = chr(int(escape[1], 16))
    return letter if letter in _NEEDLESS else escape[0].upper()
