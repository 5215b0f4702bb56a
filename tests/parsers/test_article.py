"""Saved article pages in the manner of many systems, and what the article reader finds in them."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import ParseError
from aggregator.model import Found, Page
from aggregator.networks import Source, load
from aggregator.parsers import article
from aggregator.reading import read as read_whole
from aggregator.saved import saved_page

PAGES = Path(__file__).parents[1] / "pages" / "article"
CASES = sorted(path.stem for path in PAGES.glob("*.toml"))
HERE = "https://www.cityring.example/news/tram-figures/"
TEXT = "<p>Twelve cities agreed to share what they measure along their tram lines, and to print it side by side.</p>"


def source(name: str = "news") -> Source:
    return load("cityring", PAGES / "networks").sources[name]


def page(body: bytes, url: str = HERE, content_type: str = "text/html", name: str = "news") -> Page:
    return Page(
        network="cityring", source=name, role="article", url=url, requested=url, content_type=content_type, body=body,
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def found(body: str | bytes, url: str = HERE, name: str = "news") -> Found:
    [one] = article.read(page(body.encode() if isinstance(body, str) else body, url, name=name), source(name))
    return one


@pytest.mark.parametrize("case", CASES)
def test_saved_page(case: str) -> None:
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    told = found((PAGES / f"{case}.html").read_bytes(), expected["url"], expected["source"])

    best = {name: getattr(told, name)[:1] for name in expected["first"]}
    assert {name: [said.text, said.route] for name, [said] in best.items()} == expected["first"]
    assert {name: getattr(told, name) for name in expected.get("absent", [])} == dict.fromkeys(
        expected.get("absent", []), ()
    )
    whole = {name: [said.text for said in getattr(told, name)] for name in expected.get("all", {}) if name != "keys"}
    if "keys" in expected.get("all", {}):
        whole["keys"] = [list(key) for key in told.keys]
    assert whole == expected.get("all", {})


def test_every_page_has_expectations() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(CASES)
    assert len(CASES) >= 40


def test_all_that_is_said_stays_as_evidence() -> None:
    """Three days for one publication: the first is the column's, all three are what `date_conflicts` shows."""
    url = "https://www.cityring.example/2019/09/07/trams/"
    network = load("cityring", PAGES / "networks")
    reading = read_whole(page((PAGES / "conflict.html").read_bytes(), url), network)

    [(telling, announcement)] = reading.tellings
    evidence = [(each.value, each.route) for each in announcement.evidence if each.field == "published"]
    assert announcement.published_day == "2019-09-12"
    assert evidence == [("2019-09-12T10:00:00+02:00", "json-ld"), ("2019-09-09", "css"), ("2019-09-07", "url")]
    assert telling.found.keys[0] == ("address", "cityring.example/2019/09/07/trams")


@pytest.mark.parametrize("case", CASES)
def test_every_day_of_a_saved_page_is_read(case: str) -> None:
    """What the reader takes for a date is one to the date engine: no column stays empty beside its words."""
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    saved = page((PAGES / f"{case}.html").read_bytes(), expected["url"], name=expected["source"])
    [(_, announcement)] = read_whole(saved, load("cityring", PAGES / "networks")).tellings
    told = expected["first"]
    for field in ("published", "modified", "starts", "ends"):
        assert (getattr(announcement, field) is not None) >= (field in told)


@pytest.mark.parametrize(
    ("title", "elected"),
    [
        ("Trams meet | City Ring", "Trams meet"),
        ("City Ring | Trams meet", "Trams meet"),
        ("City Ring: Trams meet", "City Ring: Trams meet"),
        ("Trams meet - News - City Ring", "Trams meet - News"),
        ("Trams – a love story – City Ring", "Trams – a love story"),
        ("City Ring", "City Ring"),
        ("Trams &amp; rails", "Trams & rails"),
        ("Trams\n\u00a0 meet", "Trams meet"),
    ],
)
def test_title_alone(title: str, elected: str) -> None:
    assert (
        found(f"<title>{title}</title><div>{TEXT}</div>", url="https://www.cityring.example/n/1").title[0].text
        == elected
    )


@pytest.mark.parametrize(
    ("head", "keys"),
    [
        ("<link rel=shortlink href='https://www.cityring.example/?p=812'>", [("wp", "cityring.example/812")]),
        ("<link rel=alternate href='/wp-json/wp/v2/posts/812'>", [("wp", "cityring.example/812")]),
        ("<link rel=alternate href='/wp-json/wp/v2/pages/812'>", []),
        ("<link rel=canonical href='http://[broken'>", []),
        ("<link rel=canonical href='http://www.cityring.example:port/a'>", []),
        ("<link rel=canonical href='/news/tram-figures/?utm_source=x'>", [
            ("address", "https://www.cityring.example/news/tram-figures/?utm_source=x")]),
    ],
)  # fmt: skip
def test_keys(head: str, keys: list[tuple[str, str]]) -> None:
    assert list(found(f"<html><head>{head}</head><h1>Trams</h1>{TEXT}").keys) == [("address", HERE), *keys]


