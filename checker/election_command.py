"""The command ``election``: elections in time, trial by trial, from a seed."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from checker.catalogue import find_study
from checker.errors import WrongUsage
from checker.options import SEED, Limit, report_options
from checker.output import check_writable, publish
from checker.render.study import render_study
from checker.screen import progress_line, words_of_walks
from checker.study import conduct

MS = 1_000
"""Microseconds in a millisecond."""

TRIALS = Limit(int, "N", "a whole number of trials from 1 to 100,000", 100_000)
LEAST_MS, MOST_MS = 1, 5_000

PAPER = "150-150 150-151 150-155 150-175 150-200 150-300 12-24 25-50 50-100 100-200"
"""The time-outs of Figure 16, in milliseconds."""


@click.command(short_help="Time elections: how long a group is without a leader.")
@click.option("--servers", type=int, default=5, metavar="N", help="servers in the group, 3 to 7 [5]")
@click.option(
    "--timeouts",
    multiple=True,
    metavar="LOW-HIGH",
    help="election time-outs in milliseconds, a row each; can be given several times [those of Figure 16]",
)
@click.option(
    "--spread",
    multiple=True,
    metavar="MS",
    help="the same as --timeouts 150-(150 + MS); can be given several times",
)
@click.option("--broadcast", default="15", metavar="MS", help="from a request to its answer, on average [15]")
@click.option("--request", "outward", metavar="MS", help="how much of that a request is on its way [a fifth]")
@click.option(
    "--logs",
    type=click.Choice(["different", "equal"]),
    default="different",
    help="each server's log is shorter than another's, or all are as long [different]",
)
@click.option("--trials", type=TRIALS, default=1000, metavar="N", help="trials a row [1000]")
@click.option("--seed", type=SEED, default=0, metavar="N", help="what the times are drawn from [0]")
@report_options
def election(  # noqa: PLR0917  # click passes every option by name
    servers: int,
    timeouts: tuple[str, ...],
    spread: tuple[str, ...],
    broadcast: str,
    outward: str | None,
    logs: str,
    trials: int,
    seed: int,
    form: str,
    output: Path | None,
) -> int:
    """Crash a leader again and again, on the rules of the model, and time how long there is no other.

    The trials are drawn from the seed: the same seed prints the same, byte for byte.
    """
    if output is not None:
        check_writable(output)
    spans = [*timeouts, *(f"150-{_plus(150, one)}" for one in spread)] or PAPER.split()
    settings = {
        "servers": servers,
        "timeouts": timeouts_of(spans),
        **journey_of(broadcast, outward),
        "logs_differ": logs == "different",
    }
    with progress_line(words_of_walks) as tell:
        conducted = conduct(find_study("election"), settings, trials, seed, tell)
    publish(conducted, render_study(conducted), form, output)
    return 0


def timeouts_of(said: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return spans of time-outs in microseconds, each said as LOW-HIGH in milliseconds."""
    return tuple(dict.fromkeys(_span(one) for one in said))


def _span(said: str) -> tuple[int, int]:
    low, dash, high = said.partition("-")
    try:
        span = _microseconds(low), _microseconds(high)
    except ValueError:
        span = 0, 0
    if dash and LEAST_MS * MS <= span[0] <= span[1] <= MOST_MS * MS:
        return span
    raise WrongUsage(
        f"--timeouts {said} makes no sense; expected LOW-HIGH in milliseconds, from {LEAST_MS} to "
        f"{MOST_MS:,}, the lower one first, such as 150-300"
    )


def journey_of(broadcast: str, outward: str | None) -> dict[str, int]:
    """Return how long a request and its answer take together, and the request alone, in microseconds."""
    whole = _time("--broadcast", broadcast)
    return {"broadcast": whole, "request": whole // 5 if outward is None else _part(outward, whole)}


def _part(said: str, whole: int) -> int:
    part = _time("--request", said)
    if part <= whole:
        return part
    raise WrongUsage(
        f"--request {said} makes no sense; expected a part of --broadcast: at most {whole / MS:g}"
    )


def _time(option: str, said: str) -> int:
    try:
        time = _microseconds(said)
    except ValueError:
        time = 0
    if 0 < time <= MOST_MS * MS:
        return time
    raise WrongUsage(
        f"{option} {said} makes no sense; expected milliseconds, more than 0 and up to {MOST_MS:,}"
    )


def _plus(low: int, said: str) -> str:
    try:
        return f"{float(low + Fraction(said)):g}"
    except (ValueError, ZeroDivisionError):
        raise WrongUsage(f"--spread {said} makes no sense; expected milliseconds, such as 50") from None


def _microseconds(said: str) -> int:
    """Return a time that was typed in milliseconds. Raises ValueError for what is none."""
    if not said.strip().replace(".", "", 1).isdecimal():
        raise ValueError(said)
    return int(Fraction(said) * MS)
