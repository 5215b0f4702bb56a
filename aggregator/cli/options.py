"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FC = TypeVar("FC", bound=Callable[..., Any])

db = click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("announcements.db"),
    show_default=True,
    envvar="HERALD_DB",
    show_envvar=True,
    help="The database of announcements.",
)
archive = click.option(
    "--archive",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("pages.db"),
    show_default=True,
    envvar="HERALD_ARCHIVE",
    show_envvar=True,
    help="The archive of pages.",
)
folder = click.option(
    "--networks",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="HERALD_NETWORKS",
    show_envvar=True,
    help="A folder of network files that adds to the catalogue.",
)


def output(*formats: str) -> Callable[[FC], FC]:
    """Return the option --format for these formats, the first of which is the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print."
    )
