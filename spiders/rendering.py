"""A browser for listings that scripts make: scrapy-playwright with the Chromium of the machine, an optional extra."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from aggregator.errors import CrawlError
from aggregator.networks import Network
from spiders.private import is_private

_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()


def browser_settings(network: Network) -> dict[str, Any]:
    """Return the Scrapy settings of a network with listings to render, none for any other.

    Raises CrawlError where the extra or the browser is not installed.
    """
    sources = [source.id for source in network.sources.values() if source.render]
    if not sources:
        return {}
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if find_spec("scrapy_playwright") is None or browser is None:
        raise CrawlError(
            f"{network.id}: the source {sources[0]} needs a browser to be read: "
            "pip install 'city-herald[browser]', and the Debian package chromium"
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has none for root
    return {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": browser, "args": [*_QUIET, *sandbox]},
        "PLAYWRIGHT_ABORT_REQUEST": leads_astray if not network.private else None,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 30_000,
    }


def rendered(selector: str) -> dict[str, Any]:
    """Return the meta of a request that a browser makes, waiting until an element is there."""
    from scrapy_playwright.page import PageMethod

    return {
        "playwright": True,
        "playwright_page_methods": [PageMethod("wait_for_selector", selector, state="attached")],
    }


async def leads_astray(request: Any) -> bool:
    """Say whether a request of a page's scripts goes to a private address, or to no web address at all."""
    parts = urlsplit(request.url)
    if parts.scheme not in ("http", "https"):
        return parts.scheme not in ("data", "blob")
    host = parts.hostname or ""
    if host == "localhost" or is_private(host):
        return True
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True  # a name that leads nowhere
    return any(is_private(str(address[4][0])) for address in found)
