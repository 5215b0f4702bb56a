"""The hosts of a network: a crawl asks no other, and says where a list or a redirect would lead to one."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest


class OwnHosts(OffsiteMiddleware):
    """Refuses requests to other hosts, so that the run is told of them; an article elsewhere is not even missed."""

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Drop a link to an article elsewhere at once; all else waits for `process_request`, which is heard."""
        if request.cb_kwargs.get("role") == "article" and "redirect_urls" not in request.meta:
            super().process_request(request)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise IgnoreRequest for an address that is of no host of the network, also behind a redirect."""
        if self.crawler.spider is None or self.should_follow(request, self.crawler.spider):
            return
        leads = "redirects" if "redirect_urls" in request.meta else "leads"
        raise IgnoreRequest(
            f"{leads} to {request.url}, which is not a host of this network: if it has moved, name the new address "
            "in its file"
        )
