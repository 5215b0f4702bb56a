"""The same page has one address, and two pages never have the same."""

from __future__ import annotations

import pytest

from aggregator.addresses import key, tidy

TIDIED = [
    ("HTTP://Example.ORG:80", "http://example.org/"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:8080/a", "http://example.org:8080/a"),
    ("http://example.org/a%2fb", "http://example.org/a%2Fb"),
    ("http://example.org/caf%e9", "http://example.org/caf%E9"),
    ("http://example.org/caf\u00e9", "http://example.org/caf%C3%A9"),
    ("http://example.org/%7Emayor", "http://example.org/~mayor"),
    ("http://example.org/a b", "http://example.org/a%20b"),
    ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"),
    ("http://example.org/?q=a%2Bb&utm_source=x&b=%E9", "http://example.org/?q=a%2Bb&b=%E9"),
    ("http://example.org/?q=utm_source", "http://example.org/?q=utm_source"),
    ("http://example.org/issue&newsstart=11&newscount=10", "http://example.org/issue&newsstart=11&newscount=10"),
    ("http://example.org/a#top", "http://example.org/a#top"),
]


@pytest.mark.parametrize(("url", "expected"), TIDIED)
def test_tidied(url: str, expected: str) -> None:
    assert tidy(url) == expected
    assert tidy(tidy(url)) == expected


def test_two_pages_of_an_old_site_keep_two_addresses() -> None:
    assert key("http://example.org/caf%E9") != key("http://example.org/caf%E8")
