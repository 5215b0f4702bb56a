"""Words as they are kept: every one of them can be written and hashed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.model import Page
from aggregator.networks import load
from aggregator.parsers import article
from aggregator.words import dump, words_hash
from aggregator.words import load as loaded

HALF = "\\ud800"
LINKED = """{"@type": "NewsArticle", "headline": "H %s x", "description": "<b>a</b> %s", "articleBody": "b %s",
"datePublished": "2026-05-04%s", "keywords": "k%s, l", "inLanguage": "en%s", "url": "https://example.org/%s"}"""
EVENT = """{"@type": "Event", "name": "H %s x", "startDate": "2026-05-04%s", "location": [
"v%s", {"name": "w%s", "address": ["%s", {"streetAddress": "%s 1", "addressLocality": "Graz%s"}]}]}"""
BROKEN = """{"@type": "NewsArticle", "headline": "H %s x", "datePublished": "2026-05-04%s%s%s%s%s%s"""


@pytest.mark.parametrize("linked", [LINKED, EVENT, BROKEN])
def test_half_characters_of_linked_data_do_not_break_hashing(linked: str) -> None:
    script = linked % ((HALF,) * 7)
    body = f'<html><head><script type="application/ld+json">{script}</script></head><body><h1>H x</h1><p>T</p></body>'
    page = Page(
        network="polis", source="news", role="article", url="https://example.org/a", requested="https://example.org/a",
        content_type="text/html", body=body.encode(), fetched_at=datetime(2026, 5, 5, tzinfo=UTC),
    )  # fmt: skip
    [found] = article.read(page, load("polis").sources["news"])
    said = dump(found)
    assert loaded(said, found.page) == found
    assert len(words_hash("net", said)) == 32
    assert found.title[0].text == "H x"
