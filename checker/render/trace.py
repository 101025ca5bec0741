"""A trace as text for a terminal: what went wrong, the steps, and where the healthy protocol parts."""

import re
from collections.abc import Iterator
from itertools import groupby

from attrs import evolve

from checker.catalogue import find_mutant
from checker.difference import Change
from checker.protocol import Mutant, Promise, Property, Scenario, kind_of
from checker.render import phrases
from checker.render.lines import counted, paragraph
from checker.story import Moment, Parting, Story
from checker.trace import Step, Trace

_MEMBER = re.compile(r"\[([^]]*)\]")
"""A member of a list of records, in the name of a field: ``members[s2].is_up``."""


def render_trace(trace: Trace, scenario: Scenario, story: Story | None = None) -> str:
    """Return a trace: what went wrong in one sentence, then the steps, each with only what it changed.

    With its `story`, each step also tells what it breaks and where the mistake was made, and the end how
    the healthy protocol goes on.
    """
    return "\n".join(trace_lines(trace, scenario, story))


def trace_lines(
    trace: Trace, scenario: Scenario, story: Story | None = None, *, is_mistaken: bool = True
) -> Iterator[str]:
    """Yield the lines of a trace, as `render_trace` has them; of no mistake unless the rule `is_mistaken`."""
    known: list[Property | Promise] = [*scenario.properties, *scenario.promises]
    stated = next((stated for stated in known if stated.name == trace.property), None)
    kind, gone = kind_of(stated), None if story is None else phrases.gone(story)
    if gone is not None:
        trace = evolve(trace, loop=None)  # what is gone returns to nothing
    opening = phrases.opening(kind, trace.loop, is_there=gone is None)
    yield from paragraph(f"{opening}: {trace.finding}.", "", "  ")
    if gone is not None:
        yield from paragraph(gone, "", "  ")
    if story is not None and story.account:
        yield from paragraph(story.account, "  ")
    said, cites = ("", "") if stated is None else (stated.sentence, stated.cites)
    yield from paragraph(phrases.violates(trace.property, said, cites, kind, is_there=gone is None), "  ")
    if trace.mutant is not None and is_mistaken:
        yield from paragraph(_mistake(find_mutant(scenario, trace.mutant)[0]), "  ")
    yield ""
    yield from steps_of(trace, story)
    if story is not None and story.parting is not None:
        yield ""
        yield from _parting_lines(story, story.parting)


def steps_of(trace: Trace, story: Story | None = None) -> Iterator[str]:
    """Yield the lines that tell a run: its id, and each step with what it changed."""
    count = len(trace.steps)
    yield f"Trace {trace.id}, {counted(count, 'step')}{':' if count else ': it begins so.'}"
    for number, step in enumerate(trace.steps, start=1):
        yield ""
        yield from paragraph(f"{number:3}. {step.sentence}", "", "     ")
        yield from _step_lines(step)
        if story is not None:
            yield from _moment_lines(story.moments[number])
        if trace.loop == number < count:
            yield ""
            yield from paragraph("↻ what follows is repeated for ever", "  ", "    ")
    returns = phrases.returns(trace.loop, count, trace.returns)
    if returns is not None:
        yield ""
        yield from paragraph(f"↻ {returns}", "  ", "    ")
        for said in phrases.withheld(story) if story is not None else ():
            yield from paragraph(said, "    ", "      ")


def _moment_lines(moment: Moment) -> Iterator[str]:
    """Tell where the mistake was made in a step, and what the step breaks."""
    for applied in moment.applied:
        yield from paragraph(phrases.mistake(applied), "       ", "         ")
    for standing in phrases.breaks(moment):
        yield from paragraph(phrases.broken(standing), "       ", "         ")


def _parting_lines(story: Story, parting: Parting) -> Iterator[str]:
    """Tell where the healthy protocol parts from a run, and how it goes on."""
    end = ":" if parting.contrasts else "."
    yield from paragraph(f"{phrases.sentence(phrases.parts(story) or '').rstrip('.')}{end}", "")
    for one in parting.contrasts:
        yield from paragraph(phrases.contrast(one), "  ")
    goes_on = phrases.goes_on(story)
    if goes_on is not None:
        yield from paragraph(phrases.sentence(goes_on), "  ")


def _step_lines(step: Step) -> Iterator[str]:
    for process, differences in groupby(step.changes, key=lambda change: change.process):
        told = "; ".join(_difference(change) for change in differences)
        yield from paragraph(f"{process}: {told}", "       ", "         ")
    for message in step.sent:
        yield from paragraph(f"sent: {message}", "       ", "         ")
    if not step.changes and not step.sent:
        yield "       no process changes, and nothing new is sent"


def _difference(change: Change) -> str:
    """Say what a field was and is: whose it is in a list, and by the last of its names, if it has one."""
    whose, name = name_of(change)
    return f"{whose}{name} {change.before} → {change.after}".lstrip()


def name_of(change: Change) -> tuple[str, str]:
    """Return whose a field is, for each member of a list with a blank behind it, and the field's last name.

    Of ``members[s2].is_up`` these are ``"s2 "`` and ``"is_up"``; of all of a process, nothing and nothing.
    """
    members = "".join(f"{name} " for name in _MEMBER.findall(change.field))
    return members, _MEMBER.sub("", change.field.rpartition(".")[2])


def _mistake(mutant: Mutant) -> str:
    # A class without a docstring of its own has its ancestor's, which tells no mistake.
    said = mutant.sentence if mutant.protocol.__doc__ else ""
    return phrases.made(mutant.name, mutant.rule, said, mutant.cites)
