from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text import fold, plain, tidy


@given(st.text())
def test_folding_and_tidying_are_final(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert fold(text.upper()) == fold(text.upper().lower())


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("", ""),
        ("https://a.example/b", "https://a.example/b"),
        ("<?xml version='1.0'?>a &amp; b", "a & b"),
        ("one<br/>two", "one two"),
        ("<ul><li>one<li>two</ul>", "one two"),
        ("5 < 6 &lt; 7", "5 < 6 < 7"),
        ("<style>p {}</style><!-- no -->yes", "yes"),
        ("<b>" * 3000 + "deep", "deep"),
    ],
)
def test_plain(fragment: str, text: str) -> None:
    assert plain(fragment) == text


@given(st.text())
def test_plain_takes_anything(fragment: str) -> None:
    assert plain(fragment) == tidy(plain(fragment))
