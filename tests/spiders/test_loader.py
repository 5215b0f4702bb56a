"""A spider a network file: what Scrapy sees of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from aggregator import settings as project
from aggregator.networks import load, load_all
from spiders import NetworkSpider
from spiders.loader import NetworkSpiderLoader

ROOT = Path(__file__).parents[2]
TRAMS = """\
name = "Trams"
homepage = "https://trams.example/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Vienna"

[sources.news]
platform = "labelled"
start = ["https://news.trams.example/"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "trams.toml").write_text(TRAMS, encoding="utf-8")
    return tmp_path


def settings(**own: str) -> Settings:
    settings = Settings()
    settings.setmodule(project)
    settings.setdict(own, priority="cmdline")
    return settings


def test_there_is_a_spider_for_each_network_file(folder: Path) -> None:
    assert NetworkSpiderLoader(None).list() == sorted(load_all())
    assert NetworkSpiderLoader(folder).list() == sorted([*load_all(), "trams"])


def test_a_spider_has_the_facts_of_its_network() -> None:
    spider = NetworkSpiderLoader(None).load("eurocities-legacy")
    assert issubclass(spider, NetworkSpider)
    assert spider.name == "eurocities-legacy"
    assert spider.network.facts == load("eurocities-legacy").facts
    assert list(spider().walks) == ["issues", "documents"]


def test_two_spiders_do_not_share_a_network(folder: Path) -> None:
    loader = NetworkSpiderLoader(folder)
    trams, legacy = loader.load("trams"), loader.load("eurocities-legacy")
    assert (trams.network.id, legacy.network.id) == ("trams", "eurocities-legacy")


def test_an_unknown_network_is_a_key_error_as_scrapy_wants_it() -> None:
    with pytest.raises(KeyError, match="no network is called 'trams'"):
        NetworkSpiderLoader(None).load("trams")


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://news.trams.example/today", ["trams"]),
        ("https://trams.example/", ["trams"]),
        ("http://members.eurocities.eu/x", ["eurocities", "eurocities-legacy"]),
        ("https://nobody.example/", []),
    ],
)
def test_a_request_finds_the_networks_of_its_host(folder: Path, url: str, names: list[str]) -> None:
    assert NetworkSpiderLoader(folder).find_by_request(Request(url)) == names


def test_scrapy_takes_the_loader_and_the_folder_from_the_settings(folder: Path) -> None:
    loader = get_spider_loader(settings(HERALD_NETWORKS=str(folder)))
    assert isinstance(loader, NetworkSpiderLoader)
    assert "trams" in loader.list()


def test_the_user_agent_names_program_and_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    spider = NetworkSpiderLoader(None).load("eurocities-legacy")
    agents = []
    for own in ({"HERALD_CONTACT": "press@trams.example"}, {}):
        chosen = settings(**own)
        monkeypatch.setenv("HERALD_CONTACT", "https://trams.example/who")
        spider.update_settings(chosen)
        agents.append(chosen["USER_AGENT"].partition(" ")[2])
    assert agents == ["(+press@trams.example)", "(+https://trams.example/who)"]
    assert chosen["USER_AGENT"].startswith("city-herald/")


def test_scrapy_list_works_in_the_project_folder() -> None:
    command = [sys.executable, "-m", "scrapy", "list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(load_all())


def test_scrapy_crawl_does_not_know_what_is_in_no_file() -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "no-such-network"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "no network is called 'no-such-network'" in done.stderr + done.stdout


def test_the_settings_of_the_project_are_those_of_scrapy_cfg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    found = get_project_settings()
    assert found["SPIDER_LOADER_CLASS"] == project.SPIDER_LOADER_CLASS
    assert found.getbool("ROBOTSTXT_OBEY")
