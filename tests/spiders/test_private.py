"""Private addresses are refused, however they are written, unless the network's file says they are meant."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import dnscache
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from spiders import private
from spiders.private import PublicOnly, PublicResolver

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.8.9.1:8080/x",
    "http://localhost/",
    "http://10.0.0.7/",
    "http://172.16.4.4/",
    "http://192.168.1.7/",
    "http://169.254.1.1/",
    "http://0.0.0.0/",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[fd00::1]/",
    "http://[fe80::1]/",
    "http://[::ffff:127.0.0.1]/",
]
PUBLIC = ["http://example.org/", "http://93.184.215.14/", "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"]


@pytest.fixture(autouse=True)
def meant(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    hosts = set[str]()
    monkeypatch.setattr(private, "_MEANT", hosts)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return hosts


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused(url: str) -> None:
    with pytest.raises(IgnoreRequest, match=r"is a private address; a network file allows it with private = true"):
        PublicOnly(private=False, hosts=[]).process_request(Request(url))


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_address_passes(url: str) -> None:
    PublicOnly(private=False, hosts=[]).process_request(Request(url))


@pytest.mark.parametrize("url", PRIVATE)
def test_a_network_of_private_pages_may_ask_them(url: str) -> None:
    PublicOnly(private=True, hosts=[]).process_request(Request(url))


def resolved(name: str, address: str) -> object:
    """Return what the resolver says of a name that the system resolves to an address."""
    resolver = PublicResolver(None, cache_size=10, timeout=1)
    dnscache[name] = address
    results: list[object] = []
    try:
        resolver.getHostByName(name).addBoth(results.append)
    finally:
        del dnscache[name]
    [result] = results
    return result


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "169.254.169.254"])
def test_a_name_that_leads_to_a_private_address_is_not_found(address: str) -> None:
    result = resolved("trams.example", address)
    assert isinstance(result, Failure)
    assert result.check(DNSLookupError)
    assert f"trams.example leads to the private address {address}" in str(result.value)


def test_a_name_that_leads_to_a_public_address_is_found() -> None:
    assert resolved("trams.example", "93.184.215.14") == "93.184.215.14"


def test_hosts_of_a_network_of_private_pages_and_proxies_may_lead_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.trams.example:3128")
    PublicOnly(private=True, hosts=["intranet.trams.example"])
    assert resolved("intranet.trams.example", "10.0.0.7") == "10.0.0.7"
    assert resolved("proxy.trams.example", "10.0.0.8") == "10.0.0.8"
    assert isinstance(resolved("other.trams.example", "10.0.0.9"), Failure)


def test_without_private_pages_the_hosts_of_a_network_lead_to_public_addresses_alone(meant: set[str]) -> None:
    PublicOnly(private=False, hosts=["trams.example"])
    assert "trams.example" not in meant
