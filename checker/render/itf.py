"""Traces in the Informal Trace Format (Apalache, ADR 015), which other tools read; a lasso says its `loop`.

Each process is a variable, and so are the messages in flight. No time is written: a trace is the same on
every machine.
"""

from collections import Counter
from enum import Enum
from typing import Any

import attrs

from checker.encoding import Json
from checker.render import phrases
from checker.replay import Replay

MESSAGES = "messages"

UNIT = "U_OF_UNIT"
"""The value of a variant that says no more than its tag, as Apalache writes it."""


def trace_itf(again: Replay) -> Json:
    """Return a replayed trace as an ITF object."""
    trace, system = again.trace, again.system
    variables = [*map(str, system.processes), MESSAGES]
    states, world = [], system.initial()
    for number, action in enumerate([None, *again.run]):
        if action is not None:
            world = system.step(world, action)[0]  # type: ignore[index]  # it was replayed
        values = [*map(itf, world.locals), _bag(world.messages)]
        meta: dict[str, Json] = {"index": number}
        state = {"#meta": meta, **dict(zip(variables, values, strict=True))}
        state["mbt::actionTaken"] = "init" if action is None else action.kind
        states.append(state)
    told: dict[str, Json] = {
        "#meta": {
            "format": "ITF",
            "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
            "source": trace.scenario,
            "status": _status(again),
            "description": f"{trace.id}: {_description(again)}",
        },
        "vars": [*variables, "mbt::actionTaken"],
        "states": states,
    }
    return told if trace.loop is None or again.finding is None else {**told, "loop": trace.loop}


def _description(again: Replay) -> str:
    """Return what the run shows; or what the file says of it, and that it is not so."""
    trace, is_there = again.trace, again.finding is not None
    said = phrases.found(trace.finding, is_there=is_there)
    return said if is_there else f"{said}. {phrases.no_longer(trace.property, again.kind, again.why_gone)}"


def _status(again: Replay) -> str:
    """Return what the run shows, in the words of the format's tools: to see a witness violates nothing."""
    if again.undetermined:
        return "undetermined"
    return "ok" if again.finding is None or again.is_sight else "violation"


def itf(value: Any) -> Json:  # noqa: PLR0911  # a case a line
    """Return a frozen value of a model as ITF has it."""
    if isinstance(value, bool | str):
        return value if isinstance(value, bool) else str(value)
    if isinstance(value, int):
        return {"#bigint": str(value)}
    if value is None:
        return {"tag": "Nothing", "value": UNIT}
    if isinstance(value, Enum):
        return {"tag": value.name, "value": UNIT}
    if attrs.has(type(value)):
        return {
            field.name: itf(getattr(value, field.name)) for field in attrs.fields(type(value)) if field.eq
        }
    if isinstance(value, frozenset):
        return {"#set": sorted((itf(item) for item in value), key=repr)}
    if isinstance(value, tuple):
        return [itf(item) for item in value]
    raise TypeError(
        f"a model's values are frozen records, tuples, sets, texts and numbers, not {type(value)}"
    )


def _bag(messages: tuple[Any, ...]) -> Json:
    """Return the messages in flight as a map to how many of each there are."""
    return {"#map": [[itf(message), itf(count)] for message, count in Counter(messages).items()]}
