"""What a page says of its announcement in JSON-LD with the words of schema.org."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from aggregator.addresses import absolute, key
from aggregator.model import Said
from aggregator.parsers.tree import Tree
from aggregator.text import fold, plain, tidy

Node = Mapping[str, Any]
Fields = Iterator[tuple[str, Said]]

ARTICLES = re.compile(r"(?:\w*Article|\w*BlogPosting|Blog|Report|SocialMediaPosting|PressRelease|CreativeWork)$")
EVENTS = re.compile(r"(?:\w*Event|Festival|Hackathon|CourseInstance|EventSeries)$")
_PAGES = re.compile(r"(?:\w*WebPage|ItemPage|AboutPage)$")
_WRAPPED = re.compile(
    r"^\s*(?:<!--|(?://\s*|/\*\s*)?<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?)\s*;?\s*$"
)
_TRAILING = re.compile(r",(\s*[\]}])")
_DATE_IN_RUINS = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"\\]{8,40})"')
_DEEPEST = 12


def documents(tree: Tree) -> tuple[list[Any], list[str]]:
    """Return the JSON-LD documents of a page, mended where that is safe, and the texts that are beyond mending."""
    whole: list[Any] = []
    broken: list[str] = []
    for script in tree.root.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        text = (script.text or "").strip()
        if not text:
            continue
        try:
            whole.append(_writable(_loaded(text)))
        except (ValueError, RecursionError):
            broken.append(text)
    return whole, broken


def _loaded(text: str) -> Any:
    """Return what JSON says, with raw line ends in its texts allowed; wrappings and closing commas are mended."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        bare = _WRAPPED.sub("", text).strip().rstrip(";")
        return json.loads(_TRAILING.sub(r"\1", bare), strict=False)


