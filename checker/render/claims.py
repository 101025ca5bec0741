"""Claims as text for a terminal, and as JSON: all in a table, or one at length."""

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid

from checker.answer import Answer
from checker.claims import Settled, Standing
from checker.difference import Change
from checker.encoding import Json
from checker.naming import as_said
from checker.phrasebook import spaced
from checker.render.claim_words import Speaker
from checker.render.folding import folded
from checker.render.lines import WIDTH
from checker.render.proofs import render_proof
from checker.render.study import render_study
from checker.render.trace import name_of, steps_of
from checker.screen import columns
from checker.trace import Step, Trace

WIDE = 132
"""How wide the table is where no terminal says otherwise."""

NARROW = 90
"""On a terminal that is narrower, each claim is told in lines of its own."""

MARKS = {True: "✓", False: "✗", None: "?"}


def claims_json(settled: Sequence[Settled], speaker: Speaker) -> Json:
    """Return claims as one JSON object."""
    return {"claims": [_claim_json(one, speaker) for one in settled]}


def told_json(settled: Settled, speaker: Speaker) -> Json:
    """Return one claim as one JSON object, with the run that shows it, and the correct statement.

    That is null unless what was run bears it out; ``correct_holds`` says whether it holds in this run, null
    if that is open, or if some of what it rests on was not asked of the mutant. ``correct_by`` says by which
    rules it is so: ``these rules`` or ``the right rules``; null where it is not told.
    """
    by_right_rules = settled.is_by_right_rules
    told_by = "the right rules" if by_right_rules else "these rules"
    holds = None if settled.is_corrected and by_right_rules else settled.is_corrected
    return {
        **claims_json([settled], speaker),
        "verdict": settled.standing.value,
        "correct": settled.claim.correct.said(speaker.language) if settled.is_corrected else None,
        "correct_holds": holds,
        "correct_by": told_by if settled.is_corrected else None,
        "trace": settled.trace and settled.trace.as_json(),
    }


def _claim_json(settled: Settled, speaker: Speaker) -> Json:
    return {
        "id": settled.claim.id,
        "statement": settled.claim.statement.said(speaker.language),
        "verdict": settled.standing.value,
        "reason": speaker.reason(settled),
        "evidence": {
            "as_said": [_answer_json(one, speaker) for one in settled.as_said],
            "under_condition": [_answer_json(one, speaker) for one in settled.under_condition],
            "as_corrected": [_answer_json(one, speaker) for one in settled.as_corrected],
        },
    }


def _answer_json(answer: Answer, speaker: Speaker) -> Json:
    evidence = answer.evidence
    told: dict[str, Json] = {
        "kind": evidence.kind,
        "asked": speaker.words(answer),
        "speaks": {True: "for", False: "against", None: "open"}[answer.speaks],
        "finding": speaker.finding(answer),
        "unmoved": answer.unmoved and answer.unmoved.value,
    }
    if answer.case is not None and answer.result is not None:
        return told | {
            "property": evidence.asked,
            "scenario": answer.case.name,
            "parameters": as_said(answer.case.scenario, answer.case.parameters),
            "mutant": answer.case.mutant,
            "verdict": answer.result.verdict.value,
            "states": answer.result.states,
            "trace": answer.trace and answer.trace.id,
            "steps": answer.trace and len(answer.trace.actions),
        }
    if answer.proof is not None:
        return told | {"lemma": evidence.lemma.name, "outcome": answer.proof.outcome.value}
    mutant = answer.mutant and f"{answer.mutant.__module__}:{answer.mutant.__qualname__}"
    if evidence.kind == "trials":
        return told | {
            "study": evidence.study.name,
            "trials": evidence.number,
            "seed": evidence.seed,
            "mutant": mutant,
        }
    bounds = evidence.bounds.said(speaker.language)
    return told | {"count": evidence.name, "bounds": bounds, "mutant": mutant}


