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
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Þórshöfn, Garðabær", "thorshofn gardabaer"),
        ("Đakovo", "dakovo"),
        ("Ħamrun", "hamrun"),
        ("Diyarbakır", "diyarbakir"),
        ("DİYARBAKIR", "diyarbakir"),
        ("Bœuf, Ærø, Ǿ", "boeuf aero o"),
        ("Ŋamŋŧ", "namnt"),
        ("Αθήνα", "αθηνα"),
    ],
)
def test_folding_leaves_no_letter_that_a_keyboard_lacks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters()))
def test_tidied_text_can_be_written(text: str) -> None:
    assert tidy(text).encode() or not tidy(text)


def test_halves_of_surrogate_pairs_are_removed() -> None:
    assert tidy("H \ud800 x\udfff") == "H x"
    assert fold("H \ud800 x") == "h x"
    assert plain("<p>H \ud800 x</p>") == "H x"


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
