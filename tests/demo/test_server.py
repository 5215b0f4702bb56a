from __future__ import annotations

import http.client
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from pathlib import Path
from signal import SIGINT
from subprocess import PIPE, Popen, run
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

import pytest
from bs4 import BeautifulSoup

from aggregator.demo import HOSTS, NETWORK_FILE, DemoServer, serve
from aggregator.demo.server import SITE, addresses
from aggregator.networks import load_file

MAIN, MIRROR = HOSTS
LISTING = f"http://{MAIN}/eurocities/issues/smart-cities-issue"
EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
ITEM = re.compile(r"(WSPO|PXRD)-[0-9A-Z]{6}$")

Answer = tuple[int, Message, bytes]
Get = Callable[..., Answer]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def get(server: DemoServer) -> Get:
    return getter(build_opener(ProxyHandler({"http": server.proxy})))


def getter(opener: OpenerDirector) -> Get:
    def get(url: str, method: str = "GET", headers: Mapping[str, str] = {}) -> Answer:
        try:
            with opener.open(Request(url, method=method, headers=dict(headers)), timeout=10) as response:
                return response.status, response.headers, response.read()
        except HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    return get


def soup(body: bytes) -> BeautifulSoup:
    return BeautifulSoup(body.decode("utf-8"), "lxml")


def links(url: str, body: bytes) -> set[str]:
    return {urldefrag(urljoin(url, str(tag["href"])))[0] for tag in soup(body).select("[href]")}


ADDRESSES = [(f"http://{host}{path}", file) for (host, path), file in sorted(addresses().items())]
PAGES = [url for url, file in ADDRESSES if file.suffix == ".html"]


@pytest.mark.parametrize(("url", "file"), ADDRESSES)
def test_each_address_answers_with_its_file(get: Get, url: str, file: Path) -> None:
    status, headers, body = get(url)
    assert (status, body) == (200, file.read_bytes())
    assert headers["Content-Type"].endswith("charset=utf-8")
    assert headers["Content-Length"] == str(len(body))


def test_every_file_of_the_site_is_served() -> None:
    assert set(addresses().values()) == {file for file in SITE.rglob("*") if file.is_file()}


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_a_language_a_title_and_one_heading_of_the_first_level(get: Get, url: str) -> None:
    page = soup(get(url)[2])
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert page.title is not None
    assert page.title.get_text().strip()
    assert len(page.find_all("h1")) == 1


def test_every_link_leads_to_a_page_of_the_site_and_every_page_can_be_reached(get: Get) -> None:
    known, waiting = set[str](), {f"http://{MAIN}/eurocities/", f"http://{MIRROR}/v2/"}
    while waiting:
        url = waiting.pop()
        status, headers, body = get(url)
        assert status == 200, url
        known.add(url)
        if headers.get_content_type() == "text/html":
            waiting |= links(url, body) - known
    reached = {file for url, file in ADDRESSES if url in known}
    assert reached == set(addresses().values()) - {SITE / "robots.txt"}


def test_the_mirror_serves_the_same_pages_under_two_folders(get: Get) -> None:
    bodies = {
        get(url)[2]
        for url in (LISTING, LISTING.replace(MAIN, MIRROR), LISTING.replace(f"{MAIN}/eurocities", f"{MIRROR}/v2"))
    }
    assert len(bodies) == 1
    assert get(f"http://{MAIN}/v2/documents")[0] == 404


@pytest.mark.parametrize("url", ["http://www.eurocities.eu/", "http://example.org/eurocities/", "http://127.0.0.1/"])
def test_no_other_host_is_asked(get: Get, url: str) -> None:
    status, headers, body = get(url)
    assert (status, headers.get_content_type()) == (502, "text/plain")
    assert body.count(b"\n") == 1
    assert b"is not served here" in body
    assert MAIN.encode() in body


@pytest.mark.parametrize(
    "path",
    [
        "/eurocities/news/nothing-WSPO-B00000",
        "/eurocities/issues/smart-cities-issue.html",
        "/eurocities/../../demo.toml",
        "/..%2f..%2fdemo.toml",
        "/%2e%2e/demo.toml",
        "//etc/passwd",
        "/eurocities/news/",
        "/private/",
    ],
)
def test_a_path_that_is_no_page_is_not_found(get: Get, path: str) -> None:
    status, _, body = get(f"http://{MAIN}{path}")
    assert status == 404
    assert b"no page of the demo site" in body


