"""`herald try`: what a network file reads on the live site, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from aggregator.cli import options, printing
from aggregator.cli.trying import Tried, ask, distinct
from aggregator.model import Announcement
from aggregator.networks import load, load_file
from aggregator.reading import Parsed, Reading, Refusal
from aggregator.text import shorten, tidy

_HIDDEN = {"network", "source", "evidence"}  # and the days, which only repeat what is said more exactly
FIELDS = [name for name in Announcement.__slots__ if name not in _HIDDEN and not name.endswith("_day")]
_LONGEST = 120  # characters of a text that are shown
_FEW = 3  # refusals that are shown of each source


@click.command("try")
@click.argument("target", metavar="NETWORK|FILE")
@click.option("--pages", type=click.IntRange(1), default=3, show_default=True, help="Pages asked of each source.")
@click.option("--show", type=click.IntRange(0), default=2, show_default=True, help="Announcements shown in full.")
@click.option("--verbose", is_flag=True, help="Print Scrapy's log on the standard error.")
@click.option("--contact", default="", envvar="HERALD_CONTACT", show_envvar=True, help="Who asks: e-mail or address.")
@options.folder
def try_(target: str, pages: int, show: int, verbose: bool, contact: str, folder: Path | None) -> None:
    """Ask a few pages of each source of NETWORK, or of the network file FILE, and show what is read there.

    Of each field it shows the words, what they are taken as and by which route; * is what the announcement takes.
    Nothing is stored. Where all is right, the day belongs into the file, as in checked = "2026-11-22".
    """
    network = load_file(Path(target)) if target.endswith(".toml") else load(target, folder)
    with printing.waiting(f"Asking at most {pages} pages of each source of {network.name} …"):
        tried = ask(network, pages, {"HERALD_CONTACT": contact}, verbose=verbose)
    for one in tried:
        _print_source(one, show)
    asked = sum(len(one.parsed) for one in tried)
    click.echo(f"\n{network.name}: {distinct(tried)} announcements on {asked} pages; nothing was stored")


def _print_source(tried: Tried, show: int) -> None:
    source = tried.source
    printing.heading(f"{source.id} ({source.platform}, {source.kind})")
    rows = [_answer(parsed, reading) for parsed, reading in zip(tried.parsed, tried.readings, strict=True)]
    rows += [("none", "", "", "", f"{failure.url}: {failure.error}") for failure in tried.silent()]
    printing.as_table(("answer", "page", "read", "links", "address"), rows, wide=("address",))
    for line in _notes(tried):
        _print_line(line)
    told = tried.announcements()
    if told:
        _print_filled(told)
    for role, several in told.items():
        for number, (address, announcement) in enumerate(several[:show], 1):
            click.echo()
            _print_line(f"{role}, {number} of {len(several)}: {address}")
            _print_announcement(announcement)


def _answer(parsed: Parsed, reading: Reading) -> tuple[str, ...]:
    page = parsed.page
    answer = f"{page.status} {HTTPStatus(page.status).phrase}" if page.status in _STATUSES else str(page.status)
    return answer, page.role, str(len(reading.tellings)), str(len(parsed.links)), page.url


_STATUSES = frozenset(HTTPStatus)


def _notes(tried: Tried) -> Iterator[str]:
    if not tried.announcements():
        yield "nothing was read"
    refusals = [refusal for reading in tried.readings for refusal in reading.refusals]
    for refusal in refusals[:_FEW]:
        yield _refused(refusal)
    if len(refusals) > _FEW:
        yield f"and {len(refusals) - _FEW} more were refused"
    for note in tried.said():
        yield f"{note.url}: {note.error}"
    for role, addresses in tried.links().items():
        yield f"{role} pages found and not asked: {len(addresses)}, such as {addresses[0]}"
    if tried.cut:
        yield "the limit is reached; --pages asks more"


def _refused(refusal: Refusal) -> str:
    if refusal.announcement is None:
        return refusal.reason
    said = [f"{name} {text}" for name in FIELDS if (text := _text(getattr(refusal.announcement, name)))]
    return f"refused, {refusal.reason}: {shorten('; '.join(said), _LONGEST)}"


def _print_line(line: str) -> None:
    """Print a line in words, wrapped between them only: an address stays whole and can be copied."""
    width = printing.console().width
    click.echo(fill(tidy(line), width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))


def _print_filled(told: dict[str, list[tuple[str, Announcement]]]) -> None:
    """Print how many announcements have each field, a column for each kind of page."""
    counts = {
        name: [sum(bool(getattr(each, name)) for _, each in several) for several in told.values()] for name in FIELDS
    }
    headings = ["field", *(f"{role}, of {len(several)}" for role, several in told.items())]
    printing.as_table(headings, [(name, *count) for name, count in counts.items() if any(count)])
    if empty := [name for name, count in counts.items() if not any(count)]:
        _print_line(f"never: {', '.join(empty)}")


def _print_announcement(announcement: Announcement) -> None:
    printing.as_list(
        (name if number == 0 else "", mark, words)
        for name in FIELDS
        for number, (mark, words) in enumerate(_candidates(name, announcement))
    )


def _candidates(name: str, announcement: Announcement) -> Iterator[tuple[str, str]]:
    """Yield mark and words of each candidate for a field; a value that the file gives has no words."""
    value: Any = getattr(announcement, name)
    several = isinstance(value, tuple)
    taken = False
    for one in (one for one in announcement.evidence if one.field == name):
        chosen = bool(one.value) and (several or (not taken and one.value == shorten(str(value))))
        taken = taken or chosen
        meaning = printing.meaning(name, one.raw, one.value, ", ".join(one.assumed))
        words = shorten(one.raw, _LONGEST) + (f" → {shorten(meaning, _LONGEST)}" if meaning else "")
        yield "*" if chosen else "", f"{words} ({one.route})"
    if value and not taken:
        yield "*", f"{shorten(_text(value), _LONGEST)} (by the file)"


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
