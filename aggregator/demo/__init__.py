"""A small site in the layout of the legacy EUROCITIES pages, and the server that answers for it on loopback."""

from __future__ import annotations

from pathlib import Path

from aggregator.demo.server import HOSTS, DemoServer, serve

NETWORK_FILE = Path(__file__).parent / "demo.toml"
"""The network file of the demo; it stands beside the site and not in the catalogue."""

__all__ = ["HOSTS", "NETWORK_FILE", "DemoServer", "serve"]
