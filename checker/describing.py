"""How values are described where nobody says how: any record, any message, well enough to be read.

A scenario may say it better, in part or in full: its attribute `description`, if it has one, is a
`Description`. What that leaves open (it answers None) is described here.
"""

from collections.abc import Collection, Iterator, Sequence
from textwrap import shorten
from typing import Any, Protocol, get_args

import attrs

from checker.encoding import holds, words
from checker.protocol import Action, Scenario, System
from checker.story import Field, Process, State

LABEL = 32
"""How long the label of a message may be: it stands on an arrow."""

SUMMARY = 90
"""How long the line about a process may be where nobody wrote it."""

GONE = "none"
"""What is said of a field that a step takes away: what a process has forgotten, say."""

FATES = ("received", "lost", "duplicated", "read")
"""What can become of the message that an action is about."""


class Description(Protocol):
    """How a scenario's values are told to a reader; where it answers None, `Describer` has a default.

    `process` is a short name, and `is_background` says whether a process is an environment, no party of
    the story. Of a local state, `summary` is one line, `fields` what matters in it, by names, in order.
    `message` is a few words. `cuts` are the links that are cut in a world: sets of two ids, or of one that
    reaches nobody. `fate` is what becomes of an action's message: ``received``, ``lost``, ``duplicated``
    (a copy of it arrives, or is in flight) or ``read`` (it is acted on, and stays). An `account` says more
    of how the property `stated` came to be violated in a run: the local states, and the actions between.
    A `refusal` says why a process in a state does not take an event.
    """

    def process(self, identity: str) -> str: ...
    def is_background(self, identity: str) -> bool: ...
    def summary(self, local: Any) -> str | None: ...
    def fields(self, local: Any) -> Sequence[tuple[str, Any]] | None: ...
    def is_down(self, local: Any) -> bool: ...
    def message(self, message: Any) -> str | None: ...
    def cuts(self, local_states: tuple[Any, ...]) -> Sequence[Collection[str]]: ...
    def fate(self, action: Any) -> str | None: ...
    def account(self, stated: str, run: Sequence[tuple[Any, ...]], actions: Sequence[Any]) -> str | None: ...
    def refusal(self, process: str, local: Any, event: Any) -> str | None: ...


class Describer:
    """Describes the values of a scenario: as its description says, else by default."""

    def __init__(self, scenario: Scenario) -> None:
        self._said: Description | None = getattr(scenario, "description", None)

    def process(self, identity: str) -> Process:
        """Describe a process by its id."""
        if self._said is None:
            return Process(str(identity), str(identity))
        return Process(
            str(identity), self._said.process(identity), background=self._said.is_background(identity)
        )

    def state(self, process: str, local: Any, before: Any) -> State:
        """Describe a process in a state; `before` is the state that it was in a step ago."""
        old, new = dict(self._fields(process, before)), dict(self._fields(process, local))
        fields = (
            *(Field(name, value, changed=old.get(name) != value) for name, value in new.items()),
            *(Field(name, GONE, changed=True, is_gone=True) for name in old if name not in new),
        )
        said = None if self._said is None else self._said.summary(local)
        is_raw = said is not None and self._said is not None and self._said.fields(local) is None
        down = self._said is not None and self._said.is_down(local)
        return State(str(process), _summary(local, fields) if said is None else said, fields, down, is_raw)

    def label(self, message: Any) -> str:
        """Return a few words for a message."""
        said = None if self._said is None else self._said.message(message)
        if said is not None:
            return said
        payload = getattr(message, "payload", message)
        text = words(payload)
        return text if len(text) <= LABEL or not attrs.has(type(payload)) else type(payload).__name__

    def cuts(self, local_states: tuple[Any, ...]) -> tuple[tuple[str, ...], ...]:
        """Return which links are cut in a world, each as its two ends, or as one that reaches nobody."""
        found = () if self._said is None else self._said.cuts(local_states)
        return tuple(sorted(tuple(sorted(map(str, ends))) for ends in found))

    def fate(self, action: Action) -> str | None:
        """Say what becomes of the message that an action is about; None if it is about none.

        By default, a message that leaves the network is received if an event of the action has it, else
        lost; one that stays, and that an event has, has arrived as a duplicate.
        """
        if action.message is None:
            return None
        said = None if self._said is None else self._said.fate(action)
        if said is not None:
            assert said in FATES, f"{said!r}: expected one of {FATES}"
            return said
        is_taken = any(holds(event, action.message) for _, event in action.parts)
        if not action.consumes:
            return "duplicated"
        return "received" if is_taken else "lost"

    def account(self, stated: str, run: Sequence[tuple[Any, ...]], actions: Sequence[Action]) -> str:
        """Say more of how a property came to be violated; nothing by default."""
        return (self._said and self._said.account(stated, run, actions)) or ""

    def refusal(self, system: System, world: Any, action: Action) -> str | None:
        """Say why an action is not enabled, in the description's words if it has some; None if it is."""
        local = dict(zip(system.processes, world.locals, strict=True))
        for process, event in action.parts if self._said is not None else ():
            outcome = system.react(process, local[process], event)
            if outcome is None:
                said = self._said.refusal(str(process), local[process], event)  # type: ignore[union-attr]  # there is one
                return said or system.refusal(world, action)
            local[process] = outcome.local
        return system.refusal(world, action)

    def _fields(self, process: str, local: Any) -> Sequence[tuple[str, str]]:
        said = None if self._said is None else self._said.fields(local)
        if said is not None:
            return [(name, words(value)) for name, value in said]
        return list(_by_their_last_name(list(_flat((), local)), process))


def _flat(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the fields of a record, and of the records in it.

    What may be one of several records, as a request may, is told as a whole.
    """
    if not attrs.has(type(value)):
        yield path or ("state",), value
        return
    for field in attrs.fields(type(value)):
        if not field.eq:
            continue
        inner = getattr(value, field.name)
        if sum(map(attrs.has, filter(_is_class, get_args(field.type)))) > 1:
            yield (*path, field.name), inner
        else:
            yield from _flat((*path, field.name), inner)


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type)


def _by_their_last_name(fields: list[tuple[tuple[str, ...], Any]], process: str) -> Iterator[tuple[str, str]]:
    """Yield fields by the last part of their name, or by all of it where that is of two; without the id."""
    last = [path[-1] for path, _ in fields]
    for path, value in fields:
        if path == ("id",) and value == process:
            continue
        yield (path[-1] if last.count(path[-1]) == 1 else ".".join(path)), words(value)


def _summary(local: Any, fields: Sequence[Field]) -> str:
    """Return one line about a local state: its own words if it has some, else its fields."""
    has_words = not attrs.has(type(local)) or "__str__" in vars(type(local))
    said = words(local) if has_words else ", ".join(f"{field.name} {field.value}" for field in fields)
    return shorten(said, SUMMARY, placeholder=" …") or type(local).__name__
