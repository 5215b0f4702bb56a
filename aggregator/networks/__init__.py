"""Networks as data: one TOML file a network, facts only, read into `Network` and `Source`."""

from aggregator.networks.files import CATALOGUE, load, load_all, load_file
from aggregator.networks.records import PLATFORMS, Network, Source

__all__ = ["CATALOGUE", "PLATFORMS", "Network", "Source", "load", "load_all", "load_file"]
