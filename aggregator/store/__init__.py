"""announcements.db: tables, views, the fold that fills them, and the questions the command line asks."""

from aggregator.store.catching_up import catch_up
from aggregator.store.database import Store
from aggregator.store.memory import Memory, remember

__all__ = ["Memory", "Store", "catch_up", "remember"]
