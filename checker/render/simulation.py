"""Reports of simulations as text."""

from collections.abc import Iterator

from checker.compiled.simulate import Plan
from checker.render.lines import bounds_of, paragraph
from checker.render.trace import render_trace
from checker.simulation import SimulationReport
from checker.story import Story


def render_simulation(report: SimulationReport, story: Story | None = None) -> str:
    """Return what came of a simulation: the verdict, what was covered, and the trace, with its story."""
    return "\n".join(_lines(report, story))


def _lines(report: SimulationReport, story: Story | None) -> Iterator[str]:
    simulation, plan = report.simulation, report.plan
    with_mutant = f" with the mutant {report.case.mutant}" if report.case.mutant else ""
    yield from paragraph(f"{report.case.name}{with_mutant}: {_verdict_sentence(report)}", "", "  ")
    yield from paragraph(f"parameters: {bounds_of(report.case.scenario, report.case.parameters)}", "  ")
    rate = f", {simulation.steps / simulation.seconds:,.0f} steps/s" if simulation.seconds else ""
    yield from paragraph(
        f"{simulation.runs:,} runs of up to {plan.steps:,} steps, {simulation.steps:,} steps in all, "
        f"{simulation.seconds:.2f} s{rate} ({drawn_from(plan)})",
        "  ",
    )
    taken = ", ".join(f"{name} {count:,}" for name, count in simulation.kinds.items())
    yield from paragraph(f"actions taken: {taken}", "  ")
    runs = max(1, simulation.runs)
    reached = ", ".join(f"{name} in {count / runs:.1%}" for name, count in simulation.witnesses.items())
    if reached:
        yield from paragraph(f"witnesses, of the runs: {reached}", "  ")
    if report.case.promised and report.trace is None:
        left_alone = ", ".join(promise.name for promise in report.case.promised)
        yield from paragraph(f"left alone, as a promise is not for runs that end: {left_alone}", "  ")
    if report.shortened is not None:
        yield from paragraph(shortened_sentence(report), "  ")
    if report.trace is not None:
        yield ""
        yield render_trace(report.trace, report.case.scenario, story)


def drawn_from(plan: Plan) -> str:
    """Say how the actions of runs were drawn."""
    weights = "".join(f", {kind} {factor:g}" for kind, factor in plan.weights.items())
    weighed = f"; weights: {weights.removeprefix(', ')}" if weights else ""
    return f"strategy {plan.strategy.value}, seed {plan.seed}{weighed}"


def _verdict_sentence(report: SimulationReport) -> str:
    if report.trace is not None:
        return f"VIOLATED: {report.trace.property}, in run {report.simulation.failed_run}."
    why = f" ({report.simulation.stopped_by})" if report.simulation.stopped_by else ""
    return f"INCOMPLETE{why}. No run violated anything; runs at random never show that none can."


def shortened_sentence(report: SimulationReport) -> str:
    shortened = report.shortened
    assert shortened is not None
    assert report.trace is not None
    said = f"the run failed after {shortened.found} steps; shrunk to {shortened.shrunk}"
    if not shortened.shortest:
        return (
            f"{said}; whether it is the shortest is not known: the search for a shorter one is incomplete "
            f"({shortened.stopped_by})"
        )
    if len(report.trace.actions) < shortened.shrunk:
        return f"{said}; a search found {len(report.trace.actions)}, the shortest there is within the bounds"
    return f"{said}, the shortest there is within the bounds, by a search"
