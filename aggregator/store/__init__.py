"""announcements.db: tables, views, the fold that fills them, and the questions the command line asks."""

from aggregator.store.catching_up import catch_up
from aggregator.store.database import Store

__all__ = ["Store", "catch_up"]
