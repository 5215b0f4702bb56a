"""Network files: what is right loads, and what is wrong is named exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import pytest

from aggregator.errors import NetworkFileError
from aggregator.networks import Network, Source, load, load_all, load_file
from aggregator.networks.files import NETWORK_KEYS, SOURCE_KEYS

RIGHT = """\
name = "Trams"
homepage = "https://trams.example/"
region = "Europe"
languages = ["en"]
timezone = "Europe/Vienna"
checked = ""

[sources.news]
platform = "labelled"
start = ["https://trams.example/news"]

[labels]
"published" = "published"

[themes]
"Rails" = ["mobility"]
"""
NETWORK_KEYS_IN_ORDER = ", ".join(sorted([*NETWORK_KEYS, "sources"]))

WRONG = [  # what is replaced, by what, and what is said of it after the file's name
    ("region =", "regoin =", "unknown key 'regoin'; did you mean 'region'?"),
    ("checked =", "xyz =", f"unknown key 'xyz'; known are {NETWORK_KEYS_IN_ORDER}"),
    ("[labels]", "[lables]", "unknown key 'lables'; did you mean 'labels'?"),
    ("platform =", "platfrom =", "unknown key 'sources.news.platfrom'; did you mean 'platform'?"),
    ("platform =", "tag_stand = 1\nplatform =", "unknown key 'sources.news.tag_stand'; did you mean 'tags_stand'?"),
    ('name = "Trams"\n', "", "the key 'name' is missing"),
    ('start = ["https://trams.example/news"]\n', "", "the key 'sources.news.start' is missing"),
    ('"Trams"', "7", "name must be a text, not 7"),
    ('["en"]', '"en"', "languages must be a list of one text or more, not 'en'"),
    ('["en"]', "[]", "languages must be a list of one text or more, not []"),
    ('["en"]', "[1]", "languages must be a text, not 1"),
    ('"https://trams.example/"', '"trams.example"',
     "homepage must be an address with http:// or https://, not 'trams.example'"),
    ('["https://trams.example/news"]', '["/news"]',
     "sources.news.start must be an address with http:// or https://, not '/news'"),
    ("Europe/Vienna", "Europe/Wien", 'timezone must be a time zone such as "Europe/Brussels", not \'Europe/Wien\''),
    ("Europe/Vienna", "../etc", 'timezone must be a time zone such as "Europe/Brussels", not \'../etc\''),
    ("platform =", 'since = "2019-13-01"\nplatform =',
     'sources.news.since must be a day such as "2026-11-22", or "", not \'2019-13-01\''),
    ('checked = ""', 'checked = "today"', 'checked must be a day such as "2026-11-22", or "", not \'today\''),
    ('checked = ""', 'date_order = "DYM"', "date_order must be one of DMY, MDY, YMD, not 'DYM'"),
    ('checked = ""', 'confidence = "sure"', "confidence must be one of seen, inferred, not 'sure'"),
    ('checked = ""', 'private = "yes"', "private must be true or false, not 'yes'"),
    ('checked = ""', "mirrors = 1", "mirrors must be a table, not 1"),
    ('"labelled"', '"labeled"',
     "sources.news.platform must be one of feed, wordpress, tribe, drupal, ical, sitemap, listing, labelled, "
     "not 'labeled'"),
    ("platform =", 'kind = "blog"\nplatform =',
     "sources.news.kind must be one of news, event, call, publication, not 'blog'"),
    ("platform =", 'every = "6 hours"\nplatform =',
     'sources.news.every must be a period such as "30m", "6h", "1d" or "2w", not \'6 hours\''),
    ("platform =", 'follow = "(news"\nplatform =',
     "sources.news.follow must be a regular expression: missing ), unterminated subpattern at position 0"),
    ("platform =", 'pages = "*"\nplatform =',
     "sources.news.pages must be a regular expression: nothing to repeat at position 0"),
    ("platform =", 'tags_stand = "before"\nplatform =',
     "sources.news.tags_stand must be one of before-title, after-date, on-date-line, after-summary, not 'before'"),
    ("platform =", "max_pages = 0\nplatform =", "sources.news.max_pages must be a whole number from 1, not 0"),
    ("platform =", "max_pages = true\nplatform =", "sources.news.max_pages must be a whole number from 1, not True"),
    ('["mobility"]', '["mobilty"]', "themes names the unknown theme 'mobilty'; did you mean 'mobility'?"),
    ('["mobility"]', '"mobility"', "themes must map each tag to a list of themes, not 'mobility'"),
    ("[sources.news]", "[elsewhere]", "has no [sources.…] table; a network has one source or more"),
    ("[sources.news]", "[sources]", "has no [sources.…] table; a network has one source or more"),
]  # fmt: skip


def written(folder: Path, code: str, name: str = "trams") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(code, encoding="utf-8")
    return path


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG, ids=[said[:60] for _, _, said in WRONG])
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in RIGHT
    path = written(tmp_path, RIGHT.replace(right, wrong, 1))
    with pytest.raises(NetworkFileError) as error:
        load_file(path)
    assert str(error.value) == f"trams.toml: {said}"


def test_an_unknown_field_of_a_label_lists_those_that_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT.replace('= "published"', '= "date"'))
    with pytest.raises(
        NetworkFileError, match=r'^trams\.toml: labels must be one of "", .*published, .*, not \'date\'$'
    ):
        load_file(path)


def test_a_file_that_is_not_there_or_no_toml_or_no_utf8_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "trams.toml"
    with pytest.raises(NetworkFileError, match=r"^trams\.toml: cannot be read: .*No such file"):
        load_file(path)
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(NetworkFileError, match=r"^trams\.toml: cannot be read: Invalid value "):
        load_file(path)
    path.write_bytes(RIGHT.replace("Trams", "Trämmer").encode("latin-1"))
    with pytest.raises(NetworkFileError, match=r"^trams\.toml: cannot be read: 'utf-8' codec can't decode byte 0xe4"):
        load_file(path)


def test_a_right_file_gives_its_records(tmp_path: Path) -> None:
    network = load_file(written(tmp_path, RIGHT))
    source = network.sources["news"]
    assert (network.id, network.name, network.languages) == ("trams", "Trams", ("en",))
    assert (network.date_order, network.confidence, network.private) == ("DMY", "inferred", False)
    assert network.themes == {"Rails": ("mobility",)}
    assert network.facts == sha256(RIGHT.encode()).hexdigest()
    assert source.network is network
    assert (source.id, source.start, source.every) == ("news", ("https://trams.example/news",), "1d")


@pytest.mark.parametrize(("keys", "record"), [(NETWORK_KEYS, Network), (SOURCE_KEYS, Source)])
def test_the_keys_are_the_fields_of_the_records(keys: dict[str, tuple[bool, object]], record: type) -> None:
    given = {"id", "sources", "facts", "network"}
    assert set(keys) == {field.name for field in fields(record)} - given


def test_an_unknown_network_is_told_with_the_nearest() -> None:
    with pytest.raises(NetworkFileError) as error:
        load("eurocities-legcy")
    assert str(error.value) == (
        "no network is called 'eurocities-legcy'; did you mean 'eurocities-legacy'? `herald networks` lists them"
    )


@pytest.mark.parametrize("ask", [load_all, lambda folder: load("eurocities-legacy", folder)], ids=["load_all", "load"])
def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path, ask: Callable[[Path], object]) -> None:
    folder = tmp_path / "none"
    with pytest.raises(NetworkFileError) as error:
        ask(folder)
    assert str(error.value) == f"{folder}: no such folder of network files; give an existing one to --networks"


def test_a_folder_adds_to_the_catalogue_and_overrides_it(tmp_path: Path) -> None:
    written(tmp_path, RIGHT)
    written(tmp_path, RIGHT, name="eurocities-legacy")
    (tmp_path / "notes.txt").write_text("no network file")
    networks = load_all(tmp_path)
    assert set(networks) == {*load_all(), "trams"}
    assert networks["eurocities-legacy"].name == load("eurocities-legacy", tmp_path).name == "Trams"
    assert load("eurocities-legacy").name != "Trams"


def test_one_wrong_file_of_a_folder_is_no_matter_to_the_others(tmp_path: Path) -> None:
    written(tmp_path, RIGHT)
    written(tmp_path, "name = 1", name="wrong")
    assert load("trams", tmp_path).name == "Trams"
    with pytest.raises(NetworkFileError, match=r"^wrong\.toml: "):
        load_all(tmp_path)
