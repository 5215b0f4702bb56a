"""Private addresses: a page cannot make us ask them, unless its network's file says that they are meant."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

_MEANT: set[str] = set()  # proxies, and hosts of networks with private = true: all spiders share one resolver


class PublicOnly:
    """Refuses requests to private addresses written as such, and notes whose names may lead to them."""

    def __init__(self, *, private: bool, hosts: list[str]) -> None:
        self.private = private
        _MEANT.update(urlsplit(proxy).hostname or "" for proxy in getproxies().values())
        if private:
            _MEANT.update(hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PublicOnly:
        """Return the middleware for the network of the crawler's spider."""
        spider = crawler.spider
        private = getattr(getattr(spider, "network", None), "private", False)
        return cls(private=private, hosts=getattr(spider, "allowed_domains", []))

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for an address such as http://127.0.0.1/ or http://localhost/."""
        host = urlsplit(request.url).hostname or ""
        if not self.private and (host == "localhost" or is_private(host)):
            raise IgnoreRequest(f"{host} is a private address; a network file allows it with private = true")


class PublicResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does, and finds nothing where a name leads to a private address."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        found: Deferred[str] = super().getHostByName(name, timeout)
        if name in _MEANT or is_private(name):  # a literal one is a proxy's, or PublicOnly has let it pass
            return found
        return found.addCallback(_public, name)


def is_private(host: str) -> bool:
    """Say whether `host` is written as an address that is not of the public internet.

    >>> is_private("192.168.1.7"), is_private("[::1]"), is_private("93.184.215.14"), is_private("example.org")
    (True, True, False, False)
    """
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:  # a name
        return False


def _public(address: str, name: str) -> str:
    if is_private(address):
        raise DNSLookupError(f"{name} leads to the private address {address}")
    return address
