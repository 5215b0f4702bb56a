"""Addresses with queries: what a walk asks an API for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit


def asked(url: str, /, **more: str) -> str:
    """Return the address with further parameters; one that it has already is replaced where it stands.

    >>> asked("https://example.org/wp-json/wp/v2/posts?lang=fr&page=1", page="2", order="asc")
    'https://example.org/wp-json/wp/v2/posts?lang=fr&page=2&order=asc'
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | more
    return parts._replace(query=urlencode(query, safe="/:,")).geturl()


def parameter(url: str, name: str) -> str:
    """Return the value of a parameter, "" where the address does not have it.

    >>> parameter("https://example.org/feed/?paged=3", "paged")
    '3'
    """
    return dict(parse_qsl(urlsplit(url).query)).get(name, "")
