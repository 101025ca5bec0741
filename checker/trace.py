"""A trace: the actions that lead from the initial world to a violation, as a file that replays.

The id is ``ST-`` and the first 10 characters of base32(sha256(canonical JSON of scenario, parameters,
mutant and actions)), so that anyone can recompute it; canonical JSON has sorted keys, no white space,
and is UTF-8. What the steps say is for readers: replaying asks the model anew.
"""

import json
from base64 import b32encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen
from cattrs import Converter, transform_error

from checker.catalogue import complete, find_mutant, find_property, find_scenario
from checker.difference import Change, changes
from checker.encoding import Json, encode
from checker.errors import WrongUsage
from checker.inspection import Inspector
from checker.protocol import Action, Property, Scenario, System
from checker.verdict import DEADLOCK, Violation


@frozen
class Step:
    """One action of a trace, told: its sentence, what changed, and what was sent."""

    sentence: str
    changes: tuple[Change, ...]
    sent: tuple[str, ...] = ()


@frozen
class Trace:
    """A run of a scenario, up to the moment at which a property objects.

    `actions` are JSON objects: a kind, and the message that the action is about, or its parts.
    """

    id: str
    scenario: str
    parameters: Mapping[str, int | None]
    mutant: str | None
    property: str
    finding: str
    actions: tuple[Mapping[str, Any], ...]
    steps: tuple[Step, ...]

    def as_json(self) -> Json:
        """Return the trace as the JSON object that a trace file holds."""
        return attrs.asdict(self)


@frozen
class Replay:
    """What became of a trace: what its property says now, or None if it no longer objects.

    `run` are the actions as the system knows them, `steps` what they do now.
    """

    trace: Trace
    scenario: Scenario
    run: tuple[Action, ...]
    steps: tuple[Step, ...]
    finding: str | None