def test_a_known_version_is_not_sent_again(get: Get) -> None:
    _, headers, body = get(LISTING)
    assert headers["Last-Modified"].endswith("GMT")
    for known in (headers["ETag"], f'"other", W/{headers["ETag"]}', "*"):
        status, again, nothing = get(LISTING, headers={"If-None-Match": known})
        assert (status, again["ETag"], nothing) == (304, headers["ETag"], b"")
    assert get(LISTING, headers={"If-None-Match": '"other"'})[2] == body


def test_head_gives_the_headers_alone(get: Get) -> None:
    status, headers, body = get(LISTING, method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == get(LISTING)[1]["Content-Length"]


def test_robots_may_read_all_but_what_is_private(get: Get) -> None:
    for host in HOSTS:
        assert get(f"http://{host}/robots.txt")[2].split() == [b"User-agent:", b"*", b"Disallow:", b"/private/"]


@pytest.mark.parametrize(("host", "status"), [(MAIN, 200), (f"{MIRROR}:80", 200), ("", 502), ("[", 502), (None, 502)])
def test_a_direct_request_names_its_host_in_the_header(server: DemoServer, host: str | None, status: int) -> None:
    get = getter(build_opener(ProxyHandler({})))
    headers = {} if host is None else {"Host": host}
    assert get(f"{server.proxy}/eurocities/documents", headers=headers)[0] == status


def test_no_tunnel_is_dug(server: DemoServer) -> None:
    connection = http.client.HTTPConnection(server.proxy.removeprefix("http://"), timeout=10)
    connection.set_tunnel(MAIN, 443)
    with pytest.raises(OSError, match="502"):
        connection.connect()
    connection.close()


def test_the_port_is_free_again_afterwards() -> None:
    with serve() as server:
        port = server.server_address[1]
    with serve(port) as server:
        assert server.proxy == f"http://127.0.0.1:{port}"


def test_the_network_file_loads_and_its_start_addresses_are_served(get: Get) -> None:
    network = load_file(NETWORK_FILE)
    starts = [url for source in network.sources.values() for url in source.start]
    assert network.id == "demo"
    assert len(starts) == 3
    for url in [network.homepage, *starts]:
        assert get(url)[0] == 200


@pytest.mark.parametrize("row", EXPECTED["announcements"], ids=lambda row: row["title"])
def test_what_is_expected_of_an_announcement_stands_on_its_pages(get: Get, row: dict[str, Any]) -> None:
    pages = [get(url)[2].decode() for url in row["pages"]]
    name = next((found[0] for url in row["pages"] if (found := ITEM.search(url))), row["title"])
    assert all(row["title"] in page or name in page for page in pages)
    days = {"-".join(reversed(row[field].split("-"))) for field in ("published", "starts", "ends") if field in row}
    for words in [row["title"], *days, *row["tags"], row.get("city", ""), row.get("country", "")]:
        assert any(words in page for page in pages), words


def test_the_listings_have_a_row_for_all_that_is_expected_of_them(get: Get) -> None:
    told = Counter(url for row in EXPECTED["announcements"] for url in row["pages"] if not ITEM.search(url))
    told += Counter(row["page"] for row in EXPECTED["rejected"])
    rows = {url: len(re.findall(r"(?:publication|start) date ?:", get(url)[2].decode())) for url in told}
    assert rows == told
    assert sorted(rows.values()) == [2, 3, 6, 10]
    assert (len(EXPECTED["announcements"]), len(EXPECTED["rejected"])) == (12, 1)


def test_every_page_of_an_announcement_belongs_to_one_that_is_expected() -> None:
    expected = [url for row in EXPECTED["announcements"] for url in row["pages"] if ITEM.search(url)]
    assert len(expected) == len(set(expected))
    assert {url for url in expected if MAIN in url} == {url for url in PAGES if MAIN in url and ITEM.search(url)}


def test_the_command_prints_its_proxy_and_ends_on_interrupt() -> None:
    command = [sys.executable, "-m", "aggregator.demo", "--port", "0"]
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert found is not None, told
        get = getter(build_opener(ProxyHandler({"http": found[0]})))
        assert get(LISTING)[0] == 200
        process.send_signal(SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"curl -x {found[0]} {LISTING}" in told
    assert f"GET {LISTING}" in err


def test_the_command_says_that_a_port_is_taken(server: DemoServer) -> None:
    command = [sys.executable, "-m", "aggregator.demo", "--port", str(server.server_address[1])]
    done = run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "choose another with --port" in done.stderr
