"""The zoo as text: a table of all mutants, and one of them told in full."""

from collections.abc import Iterator, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from checker.encoding import Json
from checker.render.lines import WIDTH, bounds_of, paragraph
from checker.render.simulation import drawn_from, shortened_sentence
from checker.render.survivor import rule_lines
from checker.render.trace import render_trace
from checker.rule_source import Source, beside, right_and_wrong
from checker.screen import columns
from checker.simulation import SimulationReport
from checker.story import Story
from checker.zoo import Exhibit, Hunted, score_of


def render_zoo(hunted: Sequence[Hunted]) -> str:
    """Return all mutants, with their controls where these were searched, and the score.

    A line each, or where the terminal is too narrow for that, some lines.
    """
    room = columns()
    lines = _items(hunted) if room is not None and room < WIDE else drawn(_grid(hunted))
    return "\n".join([*lines, "", *_notes(hunted), *_score_lines(hunted)])


def _grid(hunted: Sequence[Hunted]) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    controlled = any(one.control is not None for one in hunted)
    for name in ("mutant", "scenario", "rule", "violates", "source"):
        grid.add_column(name, no_wrap=True)
    for name in ("steps", "states", "seconds"):
        grid.add_column(name, justify="right", no_wrap=True)
    if controlled:
        grid.add_column("control")
    for one in hunted:
        mutant, result = one.exhibit.hunt.mutant, one.report.result
        cells = [mutant.name, one.exhibit.found_as, mutant.rule, _violated(one), mutant.cites]
        cells += [_steps(one), f"{result.states:,}", f"{result.seconds:.2f}"]
        grid.add_row(*cells, *([_controlled(one)] if controlled else []))
    return grid


def _items(hunted: Sequence[Hunted]) -> Iterator[str]:
    for one in hunted:
        mutant, result = one.exhibit.hunt.mutant, one.report.result
        control = "" if one.control is None else f"; control: {_controlled(one)}"
        yield f"  {mutant.name}"
        told_of = (
            f"the rule {mutant.rule}, in {one.exhibit.found_as}; violates {_violated(one)}; "
            f"{_steps(one)} steps, {result.states:,} states, {result.seconds:.2f} s{control}; {mutant.cites}"
        )
        yield from paragraph(told_of, "      ", "      ")


def _steps(one: Hunted) -> str:
    return "-" if one.trace is None else f"{len(one.trace.actions)}{'' if one.shortest else '*'}"


def _controlled(one: Hunted) -> str:
    return "-" if one.control is None else one.control.verdict.value


def render_exhibit(hunted: Hunted, story: Story | None = None) -> str:
    """Return one mutant in full: the mistake, the rule right and wrong, how it is found, the trace."""
    return "\n".join(_exhibit_lines(hunted, story))


def render_walk(exhibit: Exhibit, walked: SimulationReport, story: Story | None = None) -> str:
    """Return one mutant as random walks found it."""
    return "\n".join(_walk_lines(exhibit, walked, story))


def zoo_json(hunted: Sequence[Hunted]) -> Json:
    """Return hunts and their score as one JSON object."""
    return {"mutants": [one.as_json() for one in hunted], "score": score_of(hunted).as_json()}


def told_json(hunted: Hunted) -> Json:
    """Return one hunt as one JSON object, with the rule right and wrong."""
    right, wrong = right_and_wrong(hunted.exhibit.hunt.mutant)
    told_apart = {"right": "\n".join(right.lines), "wrong": "\n".join(wrong.lines)}
    return {**hunted.as_json(), **told_apart}


def _exhibit_lines(hunted: Hunted, story: Story | None) -> Iterator[str]:
    exhibit, result = hunted.exhibit, hunted.report.result
    yield from _what_it_is(exhibit, _verdict_sentence(hunted))
    yield ""
    yield from _where(exhibit)
    yield from paragraph(
        f"{result.states:,} distinct states, {result.transitions:,} transitions, depth {result.depth}, "
        f"{result.seconds:.2f} s",
        "  ",
    )
    yield from paragraph(_how_short(hunted), "  ")
    if hunted.trace is None:
        yield from rule_lines(hunted.report)
    if hunted.control is not None:
        yield from paragraph(
            f"control: the healthy protocol under the same parameters: {hunted.control.verdict.value} "
            f"({hunted.control.states:,} states)",
            "  ",
        )
    if hunted.trace is not None:
        yield ""
        yield render_trace(hunted.trace, exhibit.scenario, story)


def _where(exhibit: Exhibit) -> Iterator[str]:
    """Tell the scenario, as a run may begin with a group to which something has happened, and its bounds."""
    yield from paragraph(f"in {exhibit.found_as}: “{exhibit.scenario.sentence}”", "  ")
    yield from paragraph(f"parameters: {bounds_of(exhibit.scenario, exhibit.parameters)}", "  ")


def _walk_lines(exhibit: Exhibit, walked: SimulationReport, story: Story | None) -> Iterator[str]:
    simulation = walked.simulation
    found = (
        f"KILLED by {walked.trace.property}, in run {simulation.failed_run}."
        if walked.trace is not None
        else "NOT FOUND. Runs at random never show that a mutant survives."
    )
    yield from _what_it_is(exhibit, found)
    yield ""
    yield from _where(exhibit)
    yield from paragraph(
        f"{simulation.runs:,} runs of up to {walked.plan.steps} steps, {simulation.steps:,} steps in all, "
        f"{simulation.seconds:.2f} s ({drawn_from(walked.plan)})",
        "  ",
    )
    if walked.trace is not None:
        yield from paragraph(shortened_sentence(walked), "  ")
        yield ""
        yield render_trace(walked.trace, exhibit.scenario, story)


