"""Commands that print ledgers of what is worth it; which there are, and their words, is the catalogue's."""

from pathlib import Path

import click

from checker.errors import WrongUsage
from checker.options import SEED, TRIALS, table_options
from checker.output import check_outputs, write_text
from checker.practice import Account, practice
from checker.publish import publish
from checker.render.plot import draw
from checker.render.practice import plot_practice, render_practice
from checker.render.survey import probability
from checker.screen import progress_line, words_of_walks
from checker.study import conduct


def practice_command(account: Account) -> click.Command:
    """Return the command of the command line that prints the ledgers of an account."""

    @click.command(account.name, short_help=account.short, help=account.sentence)
    @click.option(
        "--host-availability", default="0.99", metavar="P", help="each host is up with probability P"
    )
    @click.option(
        "--trials", type=TRIALS, default=1000, metavar="N", help="trials a row of what is measured [1000]"
    )
    @click.option("--seed", type=SEED, default=0, metavar="N", help="what their times are drawn from [0]")
    @click.option(
        "--plot", type=click.Path(path_type=Path), metavar="FILE", help="draw it into this file, as SVG"
    )
    @table_options
    def command(  # noqa: PLR0917  # click passes every option by name
        host_availability: str, trials: int, seed: int, plot: Path | None, form: str, output: Path | None
    ) -> int:
        up = probability(host_availability)
        if not 0 < up < 1:
            raise WrongUsage(
                f"--host-availability {host_availability} leaves nothing to weigh; expected a number "
                "above 0 and below 1"
            )
        check_outputs(output, plot)
        with progress_line(words_of_walks) as tell:
            measured = conduct(account.study, {}, trials, seed, tell)
        made = practice(account, up, measured)
        if plot is not None:
            write_text(plot, draw(plot_practice(made)))
        publish(made, lambda _: render_practice(made), form, output)
        return 0

    return command
