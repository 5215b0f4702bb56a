"""Which date a label says it is."""

from __future__ import annotations

import re

import pytest

from aggregator.dates.build import LOCALES
from aggregator.model import Found, Said
from aggregator.normalise.labels import in_roles, role_of
from aggregator.vocabulary import labels

ROLES = [
    ("en", "Deadline date : 15/06/2026", "deadline"),
    ("en", "Deadline 15 June 2026", "deadline"),
    ("fr", "Date limite d'inscription : 3 mai", "deadline"),
    ("de", "Anmeldeschluss: 3. Mai 2026", "deadline"),
    ("es", "Plazo: 3 de mayo", "deadline"),
    ("it", "SCADENZA 3 maggio 2026", "deadline"),
    ("pt", "Prazo – 3 de maio", "deadline"),
    ("de", "Termin: 3. Mai 2026", "starts"),
    ("pl", "Termin: 3 maja 2026", "starts"),
    ("pl", "Termin zgłoszeń: 3 maja 2026", "deadline"),
    ("nl", "Deadline: 3 mei", "deadline"),
    ("el", "Προθεσμία: 3 Μαΐου 2026", "deadline"),
    ("en", "When: 10 October, 09:00 – 11:00", "starts"),
    ("en", "Page Updated: 05/10/2017", "modified"),
    ("en", "Edited on 10 June 2022", "modified"),
    ("fr", "Modifier 05 May 2017", "modified"),
    ("en", "Published: 2 November 2023", "published"),
    ("en", "Added on 03 August 2018", "published"),
    ("it", "Updated 3 maggio", "modified"),
    ("en", "3 May 2026", None),
    ("en", "Whenever you like", None),
    ("en", "Deadline", None),
    ("de", "Frist", None),
    ("de", "Standort Graz", None),
]


@pytest.mark.parametrize(("language", "text", "role"), ROLES)
def test_role(language: str, text: str, role: str | None) -> None:
    assert role_of(text, (language,)) == role


def test_a_deadline_among_the_days_of_publication_is_moved() -> None:
    dates = (Said("Published: 2 May 2026", "css"), Said("Deadline: 15 June 2026", "css"))
    found = in_roles(Found(page="", published=dates, starts=(Said("3 July 2026", "css"),)), ["en"])
    assert found == Found(page="", published=dates[:1], deadline=dates[1:], starts=(Said("3 July 2026", "css"),))


def test_nothing_is_moved_where_no_label_says_so() -> None:
    found = Found(page="", published=(Said("2 May 2026", "css"),))
    assert in_roles(found, ["en"]) is found


@pytest.mark.parametrize("role", ["deadline", "starts", "published", "modified"])
def test_every_language_of_the_date_engine_has_labels(role: str) -> None:
    assert set(labels()[role]) == set(LOCALES)


@pytest.mark.parametrize("role", labels())
def test_labels_are_folded_words_and_stand_once_a_language(role: str) -> None:
    for language, several in labels()[role].items():
        assert several == [word.lower() for word in several], language
        assert len(several) == len(set(several)), language
        assert all(re.fullmatch(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*", word) for word in several), language


def test_no_word_has_two_roles_in_one_language() -> None:
    for language in labels()["deadline"]:
        words = [word for by_language in labels().values() for word in by_language.get(language, ())]
        assert len(words) == len(set(words)), language