def _writable(document: Any) -> Any:
    """Return a document without halves of surrogate pairs, which JSON can say and neither UTF-8 nor an address can."""
    text = json.dumps(document, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-8", "ignore"))
    return document


def nodes(document: Any, depth: int = 0) -> Iterator[Node]:
    """Yield the nodes that a document describes for themselves: alone, in arrays, in graphs, as a main entity."""
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for each in document:
            yield from nodes(each, depth + 1)
    elif isinstance(document, dict):
        yield document
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(document.get(name), list | dict):
                yield from nodes(document[name], depth + 1)


class Linked:
    """The nodes of one page by their part: the announcement, the page around it, the site."""

    def __init__(self, tree: Tree, about: str) -> None:
        self.tree = tree
        found, self.broken = documents(tree)
        self.all = [node for document in found for node in nodes(document)]
        self.by_id = {node["@id"]: node for node in self.all if isinstance(node.get("@id"), str) and len(node) > 1}
        self.event = self._own(EVENTS, about)
        self.article = self._own(ARTICLES, about)
        self.around = next((node for node in self.all if _is(node, _PAGES)), None)

    def _own(self, sort: re.Pattern[str], about: str) -> Node | None:
        """Return the node of a sort that the page is about: by its address, its title, or as the only one.

        Lists beside an article describe others: several nodes none of which fits are not the page's.
        """
        those = [node for node in self.all if _is(node, sort)]
        here = key(self.tree.page.url) if self.tree.page.url else ""
        for node in those:
            if here and any(key(address) == here for address in self._addresses(node)):
                return node
        for node in those:
            title = fold(next(self._texts(node, "headline", "name"), ""))
            if title and title in about:
                return node
        lone = [node for node in those if sort is ARTICLES and not self._is_elsewhere(node, here)]
        return lone[0] if len(those) == 1 and lone else None

    def _is_elsewhere(self, node: Node, here: str) -> bool:
        """Whether a node states an address of its own that is not this page's: a mere `@id` may be anything."""
        urls = [absolute(url, self.tree.base) for url in _each(node.get("url")) if isinstance(url, str)]
        return bool(here) and any(url and key(url) != here for url in urls)

    def _addresses(self, node: Node) -> Iterator[str]:
        for name in ("url", "@id", "mainEntityOfPage"):
            for value in _each(node.get(name)):
                text = value.get("@id") if isinstance(value, dict) else value
                address = absolute(text, self.tree.base) if isinstance(text, str) else None
                if address:
                    yield address.partition("#")[0]

    def said(self) -> Fields:
        """Yield what the event, the article and the page around them say, field by field."""
        if self.event is not None:
            yield "kind", Said("event", "json-ld")
            yield from self._event(self.event)
        if self.article is not None:
            if _is(self.article, re.compile("NewsArticle$")):
                yield "kind", Said("news", "json-ld")
            yield from self._work(self.article)
        if self.around is not None:
            yield from self._page(self.around)
        yield from self._ruins()

    def sites(self) -> Iterator[str]:
        """Yield the names of the site and its publisher."""
        for node in self.all:
            if _is(node, re.compile(r"(?:WebSite|Organization|\w*Organization)$")):
                yield from self._texts(node, "name", "alternateName")
            for publisher in _each(node.get("publisher")):
                yield from self._texts(self._node(publisher), "name")

    def _work(self, node: Node) -> Fields:
        yield from self._fields(node, "title", "headline", "name")
        yield from self._fields(node, "summary", "description", "abstract")
        yield from self._fields(node, "body", "articleBody", "text")
        yield from self._dates(node)
        yield from self._fields(node, "language", "inLanguage")
        yield from self._tags(node)

    def _page(self, node: Node) -> Fields:
        yield from self._dates(node)
        yield from self._fields(node, "summary", "description")
        yield from self._fields(node, "language", "inLanguage")
        if self.article is None and self.event is None:
            yield from self._tags(node)

    def _dates(self, node: Node) -> Fields:
        said = list(self._fields(node, "published", "datePublished"))
        yield from said or self._fields(node, "published", "dateCreated")
        yield from self._fields(node, "modified", "dateModified")

    def _tags(self, node: Node) -> Fields:
        for name in ("keywords", "articleSection"):
            for text in self._texts(node, name):
                for tag in re.split(r"[,;|]", text) if name == "keywords" else [text]:
                    if words := tidy(tag):
                        yield "tags", Said(words, "json-ld")

    def _event(self, node: Node) -> Fields:
        yield from self._fields(node, "title", "name", "headline")
        yield from self._fields(node, "summary", "description")
        yield from self._fields(node, "starts", "startDate")
        yield from self._fields(node, "ends", "endDate")
        yield from self._dates(node)
        yield from self._fields(node, "state", "eventStatus")
        yield from self._tags(node)
        yield from self._fields(node, "language", "inLanguage")
        for place in _each(node.get("location")):
            yield from self._place(place)

    def _place(self, place: Any) -> Fields:
        """Yield where an event is; of a virtual place only its name, its address is that of a meeting room."""
        if isinstance(place, str):
            yield "venue", Said(tidy(place), "json-ld")
            return
        node = self._node(place)
        yield from self._fields(node, "venue", "name")
        for address in _each(node.get("address")):
            if isinstance(address, str):
                yield "address", Said(tidy(address), "json-ld")
                continue
            parts = self._node(address)
            yield from self._fields(parts, "address", "streetAddress")
            yield from self._fields(parts, "city", "addressLocality")
            yield from self._fields(parts, "country", "addressCountry")
        for geo in _each(node.get("geo")):
            spot = self._node(geo)
            latitude, longitude = spot.get("latitude"), spot.get("longitude")
            if _number(latitude) and _number(longitude):
                yield "geo", Said(f"{latitude} {longitude}", "json-ld")

    def _ruins(self) -> Fields:
        """Yield the dates of broken JSON, where all that stands in it agrees."""
        for name, field in (("datePublished", "published"), ("dateModified", "modified")):
            said = {text for broken in self.broken for which, text in _DATE_IN_RUINS.findall(broken) if which == name}
            if len(said) == 1:
                yield field, Said(said.pop(), "json-ld")

    def _fields(self, node: Node, field: str, *names: str) -> Fields:
        for text in self._texts(node, *names):
            yield field, Said(text, "json-ld")

    def _texts(self, node: Node, *names: str) -> Iterator[str]:
        """Yield the texts of properties: strings, values with a language, and names of things."""
        for name in names:
            for value in _each(node.get(name)):
                thing = self._node(value) if isinstance(value, dict) else {}
                for text in _each(thing.get("@value") or thing.get("name") if thing else value):
                    if isinstance(text, str) and (words := _words(text)):
                        yield words

    def _node(self, value: Any) -> Node:
        """Return a node, the one that a reference names where it is one."""
        if not isinstance(value, dict):
            return {}
        reference = value.get("@id")
        return self.by_id.get(reference, value) if isinstance(reference, str) and len(value) < 3 else value


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is(node: Node, sort: re.Pattern[str]) -> bool:
    return any(isinstance(each, str) and sort.match(re.split(r"[/#:]", each)[-1]) for each in _each(node.get("@type")))


def _number(value: Any) -> bool:
    return re.fullmatch(r"-?\d{1,3}(?:\.\d+)?", str(value)) is not None


def _words(text: str) -> str:
    """Return a text without the entities and the markup that some sites put into it."""
    unescaped = html.unescape(text)
    return plain(unescaped) if re.search(r"</?[a-zA-Z][^<>]*>", unescaped) else tidy(unescaped)
