"""What one node of a Drupal site says, field by field: sites name their fields themselves, so names and shapes tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aggregator.text import plain

Json = Mapping[str, Any]

_NAMES = {  # field -> the attributes that say it, where the network file names none
    "title": ("title", "name"),
    "summary": ("body.summary", "field_summary", "field_teaser", "oe_summary", "oe_teaser"),
    "body": ("body", "field_body", "field_content"),
    "published": ("created",),
    "modified": ("changed",),
    "deadline": ("field_deadline", "field_application_deadline", "field_closing_date"),
    "state": ("field_event_status", "oe_event_status"),
    "venue": ("field_venue", "field_location", "field_address.organization"),
    "address": ("field_address",),
    "city": ("field_city", "field_address.locality"),
    "country": ("field_country", "field_address.country_code"),
    "geo": ("field_geolocation", "field_geofield"),
    "language": ("langcode",),
}
_START = ("field_event_date", "field_date_start", "field_start_date", "field_event_start")
_END = ("field_event_end_date", "field_date_end", "field_end_date", "field_event_end")
_LINES = ("organization", "address_line1", "address_line2", "postal_code", "locality")
_TERM = "taxonomy_term--"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Terms:
    """The entities that a document includes, by type and id."""

    def __init__(self, included: Any) -> None:
        entities = [one for one in included if isinstance(one, dict)] if isinstance(included, list) else []
        self.names = {_key(one): name for one in entities if (name := _name(one))}

    def unnamed(self, nodes: Sequence[Json]) -> list[str]:
        """Return the relationships to terms whose names are not in the document, sorted."""
        found = ((name, each) for node in nodes for name, each in _related(node))
        return sorted({name for name, each in found if _is_term(each) and _key(each) not in self.names})


class Node:
    """A node; `select` names attributes or relationships by field, several with a comma between them."""

    def __init__(self, node: Json, terms: Terms, select: Mapping[str, str]) -> None:
        self.node = node
        self.terms = terms
        self.select = {field: [name.strip() for name in names.split(",")] for field, names in select.items()}
        attributes = node.get("attributes")
        self.attributes: Json = attributes if isinstance(attributes, dict) else {}

    def text(self, name: str) -> str:
        """Return a member of the node itself, such as `id` and `type`, "" where it is no text."""
        value = self.node.get(name)
        return _clean(value) if isinstance(value, str) else ""

    def attribute(self, path: str) -> Any:
        """Return the value of an attribute, or of a member of it behind a dot."""
        name, _, member = path.partition(".")
        value = self.attributes.get(name)
        if member:
            return next((each.get(member) for each in _list(value) if isinstance(each, dict)), None)
        return value

    def words(self, field: str) -> list[str]:
        """Return what the node says of a field, the named attributes in turn."""
        if field in ("starts", "ends"):
            return [text for text in (each[field == "ends"] for each in self._periods()[:1]) if text]
        names = self.select.get(field) or _NAMES[field]
        told = [text for name in names for text in [*_texts(self.attribute(name)), *self._named(name)]]
        return [plain(text) if "<" in text else text for text in told] if field == "summary" else told

    def tags(self) -> list[str]:
        """Return the names of the terms of every relationship, in order, without those that say another field."""
        taken = {name for field, names in self.select.items() if field != "tags" for name in names}
        wanted = self.select.get("tags")
        related = [
            self.terms.names.get(_key(each), "")
            for name, each in _related(self.node)
            if _is_term(each) and name not in taken and (wanted is None or name in wanted)
        ]
        return list(dict.fromkeys(filter(None, related)))

    def occurrences(self) -> list[str]:
        """Return the periods of an event that has several."""
        periods = self._periods()
        return ["/".join(filter(None, period)) for period in periods] if len(periods) > 1 else []

    def _named(self, name: str) -> list[str]:
        related = (self.terms.names.get(_key(each)) for one, each in _related(self.node) if one == name)
        return list(filter(None, related))

    def _periods(self) -> list[tuple[str, str]]:
        """Return start and end of each period: of the attributes named, else of the first that has the shape."""
        if "starts" in self.select:
            return self._selected()
        for value in self.attributes.values():
            if periods := [_period(each) for each in _list(value) if isinstance(each, dict) and "end_value" in each]:
                return [period for period in periods if period[0]]
        starts = next((text for name in _START for text in _texts(self.attributes.get(name)) if _ISO.match(text)), "")
        ends = next((text for name in _END for text in _texts(self.attributes.get(name)) if _ISO.match(text)), "")
        return [(starts, ends)] if starts else []

    def _selected(self) -> list[tuple[str, str]]:
        values = [each for name in self.select["starts"] for each in _list(self.attribute(name))]
        ends = [text for name in self.select.get("ends", ()) for text in _texts(self.attribute(name))]
        periods = [_period(each) if isinstance(each, dict) else ("".join(_texts(each)), "") for each in values]
        told = [period for period in periods if period[0]]
        return [(told[0][0], ends[0]), *told[1:]] if told and ends else told


def _period(value: Json) -> tuple[str, str]:
    starts, ends = ("".join(_texts(value.get(name))) for name in ("value", "end_value"))
    return starts, ends


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> Iterator[str]:
    """Yield the words of a value: text, formatted text, address, place on the map, or a list of these."""
    for each in _list(value):
        text = _shaped(each) if isinstance(each, dict) else "" if each is None or isinstance(each, bool) else str(each)
        if text := _clean(text).strip():
            yield text


def _shaped(value: Json) -> str:
    for name in ("processed", "value"):
        if isinstance(value.get(name), str):
            return plain(value[name]) if "format" in value or name == "processed" else value[name]
    latitude, longitude = value.get("lat"), value.get("lon", value.get("lng"))
    if latitude is not None and longitude is not None:
        return f"{latitude};{longitude}"
    return ", ".join(str(value[name]) for name in _LINES if value.get(name))


def _related(node: Json) -> Iterator[tuple[str, Json]]:
    """Yield (name, identifier) of all that a node is related to, in order."""
    relationships = node.get("relationships")
    for name, relationship in relationships.items() if isinstance(relationships, dict) else ():
        for each in _list(relationship.get("data")) if isinstance(relationship, dict) else ():
            if isinstance(each, dict):
                yield name, each


def _is_term(identifier: Json) -> bool:
    return str(identifier.get("type", "")).startswith(_TERM)


def _key(entity: Json) -> tuple[str, str]:
    return str(entity.get("type")), str(entity.get("id"))


def _name(entity: Json) -> str:
    attributes = entity.get("attributes")
    named = attributes if isinstance(attributes, dict) else {}
    return next((text for name in ("name", "title", "label") for text in _texts(named.get(name))), "")


def _clean(text: str) -> str:
    """Return the text with halves of surrogate pairs replaced, which JSON can say and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()