def test_page_without_address() -> None:
    told = found(f"<h1>Trams</h1>{TEXT}", url="")
    assert (told.url, told.keys) == ((), ())


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "hold none"),
        (b"   \n", "", "expected a page of HTML"),
        (b"%PDF-1.7 trams", "application/pdf", "binary"),
        (bytes(range(256)) * 9, "text/html", "binary"),
        (b'{"title": "Trams"}', "application/json", "begins '{"),
        (b'<?xml version="1.0"?><rss><channel><title>Trams</title></channel></rss>', "text/xml", "begins '<"),
        (b"Only words, no markup at all.", "text/plain", "got text/plain"),
        (b"<html><head></head><body><div id=app></div></body></html>", "text/html", "without title and text"),
        (b"<body><script type='application/ld+json'>{\"name\": </script>", "text/html", "JSON-LD that is broken"),
        (b"<p>ok" + b"<div>" * 5000 + b"<h1>Trams</h1>", "text/html", "nested too deep"),
        (b"<title>404 Not Found</title><h1>Not Found</h1><p>nginx</p>", "text/html", "error or a barrier"),
        (b"<title>Page not found | City Ring</title><h1>Page not found</h1>", "text/html", "error or a barrier"),
        (b"<title>Just a moment...</title><p>Checking your browser</p>", "text/html", "error or a barrier"),
        (b"<title>Log in | City Ring</title><h1>Log in</h1><form><input type=password></form>", "text/html", "barrier"),
        (b"<title>Access denied</title><h1>Access denied</h1><p>No.</p>", "text/html", "error or a barrier"),
        ("<title>Seite nicht gefunden</title>".encode("utf-16"), "text/html", "error or a barrier"),
        (b"<title>Cookie consent</title><h1>We value your privacy</h1>", "text/html", "error or a barrier"),
        (b"<h1>Service Unavailable</h1>", "text/html", "error or a barrier"),
    ],
)
def test_pages_that_are_something_else(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as raised:
        list(article.read(page(body, content_type=content_type), source()))
    assert "\n" not in str(raised.value)


def test_articles_about_errors_are_read() -> None:
    assert found(f"<h1>Access denied: how cities open their data</h1>{TEXT}").title
    assert found(f"<h1>Not found</h1><article>{TEXT * 20}</article>").title


def test_truncated_page_is_read_as_far_as_it_goes() -> None:
    whole = (PAGES / "wordpress-graph.html").read_bytes()
    for end in range(len(whole) // 2, len(whole), 97):
        told = found(whole[:end])
        assert told.title[0].text == "Trams count better together"


@pytest.mark.parametrize(
    "declared", ["text/html; charset=utf-16", "text/html; charset=no-such", "text/html; charset=utf-7"]
)
def test_wrong_encoding_declared(declared: str) -> None:
    body = f"<title>Städte</title><h1>Städte zählen</h1>{TEXT}".encode()
    [told] = article.read(page(b"\xef\xbb\xbf" + body, content_type=declared), source())
    assert told.title[0].text == "Städte zählen"


def test_large_page_is_read() -> None:
    body = f"<title>Trams</title><h1>Trams</h1><main><time datetime=2020-02-02></time>{TEXT * 190_000}</main>"
    assert len(body) > 20_000_000
    told = found(body)
    assert told.published[0].text == "2020-02-02"
    assert len(told.body[0].text) > 10_000_000


def test_hostile_json() -> None:
    texts = (
        "[" * 100_000,
        '{"a":' * 5000,
        '{"@graph":' * 40 + "{}" + "}" * 40,
        "9" * 5000,
        '{"@type": {"@id": []}}',
        '{"@type":"Event","location":[[[{"address":[1]}]],null,{"@id":{}}],"name":[null,{"name":{}}]}',
    )
    for text in texts:
        assert found(f"<script type='application/ld+json'>{text}</script><h1>Trams</h1>{TEXT}").title[0].text == "Trams"


PIECES = """<p>|<h1>|</h1>|<article>|<main>|<time datetime='2020-01-01'>|<time>|2 May 2020|Trams meet|<title>|</title>
    </script>
    <script type='application/ld+json'>|{"@type":"Event","startDate":|"2020"}|[[|<html lang=''>|&#0;|<!--|\x00|  - |«
    <div itemscope itemtype='http://schema.org/Event'>|<span itemprop='location name'>|<a rel=tag href='x'>
    <link rel=canonical href='http://[x'>|<meta property='og:title' content='a / b'>|<base href='//x:y'>
    <span class='date' content='12/12/12'>|<svg><title>x</title>|<h2 class=entry-title>|<footer>|<aside>"""
BODIES = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(re.split(r"\||\n", PIECES)), max_size=25).map(lambda pieces: " ".join(pieces).encode()),
)


@given(BODIES, st.sampled_from(["", "text/html", "text/html; charset=utf-16", ";;"]), st.sampled_from(["", HERE]))
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str, url: str) -> None:
    try:
        [told] = article.read(page(body, url, content_type), source())
    except ParseError:
        return
    assert told.title or told.body
    for name in Found.__slots__:
        assert name in ("page", "keys") or all(said.text for said in getattr(told, name))


def test_a_saved_page_is_read_without_network() -> None:
    """As `herald read FILE --network cityring --source news` does."""
    network = load("cityring", PAGES / "networks")
    body = (PAGES / "wordpress-graph.html").read_bytes()
    saved = saved_page(body, network, url=HERE, source="news", fetched_at=datetime(2026, 11, 22, tzinfo=UTC))

    assert saved.role == "article"
    [(_, announcement)] = read_whole(saved, network).tellings
    assert (announcement.title, announcement.published_day) == ("Trams count better together", "2022-02-01")
