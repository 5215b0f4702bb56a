"""Saved feeds and sitemaps and what their readers find, and what they make of documents that are something else."""

from __future__ import annotations

import gzip
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import reading
from aggregator.errors import ParseError
from aggregator.model import Found, Link, Page, Role
from aggregator.networks import Network, load
from aggregator.parsers import read
from aggregator.saved import saved_page
from tests.line.running import herald

PAGES = Path(__file__).parents[1] / "pages"
RING = load("ring", PAGES / "networks")
SEEN = datetime(2026, 11, 22, tzinfo=UTC)
ROLES: dict[str, Role] = {"news": "feed", "map": "sitemap", "whole": "sitemap"}
CASES = sorted(
    path.relative_to(PAGES).with_suffix("") for kind in ("feed", "sitemap") for path in (PAGES / kind).glob("*.toml")
)


def page(
    body: bytes, content_type: str = "", url: str = "https://www.ring.example/feed/", source: str = "news"
) -> Page:
    return Page(
        network="ring", source=source, role=ROLES[source], url=url, requested=url, content_type=content_type, body=body,
        fetched_at=SEEN,
    )  # fmt: skip


def results(saved: Page, network: Network = RING) -> list[Found | Link]:
    return list(read(saved, network.sources[saved.source]))


def told(found: Found) -> dict[str, Any]:
    """What a record says, as an expectation writes it: lists of words, no empty field."""
    fields = {name: getattr(found, name) for name in Found.__slots__ if name not in ("page", "keys")}
    texts = {name: [said.text for said in values] for name, values in fields.items() if values}
    return texts | ({"keys": [list(key) for key in found.keys]} if found.keys else {})


def document(case: Path) -> Path:
    [path] = [path for path in (PAGES / case.parent).glob(f"{case.name}.*") if path.suffix != ".toml"]
    return path


@pytest.mark.parametrize("case", CASES, ids=str)
def test_saved_page(case: Path) -> None:
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    saved = page(document(case).read_bytes(), url=expected["url"], source=expected.get("source", "news"))

    found = results(saved)

    assert [told(each) for each in found if isinstance(each, Found)] == expected["found"]
    links = [each for each in found if isinstance(each, Link)]
    given = [Link(**link) for link in expected.get("link", [])]
    assert sorted(links, key=repr) == sorted(given, key=repr)
    assert all(said.route == "feed" for each in found if isinstance(each, Found) for said in each.title + each.tags)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_role_of_a_saved_document_is_found_out(case: Path) -> None:
    expected = tomllib.loads((PAGES / f"{case}.toml").read_text(encoding="utf-8"))
    source = expected.get("source", "news")
    saved = saved_page(document(case).read_bytes(), RING, source=source, fetched_at=SEEN)
    assert saved.role == ROLES[source]


def test_herald_reads_a_saved_feed_without_network(tmp_path: Path) -> None:
    file = PAGES / "feed" / "rss2-wordpress.xml"
    result = herald("read", file, "--network", "ring", "--networks", PAGES / "networks", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Trams & buses: one ticket" in result.stdout
    assert "2026-03-04" in result.stdout
    assert "2 announcements, 0 rejected" in result.stdout


def test_herald_says_what_a_saved_page_is_instead_of_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"<!doctype html><title>Down for maintenance</title>")
    where = ("--url", RING.sources["news"].start[0], "--networks", PAGES / "networks")
    result = herald("read", "feed.xml", "--network", "ring", *where, cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.strip().endswith("expected a feed, got HTML titled 'Down for maintenance'")


ITEM = "<item><title>Été à Łódź</title><link>https://www.ring.example/news/1</link></item>"
RSS = f"<rss version='2.0'><channel><title>x</title>{ITEM}</channel></rss>"
LATIN = RSS.replace("Łódź", "Liège")


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (RSS.encode(), "", "Été à Łódź"),
        (RSS.encode(), "application/rss+xml; charset=utf-8", "Été à Łódź"),
        (RSS.encode("utf-8-sig"), "text/xml", "Été à Łódź"),
        (RSS.encode("utf-16"), "", "Été à Łódź"),
        (b"\n\n" + RSS.encode(), "text/html", "Été à Łódź"),
        (f"<?xml version='1.0' encoding='iso-8859-1'?>{LATIN}".encode("latin-1"), "", "Été à Liège"),
        (f"<?xml version='1.0' encoding='utf-8'?>{LATIN}".encode("latin-1"), "application/rss+xml", "Été à Liège"),
        (f"<?xml version='1.0' encoding='utf-8'?>{RSS}".encode(), "text/xml; charset=us-ascii", "Été à Łódź"),
        (RSS.replace("</channel></rss>", "").encode(), "", "Été à Łódź"),
        (RSS.replace("<title>x", "<title>a & b &nbsp; <br>").encode(), "", "Été à Łódź"),
    ],
)  # fmt: skip
def test_feeds_in_a_wrong_encoding_or_shape_are_read(body: bytes, content_type: str, title: str) -> None:
    [found] = [each for each in results(page(body, content_type)) if isinstance(each, Found)]
    assert found.title[0].text == title


