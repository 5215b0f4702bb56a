"""`python -m aggregator.demo`: serve the demo site until Ctrl-C."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from contextlib import suppress
from threading import Event

from aggregator.demo import HOSTS, serve


def main() -> None:
    """Serve the demo site on `--port` and print how to look at it."""
    parser = ArgumentParser(prog="python -m aggregator.demo", description="Serve the demo site until Ctrl-C.")
    parser.add_argument("--port", type=int, default=8012, help="a port of 127.0.0.1; 0 takes a free one (%(default)s)")
    port = parser.parse_args().port
    logging.basicConfig(level=logging.DEBUG, format="%(message)s")
    try:
        with serve(port) as server, suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            print(f"The demo site answers through the HTTP proxy {server.proxy} until Ctrl-C. Look at it with")
            print(f"  curl -x {server.proxy} http://{HOSTS[0]}/eurocities/issues/smart-cities-issue", flush=True)
            Event().wait()
    except (OSError, OverflowError) as error:
        parser.error(f"cannot serve on port {port}: {error}; choose another with --port")


if __name__ == "__main__":
    main()
