"""Spiders walk: they ask for pages and follow the links that readers find. They never write."""

from spiders.network import NetworkSpider
from spiders.platforms import PLATFORMS

__all__ = ["PLATFORMS", "NetworkSpider"]
