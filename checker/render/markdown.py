"""A trace as Markdown, for an issue or a page: what went wrong, a diagram, the steps, the right rule."""

import re
from collections.abc import Iterator
from typing import Any

from checker.render import phrases
from checker.render.lines import pairs
from checker.render.mermaid import trace_mermaid
from checker.replay import Replay
from checker.story import Moment, Story
from checker.trace import Step


def trace_markdown(story: Story, again: Replay) -> str:
    """Return a story as Markdown (CommonMark; the diagram is drawn by hosts that know Mermaid)."""
    return "\n".join(_lines(story, again))


def _lines(story: Story, again: Replay) -> Iterator[str]:
    yield f"# {escaped(phrases.title(story))}"
    yield ""
    for said in _head(story):
        yield f"- {escaped(phrases.sentence(said))}"
    yield f"- Scenario `{story.scenario}`: {escaped(story.sentence)}"
    if story.parameters:
        yield f"- Parameters: {escaped(pairs(story.parameters))}."
    yield f"- To see it again: {code(story.command)}"
    yield ""
    yield from fenced(trace_mermaid(story), "mermaid")
    if story.rule_wrong and story.rule_right:
        yield ""
        yield f"## The rule {escaped(story.rule or '')}"
        yield ""
        yield f"{escaped(phrases.sentence(story.rule_sentence) + phrases.cited(story.rule_cites))} Right:"
        yield ""
        yield from fenced("\n".join(story.rule_right), "python")
        yield ""
        yield "Wrong:"
        yield ""
        yield from fenced("\n".join(story.rule_wrong), "python")
    yield ""
    yield "## Step by step"
    yield ""
    if not story.steps():
        yield "It begins so."
    for said in phrases.apart(story):
        yield f"{escaped(said)}."
        yield ""
    for moment, step in zip(story.steps(), again.trace.steps, strict=True):
        number = f"{moment.number}. "
        yield f"{number}{escaped(moment.sentence)}"
        # What belongs to an item of a list is indented by as much as its number takes.
        yield from (f"{' ' * len(number)}- {escaped(line)}" for line in _step(story, moment, step))
    yield from _end(story)


def _head(story: Story) -> Iterator[str]:
    """Yield what is said of the trace as a whole."""
    gone = phrases.gone(story)
    if gone is not None:
        yield gone
    if story.account:
        yield story.account
    yield phrases.violates(
        story.property,
        story.property_sentence,
        story.property_cites,
        story.property_kind,
        is_there=story.is_there,
    )
    if story.mutant is not None:
        yield phrases.made(story.mutant, story.rule or "", story.mistake or "", story.mistake_cites)


def _step(story: Story, moment: Moment, step: Step) -> Iterator[str]:
    """Yield what comes of a step: only what changed."""
    before = story.moments[moment.number - 1]
    aside = {one.id for one in story.processes if one.background} - set(moment.acts)
    for state in moment.states:
        if state.process in aside:
            continue
        if state.summary != before.state(state.process).summary:
            yield f"{state.process}: {state.summary}"
        elif state.changed:
            changed = [f"{field.name} {field.value}" for field in state.fields if field.changed]
            yield f"{state.process}: {', '.join(changed)}"
    yield from (f"sent: {message}" for message in step.sent)
    yield from map(phrases.mistake, moment.applied)
    yield from map(phrases.broken, phrases.breaks(moment))
    if story.loop == moment.number < len(story.steps()):
        yield "what follows is repeated for ever"


def _end(story: Story) -> Iterator[str]:
    returns = phrases.returns(story.loop, len(story.steps()), story.returns)
    if returns is not None:
        yield ""
        yield escaped(phrases.sentence(returns))
        withheld = [f"- {escaped(said)}" for said in phrases.withheld(story)]
        yield from ("", *withheld) if withheld else ()
    parts = phrases.parts(story)
    if parts is None or story.parting is None:
        return
    yield ""
    yield "## With the right rule"
    yield ""
    yield escaped(phrases.sentence(parts))
    if story.parting.contrasts:
        yield ""
        yield from (f"- {escaped(phrases.contrast(one))}" for one in story.parting.contrasts)
    goes_on = phrases.goes_on(story)
    if goes_on is not None:
        yield ""
        yield escaped(phrases.sentence(goes_on))


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    plain = re.sub(r"([\\`*_\[\]<>#&|~])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-+=]|\d+[.)])", _guarded, plain)


def code(text: str) -> str:
    """Return text as code within a line, between more backquotes than are in it."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence, room = "`" * (longest + 1), " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{room}{text}{room}{fence}"


def fenced(text: str, language: str) -> Iterator[str]:
    """Yield a block of code."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    yield f"{fence}{language}"
    yield from text.splitlines()
    yield fence


def _guarded(begins: Any) -> str:
    """Keep a line from being a list, or the line under a heading."""
    return f"{begins[0][:-1]}\\{begins[0][-1]}"
