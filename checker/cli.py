"""The command line: ``seatrial``. Exit codes: see `checker.verdict`; 2 for wrong usage."""

import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from checker.blame import blamed
from checker.catalogue import accounts, find_lemma, find_survey, find_table, lemmas, scenarios, study_commands
from checker.cite_command import cite
from checker.claims_command import claims
from checker.commands import check, simulate
from checker.contradiction import replayed
from checker.errors import WrongUsage
from checker.gallery_command import gallery
from checker.options import FORMATS, TRACE_FORMATS, table_options
from checker.output import check_writable, dump
from checker.practice_command import practice_command
from checker.publish import publish
from checker.render import phrases
from checker.render.forms import FORMS
from checker.render.listing import listing_json, render_listing
from checker.render.proofs import Confirmed, proofs_json, render_proof, render_summary, render_table
from checker.render.survey import Surveyed, probability, render_survey
from checker.render.trace import render_trace
from checker.replay import Replay
from checker.screen import complain, progress_of, say, words_of_search
from checker.smt import Outcome
from checker.smt import prove as run_proof
from checker.storyteller import story_of
from checker.study_command import study_command
from checker.table import confirm
from checker.verdict import BROKEN_PROMISE, DEADLOCK, INTERRUPTED, WRONG_USAGE, Verdict
from checker.zoo_command import zoo


def _version() -> str:
    try:
        return version("seatrial")
    except PackageNotFoundError:
        return "(a checkout that is not installed)"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), prog_name="seatrial")
def seatrial() -> None:
    """The sea trial of a replicated control plane: exhaust a small one, prove what holds for all."""


@seatrial.command("list", short_help="List what can be checked, proved and shown.")
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def list_command(form: str) -> int:
    """List scenarios, properties, mutants, lemmas and tables, each with its sentence."""
    say(dump(listing_json()) if form == "json" else render_listing())
    return 0


seatrial.add_command(check)
seatrial.add_command(simulate)
seatrial.add_command(zoo)
seatrial.add_command(claims)
for told in study_commands():
    seatrial.add_command(study_command(told))
for account in accounts():
    seatrial.add_command(practice_command(account))


@seatrial.command(short_help="Prove what holds for every number of members.")
@click.argument("lemma", required=False)
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def prove(lemma: str | None, form: str) -> int:
    """Prove LEMMA, or all lemmas, for every number of members; or show the counterexample."""
    proofs = [run_proof(one) for one in (lemmas() if lemma is None else [find_lemma(lemma)])]
    if form == "json":
        say(dump(proofs_json(proofs)))
    else:
        for proof in proofs:
            say(f"{render_proof(proof)}\n")
        say(render_summary(proofs))
    return _exit_code(
        is_wrong=any(not proof.as_expected and proof.outcome is not Outcome.UNKNOWN for proof in proofs),
        is_open=any(proof.outcome is Outcome.UNKNOWN for proof in proofs),
    )


@seatrial.command("replay", short_help="Run a trace again: is the violation still there?")
@click.argument("trace", type=click.Path(path_type=Path))
@click.option("--format", "form", type=FORMATS, default="text", help="how to print it")
def replay_command(trace: Path, form: str) -> int:
    """Run the trace in the file TRACE again, and say whether the violation is still there."""
    again = replayed(trace)
    there = again.finding is not None
    if form == "json":
        standing = {"seen" if again.is_sight else "violated": there and not again.undetermined}
        if again.trace.loop is not None or again.undetermined:
            standing["undetermined"] = again.undetermined
        gone = {} if there else {"why_gone": _holds(again)}
        say(dump({"id": again.trace.id, **standing, "finding": again.finding, **gone}))
    elif there:
        after = f"{again.seen_after} step{'' if again.seen_after == 1 else 's'}"
        still = "still undetermined" if again.undetermined else "still there"
        say(f"{again.trace.id}: {still} after {after}: {again.finding}.")
    elif again.why_gone is not None:
        say(f"{again.trace.id}: gone: every step is possible, but {again.why_gone}.")
    else:
        say(f"{again.trace.id}: gone: every step is possible, and {_holds(again)}.")
    if again.is_sight:
        return _exit_code(is_wrong=not there, is_open=False)
    if not there:
        return 0
    if again.undetermined:
        return Verdict.UNDETERMINED.exit_code
    if again.trace.loop is not None:
        return BROKEN_PROMISE
    return (Verdict.DEADLOCK if again.trace.property == DEADLOCK else Verdict.VIOLATED).exit_code