def trace_id(
    scenario: str, parameters: Mapping[str, Any], mutant: str | None, actions: Sequence[Json]
) -> str:
    """Return the id of a trace."""
    content = {
        "scenario": scenario,
        "parameters": dict(parameters),
        "mutant": mutant,
        "actions": list(actions),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "ST-" + b32encode(sha256(canonical.encode()).digest()).decode()[:10]


def encode_action(action: Action) -> dict[str, Json]:
    """Return the JSON of an action: enough to find it again among those that a world offers."""
    if action.message is not None:
        return {"kind": action.kind, "message": encode(action.message)}
    return {"kind": action.kind, "parts": [[process, encode(event)] for process, event in action.parts]}


def make_trace(
    scenario: str,
    parameters: Mapping[str, int | None],
    mutant: str | None,
    system: System,
    violation: Violation,
) -> Trace:
    """Tell a violation as a trace, by running its actions through the system."""
    actions = tuple(encode_action(action) for action in violation.actions)
    return Trace(
        id=trace_id(scenario, parameters, mutant, actions),
        scenario=scenario,
        parameters=dict(parameters),
        mutant=mutant,
        property=violation.property,
        finding=violation.finding,
        actions=actions,
        steps=_tell(system, violation.actions),
    )


def _tell(system: System, run: Sequence[Action]) -> tuple[Step, ...]:
    world, steps = system.initial(), []
    for action in run:
        stepped = system.step(world, action)
        assert stepped is not None, f"not enabled: {action}"
        after = stepped[0]
        differences = [
            change
            for process, old, new in zip(system.processes, world.locals, after.locals, strict=True)
            for change in changes(process, old, new)
        ]
        left = Counter(world.messages)
        if action.message is not None and action.consumes:
            left[action.message] -= 1
        sent = tuple(map(str, (Counter(after.messages) - left).elements()))
        steps.append(Step(str(action), tuple(differences), sent))
        world = after
    return tuple(steps)


def load(path: Path) -> Trace:
    """Read a trace file, or a report that has a trace in it. Raises WrongUsage if it is neither."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read: {error.strerror}; expected a trace file") from error
    except ValueError as error:
        raise WrongUsage(f"{path} is no trace file: it is not JSON ({error})") from error
    if isinstance(content, dict) and "verdict" in content and "trace" in content:
        content = content["trace"]
        if content is None:
            raise WrongUsage(f"{path} is a report without a trace: nothing was violated; expected a trace")
    if not isinstance(content, dict) or "actions" not in content:
        raise WrongUsage(f"{path} is no trace file; expected a JSON object with id, scenario, actions, …")
    try:
        trace = _CONVERTER.structure(content, Trace)
    except Exception as error:  # whatever cattrs collected: a group of them
        said = "; ".join(transform_error(error, path="trace"))
        raise WrongUsage(f"{path} is a damaged trace file: {said}") from error
    identity = trace_id(trace.scenario, trace.parameters, trace.mutant, trace.actions)
    if identity != trace.id:
        raise WrongUsage(
            f"{path} is a damaged trace file: it says {trace.id}, but its scenario, parameters, mutant and "
            f"actions make {identity}"
        )
    return trace


def replay(trace: Trace) -> Replay:
    """Run a trace again, on the model as it is now.

    Raises WrongUsage if its scenario, mutant or parameters do not exist, or an action is not enabled.
    """
    scenario = find_scenario(trace.scenario)
    mutant = find_mutant(scenario, trace.mutant)[0] if trace.mutant else None
    parameters = complete(scenario, trace.parameters)
    stated = None if trace.property == DEADLOCK else find_property(scenario, trace.property)
    system = scenario.build(parameters, mutant.protocol if mutant else None)
    world, run = system.initial(), []
    for number, wanted in enumerate(trace.actions, start=1):
        action = _find_action(system, world, wanted, number)
        stepped = system.step(world, action)
        if stepped is None:
            reason = system.refusal(world, action)
            raise WrongUsage(f"{trace.id}: step {number} is not enabled ({action}): {reason}")
        if stepped[1]:
            raise WrongUsage(
                f"{trace.id}: step {number} is not enabled ({action}): "
                f"it goes beyond the bound on {' and '.join(stepped[1])}"
            )
        run.append(action)
        world = stepped[0]
    finding = _finding_at_the_end(system, run, stated)
    return Replay(trace, scenario, tuple(run), _tell(system, run), finding)


def _find_action(system: System, world: Any, wanted: Mapping[str, Any], number: int) -> Action:
    for action in system.candidates(world):
        if encode_action(action) == wanted:
            return action  # type: ignore[no-any-return]  # the system's own
    kinds = [kind.name for kind in system.kinds]
    if wanted.get("kind") not in kinds:
        raise WrongUsage(
            f"step {number} is of the kind {wanted.get('kind')!r}, which this scenario does not have; "
            f"expected one of: {', '.join(kinds)}"
        )
    message = wanted.get("message")
    why = f"its message is not in flight: {message}" if message else f"there is no such action: {wanted}"
    raise WrongUsage(f"step {number} ({wanted['kind']}) is not enabled: {why}")


def _finding_at_the_end(system: System, run: Sequence[Action], stated: Property | None) -> str | None:
    """Say what a property (None: that there is no deadlock) objects to in the last step or world."""
    before = world = system.initial()
    for action in run:
        before, world = world, system.step(world, action)[0]  # type: ignore[index]  # enabled
    if stated is None:
        return None if next(system.actions(world), None) else "no action is enabled"
    inspector = Inspector([stated])
    seen = (*inspector.of_step(before, world), *inspector.of_world(world))
    return next((sighting.finding for sighting in seen), None)


_CONVERTER = Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook(str, lambda value, _: _exactly(str, value))
_CONVERTER.register_structure_hook(
    int | None, lambda value, _: value if value is None else _exactly(int, value)
)
_CONVERTER.register_structure_hook(Any, lambda value, _: value)


def _exactly(kind: type, value: Any) -> Any:
    """Take a JSON value only if it is of this kind: a trace is not mended silently."""
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"expected {'text' if kind is str else 'a whole number'}, got {value!r}")
    return value
