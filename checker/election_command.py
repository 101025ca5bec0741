"""The command ``election``: elections in time, trial by trial, from a seed."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from checker.catalogue import find_study
from checker.errors import WrongUsage
from checker.options import SEED, TRIALS, table_options
from checker.output import check_writable, write_text
from checker.publish import publish
from checker.render.plot import draw
from checker.render.study import plot_study, render_study
from checker.screen import progress_line, words_of_walks
from checker.study import conduct

MS = 1_000
"""Microseconds in a millisecond."""

LEAST, MOST = 1, 5_000
"""Milliseconds that a time-out can have."""

STUDIES = {"crash": "election", "heartbeats": "heartbeats"}

ONLY = {"crash": ("spread", "broadcast", "logs", "plot"), "heartbeats": ("every",)}
"""The options that go with one of the two only."""


@click.command(short_help="Time elections: how long a group is without a leader.")
@click.option(
    "--what",
    type=click.Choice(list(STUDIES)),
    default="crash",
    help="crash: how long there is no leader once the leader has crashed [default]; heartbeats: how often a "
    "follower stands though the leader lives, as heartbeats are lost or late",
)
@click.option("--servers", type=int, metavar="N", help="servers in the group, 3 to 7 [5]")
@click.option(
    "--timeouts",
    multiple=True,
    metavar="LOW-HIGH",
    help="election time-outs in milliseconds, a row each; can be given several times [those of Figure 16; "
    "heartbeats: 150-300]",
)
@click.option("--spread", multiple=True, metavar="MS", help="the same as --timeouts 150-X, with X MS more")
@click.option("--broadcast", metavar="MS", help="from a request to its answer, on average [15]")
@click.option(
    "--request",
    metavar="MS",
    help="how long a request is on its way, of that [a fifth of it; heartbeats: 3]",
)
@click.option(
    "--logs",
    type=click.Choice(["different", "equal"]),
    help="each server's log is shorter than that of the one before, or all are alike [different]",
)
@click.option(
    "--every",
    multiple=True,
    metavar="MS",
    help="between two heartbeats; can be given several times [75, 100 and 140]",
)
@click.option("--trials", type=TRIALS, default=1000, metavar="N", help="trials a row [1000]")
@click.option("--seed", type=SEED, default=0, metavar="N", help="what the times are drawn from [0]")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="draw how many trials took how long into this file, as SVG",
)
@table_options
def election(  # noqa: PLR0917  # click passes every option by name
    what: str, trials: int, seed: int, form: str, output: Path | None, plot: Path | None, **given: Any
) -> int:
    """Crash a leader again and again, on the rules of the model, and time how long there is no other.

    The times are drawn from the seed: the same seed prints the same, byte for byte. With --what
    heartbeats the leader lives, and heartbeats are lost or late.
    """
    for other in STUDIES:
        for name in ONLY[other] if other != what else ():
            if given.get(name) or (name == "plot" and plot is not None):
                raise WrongUsage(f"--{name} goes with --what {other}, and not with --what {what}")
    if output is not None:
        check_writable(output)
    if plot is not None:
        check_writable(plot, "--plot")
    settings = settings_of(given)
    with progress_line(words_of_walks) as tell:
        conducted = conduct(find_study(STUDIES[what]), settings, trials, seed, tell)
    if plot is not None:
        write_text(plot, draw(plot_study(conducted)))
    publish(conducted, lambda _: render_study(conducted), form, output)
    return 0


def settings_of(given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a study that were given, its times in microseconds."""
    settings: dict[str, Any] = {}
    if given["servers"] is not None:
        settings["servers"] = given["servers"]
    spans = [*given["timeouts"], *(_spread(one) for one in given["spread"])]
    if spans:
        settings["timeouts"] = tuple(dict.fromkeys(_span(one) for one in spans))
    if given["every"]:
        settings["every"] = tuple(dict.fromkeys(_time("--every", one) for one in given["every"]))
    if given["broadcast"] is not None:
        settings["broadcast"] = _time("--broadcast", given["broadcast"])
        settings["request"] = max(settings["broadcast"] // 5, 1)
    if given["request"] is not None:
        settings["request"] = _time("--request", given["request"])
    if given["logs"] is not None:
        settings["logs_differ"] = given["logs"] == "different"
    return settings


def _span(said: str) -> tuple[int, int]:
    low, _, high = said.partition("-")
    try:
        span = _microseconds(low), _microseconds(high)
    except ValueError:
        span = 0, 0
    if LEAST * MS <= span[0] <= span[1] <= MOST * MS:
        return span
    raise WrongUsage(
        f"--timeouts {said} makes no sense; expected LOW-HIGH in milliseconds, from {LEAST} to {MOST:,}, the "
        "lower one first, such as 150-300"
    )


def _spread(said: str) -> str:
    try:
        return f"150-{(150 * MS + _microseconds(said)) / MS}"
    except ValueError:
        raise WrongUsage(f"--spread {said} makes no sense; expected milliseconds, such as 50") from None


def _time(option: str, said: str) -> int:
    try:
        time = _microseconds(said)
    except ValueError:
        time = 0
    if 0 < time <= MOST * MS:
        return time
    raise WrongUsage(
        f"{option} {said} makes no sense; expected milliseconds, more than 0 and up to {MOST:,}, such as 15"
    )


def _microseconds(said: str) -> int:
    """Return a time that was typed in milliseconds. Raises ValueError for what is none."""
    whole, _, part = said.partition(".")
    if not (whole.isascii() and whole.isdecimal() and ((part.isascii() and part.isdecimal()) or part == "")):
        raise ValueError(said)
    return int(Fraction(said) * MS)