def render_claims(settled: Sequence[Settled], speaker: Speaker) -> str:
    """Return claims as a table: the statement, the verdict, one sentence why, and the evidence."""
    room = columns()
    lines = _items(settled, speaker) if room is not None and room < NARROW else _drawn(settled, speaker)
    return "\n".join([*lines, "", counts(settled, speaker)])


def counts(settled: Sequence[Settled], speaker: Speaker) -> str:
    """Return how many claims came out how, as a sentence."""
    standings = [one.standing for one in settled]
    labels = speaker.labels
    said = labels.counts.format(
        total=len(standings), **{one.name.lower(): standings.count(one) for one in Standing}
    )
    unsettled = [one.claim.id for one in settled if one.standing is Standing.UNSETTLED]
    if unsettled:
        names = labels.comma.join(unsettled)
        said += f"{labels.comma}{len(unsettled)} {labels.verdicts[Standing.UNSETTLED]}{labels.colon}{names}"
    return said + labels.stop


def _drawn(settled: Sequence[Settled], speaker: Speaker) -> list[str]:
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_lines=True)
    statement, verdict, why, evidence = speaker.labels.columns
    grid.add_column(statement, ratio=10)
    grid.add_column(verdict, no_wrap=True)
    grid.add_column(why, ratio=10)
    grid.add_column(evidence, ratio=9)
    for one in settled:
        said = f"{one.claim.id}\n{one.claim.statement.said(speaker.language)}"
        grid.add_row(said, speaker.verdict(one), speaker.reason(one), _in_short(one, speaker))
    page = Console(file=StringIO(), width=min(columns() or WIDE, WIDE))
    page.print(grid, markup=False)
    assert isinstance(page.file, StringIO)
    return [line.rstrip() for line in page.file.getvalue().strip("\n").splitlines()]


def _items(settled: Sequence[Settled], speaker: Speaker) -> Iterator[str]:
    labels = speaker.labels
    for one in settled:
        yield f"{one.claim.id}{labels.colon}{speaker.verdict(one)}"
        yield from folded(one.claim.statement.said(speaker.language), "  ")
        yield from folded(f"{labels.why}{labels.colon}{speaker.reason(one)}", "  ")
        yield from folded(f"{labels.columns[3]}{labels.colon}{_in_short(one, speaker)}", "  ")
        yield ""


def _in_short(settled: Settled, speaker: Speaker) -> str:
    """Return the first of what decided, and how much more there is."""
    said = speaker.evidence(settled.deciding[0])
    more = len(settled.answers) - 1
    return f"{said}{speaker.labels.comma}{speaker.labels.more.format(more)}" if more else said


def render_claim(settled: Settled, speaker: Speaker) -> str:
    """Return one claim at length: why, what is so instead, all its evidence, and the run or the proof."""
    return "\n".join(_claim_lines(settled, speaker))


def _claim_lines(settled: Settled, speaker: Speaker) -> Iterator[str]:
    labels, language = speaker.labels, speaker.language
    mistake = "" if settled.mutant is None else labels.mutant.format(settled.mutant.__qualname__)
    yield f"{settled.claim.id}{labels.colon}{speaker.verdict(settled).upper()}{mistake}"
    for words in (
        f"{labels.said}{labels.colon}{settled.claim.statement.said(language)}",
        f"{labels.why}{labels.colon}{speaker.reason(settled)}",
        speaker.correct(settled),
    ):
        yield ""
        yield from folded(words, "  ")
    groups = settled.as_said, settled.under_condition, settled.as_corrected
    for label, group in zip(labels.groups, groups, strict=True):
        if group:
            yield ""
            yield f"{label}{labels.colon}".rstrip()
        for answer in group:
            yield from _answer_lines(answer, speaker)
    yield from _figures(settled, speaker)
    if language == "en":
        yield from _proofs(settled)
    if settled.trace is not None:
        yield ""
        yield from _run(settled.trace, speaker)