@seatrial.command(short_help="Show a trace, step by step.")
@click.argument("trace", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=TRACE_FORMATS,
    default="text",
    help="how to print it [text]",
)
def show(trace: Path, form: str) -> int:
    """Show the trace in the file TRACE, step by step, as the model makes it now.

    Formats: text; json, the file anew; html, a page to step through; markdown; mermaid, a sequence diagram;
    dot, a graph for Graphviz; itf, the Informal Trace Format of other checkers; shiviz, a log with vector
    clocks; pytest, a regression test.
    """
    again = replayed(trace)
    if form == "json":
        say(dump(again.trace.as_json()))
    elif form in FORMS:
        say(FORMS[form](story_of(again), again))
    else:
        say(render_trace(again.trace, again.scenario, story_of(again)))
    return 0


seatrial.add_command(cite)
seatrial.add_command(gallery)


@seatrial.command("table", short_help="Print a table, each row of it confirmed.")
@click.argument("name")
@table_options
def table_command(name: str, form: str, output: Path | None) -> int:
    """Print the table NAME, each row of it proved, and searched where it says so.

    How far the searches are is shown: those of a large table take a minute or more.
    """
    table = find_table(name)
    if output is not None:
        check_writable(output)
    with progress_of(len(table.rows), words_of_search) as about:
        rows = list(confirm(table, about=about))
    publish(Confirmed(table, rows), lambda _: render_table(table, rows), form, output)
    return _exit_code(is_wrong=not all(row.is_confirmed for row in rows), is_open=False)


@seatrial.command("topology", short_help="Print what each topology costs and bears.")
@click.option("--host-availability", default="0.99", metavar="P", help="each host is up with probability P")
@table_options
def topology_command(host_availability: str, form: str, output: Path | None) -> int:
    """Print the catalogue's survey of topologies; P is exact: 0.99, or 99/100 [0.99]."""
    survey, up = find_survey("topology"), probability(host_availability)
    if output is not None:
        check_writable(output)
    publish(Surveyed(survey, up), lambda _: render_survey(survey, up), form, output)
    return 0


def _exit_code(*, is_wrong: bool, is_open: bool) -> int:
    """Return the code of a verdict on several statements: one that is wrong outweighs what is open."""
    if is_wrong:
        return Verdict.VIOLATED.exit_code
    return (Verdict.INCOMPLETE if is_open else Verdict.HOLDS).exit_code


def _holds(again: Replay) -> str:
    if again.why_gone is not None:
        return again.why_gone
    return phrases.holds(again.trace.property, again.kind)


def _in_a_sentence(error: click.ClickException) -> str:
    """Return what click objects to in the form of the other objections."""
    elsewhere = _elsewhere(error)
    if elsewhere is not None:
        return elsewhere
    possibilities = getattr(error, "possibilities", None)
    said = (error.message if possibilities else error.format_message()).rstrip(".")
    said = f"{said[0].lower()}{said[1:]}"
    if possibilities:
        return f"{said}; did you mean {' or '.join(possibilities)}?"
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{said}; see {context.command_path if context else 'seatrial'} --help"


def _elsewhere(error: click.ClickException) -> str | None:
    """Say of an option that a command does not have, but a scenario, where to give it; None if none has."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return None
    option = error.option_name
    have = [one.name for one in scenarios() if any(f"--{each.name}" == option for each in one.parameters)]
    if not have:
        return None
    named = have[0] if len(have) == 1 else "SCENARIO"
    return (
        f"{error.ctx.command_path} has no option {option}; expected it as in seatrial check {named} {option}"
    )


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
        complain(_in_a_sentence(error))
        code = WRONG_USAGE
    except (click.exceptions.Abort, KeyboardInterrupt):
        complain("interrupted")
        code = INTERRUPTED
    except Exception as error:
        said = blamed(error)
        if said is None:  # the checker's own: whoever mends it wants all of it
            raise
        complain(said)
        code = WRONG_USAGE
    sys.exit(code)
