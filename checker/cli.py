"""The command line: ``seatrial``. Exit codes: see `checker.verdict`; 2 for wrong usage."""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from checker.check import check as run_check
from checker.encoding import Json
from checker.errors import WrongUsage
from checker.options import given_parameters, scenario_options
from checker.render.listing import listing_json, render_listing
from checker.render.text import render_report, render_trace
from checker.screen import complain, progress_line, say
from checker.trace import load, replay
from checker.verdict import INTERRUPTED, WRONG_USAGE, Limits, Verdict


def _version() -> str:
    try:
        return version("seatrial")
    except PackageNotFoundError:
        return "(a checkout that is not installed)"


FORMATS = click.Choice(["text", "json"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), prog_name="seatrial")
def seatrial() -> None:
    """The sea trial of a replicated control plane: exhaust a small one, prove what holds for all."""


@seatrial.command("list")
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def list_command(form: str) -> int:
    """List scenarios, properties, mutants, lemmas and tables, each with its sentence."""
    say(_dump(listing_json()) if form == "json" else render_listing())
    return 0


@seatrial.command()
@click.argument("scenario")
@scenario_options
@click.option("--mutant", help="check the protocol with this mistake: a name, or my_module:MyMutant")
@click.option("--property", "stated", help="hold only this property against the scenario")
@click.option("--deadlock", is_flag=True, help="look for states in which no action is enabled, too")
@click.option("--max-states", type=click.IntRange(min=1), help="stop at so many distinct states")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), help="stop after so many seconds")
@click.option("--format", "form", type=FORMATS, default="text", help="how to print the report")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="write the report to this file as JSON, and keep the text on the screen",
)
def check(  # noqa: PLR0917  # click passes every option by name
    scenario: str,
    settings: tuple[str, ...],
    mutant: str | None,
    stated: str | None,
    max_states: int | None,
    time_limit: float | None,
    form: str,
    output: Path | None,
    *,
    deadlock: bool,
    **parameters: Any,
) -> int:
    """Search every reachable state of SCENARIO, a name or my_module:scenario, within its bounds."""
    if output is not None and not output.parent.is_dir():
        raise WrongUsage(f"--output {output}: there is no folder {output.parent}")
    limits = Limits(states=max_states, seconds=time_limit, deadlock=deadlock)
    given = given_parameters(parameters, settings)
    with progress_line() as tell:
        report = run_check(scenario, given, mutant=mutant, property=stated, limits=limits, tell=tell)
    if output is not None:
        _write(output, report.as_json())
    say(_dump(report.as_json()) if form == "json" and output is None else render_report(report))
    return report.result.exit_code


@seatrial.command()
@click.argument("lemma", required=False)
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def prove(lemma: str | None, form: str) -> int:
    """Prove LEMMA, or all lemmas, for every number of members; or show the counterexample."""
    raise NotImplementedError


@seatrial.command("replay")
@click.argument("trace", type=click.Path(path_type=Path))
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def replay_command(trace: Path, form: str) -> int:
    """Run the trace in the file TRACE again, and say whether the violation is still there."""
    again = replay(load(trace))
    there = again.finding is not None
    if form == "json":
        say(_dump({"id": again.trace.id, "violated": there, "finding": again.finding}))
    elif there:
        count = len(again.run)
        after = f"{count} step{'' if count == 1 else 's'}"
        say(f"{again.trace.id}: still there after {after}: {again.finding}.")
    else:
        say(f"{again.trace.id}: gone: every step is possible, and {again.trace.property} holds.")
    if not there:
        return 0
    return (Verdict.DEADLOCK if again.trace.property == "deadlock" else Verdict.VIOLATED).exit_code


@seatrial.command()
@click.argument("trace", type=click.Path(path_type=Path))
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def show(trace: Path, form: str) -> int:
    """Show the trace in the file TRACE, step by step, as the model makes it now."""
    again = replay(load(trace))
    if form == "json":
        say(_dump(again.trace.as_json()))
    else:
        say(render_trace(again.trace, again.scenario, again.steps))
        if again.finding is None:
            say(f"\nThis is how it was: on the model as it is now, {again.trace.property} holds.")
    return 0


@seatrial.command("table")
@click.argument("name")
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def table_command(name: str, form: str) -> int:
    """Print the table NAME, each row of it proved, and searched where it says so."""
    raise NotImplementedError


def _dump(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _write(path: Path, value: Json) -> None:
    try:
        path.write_text(f"{_dump(value)}\n", encoding="utf-8")
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}") from error


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; what is wrong with its usage is one sentence."""
    try:
        code = seatrial.main(args=arguments, prog_name="seatrial", standalone_mode=False)
    except WrongUsage as error:
        complain(str(error))
        code = WRONG_USAGE
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(f"{error.format_message()}\n")
        code = WRONG_USAGE
    except click.ClickException as error:
        complain(f"{error.format_message().rstrip('.')}; see seatrial --help")
        code = WRONG_USAGE
    except (click.exceptions.Abort, KeyboardInterrupt):
        complain("interrupted")
        code = INTERRUPTED
    sys.exit(code)
