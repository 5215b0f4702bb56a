"""`python -m aggregator.cli` is `herald`."""

from aggregator.cli import main

main()
