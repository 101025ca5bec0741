"""Reports and traces as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap

from checker.catalogue import find_mutant
from checker.difference import Change
from checker.protocol import Mutant, Promise, Property, Scenario, is_witness
from checker.report import Report
from checker.screen import columns
from checker.trace import Step, Trace
from checker.verdict import DEADLOCK, Verdict, witnesses_missed

WIDTH = 100
"""No line is longer, unless a word is; where the terminal is narrower, that is the limit."""


def render_report(report: Report) -> str:
    """Return what a check found out: the verdict first, then what was covered, then the trace."""
    return "\n".join(_report_lines(report))


def render_trace(trace: Trace, scenario: Scenario) -> str:
    """Return a trace: what went wrong in one sentence, then the steps, each with only what it changed."""
    return "\n".join(_trace_lines(trace, scenario))


def _report_lines(report: Report) -> Iterator[str]:
    result = report.result
    with_mutant = f" with the mutant {report.case.mutant}" if report.case.mutant else ""
    sought = report.case.sought
    said = _verdict_sentence(report) if sought is None else _sight_sentence(report, sought.name)
    yield from paragraph(f"{report.case.name}{with_mutant}: {said}", "", "  ")
    yield from paragraph(f"parameters: {pairs(report.case.parameters) or 'none'}", "  ")
    rate = f", {result.states / result.seconds:,.0f} states/s" if result.seconds > 0.01 else ""
    yield from paragraph(
        f"{_count(result.states, 'distinct state')}, {_count(result.transitions, 'transition')}, "
        f"depth {result.depth}, {result.seconds:.2f} s{rate} ({_how(report)})",
        "  ",
    )
    if result.stands_for is not None:
        times = result.stands_for / result.states
        yield from paragraph(
            f"symmetry: with all names these are {result.stands_for:,} states, {times:.2f} times as many",
            "  ",
        )
    if result.collision_probability:
        yield from paragraph(
            "the chance that two states shared a fingerprint, so that one was missed, is about "
            f"{result.collision_probability:.1g}",
            "  ",
        )
    if result.bounds_reached:
        yield from paragraph(f"bounds reached: {', '.join(result.bounds_reached)}", "  ")
    for standing, names in _standings(report):
        if names:
            yield from paragraph(f"{standing}: {', '.join(names)}", "  ")
    for words, promises in groupby(report.fairness().items(), key=lambda item: item[1]):
        said = ", ".join(name for name, _ in promises)
        missing = report.kinds_missing(words)
        none = f"; no such action here: {', '.join(missing)}" if missing else ""
        yield from paragraph(f"fairness assumed for {said}: {words}{none}", "  ")
    if report.trace is not None:
        if report.result.verdict is Verdict.VIOLATED and len(report.result.violated) > 1:
            yield from paragraph(f"shown here: {report.trace.property}; --property shows another", "  ")
        yield ""
        yield from _trace_lines(report.trace, report.case.scenario)


def _how(report: Report) -> str:
    workers = f", {report.result.workers} workers" if report.result.workers > 1 else ""
    return f"{report.result.engine} engine{workers}"


def _verdict_sentence(report: Report) -> str:
    result = report.result
    match result.verdict:
        case Verdict.HOLDS if report.case.mutant:
            return "HOLDS. The mutant survived: within these bounds nothing that was checked shows it."
        case Verdict.HOLDS:
            return "HOLDS. Every reachable state within the bounds was visited."
        case Verdict.INCOMPLETE:
            visited = "What was visited violates nothing, and is not all."
            return f"INCOMPLETE ({result.stopped_by}). {visited if not result.promises else ''}".rstrip()
        case Verdict.UNDETERMINED:
            return f"UNDETERMINED at the bound: {listed(_undetermined(report))}."
        case Verdict.DEADLOCK:
            return "DEADLOCK. A state was reached in which no action is enabled."
        case Verdict.VIOLATED:
            return f"VIOLATED: {listed(result.violated)}."


def _sight_sentence(report: Report, name: str) -> str:
    match report.verdict:
        case "seen":
            return f"SEEN: {name}."
        case "never seen":
            return f"NEVER SEEN: {name}. Every reachable state within the bounds was visited."
        case _:
            return f"INCOMPLETE ({report.result.stopped_by}). {name} was not seen in what was visited."


def _undetermined(report: Report) -> list[str]:
    return [name for name, standing in report.result.promises.items() if standing == "undetermined"]


def listed(names: Sequence[str]) -> str:
    """Return names in a row, the last two with an "and" between them."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _standings(report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield how the properties and the witnesses stand, in words, and which of them stand so."""
    verdict, by_name = report.result.verdict, report.standing()
    checked = {stated.name for stated in report.case.checked}
    promised = {promise.name for promise in report.case.promised}
    unsettled = [name for name, standing in by_name.items() if standing == "unchecked"]
    yield "holds", [name for name, standing in by_name.items() if standing == "holds"]
    yield "holds, but nothing ever called for it", report.result.uncalled
    yield "undetermined at the bound", _undetermined(report)
    if verdict is Verdict.DEADLOCK:
        yield "violated", [name for name, standing in by_name.items() if standing == "violated"]
    yield "not violated in what was visited", [name for name in unsettled if name in checked]
    yield "not settled", [name for name in unsettled if name in promised]
    yield "not asked for", [name for name in unsettled if name not in checked | promised]
    yield "witnesses seen", sorted(report.result.witnesses)
    if report.trace is None:
        so_far = "so far" if verdict is Verdict.INCOMPLETE else "within these bounds"
        yield f"witnesses not seen {so_far}", witnesses_missed(report.case.checked, report.result.witnesses)


