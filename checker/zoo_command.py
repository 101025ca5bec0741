"""The command ``zoo``: every mistake that is known, hunted, told, and held against a control."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from attrs import evolve, frozen

from checker.encoding import Json
from checker.errors import WrongUsage
from checker.options import MEBIBYTES, RUNS, SECONDS, SEED, report_options
from checker.output import check_writable
from checker.publish import publish
from checker.render.forms import FORMS
from checker.screen import complain, progress_of, words_of_search, words_of_walks
from checker.trace import Trace
from checker.verdict import INTERRUPTED, Limits, Verdict
from checker.zoo import (
    LIMITS,
    WALKS,
    Controls,
    Exhibit,
    Hunted,
    exhibits,
    exit_code,
    find_exhibit,
    hunt,
    walk,
)

MIB = 2**20


@frozen
class Said:
    """What is printed or written: JSON, and the trace in it if there is one."""

    json: Json
    trace: Trace | None = None

    def as_json(self) -> Json:
        return self.json


@click.command(short_help="List, tell and hunt every mistake that is known.")
@click.argument("mutant", required=False)
@click.option("--all", "controlled", is_flag=True, help="hunt each with its control, the healthy protocol")
@click.option(
    "--scenario",
    metavar="NAME",
    help="of this scenario only, a name or my_module:scenario, and as found there",
)
@click.option(
    "--by",
    type=click.Choice(["search", "simulation"]),
    default="search",
    help="search: breadth first, the shortest run [default]; simulation: random walks",
)
@click.option("--seed", type=SEED, metavar="N", help="what the runs of --by simulation are drawn from [0]")
@click.option("--runs", type=RUNS, metavar="N", help=f"how many runs --by simulation walks at most [{WALKS}]")
@click.option(
    "--time-limit", type=SECONDS, default=LIMITS.seconds, help="give a search up after so many seconds [300]"
)
@click.option(
    "--max-memory",
    type=MEBIBYTES,
    default=(LIMITS.memory or 0) // MIB,
    metavar="MIB",
    help="give a search up once the program has so much memory [6144]",
)
@report_options
def zoo(  # noqa: PLR0917  # click passes every option by name
    mutant: str | None,
    scenario: str | None,
    by: str,
    seed: int | None,
    runs: int | None,
    time_limit: float,
    max_memory: int,
    form: str,
    output: Path | None,
    *,
    controlled: bool,
) -> int:
    """List all mutants, hunted one by one; or tell MUTANT in full: its mistake, its rule, its trace.

    With --all each is hunted with its control, the healthy protocol under the same parameters.

    That a mutant violates its property is what is wanted here, so it is no failure as with `seatrial check`.
    Exit codes: 0 each mutant was killed by the property named, and each control holds; 12 a mutant survived,
    or a control is violated; 20 incomplete: a limit ended a search that found nothing, or the walks found
    nothing; 130 interrupted; 2 wrong usage.
    """
    if mutant is not None and controlled:
        raise WrongUsage(f"--all hunts all, and {mutant} is one; expected one of the two")
    if mutant is None and form in FORMS:
        raise WrongUsage(
            f"--format {form} shows one trace, and there is one of each mutant; expected the name of a mutant"
        )
    if by == "search" and (seed is not None or runs is not None):
        raise WrongUsage("--seed and --runs are for random walks; expected --by simulation with them")
    if by == "simulation" and controlled:
        raise WrongUsage(
            "--all searches the controls, and random walks never exhaust one; expected --all without "
            "--by simulation, or --by simulation without --all, which walks for every mutant"
        )
    if output is not None:
        check_writable(output)
    chosen = exhibits(scenario) if mutant is None else (find_exhibit(mutant, scenario),)
    if not chosen:
        raise WrongUsage(f"no mutant is hunted in {scenario}; seatrial zoo lists those that are, and where")
    if by == "simulation":
        return _walk(chosen, seed or 0, runs or WALKS, time_limit, form, output, one=mutant is not None)
    limits = Limits(seconds=time_limit, memory=max_memory * MIB)
    return _hunt(chosen, limits, form, output, one=mutant is not None, controlled=controlled)


def _hunt(
    chosen: Sequence[Exhibit], limits: Limits, form: str, output: Path | None, *, one: bool, controlled: bool
) -> int:
    # The renderers load the machine code, which help does without.
    from checker.render.zoo import render_exhibit, render_zoo, told_json, zoo_json  # noqa: PLC0415

    controls, hunted = Controls(limits), list[Hunted]()
    with progress_of(len(chosen), words_of_search) as progress:
        for number, exhibit in enumerate(chosen, start=1):
            tell = progress(number, exhibit.name)
            found = hunt(exhibit, limits, tell, complain)
            if controlled and not found.interrupted:
                tell = progress(number, f"{exhibit.name}, control")
                found = evolve(found, control=controls.of(exhibit, tell, complain))
            hunted.append(found)
            if found.interrupted:
                break
    if one:
        publish(Said(told_json(hunted[0]), hunted[0].trace), partial(render_exhibit, hunted[0]), form, output)
    else:
        publish(Said(zoo_json(hunted)), lambda _: render_zoo(hunted), form, output)
    return exit_code(hunted)


def _walk(  # noqa: PLR0917  # what the command is given
    chosen: Sequence[Exhibit],
    seed: int,
    runs: int,
    seconds: float,
    form: str,
    output: Path | None,
    *,
    one: bool,
) -> int:
    from checker.render.walks import render_walks, walked_json, walks_json  # noqa: PLC0415
    from checker.render.zoo import render_walk  # noqa: PLC0415

    if one and chosen[0].promise is not None:
        raise WrongUsage(
            f"{chosen[0].name} is found by liveness only: it breaks the promise {chosen[0].hunt.killed_by}, "
            "and no run that ends shows that something never comes; expected no --by simulation"
        )
    walks: list[tuple[Exhibit, Any]] = []
    with progress_of(len(chosen), words_of_walks) as progress:
        for number, exhibit in enumerate(chosen, start=1):
            if exhibit.promise is not None:
                walks.append((exhibit, None))
                continue
            tell = progress(number, exhibit.name)
            walks.append((exhibit, walk(exhibit, seed, tell, complain, runs=runs, seconds=seconds)))
            if walks[-1][1].simulation.interrupted:
                break
    if one:
        exhibit, walked = walks[0]
        said = Said(walked_json(exhibit, walked), walked.trace)
        publish(said, partial(render_walk, exhibit, walked), form, output)
    else:
        publish(Said(walks_json(walks)), lambda _: render_walks(walks), form, output)
    done = [walked for _, walked in walks if walked is not None]
    if any(walked.simulation.interrupted for walked in done):
        return INTERRUPTED
    missed = any(walked.trace is None for walked in done)
    return (Verdict.INCOMPLETE if missed else Verdict.HOLDS).exit_code
