"""A page of HTML as one parsed tree, shared by all that reads it, and what stands in its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from aggregator.addresses import absolute
from aggregator.errors import ParseError
from aggregator.model import Page
from aggregator.parsers.decoding import decode
from aggregator.text import tidy

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|header|div|p|ul|ol|li|table|tr|td|h[1-6]|br|a|span|form"
    r"|section|time)\b",
    re.IGNORECASE,
)
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)  # one class for all: no call of Python an element
_CLASSED = etree.XPath("body/descendant::*[@class]")
_ITEMPROPS = etree.XPath("descendant::*[@itemprop]")
_PROPERTIES = etree.XPath("body/descendant::*[@property]")
_RELATED = etree.XPath("descendant::a[@rel]")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
UNREAD = frozenset(
    "script style noscript template svg iframe object select textarea button input head canvas video audio".split()
)
BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
_BESIDE = re.compile(
    r"(?:^|\s)(?!(?:has|no|with|without|hide|show|layout|page|single|entry|post|article|node)[-_](?!related|comment|nav))(?:[\w-]*[-_])?"
    r"(?:related|sidebars?|comments?|commentlist|respond|recent|latest|recommended|recommendations|popular|trending"
    r"|carousel|footer|breadcrumbs?|cookies?|newsletter|navigation|pagination|pager|upcoming|read-?more|more-?news"
    r"|also-?like|most-?read|nav-?links|post-?nav\w*|site-?header|masthead|navbar|menu)"
    r"(?:[-_](?!open|closed|none|off)[\w-]*)?(?=\s|$)|(?:^|\s)widget(?:[-_]\w+)?(?=\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page: its root and the address its links are relative to.

    `metas` are the contents of `<meta>` by folded name, `classed` the elements of the body with classes, with these,
    `itemprops` those with properties of microdata, `properties` those of the body with RDFa, `related` the links with
    a relation.
    """

    page: Page
    root: HtmlElement
    base: str
    metas: Mapping[str, Sequence[str]]
    classed: Sequence[tuple[HtmlElement, str]]
    itemprops: Sequence[HtmlElement]
    properties: Sequence[HtmlElement]
    related: Sequence[HtmlElement]

    def meta(self, *names: str) -> Iterator[str]:
        """Yield what the metas of these names say, in the order of the names."""
        for name in names:
            yield from self.metas.get(name, ())

    def linked(self, relation: str) -> Iterator[HtmlElement]:
        """Yield the `<link>`s of a relation that lead somewhere."""
        for link in self.root.iter("link"):
            if relation in (link.get("rel") or "").casefold().split() and link.get("href"):
                yield link

    def absolute(self, href: str) -> str | None:
        """Return the absolute web address of a link, None where it is none."""
        return absolute(href, self.base)


def parse(page: Page) -> Tree:
    """Return the page as a tree, decoded and parsed once.

    Raises ParseError for what is no HTML, or HTML that is nested too deep to read it whole.
    """
    text = decode(page.body, page.content_type)
    _expect_markup(page.content_type, text)
    root = rooted(text)
    return Tree(
        page, root, base_of(root, page.url), _metas(root), _classed(root),
        elements(_ITEMPROPS, root), elements(_PROPERTIES, root), elements(_RELATED, root),
    )  # fmt: skip


def rooted(text: str) -> HtmlElement:
    """Return the root of a page of HTML, without comments.

    Raises ParseError where there is none, or its elements are nested too deep.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"expected a page of HTML, got {len(text)} characters that hold none") from error
    if root is None:
        raise ParseError(f"expected a page of HTML, got {len(text)} characters that hold none")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ParseError("expected a page of HTML, got one whose elements are nested too deep to read it whole")
    return root


def _expect_markup(content_type: str, text: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")) or re.match(r"(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset|sitemapindex)\b", start):
        raise ParseError(f"expected a page of HTML, got a document that begins {tidy(start)[:40]!r}")
    if kind not in _HTML_TYPES and not _MARKUP.search(text[:10_000]):
        raise ParseError(f"expected a page of HTML, got {kind or 'text'} that begins {tidy(start)[:40]!r}")


def base_of(root: HtmlElement, url: str) -> str:
    """Return the address that the links of a page are relative to."""
    stated = root.find(".//base[@href]")
    return (absolute(stated.get("href", ""), url) or url) if stated is not None else url


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and (words := tidy(content)):
            found.setdefault(name.strip().casefold(), []).append(words)
    return found


def _classed(root: HtmlElement) -> list[tuple[HtmlElement, str]]:
    return [(each, each.get("class", "")) for each in elements(_CLASSED, root)]


def elements(path: etree.XPath, within: HtmlElement) -> list[HtmlElement]:
    """Return the elements that a compiled path or selector finds."""
    return cast("list[HtmlElement]", path(within))


def words(element: HtmlElement) -> str:
    """Return the text of an element on one line, without scripts and what only forms show."""
    return tidy("".join(pieces(element)))


def pieces(element: HtmlElement) -> Iterator[str]:
    """Yield the pieces of text of an element in order, a space where a block begins or ends."""
    if len(element) == 0:
        yield element.text or ""
        return
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        tag = each.tag
        if event == "start":
            if tag in UNREAD:
                walk.skip_subtree()
                continue
            if tag in BREAKING:
                yield " "
            if each.text:
                yield each.text
            continue
        if tag in BREAKING:
            yield " "
        if each.tail and each is not element:
            yield each.tail


def beside(element: HtmlElement, heading: HtmlElement | None = None) -> bool:
    """Whether an element stands beside the article: in navigation, a footer, comments, or a list of related ones.

    What the article's own heading stands in, too, is not beside it.
    """
    around = set(heading.iterancestors()) if heading is not None else set()
    for each in (element, *element.iterancestors()):
        if each in around or each.tag in ("body", "html"):
            return False
        if _closes(each):
            if not any(_is_article(outer) for outer in each.iterancestors()):
                return True
        elif each.tag in ("aside", "nav") or named_beside(each.get("class", ""), each.get("id", "")):
            return True
    return False


def _closes(element: HtmlElement) -> bool:
    """Whether an element is a footer: of the page, or of the article it stands in."""
    return element.tag == "footer" or "footer" in (element.get("class") or "").split()


def _is_article(element: HtmlElement) -> bool:
    return element.tag in ("article", "main") or (element.get("itemscope") is not None and element.tag != "body")


@lru_cache(maxsize=4096)
def named_beside(classes: str, name: str) -> bool:
    """Whether the classes or the id of an element say that it stands beside the article.

    >>> named_beside("post-content", ""), named_beside("", "comments"), named_beside("has-sidebar", "")
    (False, True, False)
    """
    return _BESIDE.search(f"{classes} {name}") is not None
