"""Reports and traces as text for a terminal."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from checker.protocol import Property, Scenario
from checker.report import Report
from checker.trace import Step, Trace
from checker.verdict import DEADLOCK, Verdict, witnesses_missed

WIDTH = 100


def render_report(report: Report) -> str:
    """Return what a check found out: the verdict first, then what was covered, then the trace."""
    return "\n".join(_report_lines(report))


def render_trace(trace: Trace, scenario: Scenario, steps: Sequence[Step] | None = None) -> str:
    """Return a trace: what went wrong in one sentence, then the steps, each with only what it changed."""
    return "\n".join(_trace_lines(trace, scenario, trace.steps if steps is None else steps))


def _report_lines(report: Report) -> Iterator[str]:
    result = report.result
    with_mutant = f" with the mutant {report.mutant}" if report.mutant else ""
    yield f"{report.name}{with_mutant}: {_verdict_sentence(report)}"
    yield from paragraph(f"parameters: {_pairs(report)}", "  ")
    rate = f", {result.states / result.seconds:,.0f} states/s" if result.seconds > 0.01 else ""
    yield (
        f"  {_count(result.states, 'distinct state')}, {_count(result.transitions, 'transition')}, "
        f"depth {result.depth}, {result.seconds:.2f} s{rate} ({result.engine} engine)"
    )
    if result.bounds_reached:
        yield from paragraph(f"bounds reached: {', '.join(result.bounds_reached)}", "  ")
    names = {
        state: [n for n, s in report.standing().items() if s == state] for state in ("holds", "unchecked")
    }
    for state, which in names.items():
        if which:
            yield from paragraph(f"{state}: {', '.join(which)}", "  ")
    if result.witnesses:
        yield from paragraph(f"seen: {', '.join(sorted(result.witnesses))}", "  ")
    missed = witnesses_missed(report.checked, result.witnesses)
    if missed and report.trace is None:
        yield from paragraph(f"not seen within these bounds: {', '.join(missed)}", "  ")
    if report.trace is not None:
        yield ""
        yield from _trace_lines(report.trace, report.scenario, report.trace.steps)


def _verdict_sentence(report: Report) -> str:
    result = report.result
    match result.verdict:
        case Verdict.HOLDS if report.mutant:
            return "HOLDS. The mutant survived: within these bounds nothing that was checked shows it."
        case Verdict.HOLDS:
            return "HOLDS. Every reachable state within the bounds was visited."
        case Verdict.INCOMPLETE:
            return f"INCOMPLETE. Nothing is violated in what was visited, but {result.stopped_by} ended it."
        case Verdict.DEADLOCK:
            return "DEADLOCK. A state was reached in which no action is enabled."
        case Verdict.VIOLATED:
            return f"VIOLATED: {' and '.join(result.violated)}."


def _trace_lines(trace: Trace, scenario: Scenario, steps: Sequence[Step]) -> Iterator[str]:
    yield f"What went wrong: {trace.finding}."
    stated = next((stated for stated in scenario.properties if stated.name == trace.property), None)
    yield from paragraph(_statement(trace, stated), "  ")
    mutant = next((hunt.mutant for hunt in scenario.hunts if hunt.mutant.name == trace.mutant), None)
    if mutant is not None:
        yield from paragraph(f"the mistake, {mutant.name}: {mutant.sentence} ({mutant.cites})", "  ")
    yield ""
    yield f"Trace {trace.id}, {_count(len(steps), 'step')}:"
    for number, step in enumerate(steps, start=1):
        yield ""
        yield from paragraph(f"{number:3}. {step.sentence}", "", "     ")
        for process, differences in groupby(step.changes, key=lambda change: change.process):
            told = "; ".join(f"{_last(c.field)} {c.before} → {c.after}" for c in differences)
            yield from paragraph(f"{process}: {told}", "       ", "         ")
        for message in step.sent:
            yield from paragraph(f"sent: {message}", "       ", "         ")


def _statement(trace: Trace, stated: Property | None) -> str:
    if trace.property == DEADLOCK:
        return "A deadlock: in the last state no action is enabled."
    if stated is None:
        return f"violates {trace.property}"
    return f"violates {stated.name}: “{stated.sentence}” ({stated.cites})"


def _pairs(report: Report) -> str:
    return ", ".join(
        f"{name} {'none' if value is None else value}" for name, value in report.parameters.items()
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _last(field: str) -> str:
    return field.rpartition(".")[2]


def paragraph(text: str, first: str, rest: str | None = None) -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=f"{first}  " if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
