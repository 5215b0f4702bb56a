"""The reader of WordPress: posts of any type as the REST API (`wp/v2`) gives them, a collection or one alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from aggregator import addresses
from aggregator.errors import ParseError
from aggregator.model import Found, Key, Link, Page, Said
from aggregator.networks import Source
from aggregator.parsers.answers import address, answer, listing, mapping, said, words

_ENDPOINT = re.compile(
    r"(?P<site>https?://[^?#]*?)/(?:wp-json/|(?:index\.php)?\?(?:[^#]*&)?rest_route=/)(?P<route>[\w./-]+)"
)
_LINK = re.compile(r"<a\b[^>]*>.*?</a\s*>", re.IGNORECASE | re.DOTALL)
_MORE = re.compile(r"""\bclass\s*=\s*["'][^"'>]*\b(?:more-link|read-?more|excerpt-more|more)\b""", re.IGNORECASE)

FIELDS = (  # what is read, and what `_embed` needs to work beside `_fields`
    *"id guid link type title content excerpt date date_gmt modified modified_gmt lang wpml_current_locale".split(),
    *"_links _embedded".split(),
)


class Endpoint(NamedTuple):
    """An address of a REST API: the site it belongs to (no closing slash), the route, and the address up to it."""

    site: str
    route: str
    url: str


def endpoint(url: str) -> Endpoint | None:
    """Return what an address of the REST API asks, None for any other; sites without fine addresses use `rest_route`.

    >>> endpoint("https://example.org/fr/wp-json/wp/v2/posts?page=2")
    Endpoint(site='https://example.org/fr', route='wp/v2/posts', url='https://example.org/fr/wp-json/wp/v2/posts')
    """
    match = _ENDPOINT.match(url)
    return Endpoint(match["site"], match["route"].strip("/"), match[0].rstrip("/")) if match else None


def read(page: Page, source: Source) -> Iterator[Found | Link]:
    """Yield the posts of an answer, then the links to those that `follow` names; every post is a page of its own.

    Raises ParseError where the answer is no post and no list of posts.
    """
    value = answer(page)
    posts = value if isinstance(value, list) else [value]
    told = [_found(post, page, source) for post in _checked(posts)]
    yield from told
    yield from followed(told, source)


def _checked(posts: list[Any]) -> list[dict[str, Any]]:
    for place, post in enumerate(posts, 1):
        if not isinstance(post, dict) or number(post) is None or not {"title", "link"} & set(post):
            got = f"an object with {', '.join(map(str, list(post)[:4]))}" if isinstance(post, dict) else repr(post)[:60]
            raise ParseError(f"expected posts with an id and a title, got as number {place} {words(got)}")
    return posts


def _found(post: dict[str, Any], page: Page, source: Source) -> Found:
    own = mapping(next(iter(listing(mapping(post.get("_links")).get("self"))), None)).get("href")
    place = resource(page, post, own)
    link = address(post.get("link"), page.url)
    guid = "".join(each.text for each in said(_rendered(post.get("guid"))))
    return Found(
        page=place,
        keys=(*keys(place, post, link, source), *((("guid", guid),) if guid else ())),
        url=(Said(link, "api"),) if link else (),
        kind=said(post.get("type")),
        title=said(_rendered(post.get("title"))),
        summary=said(_without_more(_open(post, "excerpt"), link)),
        body=said(_open(post, "content")),
        published=moment(post, "date_gmt", "date"),
        modified=moment(post, "modified_gmt", "modified"),
        language=said(post.get("lang")) or said(post.get("wpml_current_locale")),
        tags=tuple(_terms(post)),
    )


def number(item: dict[str, Any]) -> int | None:
    """Return the id of a post; some plugins write it as a text."""
    value = item.get("id")
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def resource(page: Page, item: dict[str, Any], own: Any) -> str:
    """Return the address under which the API gives this item alone: wherever a collection lists it, it is one page.

    `own` is what the item says of it, which holds for an answer that was saved without its address.
    """
    asked = endpoint(page.url)
    if asked is None:
        return address(own, page.url) or page.url
    alone = asked.route.rpartition("/")[2] == str(number(item))
    return asked.url if alone else f"{asked.url}/{number(item)}"


def keys(place: str, item: dict[str, Any], link: str, source: Source) -> tuple[Key, ...]:
    """Return the keys an item gives: its address, and its number on its site; sites of one host have a path each."""
    asked = endpoint(place)
    site = asked.site if asked else "/".join(link.split("/", 3)[:3])
    numbered = f"{addresses.key(site, source.network.mirrors)}/{number(item)}" if site else ""
    return (*((("address", link),) if link else ()), *((("wp", numbered),) if numbered else ()))


def moment(item: dict[str, Any], universal: str, local: str) -> tuple[Said, ...]:
    """Return a time of an item: in UTC, or where that is missing (null or all zeros) in the site's unnamed zone."""
    for name, zone in ((universal, "UTC"), (local, None)):
        text = words(item.get(name)).strip()
        if text and not text.startswith("0000"):
            return (Said(text, "api", zone),)
    return ()


def followed(told: list[Found], source: Source) -> Iterator[Link]:
    """Yield the links to the items' own pages that the pattern `follow` of the source names."""
    for found in told:
        if source.follow and found.url and re.search(source.follow, found.url[0].text):
            yield Link(url=found.url[0].text, role="article")


def _open(post: dict[str, Any], name: str) -> str:
    """Return the text of a property, "" where a password protects it: the site's request for one stands there."""
    value = post.get(name)
    return "" if mapping(value).get("protected") is True else _rendered(value)


def _rendered(value: Any) -> str:
    """Return the HTML of a field, which is an object that has it as `rendered`."""
    return words(mapping(value).get("rendered", value))


def _without_more(fragment: str, link: str) -> str:
    """Return an excerpt without the link to the rest of its post that themes put behind it.

    >>> _without_more('Trams. <a class="more-link" href="/7">Continue reading</a>', "")
    'Trams. '
    """
    return _LINK.sub(lambda found: "" if _is_more(found[0], link) else found[0], fragment)


def _is_more(element: str, link: str) -> bool:
    opening = element.partition(">")[0]
    return _MORE.search(opening) is not None or (bool(link) and link in opening)


def _terms(post: dict[str, Any]) -> Iterator[Said]:
    """Yield the names of categories, tags and terms of the site's own taxonomies, each once."""
    embedded = listing(mapping(post.get("_embedded")).get("wp:term"))
    names = (name for terms in embedded for term in listing(terms) for name in said(mapping(term).get("name")))
    yield from dict.fromkeys(names)