def _answer_lines(answer: Answer, speaker: Speaker) -> Iterator[str]:
    yield from folded(f"{MARKS[answer.speaks]} {speaker.words(answer)}", "  ")
    finding = speaker.finding(answer)
    said = speaker.evidence(answer) + (f"{speaker.labels.colon}{finding}" if finding else "")
    yield from folded(said, "      ")


def _figures(settled: Settled, speaker: Speaker) -> Iterator[str]:
    for answer in settled.answers:
        figures = getattr(answer.evidence, "figures", None)
        if figures is not None:
            grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
            rows = figures.rows()
            for place, column in enumerate(figures.columns):
                room = max(cell_len(row[place]) for row in rows)  # a heading may be folded, a number not
                grid.add_column(column.said(speaker.language), justify="right", min_width=room)
            for row in rows:
                grid.add_row(*row)
            page = Console(file=StringIO(), width=columns() or WIDTH)
            page.print(grid)
            assert isinstance(page.file, StringIO)
            yield ""
            yield from folded(f"{figures.words.said(speaker.language)}{speaker.labels.colon}", "")
            yield from (line.rstrip() for line in page.file.getvalue().strip("\n").splitlines())


def _proofs(settled: Settled) -> Iterator[str]:
    """Yield the lemmas in full, and the tables of what was measured."""
    studies = set()
    for answer in settled.answers:
        if answer.proof is not None:
            yield ""
            yield render_proof(answer.proof)
        conducted = answer.conducted
        if conducted is not None and id(conducted) not in studies:
            studies.add(id(conducted))
            yield ""
            yield render_study(conducted)


def _run(trace: Trace, speaker: Speaker) -> Iterator[str]:
    """Tell the run: what went wrong, and each step with what it changed."""
    labels = speaker.labels
    if speaker.language == "en":
        yield from folded(f"The shortest run that shows it: {trace.finding}.", "")
        yield ""
        yield from steps_of(trace)
        return
    steps = speaker.steps(len(trace.actions)) if trace.actions else labels.no_run
    yield labels.run.format(trace=trace.id, steps=steps) + labels.colon.rstrip()
    yield from folded(speaker.said(trace.finding), "  ")
    for number, step in enumerate(trace.steps, start=1):
        yield ""
        yield from folded(f"{number:3}. {speaker.said(step.sentence)}", "  ")
        for line in _step_lines(step, speaker):
            yield from folded(line, "       ")
        if trace.loop == number < len(trace.steps):
            yield ""
            yield f"  {labels.loop}"
    if trace.loop is not None:
        yield ""
        yield from folded(f"↻ {_return(trace, trace.loop, speaker)}", "  ")


def _return(trace: Trace, loop: int, speaker: Speaker) -> str:
    """Say how a lasso goes on after its last step."""
    if loop == len(trace.steps):
        return speaker.word("loop-stops")
    differs = speaker.said(trace.returns) if trace.returns else None
    but = "" if differs is None else speaker.word("loop-but").format(differs=differs)
    return spaced(speaker.word("loop-returns").format(step=loop, but=but))


def _step_lines(step: Step, speaker: Speaker) -> Iterator[str]:
    """Yield what a step changed, and what it sent, in the words of the pages of traces."""
    colon, stop = speaker.labels.colon, speaker.labels.stop
    for process, changes in groupby(step.changes, key=lambda change: change.process):
        told = "；".join(_change(one, speaker) for one in changes)
        yield f"{speaker.said(process)}{colon}{told}"
    for message in step.sent:
        yield f"{speaker.word('sent')}{colon}{speaker.said(message)}"
    if not step.changes and not step.sent:
        yield speaker.word("nothing").removesuffix(stop)


def _change(change: Change, speaker: Speaker) -> str:
    """Say what a field was and is: whose it is in a list, and by the last of its names, if it has one."""
    whose, field = name_of(change)
    before, after = speaker.said(change.before), speaker.said(change.after)
    return f"{whose}{speaker.said(field)} {before} → {after}".lstrip()
