"""Reports of searches as text for a terminal."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.render.lines import bounds_of, counted, paragraph
from checker.render.survivor import rule_lines
from checker.render.trace import trace_lines
from checker.report import Report
from checker.story import Story
from checker.verdict import Verdict, witnesses_missed


def render_report(report: Report, story: Story | None = None) -> str:
    """Return what a check found out: the verdict first, then what was covered, then the trace.

    With the `story` of the trace, more is told of it.
    """
    return "\n".join(_report_lines(report, story))


def _report_lines(report: Report, story: Story | None) -> Iterator[str]:
    result = report.result
    with_mutant = f" with the mutant {report.case.mutant}" if report.case.mutant else ""
    sought = report.case.sought
    said = _verdict_sentence(report) if sought is None else _sight_sentence(report, sought.name)
    yield from paragraph(f"{report.case.name}{with_mutant}: {said}", "", "  ")
    yield from paragraph(
        f"parameters: {bounds_of(report.case.scenario, report.case.parameters) or 'none'}", "  "
    )
    rate = f", {result.states / result.seconds:,.0f} states/s" if result.seconds > 0.01 else ""
    yield from paragraph(
        f"{counted(result.states, 'distinct state')}, {counted(result.transitions, 'transition')}, "
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
    yield from rule_lines(report)
    if report.trace is not None:
        if report.result.verdict is Verdict.VIOLATED and len(report.result.violated) > 1:
            yield from paragraph(f"shown here: {report.trace.property}; --property shows another", "  ")
        yield ""
        is_mistaken = not report.is_not_its_doing
        yield from trace_lines(report.trace, report.case.scenario, story, is_mistaken=is_mistaken)


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
