"""How long we wait between two requests: AutoThrottle, and never less than a robots.txt asks.

Scrapy obeys the rules of a robots.txt, not its Crawl-delay.
"""

from __future__ import annotations

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

_LONGEST = 60.0  # seconds; what asks for more would make a crawl of days


class Throttle(AutoThrottle):
    """AutoThrottle with a floor for each host: the delay its robots.txt asks of us, at most a minute."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.asked: dict[str, float] = {}
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember the delay that the robots.txt of the request's host has for our user agent."""
        delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if delay:
            host = urlparse_cached(request).hostname or ""
            self.asked[host] = min(float(delay), _LONGEST)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        slot.delay = max(slot.delay, self.asked.get(urlparse_cached(response).hostname or "", 0.0))
