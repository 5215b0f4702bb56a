"""The catalogue: rules that every network file keeps."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from aggregator import vocabulary
from aggregator.archive import Failed
from aggregator.errors import NetworkFileError
from aggregator.networks import CATALOGUE, Network, load_all
from aggregator.networks.document import TARGET, WITHOUT_FILE, render
from spiders.loader import NetworkSpiderLoader
from spiders.network import NetworkSpider

NETWORKS = load_all()
ELSEWHERE = {"cemr": {"www.ccre.org"}}  # a source on a host that is neither the homepage's nor a mirror: its old site

every_network = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)


def bare(host: str) -> str:
    return host.removeprefix("www.")


def own(network: Network, address: str) -> bool:
    """Say whether an address is on the homepage's host or below it, on a mirror, or where `ELSEWHERE` allows it."""
    host = urlsplit(address).hostname or ""
    home = bare(urlsplit(network.homepage).hostname or "")
    named = {prefix.partition("/")[0] for prefix in network.mirrors} | ELSEWHERE.get(network.id, set())
    return bare(host) == home or host.endswith("." + home) or host in named


def spider(name: str) -> NetworkSpider:
    return NetworkSpiderLoader(None).load(name)()


def test_there_are_forty_five_networks_and_more() -> None:
    assert len(NETWORKS) >= 45


@every_network
def test_it_begins_with_what_is_doubtful(network: Network) -> None:
    head, _, _ = (CATALOGUE / f"{network.id}.toml").read_text(encoding="utf-8").partition("name = ")
    assert head.startswith("# ")
    assert network.confidence == "seen" or "inferred" in head or "seen" in head


@every_network
def test_it_claims_no_check_that_was_not_on_a_day(network: Network) -> None:
    assert not network.checked or date.fromisoformat(network.checked) <= date.today()


@every_network
def test_it_is_public_and_its_names_are_plain(network: Network) -> None:
    assert not network.private
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", network.id)
    for prefix in [*network.mirrors, *network.mirrors.values()]:
        assert re.fullmatch(r"[^/:\s]+(/[^\s]*[^/\s])?", prefix), prefix


@every_network
def test_its_starts_are_its_own_and_each_is_named_once(network: Network) -> None:
    starts = [address for source in network.sources.values() for address in source.start]
    assert [address for address in starts if not own(network, address)] == []
    assert max(Counter(starts).values()) == 1
    for source in network.sources.values():
        assert not any(re.search(source.follow, address) for address in source.start if source.follow)


@every_network
def test_its_first_requests_go_to_hosts_of_its_own(network: Network) -> None:
    crawler = spider(network.id)
    assert set(crawler.walks) == set(network.sources)
    for walk in crawler.walks.values():
        links = [link for link in walk.within(walk.start()) if not isinstance(link, Failed)]
        assert links
        for link in links:
            assert own(network, link.url), link.url
            assert urlsplit(link.url).hostname in crawler.allowed_domains


@every_network
def test_its_tags_mean_themes_that_exist(network: Network) -> None:
    known = vocabulary.themes()
    for tag, themes in network.themes.items():
        assert set(themes) <= set(known), tag
    folded = Counter(tag.casefold() for tag in network.themes)
    assert [tag for tag, times in folded.items() if times > 1] == []
    assert not set(folded) & {word.casefold() for word in network.kinds}


@every_network
def test_its_cards_have_what_a_row_needs(network: Network) -> None:
    for source in network.sources.values():
        if source.platform == "listing":
            assert "item" in source.select
            assert {"title", "link"} & set(source.select)
        else:
            assert not source.select


def test_a_start_belongs_to_one_network() -> None:
    starts = Counter(address for network in NETWORKS.values() for s in network.sources.values() for address in s.start)
    assert [address for address, times in starts.items() if times > 1] == []


def test_the_two_sites_of_eurocities_name_each_other() -> None:
    assert NETWORKS["eurocities-legacy"].successor == "eurocities"
    assert "eurocities-legacy" in (CATALOGUE / "eurocities.toml").read_text(encoding="utf-8")


def test_a_successor_must_exist(tmp_path: Path) -> None:
    text = (CATALOGUE / "eurocities-legacy.toml").read_text(encoding="utf-8")
    changed = text.replace('successor = "eurocities"', 'successor = "eurocites"')
    (tmp_path / "mine.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(NetworkFileError, match=r"mine\.toml: successor .*'eurocites'; did you mean 'eurocities'\?"):
        load_all(tmp_path)


def test_the_page_about_the_networks_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(NETWORKS), "run python -m aggregator.networks.document"


def test_a_network_without_a_file_has_none() -> None:
    assert not set(WITHOUT_FILE) & {network.name for network in NETWORKS.values()}
