"""The house keeps its order: who may import whom, where each library lives, how long things are, what is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from aggregator import rules
from aggregator.networks import PLATFORMS as NAMED_PLATFORMS
from aggregator.parsers import READERS
from spiders import PLATFORMS

ROOT = Path(__file__).parents[1]
PACKAGES = ("aggregator", "spiders", "pipelines")

# A room is a module or package of `aggregator`, or one of the other two packages. It imports from the rows above its
# own and from itself, so that rooms of one row never import each other. The number is the floor of the design.
FLOORS = """
0  model settings
0  errors
1  text addresses words vocabulary
1  networks
2  dates themes occurrences
3  parsers normalise
4  databases reading rules saved
4  archive
4  store
5  rebuild demo spiders pipelines
6  cli
"""
ROWS = [line.split()[1:] for line in FLOORS.strip().splitlines()]
HEIGHT = {room: height for height, row in enumerate(ROWS) for room in row}

CRAWLING = {"spiders", "pipelines", "cli"}
STORING = {"archive", "databases", "store", "rebuild", "demo", "spiders", "pipelines", "cli"}
HOMES = {  # library -> the rooms that may import it; every other library is at home anywhere above the lowest floor
    "scrapy": CRAWLING,
    "twisted": CRAWLING,
    "dateparser": {"dates"},
    "babel": {"dates"},
    "sqlite_utils": STORING,
    "click": {"cli"},
    "rich": {"cli"},
}
STANDARD_ONLY = {"errors", "model"}
NO_IMPORTS = {"settings", "aggregator"}

LONGEST_MODULE, LONGEST_FUNCTION = 280, 40


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    package, _, rest = module.partition(".")
    return rest.partition(".")[0] or package if package == "aggregator" else package


def imports(module: str, code: str, *, package: bool = False) -> Iterator[tuple[int, str]]:
    """Yield (line, full name) of all that is imported: anywhere, in functions and for type checking too."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: len(module.split(".")) - node.level + package] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def complaints(module: str, code: str, *, package: bool = False) -> list[str]:
    """Return what is wrong with the imports of a module of the house."""
    here = room(module)
    if here not in HEIGHT and module != "aggregator":
        return [f"{module} has no floor: enter {here!r} in FLOORS"]
    found = imports(module, code, package=package)
    return [f"{module}:{line}: {wrong}" for line, name in found if (wrong := _complaint(here, name))]


def _complaint(here: str, name: str) -> str:
    top = name.partition(".")[0]
    if name.startswith("__future__"):
        return ""
    if here in NO_IMPORTS:
        return f"{here} imports nothing, not even {name}"
    if top in PACKAGES:
        there = room(name)
        if there not in HEIGHT:
            return f"{name} has no floor"
        if here != there and HEIGHT[there] >= HEIGHT[here]:
            return f"{here} may not import {there}, which is no lower"
    elif top in HOMES and here not in HOMES[top]:
        return f"{top} is at home in {', '.join(sorted(HOMES[top]))}, not in {here}"
    elif here in STANDARD_ONLY and top not in STANDARD:
        return f"{here} imports the standard library only, not {top}"
    return ""


