"""The two commands that explore a scenario: ``check`` exhausts it, ``simulate`` walks it at random."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from checker.blame import suspecting
from checker.check import check as run_check
from checker.engines import NAMES as ENGINES
from checker.engines import Engine
from checker.options import (
    DEPTH,
    MEBIBYTES,
    RUNS,
    SECONDS,
    SEED,
    STATES,
    STEPS,
    CheckCommand,
    case_options,
    given_parameters,
    report_options,
    scenario_options,
    weights_of,
    workers_of,
)
from checker.output import check_writable
from checker.publish import publish
from checker.render.forms import FORMS
from checker.render.text import render_report
from checker.screen import complain, progress_line, words_of_walks
from checker.verdict import Limits

STRATEGIES = ["kinds", "uniform", "swarm"]


@click.command(cls=CheckCommand, short_help="Search a scenario for violations of its properties.")
@click.argument("scenario")
@case_options
@click.option("--deadlock", is_flag=True, help="look for states in which no action is enabled, too")
@click.option("--max-states", type=STATES, metavar="N", help="stop once so many distinct states are found")
@click.option("--time-limit", type=SECONDS, help="stop after so many seconds")
@click.option("--max-depth", type=DEPTH, metavar="N", help="look no further than so many actions")
@click.option("--max-memory", type=MEBIBYTES, metavar="MIB", help="stop once the program has so much memory")
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help="which engine searches")
@click.option("--symmetry", is_flag=True, help="count states once that differ in interchangeable names only")
@click.option(
    "--no-fairness", is_flag=True, help="hold the promises with no fairness assumed: nothing need ever happen"
)
@click.option("--workers", default="1", metavar="N|auto", help="threads that search; auto: one a processor")
@report_options
@scenario_options
def check(  # noqa: PLR0917  # click passes every option by name
    scenario: str,
    settings: tuple[str, ...],
    mutant: str | None,
    stated: str | None,
    max_states: int | None,
    time_limit: float | None,
    max_depth: int | None,
    max_memory: int | None,
    engine: str,
    workers: str,
    form: str,
    output: Path | None,
    *,
    deadlock: bool,
    symmetry: bool,
    no_fairness: bool,
    **parameters: Any,
) -> int:
    """Search every reachable state of SCENARIO, a name or my_module:scenario, within its bounds.

    Exit codes: 0 everything holds, and every state was visited; 12 a property is violated; 13 a promise
    is; 11 a deadlock; 20 incomplete: a limit ended the search, or a promise is undetermined at a bound;
    130 interrupted; 2 wrong usage. With a witness as the --property: 0 it is seen; 12 it never is, though
    every state was visited.
    """
    if output is not None:
        check_writable(output)
    limits = Limits(
        states=max_states,
        seconds=time_limit,
        memory=None if max_memory is None else max_memory * 2**20,
        depth=max_depth,
        deadlock=deadlock,
    )
    how = Engine(engine, workers_of(workers), symmetry)
    given = given_parameters(scenario, parameters, settings)
    with progress_line() as tell, suspecting(scenario, mutant):
        report = run_check(
            scenario,
            given,
            mutant=mutant,
            property=stated,
            limits=limits,
            engine=how,
            fair=not no_fairness,
            tell=tell,
            notice=complain,
        )
    publish(report, partial(render_report, report), form, output)
    if form in FORMS and report.is_not_its_doing:
        complain(f"the mutant {mutant} never answered otherwise than the right rule: this is not its doing")
    return report.exit_code


@click.command(cls=CheckCommand, short_help="Walk through a scenario at random, deep and fast.")
@click.argument("scenario")
@click.option("--runs", type=RUNS, default=10_000, metavar="N", help="how many runs [10000]")
@click.option("--steps", type=STEPS, default=200, metavar="N", help="actions in a run at most [200]")
@click.option("--seed", type=SEED, default=0, metavar="N", help="what the runs are drawn from [0]")
@click.option(
    "--strategy",
    type=click.Choice(STRATEGIES),
    default=STRATEGIES[0],
    help="kinds [default]: every kind of action is as likely; uniform: every enabled action is; swarm: as "
    "uniform, but each run leaves out some kinds",
)
@click.option(
    "--weight", "weights", multiple=True, metavar="KIND=X", help="make a kind of action X times as likely"
)
@click.option("--time-limit", type=SECONDS, help="stop after so many seconds")
@case_options
@report_options
@scenario_options
def simulate(  # noqa: PLR0917  # click passes every option by name
    scenario: str,
    settings: tuple[str, ...],
    runs: int,
    steps: int,
    seed: int,
    strategy: str,
    weights: tuple[str, ...],
    time_limit: float | None,
    mutant: str | None,
    stated: str | None,
    form: str,
    output: Path | None,
    **parameters: Any,
) -> int:
    """Walk through SCENARIO at random; shrink a run that fails, and look for a shorter one.

    Exit codes: 12 a property is violated; 20 incomplete: no run violated anything, which never shows
    that none can; 130 interrupted; 2 wrong usage.
    """
    # The walks load the machine code: only where they are used.
    from checker.compiled.simulate import Plan, Strategy  # noqa: PLC0415
    from checker.render.simulation import render_simulation  # noqa: PLC0415
    from checker.simulation import run_simulation  # noqa: PLC0415

    if output is not None:
        check_writable(output)
    plan = Plan(runs, steps, seed, Strategy(strategy), weights_of(weights), time_limit)
    given = given_parameters(scenario, parameters, settings)
    with progress_line(words_of_walks) as tell, suspecting(scenario, mutant):
        report = run_simulation(
            scenario, given, plan, mutant=mutant, property=stated, tell=tell, notice=complain
        )
    publish(report, partial(render_simulation, report), form, output)
    return report.exit_code
