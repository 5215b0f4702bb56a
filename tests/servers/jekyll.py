"""A site that Jekyll builds (Debian: jekyll, ruby-jekyll-feed, ruby-jekyll-seo-tag, ruby-jekyll-sitemap)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from subprocess import run

from tests.line.running import environment
from tests.servers.posts import Post

_CONFIG = """
title: Ring of Towns
lang: en
timezone: Europe/Brussels
plugins: [jekyll-feed, jekyll-seo-tag, jekyll-sitemap]
feed: {posts_limit: 100}
"""
_LAYOUT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">{% seo %}
{% for tag in page.tags %}<meta property="article:tag" content="{{ tag }}">{% endfor %}</head>
<body><nav><a href="/">Ring of Towns</a></nav>
<article><h1>{{ page.title | escape }}</h1>{{ content }}</article>
</body></html>
"""


def build(folder: Path, address: str, posts: Iterable[Post]) -> None:
    """Write the posts as Jekyll wants them and build `folder`/_site, to be served at `address`."""
    for name in ("_posts", "_layouts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "_config.yml").write_text(f"{_CONFIG}url: {address}\n", encoding="utf-8")
    (folder / "_layouts" / "post.html").write_text(_LAYOUT, encoding="utf-8")
    for post in posts:
        facts = {"layout": "post", "title": post.title, "date": post.published, "tags": post.tags}
        if post.modified:
            facts["last_modified_at"] = post.modified
        matter = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items())
        path = folder / "_posts" / f"{post.day}-{post.slug}.md"
        path.write_text(f"---\n{matter}\n---\n{post.text}\n", encoding="utf-8")
    command = [
        "jekyll",
        "build",
        "--quiet",
        "--future",
        "--source",
        str(folder),
        "--destination",
        str(folder / "_site"),
    ]
    run(command, env=environment(LANG="C.UTF-8"), check=True, capture_output=True, timeout=60)


def url(address: str, post: Post) -> str:
    """Return where a post is served."""
    return f"{address}/{post.day.replace('-', '/')}/{post.slug}.html"
