"""The `herald` command. Each subcommand is a module that is loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from aggregator.errors import AggregatorError, NetworkFileError

COMMANDS = {  # name -> the line that `herald --help` shows
    "crawl": "Crawl networks and store what they announce.",
    "try": "Ask a few pages of a network and show what is read; store nothing.",
    "read": "Read a saved page, without network or database.",
    "reparse": "Read the whole archive anew into the database.",
    "networks": "List the networks and their sources.",
    "search": "Find announcements by words, theme, network, kind and day.",
    "show": "Show one announcement with its evidence.",
    "demo": "Crawl a small site that this program serves itself.",
}


class Lazy(click.Group):
    """A group whose commands are `aggregator.cli.<name>.<name>`; errors of ours are one line and an exit code.

    The name of a command that is a word of Python has an underscore behind it there.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, its module loaded now."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"aggregator.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Read the options before the command; a wrong one is said in one line."""
        try:
            return super().make_context(*args, **more)
        except (click.BadOptionUsage, click.NoSuchOption) as error:
            raise _wrong_use(error) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; exit 2 for wrong use, 1 for a failed run."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _wrong_use(error) from error
        except AggregatorError as error:
            raise (WrongUse if isinstance(error, NetworkFileError) else Failure)(str(error)) from error


class Failure(click.ClickException):
    """A failed run as click shows it: one line on the standard error, exit code 1."""

    def __init__(self, text: str) -> None:
        super().__init__(" ".join(text.split()))

    def show(self, file: object = None) -> None:
        """Print the line."""
        click.echo(f"herald: {self.message}", err=True)


class WrongUse(Failure):
    """A wrong use of the command: exit code 2."""

    exit_code = 2


def _wrong_use(error: click.UsageError) -> WrongUse:
    command = error.ctx.command_path if error.ctx else "herald"
    text = error.format_message().rstrip(".")
    return WrongUse(f"{text[:1].lower()}{text[1:]}; see `{command} --help`")


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="city-herald", message="City Herald %(version)s")
def herald() -> None:
    """Crawl what networks of cities announce, and search it.

    The database, the archive of pages and the network files of one's own are named by options or by the environment
    variables HERALD_DB, HERALD_ARCHIVE and HERALD_NETWORKS; HERALD_CONTACT names who crawls in the user agent.
    """


def main() -> None:
    """Run the command line."""
    herald(prog_name="herald")
