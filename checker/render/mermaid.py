"""A trace as a Mermaid sequence diagram, which many hosts draw where they show Markdown.

A message is an arrow in the step in which it arrives; one that is lost ends in a cross, and the copy of one
is dotted. What a process becomes, crashes, cuts, the mistake, and what is broken, are notes. A lasso's loop
is a loop.
"""

import re
from collections.abc import Iterator

from checker.render import phrases
from checker.story import Flight, Moment, Story

WORDS = {
    *("activate", "actor", "alt", "and", "as", "autonumber", "box", "break", "create", "critical"),
    *("deactivate", "destroy", "else", "end", "left", "link", "links", "loop", "note", "off", "opt"),
    *("option", "over", "par", "participant", "properties", "rect", "right", "sequencediagram", "title"),
}
"""What has a meaning of its own in a diagram, and so names no participant."""


def trace_mermaid(story: Story) -> str:
    """Return a story as a sequence diagram."""
    return "\n".join(_lines(story))


def _lines(story: Story) -> Iterator[str]:
    ids = _ids(story)
    yield "sequenceDiagram"
    yield f"    title {escaped(phrases.title(story))}"
    for process, identity in ids.items():
        yield f"    participant {identity} as {escaped(story.name(process))}"
    indent, everyone = "    ", _over(list(ids.values()))
    for ends, apart in zip(story.moments[0].cuts, phrases.apart(story), strict=True):
        over = _over([ids[process] for process in ids if process in ends]) or everyone
        yield f"{indent}Note over {over}: {escaped(apart)}"
    gone = phrases.gone(story)
    if gone is not None:
        yield f"    Note over {everyone}: {escaped(gone)}"
    if story.loop == 0 and story.steps():
        yield f"{indent}loop for ever"
        indent = "        "
    for moment in story.steps():
        yield from (f"{indent}{line}" for line in _step(story, moment, ids, everyone))
        if story.loop == moment.number < len(story.steps()):
            yield f"{indent}loop for ever"
            indent = "        "
    if len(indent) > 4:
        yield "    end"
    returns = phrases.returns(story.loop, len(story.steps()), story.returns)
    if returns is not None:
        yield f"    Note over {everyone}: {escaped(returns)}"


def _step(story: Story, moment: Moment, ids: dict[str, str], everyone: str) -> Iterator[str]:
    """Yield an arrow or a note for a step, and notes for what comes of it."""
    arrow = _arrow(story, moment, ids)
    concerned = [ids[process] for process in moment.acts if process in ids]
    if arrow is not None:
        yield arrow
    else:
        yield f"Note over {_over(concerned) or everyone}: {escaped(f'{moment.number}. {moment.sentence}')}"
    before = story.moments[moment.number - 1]
    for state in moment.states:
        if state.process in ids and state.summary != before.state(state.process).summary:
            yield f"Note over {ids[state.process]}: {escaped(state.summary)}"
    for applied in moment.applied:
        where = ids.get(applied.process, everyone)
        yield f"Note over {where}: {escaped(phrases.sentence(phrases.mistake(applied)))}"
    for standing in phrases.breaks(moment):
        yield f"Note over {everyone}: {escaped(phrases.sentence(phrases.broken(standing)))}"


def _arrow(story: Story, moment: Moment, ids: dict[str, str]) -> str | None:
    """Return the arrow of the message that a step is about; None if it is about none, or one from outside."""
    identity = moment.received or moment.lost or moment.read or moment.duplicated
    if identity is None:
        return None
    flight = story.flight(identity)
    if flight.source not in ids or flight.destination not in ids:
        return None
    text = f"{moment.number}. {flight.label}{_remark(moment, flight)}"
    return f"{ids[flight.source]}{_shaft(moment, flight)}{ids[flight.destination]}: {escaped(text)}"


def _shaft(moment: Moment, flight: Flight) -> str:
    if moment.lost is not None:
        return "-x"
    is_copy = flight.copy_of is not None or moment.received is None
    return "-->>" if is_copy else "->>"


def _remark(moment: Moment, flight: Flight) -> str:
    """Say what is peculiar about an arrow: it tells no more than who, whom and what."""
    sent = f"sent in {flight.sent_after}" if flight.sent_after else "sent before"
    if moment.lost is not None:
        return f" (lost, {sent})"
    if moment.received is None:
        how = "read, and still in flight" if moment.read is not None else "duplicated"
        return f" ({how}, {sent})"
    return f" (a duplicate, {sent})" if flight.copy_of is not None else f" ({sent})"


def _ids(story: Story) -> dict[str, str]:
    """Return how participants are named: those in the background take no part, unless there are no others."""
    shown = [one.id for one in story.processes if not one.background] or [one.id for one in story.processes]
    return {
        process: process if _is_plain(process) else f"p{place}"
        for place, process in enumerate(shown, start=1)
    }


def _is_plain(process: str) -> bool:
    return re.fullmatch(r"[A-Za-z_]\w*", process) is not None and not (
        process.lower() in WORDS or re.fullmatch(r"p\d+", process)
    )


def _over(identities: list[str]) -> str:
    """Return what a note stands over: one participant, or all from the first to the last."""
    return ",".join(dict.fromkeys((identities[0], identities[-1]))) if identities else ""


def escaped(text: str) -> str:
    """Return text without what would end it: a semicolon, a number sign, a line break; and without tags."""
    signs = {"#": "#35;", ";": "#59;", "<": "#lt;", ">": "#gt;"}
    return "".join(signs.get(sign, sign) for sign in " ".join(text.split()))