STANDARD = sys.stdlib_module_names
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_from_lower_floors(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert complaints(name_of(path), code, package=path.stem == "__init__") == []


@pytest.mark.parametrize(
    ("module", "code", "complaint"),
    [
        ("aggregator.text", "from aggregator.store import Store", "text may not import store, which is no lower"),
        ("aggregator.text", "import aggregator.cli", "text may not import cli, which is no lower"),
        ("aggregator.text", "def f():\n    from aggregator import archive", "text may not import archive"),
        ("aggregator.text", "if TYPE_CHECKING:\n    import spiders.walk", "text may not import spiders"),
        ("aggregator.dates.words", "from ..parsers import read", "dates may not import parsers"),
        ("aggregator.themes", "from aggregator.dates import read_span", "themes may not import dates"),
        ("aggregator.archive", "from aggregator.store import Store", "archive may not import store"),
        ("aggregator.rebuild", "from aggregator import demo", "rebuild may not import demo"),
        ("aggregator.rebuild", "import pipelines.store", "rebuild may not import pipelines"),
        ("spiders.walk", "from pipelines.store import BATCH", "spiders may not import pipelines"),
        ("pipelines.store", "from spiders import PLATFORMS", "pipelines may not import spiders"),
        ("pipelines.store", "from aggregator.cli import herald", "pipelines may not import cli"),
        ("aggregator.store.fold", "import scrapy.http", "scrapy is at home in cli, pipelines, spiders, not in store"),
        ("aggregator.reading", "from twisted.python import log", "twisted is at home in cli, pipelines, spiders"),
        ("aggregator.normalise.days", "import dateparser", "dateparser is at home in dates, not in normalise"),
        ("aggregator.reading", "import sqlite_utils", "not in reading"),
        ("aggregator.store", "import click", "click is at home in cli, not in store"),
        ("spiders.walk", "from rich import print", "rich is at home in cli, not in spiders"),
        ("aggregator.model", "import lxml", "model imports the standard library only, not lxml"),
        ("aggregator.settings", "import os", "settings imports nothing, not even os"),
        ("aggregator", "from aggregator.model import Page", "aggregator imports nothing"),
        ("aggregator.attic", "", "aggregator.attic has no floor: enter 'attic' in FLOORS"),
        ("aggregator.cli.crawl", "from aggregator import attic", "aggregator.attic has no floor"),
    ],
)
def test_a_violation_is_found(module: str, code: str, complaint: str) -> None:
    [found] = complaints(module, code)
    assert complaint in found


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("aggregator.store.fold", "from aggregator.store.identity import Component\nfrom . import rows"),
        ("aggregator.store.fold", "from aggregator.reading import Telling\nimport sqlite_utils, json"),
        ("aggregator.errors", "if TYPE_CHECKING:\n    from aggregator.model import Announcement"),
        ("pipelines.store", "from scrapy import signals\nfrom aggregator.store import Store"),
        ("aggregator.cli.demo", "import click\nfrom aggregator.demo import serve"),
    ],
)
def test_what_is_in_order_is_left_alone(module: str, code: str) -> None:
    assert complaints(module, code) == []


def test_a_package_imports_from_itself() -> None:
    assert list(imports("aggregator.dates", "from . import words", package=True)) == [(1, "aggregator.dates.words")]
    assert list(imports("aggregator.dates.words", "from ..text import fold")) == [(1, "aggregator.text.fold")]


def test_every_room_of_the_table_is_there() -> None:
    assert set(HEIGHT) == {room(name_of(path)) for path in MODULES} - {"aggregator"}
    assert set().union(*HOMES.values()) <= set(HEIGHT)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_short(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert code.count("\n") <= LONGEST_MODULE
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.stem)
def test_every_test_file_has_a_test(path: Path) -> None:
    assert re.search(r"^def test_", path.read_text(encoding="utf-8"), re.M)


def test_files_name_no_place_of_one_machine() -> None:
    place = re.compile(r"(?<![\w.:/}])/(?:home|root|Users|work|tmp|opt)/\w")
    folders = (*PACKAGES, "tests", "docs", "benchmarks", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    files += [path for path in ROOT.iterdir() if not path.name.startswith(".")]
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in files if path.is_file()}
    assert {str(path): found[0] for path, text in texts.items() if (found := place.search(text))} == {}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements} - {PROJECT["name"]}


def test_all_contains_every_other_extra() -> None:
    extras = PROJECT["optional-dependencies"]
    [whole] = [Requirement(text) for text in extras["all"]]
    assert (whole.name, whole.extras) == (PROJECT["name"], set(extras) - {"all"})


def test_every_dependency_is_explained() -> None:
    declared = names(PROJECT["dependencies"]).union(*map(names, PROJECT["optional-dependencies"].values()))
    document = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+)` \|", document, re.M)) == declared


def needed(name: str, extras: frozenset[str] = frozenset({""})) -> set[str]:
    """Return the distributions that an installed one needs on this machine."""
    found = map(Requirement, requires(name) or [])
    wanted = [one for one in found if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in extras)]
    return {canonicalize_name(one.name) for one in wanted}


def test_constraints_cover_every_dependency_and_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    pinned = {canonicalize_name(name): pin for name, pin in (line.split("==") for line in lines)}
    own, tools = PROJECT["name"], {"pip", "setuptools"}
    waiting, known = needed(own, frozenset({"", *PROJECT["optional-dependencies"]})), {own}
    while waiting := waiting - known:
        known |= waiting
        waiting = set().union(*map(needed, waiting))
    assert {name: pinned.get(name) for name in known - tools - {own}} == {
        name: version(name) for name in known - tools - {own}
    }


def test_every_platform_has_a_walk_and_a_reader() -> None:
    assert set(PLATFORMS) == {platform for platform, _ in READERS} == set(NAMED_PLATFORMS)


def test_the_rules_are_made_of_what_is_there() -> None:
    assert [name for name in rules._CODE if not (ROOT / "aggregator" / name).exists()] == []