HTML = b"\xef\xbb\xbf<!-- cached -->\n<!DOCTYPE html><html><head><title>\n 404 &ndash; not here</title></head><item>"
OTHERWISE = [
    (b"", "nothing"),
    (b" \n\t", "nothing"),
    (HTML, "HTML titled '404 – not here'"),
    (b"<html><body>Fatal error", "HTML without a title"),
    (b'{"code": "rest_no_route", "data": {"status": 404}}', 'JSON beginning \'{"code": "rest_no_route"'),
    (b"[1, 2]", "JSON beginning '[1, 2]'"),
    (b"Error establishing a database connection", "text beginning 'Error establishing"),
    (b"%PDF-1.7 \x00\x01", "binary data"),
    (bytes(range(256)) * 8, "binary data"),
    (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "XML whose root is <svg>"),
    (b"<error><code>AccessDenied</code></error>", "XML whose root is <error>"),
]


@pytest.mark.parametrize("source", ["news", "whole"])
@pytest.mark.parametrize(("body", "reason"), OTHERWISE)
def test_what_came_instead_is_said(source: str, body: bytes, reason: str) -> None:
    with pytest.raises(ParseError) as raised:
        results(page(body, source=source))
    said = str(raised.value)
    assert reason in said or "broken JSON" in said
    assert said.startswith("expected a ")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("source", "body", "reason"),
    [
        ("news", b"<rss version='2.0'><channel><title>Ring of", "broken before its first entry"),
        ("news", b"<rss version='2.0'><channel><item><title>Ring of", "broken off in its first entry"),
        ("news", b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken JSON"),
        ("news", b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "got JSON"),
        ("news", b'{"version": "https://jsonfeed.org/version/1", "items": ["a"]}', "one that is 'a'"),
        ("news", b'{"version": ' + b"[" * 100_000, "broken JSON"),
        ("whole", b"<urlset><url><loc>https://www.ring.example/ne", "broken off in its first entry"),
        ("whole", gzip.compress(b"<html><title>Moved</title>"), "HTML titled 'Moved'"),
        ("whole", b"\x1f\x8bnot gzip", "cannot be unpacked"),
        ("whole", gzip.compress(b" " * (65 * 1024 * 1024), 1), "more than 67108864 bytes"),
        ("whole", b"https://www.ring.example/a\nand a word", "text beginning"),
        ("whole", b"<urlset><url><loc>https://www.ring.example/&#xD800;</loc></url></urlset>", "half a character"),
    ],
)
def test_broken_documents(source: str, body: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        results(page(body, source=source))


@pytest.mark.parametrize("source", ["news", "whole"])
@pytest.mark.parametrize("piece", [b"<p>x</p>", b"<", b"<!-- -->", b" ", b"<![CDATA[", b"[", b"&amp;"])
def test_twenty_megabytes_of_something_else(source: str, piece: bytes) -> None:
    with pytest.raises(ParseError, match="expected a "):
        results(page(piece * (20 * 1024 * 1024 // len(piece)), source=source))


def test_twenty_megabytes_of_feed_and_of_sitemap() -> None:
    body = RSS.replace("</item>", f"<description>{'word ' * 4_000_000}</description></item>").encode()
    assert len(body) > 20_000_000
    assert [type(each) for each in results(page(body))] == [Found, Link]
    urls = b"".join(b"<url><loc>https://www.ring.example/news/%d</loc></url>" % n for n in range(380_000))
    assert len(urls) > 20_000_000
    assert len(results(page(b"<urlset>" + urls + b"</urlset>", source="whole"))) == 380_000


LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 9}">' for n in range(11))


@pytest.mark.parametrize(
    "entities", [f'<!ENTITY a0 "ha">{LAUGHS}', '<!ENTITY a11 SYSTEM "file:///etc/hostname">'], ids=["bomb", "file"]
)
def test_entities_are_not_opened(entities: str) -> None:
    head = f"<!DOCTYPE x [{entities}]>"
    [found] = [each for each in results(page((head + RSS).replace("Été", "&a11;").encode())) if isinstance(each, Found)]
    assert found.title[0].text in ("&a11; à Łódź", "à Łódź")
    urls = "<urlset><url><loc>https://www.ring.example/&a11;</loc></url></urlset>"
    assert results(page((head + urls).encode(), source="whole")) == [
        Link(url="https://www.ring.example/", role="article")
    ]


SEEDS = [document(case).read_bytes() for case in CASES]
PIECES = st.sampled_from(
    [b"<item>", b"</item>", b"<entry>", b"<title>", b"<link href='", b"http://[", b"http://a:b/", b"<loc>", b"<urlset>",
     b"<![CDATA[", b"]]>", b"&#xD800;", b"&#99999999999;", b"&foo;", b"\xff", b"\x00", b"<!--", b"<!DOCTYPE a [",
     b"\\ud800", b"<category/>", b"<source>", b"<svg>", b"xml:base='http://['",
     b"1e999", b'{"version": "', b"<georss:point>1"]
)  # fmt: skip
TYPES = st.sampled_from(["", "text/xml", "application/rss+xml; charset=utf-16", "text/html; charset=utf-7", ";;"])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A saved document with something put in or taken out in places."""
    body = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(body)))
        body = body[:place] + draw(PIECES | st.just(b"")) + body[place + draw(st.integers(0, 30)) :]
    return body


@given(
    st.binary(max_size=300) | damaged(),
    TYPES,
    st.sampled_from(["", "https://www.ring.example/x"]),
    st.sampled_from(list(ROLES)),
)
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str, url: str, source: str) -> None:
    parsed = reading.parse(page(body, content_type, url, source), RING)
    assert parsed.error is None or parsed.error.startswith("expected a ")
    for telling, _ in reading.interpret(parsed, RING).tellings:
        assert telling.found.title[0].text