def _trace_lines(trace: Trace, scenario: Scenario) -> Iterator[str]:
    known: list[Property | Promise] = [*scenario.properties, *scenario.promises]
    stated = next((stated for stated in known if stated.name == trace.property), None)
    is_promise = stated in scenario.promises
    opening = "What is seen" if is_witness(stated) else "What went wrong"
    if is_promise and trace.loop is None:
        opening = "What is open"
    yield from paragraph(f"{opening}: {trace.finding}.", "", "  ")
    yield from paragraph(_statement(trace, stated, is_promise=is_promise), "  ")
    if trace.mutant is not None:
        yield from paragraph(_mistake(find_mutant(scenario, trace.mutant)[0]), "  ")
    yield ""
    yield from steps_of(trace)


def steps_of(trace: Trace) -> Iterator[str]:
    """Yield the lines that tell a run: its id, and each step with what it changed."""
    count = len(trace.steps)
    yield f"Trace {trace.id}, {_count(count, 'step')}{':' if count else ': it begins so.'}"
    for number, step in enumerate(trace.steps, start=1):
        yield ""
        yield from paragraph(f"{number:3}. {step.sentence}", "", "     ")
        yield from _step_lines(step)
        if trace.loop == number < count:
            yield ""
            yield from paragraph("↻ what follows is repeated for ever", "  ", "    ")
    if trace.loop is not None:
        yield ""
        yield from paragraph(f"↻ {_return(trace)}", "  ", "    ")


def _return(trace: Trace) -> str:
    """Say how a lasso goes on after its last step."""
    if trace.loop == len(trace.steps):
        return "and then nothing happens any more: nothing is owed that could be done"
    where = f"as after step {trace.loop}" if trace.loop else "as in the beginning"
    same = f"the same but for {trace.returns}" if trace.returns else "exactly"
    return f"it is {where}, {same}, and goes on so for ever"


def _step_lines(step: Step) -> Iterator[str]:
    for process, differences in groupby(step.changes, key=lambda change: change.process):
        told = "; ".join(_difference(change) for change in differences)
        yield from paragraph(f"{process}: {told}", "       ", "         ")
    for message in step.sent:
        yield from paragraph(f"sent: {message}", "       ", "         ")
    if not step.changes and not step.sent:
        yield "       no process changes, and nothing new is sent"


def _difference(change: Change) -> str:
    """Say what a field was and is: by the last of its names, and by none if it is all of the process."""
    return f"{change.field.rpartition('.')[2]} {change.before} → {change.after}".lstrip()


def _statement(trace: Trace, stated: Property | Promise | None, *, is_promise: bool) -> str:
    if trace.property == DEADLOCK:
        return "a deadlock, in the state after the last step"
    if stated is None:
        return f"violates {trace.property}"
    how = "promised as" if is_promise else "shows" if is_witness(stated) else "violates"
    return f"{how} {stated.name}: “{stated.sentence}”{_cited(stated.cites)}"


def _mistake(mutant: Mutant) -> str:
    """Say in which rule the mistake is, and what it is if that is written down."""
    told = f": {mutant.sentence}" if mutant.protocol.__doc__ else ""
    return f"the mistake, {mutant.name}, is in the rule {mutant.rule}{told}{_cited(mutant.cites)}"


def _cited(source: str) -> str:
    return f" ({source})" if source else ""


def pairs(parameters: Mapping[str, int | None]) -> str:
    """Return parameters with their values."""
    return ", ".join(f"{name} {'none' if value is None else value}" for name, value in parameters.items())


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def paragraph(text: str, first: str, rest: str | None = None) -> list[str]:
    """Return a text as lines, the first and the others behind their indents."""
    return wrap(
        text,
        min(WIDTH, columns() or WIDTH),
        initial_indent=first,
        subsequent_indent=f"{first}  " if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
