"""The command ``practice``: how many masters are worth it, by what is assumed."""

from pathlib import Path

import click

from checker.catalogue import find_study, ledgers
from checker.errors import WrongUsage
from checker.options import SEED, TRIALS, table_options
from checker.output import check_writable, write_text
from checker.practice import practice as make
from checker.publish import publish
from checker.render.plot import draw
from checker.render.practice import plot_practice, render_practice
from checker.render.survey import probability
from checker.screen import progress_line, words_of_walks
from checker.study import conduct


@click.command(short_help="Print what more masters bring, and what they cost.")
@click.option("--host-availability", default="0.99", metavar="P", help="each host is up with probability P")
@click.option(
    "--trials", type=TRIALS, default=1000, metavar="N", help="trials a row of what is measured [1000]"
)
@click.option("--seed", type=SEED, default=0, metavar="N", help="what their times are drawn from [0]")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE", help="draw it into this file, as SVG"
)
@table_options
def practice(  # noqa: PLR0917  # click passes every option by name
    host_availability: str, trials: int, seed: int, plot: Path | None, form: str, output: Path | None
) -> int:
    """Print availability, cost and write latency of 1 to 9 masters, exact; P is, too: 0.99, or 99/100 [0.99].

    Which number is best depends on what an hour without a cluster costs: it is printed between which
    prices each number is the cheapest.
    """
    up = probability(host_availability)
    if not 0 < up < 1:
        raise WrongUsage(
            f"--host-availability {host_availability} leaves nothing to weigh; expected a number "
            "above 0 and below 1"
        )
    if output is not None:
        check_writable(output)
    if plot is not None:
        check_writable(plot, "--plot")
    with progress_line(words_of_walks) as tell:
        measured = conduct(find_study("writes"), {}, trials, seed, tell)
    made = make(up, ledgers(), measured)
    if plot is not None:
        write_text(plot, draw(plot_practice(made)))
    publish(made, lambda _: render_practice(made), form, output)
    return 0