def _what_it_is(exhibit: Exhibit, verdict: str) -> Iterator[str]:
    """Tell a mutant: its verdict, its mistake, and the rule, right and wrong."""
    mutant = exhibit.hunt.mutant
    right, wrong = right_and_wrong(mutant)
    yield from paragraph(f"{mutant.name}: {verdict}", "", "  ")
    yield from paragraph(
        f"{mutant.sentence} ({mutant.cites})" if mutant.cites else mutant.sentence, "  ", "  "
    )
    yield ""
    cited = f" ({right.cites})" if right.cites else ""
    yield from paragraph(f"The rule {mutant.rule}: “{right.sentence}”{cited}", "")
    yield ""
    yield from _sources(right, wrong)


def _sources(right: Source, wrong: Source) -> Iterator[str]:
    """Show the rule right and wrong: side by side where there is room, else one below the other."""
    (first, second) = texts = [
        (f"{said}, in {one.owner}:", "", *(one.lines or ("(the source is not at hand)",)))
        for said, one in (("right", right), ("wrong", wrong))
    ]
    together = beside(first, second, (columns() or WIDTH) - 2)
    if together is not None:
        yield from (f"  {line}".rstrip() for line in together)
        return
    for place, (head, _, *lines) in enumerate(texts):
        yield from ([""] if place else [])
        yield f"  {head}"
        yield from (f"    {line}".rstrip() for line in lines)


def _verdict_sentence(hunted: Hunted) -> str:
    if hunted.trace is not None:
        return f"KILLED by {hunted.trace.property}."
    if hunted.verdict == "survived":
        return f"SURVIVED. Within the bounds below, {hunted.exhibit.hunt.killed_by} holds."
    why = f" ({hunted.report.result.stopped_by})" if hunted.report.result.stopped_by else ""
    return f"{hunted.verdict.upper()}{why}. It was neither found nor is it shown to survive."


def _how_short(hunted: Hunted) -> str:
    """Say how the mutant was found, and whether a shorter run could show it."""
    if hunted.trace is None:
        return "no run that shows it was found"
    steps = f"{len(hunted.trace.actions)} steps"
    if hunted.walked is not None:
        why = hunted.report.result.stopped_by
        return f"the search gave up ({why}); found by random walks: {shortened_sentence(hunted.walked)}"
    if hunted.trace.loop is not None:
        return (
            f"found by liveness only: a lasso of {steps}; its way to the loop is the shortest there is "
            "within the bounds, its loop short and not proved to be the shortest"
        )
    return f"found breadth first: {steps}, proved the shortest: no shorter run within the bounds shows it"


def _violated(one: Hunted) -> str:
    killer = one.exhibit.hunt.killed_by
    return killer if one.is_killed else f"{one.verdict.upper()} ({killer})"


def _notes(hunted: Sequence[Hunted]) -> Iterator[str]:
    """Say what a mark in the table means, and with which bounds a mutant was not shown."""
    if any(one.trace is not None and not one.shortest for one in hunted):
        yield "* not proved to be the shortest"
        yield ""
    for one in hunted:
        if one.unseen:
            seen = f"{', '.join(one.unseen)}: the mutant was seen to come to that"
            yield from paragraph(f"{one.exhibit.name}: its control never comes to {seen}", "")
        if one.trace is None:
            why = f" ({one.report.result.stopped_by})" if one.report.result.stopped_by else ""
            said = f"{one.exhibit.name}: {one.verdict.upper()}{why} within {_bounds(one)}"
            yield from paragraph(said, "")
        if one.control is not None and one.control.verdict.value != "holds":
            why = f" ({one.control.stopped_by})" if one.control.stopped_by else ""
            violated = f": {', '.join(one.control.violated)}" if one.control.violated else ""
            said = f"{one.exhibit.name}: the control is {one.control.verdict.value.upper()}{violated}{why}"
            yield from paragraph(f"{said} within {_bounds(one)}", "")


def _bounds(one: Hunted) -> str:
    return bounds_of(one.exhibit.scenario, one.exhibit.parameters)


def _score_lines(hunted: Sequence[Hunted]) -> Iterator[str]:
    score = score_of(hunted)
    seconds = sum(one.report.result.seconds for one in hunted)
    yield (
        f"{score.killed} of {score.of} mutants killed, each by the property named; {seconds:.1f} s of search."
    )
    controls = {id(one.control): one.control for one in hunted if one.control is not None}
    if controls:
        held = sum(one.control is not None and one.control.verdict.value == "holds" for one in hunted)
        yield (
            f"{held} of {len(hunted)} controls hold, those of the same bounds searched once; "
            f"{sum(one.seconds for one in controls.values()):.1f} s of search."
        )


def drawn(grid: Grid) -> list[str]:
    """Return the lines of a table, as wide as the terminal; in a file, as wide as it needs."""
    page = Console(file=StringIO(), width=columns() or WIDE)
    page.print(grid)
    assert isinstance(page.file, StringIO)
    return [line.rstrip() for line in page.file.getvalue().strip().splitlines()]


WIDE = 250
"""How wide the table of mutants may be, a line each; most terminals are narrower, files are not."""
