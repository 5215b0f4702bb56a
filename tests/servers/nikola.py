"""A site that Nikola builds (PyPI: nikola)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from subprocess import run

from tests.line.running import environment
from tests.servers.posts import Post

_CONFIG = """
BLOG_AUTHOR = BLOG_TITLE = BLOG_DESCRIPTION = "Ring of Towns"
BLOG_EMAIL = "press@ring.example"
SITE_URL = {address!r}
DEFAULT_LANG = "en"
TRANSLATIONS = {{"en": ""}}
TIMEZONE = "Europe/Brussels"
POSTS = (("posts/*.html", "posts", "post.tmpl"),)
PAGES = ()
COMPILERS = {{"html": [".html"]}}
GENERATE_ATOM = True
FEED_LENGTH = 100
FEED_TEASERS = False
COMMENT_SYSTEM = ""
"""
_POST = """<!--
.. title: {post.title}
.. slug: {post.slug}
.. date: {published}
.. updated: {updated}
.. tags: {tags}
-->
<p>{post.text}</p>
"""


def build(folder: Path, address: str, posts: Iterable[Post]) -> None:
    """Write the posts as Nikola wants them and build `folder`/output, to be served at `address`."""
    (folder / "posts").mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(_CONFIG.format(address=f"{address}/"), encoding="utf-8")
    for post in posts:
        facts = {"published": _moment(post.published), "updated": _moment(post.modified or post.published)}
        text = _POST.format(post=post, tags=", ".join(post.tags), **facts)
        (folder / "posts" / f"{post.slug}.html").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "nikola", "build", "--quiet"]
    run(command, cwd=folder, env=environment(PYTHONWARNINGS=""), check=True, capture_output=True, timeout=120)


def _moment(text: str) -> str:
    """Return an ISO moment as Nikola writes it; without the colon in its offset that is read the wrong way round.

    >>> _moment("2026-03-04T10:00:00+01:00")
    '2026-03-04 10:00:00 UTC+01:00'
    """
    return f"{text[:10]} {text[11:19]} UTC{text[19:]}"


def url(address: str, post: Post) -> str:
    """Return where a post is served."""
    return f"{address}/posts/{post.slug}/"
