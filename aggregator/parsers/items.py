"""What the entries of all feeds have in common: plain texts, the keys a guid gives, the page behind an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aggregator import addresses, text
from aggregator.model import Found, Key, Link

_WORDPRESS = re.compile(r"https?://[^/?#]+/[^?#]*\?(?:[^#]*[&;])?p=(\d+)$")


def article(found: Found, follow: str) -> Iterator[Link]:
    """Yield the link to the page of an entry, where the pattern `follow` matches its address."""
    for said in found.url:
        if re.search(follow, said.text):
            yield Link(url=said.text, role="article", modified=found.modified[0].text if found.modified else "")


def plain(fragment: str) -> str:
    """Return the text of what may be HTML.

    >>> plain("Trams &amp; <b>buses</b>"), plain("Trams  and buses")
    ('Trams & buses', 'Trams and buses')
    """
    return text.plain(fragment) if "<" in fragment or "&" in fragment else text.tidy(fragment)


def guid_keys(guid: str, page: str) -> tuple[Key, ...]:
    """Return the keys that the guid of an entry gives; one that is no URI is written with the site of its feed.

    >>> guid_keys("https://www.example.org/?p=12", "https://www.example.org/feed/")
    (('guid', 'https://www.example.org/?p=12'), ('wp', 'example.org/12'))
    >>> guid_keys("news-12", "https://www.example.org/feed/")
    (('guid', 'example.org/news-12'),)
    """
    if not guid:
        return ()
    if ":" not in guid and page:
        return (("guid", f"{addresses.site(page)}/{guid}"),)
    own: Key = ("guid", guid)
    post = _WORDPRESS.match(guid)
    if post and addresses.absolute(guid, ""):
        return (own, ("wp", f"{addresses.site(guid)}/{post[1]}"))
    return (own,)
