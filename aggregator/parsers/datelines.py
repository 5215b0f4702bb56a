"""The dates that a page shows: `<time>`, elements named after dates, lines beside the title, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from aggregator.model import Said
from aggregator.parsers.tree import Tree, beside, words

Fields = Iterator[tuple[str, Said]]

_PUBLISHED = re.compile(
    r"(?:^|[\s_-])(?:published|pubdate|publish|publication|posted|post-?date|entry-?date|created?|dt-published|date-?created"
    r"|submitted|article-?date|news-?(?:list-?)?date|release-?date)(?:$|[\s_-])"
    r"|documentPublished|publishDate|pubDate|postDate|datePublished",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"(?:^|[\s_-])(?:updated?|modified|changed|edited|last-?mod\w*)(?:$|[\s_-])|documentModified|dateModified",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:^|[\s_-])(?:event|start|end|deadline|when|agenda|dtstart|dtend|calendar|schedule|opening|display-start|display-end)"
    r"(?:$|[\s_-]|date)|tribe-",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?i:date)|[Pp]ublish|posted|[Ss]ubmitted|[Cc]reate|[Mm]odified|[Uu]pdated|meta|[Bb]yline|info|datum|fecha|timestamp|timedata|posttime"
)
_FIGURES = re.compile(
    r"\b(?:19[89]|20[0-4])\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
    r"|\b\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:(?:19|20)\d\d|\d\d)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|\.|º|ª|-a)?"
    r"\s(?:de\s|of\s|d['’])?[^\W\d]{3,12}\.?,?\s(?:de\s|del\s)?(?:199|20[0-4])\d\b"
    r"|\b[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:199|20[0-4])\d\b"
)
_ENDS = {
    "starts": re.compile(r"(?:^|\s)(?:dtstart|dt-start|date-display-start|tribe-events-start-date(?:time)?)(?:$|\s)"),
    "ends": re.compile(r"(?:^|\s)(?:dtend|dt-end|date-display-end|tribe-events-end-date(?:time)?)(?:$|\s)"),
}
_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|last (?:change|revised)|mis à jour|modifié|aktualisiert|geändert|stand"
    r"|actualizad[oa]|modificat[oa]|aggiornat[oa]|bijgewerkt|gewijzigd)\b",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?<!\d)((?:19[89]|20[0-4])\d([/_-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])"
    r"|20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_SCRIPTED = re.compile(
    r"[\"'](?:date_?published|publish(?:ed)?_?(?:date|at|time|on)?|pub_?date|publication_?date|first_?published\w*|post_?date|created_?at)"
    r"\\?[\"']\s*:\s*\\?[\"']((?:19|20)\d\d-[01]\d-[0-3]\d[^\"'\\]{0,20})",
    re.IGNORECASE,
)
_WHOLE = frozenset(("body", "html", "article", "main"))
_LONGEST = 160
_SHORT = 60
"""Characters of a line that is no sentence, and of what stands before the date of a dateline."""
_NEAR = 12
"""How many texts after the title are looked at for its date line."""


def times(tree: Tree, heading: HtmlElement | None, event: bool) -> Fields:
    """Yield what the `<time>`s of the article say: one named after publication, else the one next to the title.

    Of an `event` only what is named counts: any other is a day of the event.
    """
    found = [each for each in tree.root.iter("time", "abbr") if _moment(each) and not beside(each, heading)]
    found = [each for each in found if each.tag == "time" or _PUBLISHED.search(each.get("class", ""))]
    parts = [(_part(each), each) for each in _order(found, heading)]
    published = [each for part, each in parts if part == "published"]
    plain = [] if event else [each for part, each in parts if part == ""]
    for each in (published or plain)[:1]:
        yield "published", Said(_moment(each), "css")
    for each in [each for part, each in parts if part == "modified"][:1]:
        yield "modified", Said(_moment(each), "css")


def _part(element: HtmlElement) -> str:
    """Return what a `<time>` tells of, by its own name, by its words, or by what is named around it."""
    if element.get("pubdate") is not None:
        return "published"
    around = [each for each in islice(element.iterancestors(), 2) if each.tag not in _WHOLE]
    for named in (_names(element), *map(_names, around)):
        if _PERIOD.search(named):
            return "period"
        if _PUBLISHED.search(named):
            return "published"
        if _MODIFIED.search(named) or _UPDATED.search(words(element)):
            return "modified"
    return ""


def is_period(element: HtmlElement) -> bool:
    """Whether an element is named after the days of an event."""
    return _PERIOD.search(element.get("class", "")) is not None


def _names(element: HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))


def _moment(element: HtmlElement) -> str:
    """Return the day that a `<time>` says: its attribute, else its text where that has one."""
    for name in ("datetime", "title", "content"):
        stated = (element.get(name) or "").strip()
        if _FIGURES.search(stated) or re.match(r"\d{4}-\d\d-\d\d|\d{8}T", stated):
            return stated
    text = words(element)
    return text if _FIGURES.search(text) and len(text) <= _LONGEST else ""


def _order(found: list[HtmlElement], heading: HtmlElement | None) -> list[HtmlElement]:
    """Return elements with those that share the nearest element around them with the title first."""
    if heading is None or len(found) < 2:
        return found
    depth = {each: place for place, each in enumerate(heading.iterancestors())}

    def distance(element: HtmlElement) -> int:
        return next((depth[each] for each in element.iterancestors() if each in depth), 999)

    return sorted(found, key=distance)


def shown(tree: Tree, heading: HtmlElement | None) -> Fields:
    """Yield the dates of the elements that are named after dates: those of publication and next to the title first."""
    texts: dict[HtmlElement, str] = {}
    for each, classes in tree.classed:
        if _dated(classes) and each.tag != "time" and (text := _figured(each)) and not beside(each, heading):
            texts[each] = text
    outer = {around for each in texts for around in each.iterancestors()}
    inner = _order([each for each in texts if each not in outer], heading)
    modified = [each for each in inner if _MODIFIED.search(_names(each)) or _UPDATED.match(texts[each])]
    published = sorted((each for each in inner if each not in modified), key=lambda each: not _published(each))
    for field, those in (("published", published), ("modified", modified)):
        for each in those[:1]:
            yield field, Said(texts[each], "css")


def _published(element: HtmlElement) -> bool:
    return _PUBLISHED.search(_names(element)) is not None


def _figured(element: HtmlElement) -> str:
    """Return what an element says, where that has a date in it."""
    stated = element.get("content") or element.get("datetime") or ""
    text = stated if _FIGURES.search(stated) else _brief(element)
    return text if _FIGURES.search(text) else ""


@lru_cache(maxsize=4096)
def _dated(classes: str) -> bool:
    return _NAMED.search(classes) is not None and _PERIOD.search(classes) is None


def _brief(element: HtmlElement) -> str:
    """Return the text of an element that is short, else nothing."""
    if sum(1 for _ in element.iterdescendants()) > 25:
        return ""
    text = words(element)
    return text if 6 <= len(text) <= _LONGEST else ""


def nearby(heading: HtmlElement | None) -> Fields:
    """Yield the first date in the short texts that follow the title."""
    if heading is None:
        return
    seen = 0
    for each in _following(heading):
        for text in (each.text, each.tail):
            line = " ".join((text or "").split())
            if not line:
                continue
            seen += 1
            if (date := _FIGURES.search(line)) and not _UPDATED.search(line) and _heads(line, date):
                yield "published", Said(date[0], "prose")
                return
        if seen > _NEAR:
            return


def _heads(line: str, date: re.Match[str]) -> bool:
    """Whether a date is all that a line is about, or its dateline: what follows it is a dash."""
    return len(line) <= _SHORT or (date.start() < _SHORT and re.match(r"\)?\s?[-–—]\s", line[date.end() :]) is not None)


def _following(heading: HtmlElement) -> Iterator[HtmlElement]:
    walk = heading
    for _ in range(4):
        for sibling in walk.itersiblings():
            for each in sibling.iter():
                if isinstance(each.tag, str) and each.tag not in ("script", "style"):
                    yield each
        parent = walk.getparent()
        if parent is None or parent.tag in ("body", "html", "article", "main"):
            return
        walk = parent


def periods(tree: Tree, heading: HtmlElement | None) -> Fields:
    """Yield the first and last day of an event, where elements are named after them."""
    for field in _ENDS:
        for element, classes in tree.classed:
            text = _moment(element) or _brief(element) if _ends(classes) == field else ""
            if text and not beside(element, heading):
                yield field, Said(text, "css")
                break


@lru_cache(maxsize=4096)
def _ends(classes: str) -> str:
    return next((field for field, named in _ENDS.items() if named.search(classes)), "")


def in_address(url: str) -> Fields:
    """Yield the day in an address.

    >>> [said.text for _, said in in_address("https://example.org/2022/04/28/cities-meet")]
    ['2022/04/28']
    """
    found = _URL.search(unquote(urlsplit(url).path))
    if found:
        yield "published", Said(_spaced(found[1]), "url")


def scripted(tree: Tree) -> Fields:
    """Yield the day of publication that the page's scripts name, where all that name one agree."""
    days = {}
    for script in tree.root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            continue  # what it says of this page was read, broken or not
        for text in _SCRIPTED.findall(script.text or ""):
            days[text[:10]] = text
    if len(days) == 1:
        yield "published", Said(days.popitem()[1], "meta")


def _spaced(figures: str) -> str:
    return figures if len(figures) != 8 or not figures.isdigit() else f"{figures[:4]}-{figures[4:6]}-{figures[6:]}"


def searched(tree: Tree, modified: Sequence[Said]) -> Fields:
    """Yield the day that htmldate finds, the search of the whole page; a day of modification is not repeated."""
    from htmldate import find_date  # it takes long to load and most crawls do not need it

    latest = (tree.page.fetched_at + timedelta(days=1)).strftime("%Y-%m-%d")
    found = find_date(tree.root, original_date=True, extensive_search=False, max_date=latest, url=tree.page.url or None)
    if found and not any(said.text.startswith(found) for said in modified):
        yield "published", Said(found, "prose")
