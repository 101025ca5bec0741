"""A trace as a log for ShiViz, which draws who could know what: each event with its vector clock.

A process's clock grows by one with each of its events. Who receives a message knows what its sender knew
when it was sent; in a step of several processes, each knows what those before it knew. What happens in the
background (a link is cut, a message is lost) is an event of whoever does it. Where the healthy protocol
parts from a run, its own is the second execution of the log.
"""

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from checker.render import phrases
from checker.story import Flight, Moment, Story

PARSER = r"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})"
"""How ShiViz reads an event: its own default."""

DELIMITER = r"^=== (?<trace>.*) ===$"

NETWORK = "network"
"""The host of what nobody does: a message that is lost without an environment that loses it.

Where a process has that name, it is ``network%``, which is no name that `host` returns.
"""

_SPACE = re.compile(r"[\s\ufeff%]")
"""What is white space to Python, or to ShiViz's JavaScript, and what it is written with instead."""

_NOBODY = ""
"""How nobody is known here: no process has that name."""

Clock = dict[str, int]


def trace_shiviz(story: Story) -> str:
    """Return a story as a log: the parser's expression, the delimiter, then the events, two lines each."""
    parting = story.parting
    several, gone = parting is not None and bool(parting.moments), phrases.gone(story)
    lines = [PARSER, DELIMITER if several or gone is not None else ""]
    if gone is not None:
        # The name of an execution is all that the format has room for.
        said = f"{phrases.title(story)}. {gone}"
        lines.append(f"=== {' '.join(said.split())} ===")
    elif several:
        lines.append(f"=== {story.mutant or 'the run'} ===")
    lines += _events(story.moments, story.flights)
    if parting is not None and several:
        lines.append("=== with the right rule ===")
        lines += _events((*story.moments[: parting.at], *parting.moments), parting.flights)
    return "\n".join(lines)


def _events(moments: Sequence[Moment], flights: Sequence[Flight]) -> Iterator[str]:
    """Yield the events of a run."""
    by_id = {flight.id: flight for flight in flights}
    hosts = {state.process: host(state.process) for state in moments[0].states}
    hosts[_NOBODY] = f"{NETWORK}%" if NETWORK in hosts else NETWORK
    clocks: dict[str, Clock] = {}
    sent: dict[tuple[str, int], Clock] = {}  # what a process knew after a moment
    for moment in moments[1:]:
        before: Clock = {}
        for process in moment.acts or (_NOBODY,):
            known = _merged(clocks.get(process, {}), before)
            arrived = moment.received or moment.read
            flight = None if arrived is None else by_id[arrived]
            if flight is not None and flight.destination == process and flight.sender is not None:
                known = _merged(known, sent[flight.sender, flight.sent_after])
            known = {**known, process: known.get(process, 0) + 1}
            clocks[process] = before = sent[process, moment.number] = known
            yield _text(moment, process)
            yield f"{hosts[process]} {json.dumps({hosts[one]: known[one] for one in sorted(known)})}"


def _merged(one: Clock, other: Clock) -> Clock:
    return {process: max(one.get(process, 0), other.get(process, 0)) for process in {*one, *other}}


def _text(moment: Moment, process: str) -> str:
    """Say what happens, on one line; with what it breaks, and where the mistake is made."""
    said = [f"{moment.number}. {moment.sentence}"]
    said += [phrases.mistake(applied) for applied in moment.applied if applied.process == process]
    if process == moment.acts[-1:][0] if moment.acts else True:
        said += map(phrases.broken, phrases.breaks(moment))
    return " ".join("; ".join(said).split())


def host(process: str) -> str:
    """Return a process's name as ShiViz reads it: white space, and the sign ``%``, as in an address.

    No two processes have the same.
    """
    return _SPACE.sub(lambda found: quote(found[0]), process)
