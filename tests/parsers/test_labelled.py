"""Saved pages and what the labelled reader finds in them: one TOML file of expectations beside each page."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page, Role
from aggregator.networks import PLATFORMS, Source, load
from aggregator.parsers import READERS, read

PAGES = Path(__file__).parents[1] / "pages" / "labelled"
CASES = sorted(path.stem for path in PAGES.glob("*.toml"))
ROW = b"<p>mobility</p><h3><a href='/a-WSPO-ABCDE1'>Trams</a></h3><p>publication date: 10-12-2018</p>"


def source(network: str = "eurocities-legacy", name: str = "issues") -> Source:
    return load(network, PAGES / "networks").sources[name]


def page(body: bytes, content_type: str = "", url: str = "", role: Role = "listing", name: str = "issues") -> Page:
    fetched = datetime(2026, 11, 22, tzinfo=UTC)
    return Page(
        network="eurocities-legacy", source=name, role=role, url=url, requested=url, content_type=content_type,
        body=body, fetched_at=fetched,
    )  # fmt: skip


def told(found: Found) -> dict[str, Any]:
    """What a record says, as an expectation writes it: lists of words, no empty field."""
    fields = {name: getattr(found, name) for name in Found.__slots__ if name not in ("page", "keys")}
    texts = {name: [said.text for said in values] for name, values in fields.items() if values}
    return texts | ({"keys": [list(key) for key in found.keys]} if found.keys else {})


@pytest.mark.parametrize("case", CASES)
def test_saved_page(case: str) -> None:
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    [path] = [path for path in PAGES.glob(f"{case}.*") if path.suffix != ".toml"]
    saved = page(
        path.read_bytes(), expected.get("content_type", ""), expected.get("url", ""), expected.get("role", "listing")
    )

    results = list(read(saved, source(expected.get("network", "eurocities-legacy"), expected["source"])))

    assert [told(each) for each in results if isinstance(each, Found)] == expected["found"]
    links = [{"url": each.url, "role": each.role} for each in results if isinstance(each, Link)]
    assert links == expected.get("link", [])
    assert all(each.page == saved.url for each in results if isinstance(each, Found))


@pytest.mark.parametrize(
    ("href", "keys"),
    [
        (
            "/news/a-WSPO-ABCDE1#content",
            [("address", "http://a.example/news/a-WSPO-ABCDE1"), ("domino", "WSPO-ABCDE1")],
        ),
        ("#trams", [("address", "http://a.example/issues/x#trams")]),
        ("#nowhere", []),
    ],
)
def test_a_fragment_is_kept_only_where_it_names_an_element_of_the_listing(
    href: str, keys: list[tuple[str, str]]
) -> None:
    body = ROW.replace(b"/a-WSPO-ABCDE1", href.encode()).replace(b"<h3>", b"<h3 id='trams'>")
    [found] = [each for each in read(page(body, url="http://a.example/issues/x"), source()) if isinstance(each, Found)]
    assert list(found.keys) == keys


def test_every_page_has_expectations() -> None:
    assert {path.stem for path in PAGES.glob("*.*")} == set(CASES)


def test_every_platform_has_a_reader() -> None:
    assert {platform for platform, _ in READERS} == set(PLATFORMS)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>Été à Łódź".encode(), ""),
        ("<p>Été à Łódź".encode(), "text/html; charset=utf-8"),
        ("<p>Été à Łódź".encode("iso8859-2", "replace"), "text/html; charset=iso-8859-2"),
        ("<p>Été à Łódź".encode("utf-16"), "text/html; charset=utf-8"),
        ("<meta charset=windows-1250><p>Été à Łódź".encode("windows-1250", "replace"), "text/html"),
        ("<p>Été à Łódź".encode(), "text/html; charset=no-such-thing"),
    ],
)
def test_decoding(body: bytes, content_type: str) -> None:
    labels = "<p>publication date: 01-01-2011</p>".encode("utf-16-le" if body[:2] == b"\xff\xfe" else "ascii")
    [found] = read(page(body + labels, content_type, "https://a.example/x"), source())
    assert isinstance(found, Found)
    assert "Łódź" in (found.title or found.summary)[0].text


def test_routes() -> None:
    [found, _] = read(page(ROW, "text/html", "http://a.example/list"), source())
    assert isinstance(found, Found)
    routes = [found.title[0].route, found.url[0].route, found.published[0].route, found.tags[0].route]
    assert routes == ["css", "css", "label", "label"]
    [text] = read(page(b"A title\n\npublication date: 10-12-2018"), source())
    assert isinstance(text, Found)
    assert text.title[0].route == "prose"


def test_type_before_look() -> None:
    body = b"Use <p> and <br> well\n\nA text about markup.\n\npublication date: 10-12-2018"
    [found] = read(page(body, "text/plain"), source())
    assert isinstance(found, Found)
    assert found.title[0].text == "Use <p> and <br> well"


def test_hostile_pages_are_read() -> None:
    """Broken, nested and endless input costs little and loses nothing of what follows it."""
    for before in (
        b"<b>" * 1500,
        b"<a href='http://['>x</a>",
        b"<p>" + b"x " * 500_000,
        b"<script>" + b"<" * 9 + b"</script>",
    ):
        [found, link] = read(page(before + ROW, "text/html", "http://a.example/list"), source())
        assert isinstance(found, Found)
        assert found.title[0].text == "Trams"
        assert link == Link(url="http://a.example/a-WSPO-ABCDE1", role="article")


@pytest.mark.parametrize(
    ("body", "content_type", "role", "reason"),
    [
        (b"", "text/html", "listing", "expected a page"),
        (b"  \n \n", "text/plain", "article", "without any"),
        (b"%PDF-1.7 publication date: 10-12-2018", "application/pdf", "article", "binary"),
        (bytes(range(256)) * 8, "", "listing", "binary"),
        (b"<p>ok" + b"<div>" * 5000 + ROW, "text/html", "listing", "nested too deep"),
        (b"<html><head><title>x</title></head><body><script>1</script></body></html>", "text/html", "listing", "any"),
        (b"<form><label>Name</label><input><button>Log in</button></form>", "text/html", "article", "beginning 'Name'"),
        (b"<h1>Service unavailable</h1>", "text/html", "article", "beginning 'Service unavailable'"),
        (b"<h1>News</h1><p>There is none.</p><a href='/about'>About</a>", "text/html", "listing", "no row"),
    ],
)
def test_pages_that_are_something_else(body: bytes, content_type: str, role: Role, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as raised:
        list(read(page(body, content_type, "http://a.example/list", role), source()))
    assert "\n" not in str(raised.value)


PIECES = st.sampled_from(
    [b"<p>", b"<h3>", b"<li>", b"<a href='#x'>", b"</a>", b"<span>", b"<br>", b"\n\n", b"- ", b"  \xe2\x80\xa2  ",
     b"mobility", b"start date", b"end date: ", b"publication date: 10-12-2018", b"country", b"A title", b"A sentence.",
     b"Migration - 05/04/2021", b"<a href='/a-WSPO-ABCDE1'>", b"<table><td>", b"\xff", b"&#0;", b"<!--", b"]]>"]
)  # fmt: skip
BODIES = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=25).map(b" ".join))
TYPES = st.sampled_from(["", "text/html", "text/plain", "text/html; charset=utf-7", "text/html; charset=utf-16", ";;"])
LISTS = [("eurocities-legacy", "issues"), *(("corners", name) for name in ("bullets", "dated", "lined", "trailing"))]


@given(
    BODIES,
    TYPES,
    st.sampled_from(["listing", "article"]),
    st.sampled_from(["", "http://a.example/l"]),
    st.sampled_from(LISTS),
)
def test_any_bytes_are_read_or_refused(body: bytes, kind: str, role: Role, url: str, listed: tuple[str, str]) -> None:
    told_of = source(*listed)
    try:
        results = list(read(page(body, kind, url, role), told_of))
    except ParseError:
        return
    assert results
    assert all(said.text for each in results if isinstance(each, Found) for said in each.title + each.tags)
