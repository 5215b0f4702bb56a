"""The servers that the tests of the line crawl."""

from tests.servers.wordpress import wordpress

__all__ = ["wordpress"]
