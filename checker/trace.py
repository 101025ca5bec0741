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
    """What became of a trace: what its property says now, after how many steps; or None.

    `trace` is told anew: its steps are what its actions do now, and its finding, if there still is
    one, what its property says now. `run` are the actions as the system knows them.
    """

    trace: Trace
    scenario: Scenario
    run: tuple[Action, ...]
    finding: str | None
    seen_after: int | None


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
    return "ST-" + b32encode(sha256(_canonical(content).encode()).digest()).decode()[:10]


def _canonical(content: Json) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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
    except (ValueError, RecursionError) as error:  # RecursionError: brackets a thousand deep
        raise WrongUsage(f"{path} is no trace file: it is not JSON ({error})") from error
    if isinstance(content, dict) and "verdict" in content and "trace" in content:
        content = content["trace"]
        if content is None:
            raise WrongUsage(f"{path} is a report without a trace: nothing was violated; expected a trace")
    if not isinstance(content, dict) or not isinstance(content.get("actions"), list):
        raise WrongUsage(
            f"{path} is no trace file; expected a JSON object with id, scenario, a list of actions, …"
        )
    try:
        trace = _CONVERTER.structure(content, Trace)
    except Exception as error:  # whatever cattrs collected: a group of them
        said = "; ".join(transform_error(error, path="trace"))
        raise WrongUsage(f"{path} is a damaged trace file: {said}") from error
    try:
        identity = trace_id(trace.scenario, trace.parameters, trace.mutant, trace.actions)
    except UnicodeEncodeError as error:  # half of a surrogate pair is JSON, and no text
        raise WrongUsage(f"{path} is a damaged trace file: {error}") from error
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
    try:
        return _replay(trace)
    except WrongUsage as error:
        raise WrongUsage(f"{trace.id}: {error}") from error


def _replay(trace: Trace) -> Replay:
    scenario = find_scenario(trace.scenario)
    mutant = find_mutant(scenario, trace.mutant)[0] if trace.mutant is not None else None
    parameters = complete(scenario, trace.parameters)
    stated = None if trace.property == DEADLOCK else find_property(scenario, trace.property)
    system = scenario.build(parameters, mutant.protocol if mutant else None)
    run: list[Action] = []
    worlds = [system.initial()]
    for number, wanted in enumerate(trace.actions, start=1):
        action = _find_action(system, worlds[-1], wanted, number)
        stepped = system.step(worlds[-1], action)
        if stepped is None:
            reason = system.refusal(worlds[-1], action)
            raise WrongUsage(f"step {number} is not enabled ({action}): {reason}")
        after, beyond = stepped
        if beyond:
            bounds = " and ".join(beyond)
            raise WrongUsage(f"step {number} is not enabled ({action}): it goes beyond the bound on {bounds}")
        run.append(action)
        worlds.append(after)
    seen_after, finding = _first_finding(system, worlds, stated)
    told = attrs.evolve(trace, steps=_tell(system, run), finding=finding or trace.finding)
    return Replay(told, scenario, tuple(run), finding, seen_after)


def _find_action(system: System, world: Any, wanted: Mapping[str, Any], number: int) -> Action:
    canonical = _canonical(wanted)  # compared as text, since in Python 1 == 1.0 == True
    for action in system.candidates(world):
        if _canonical(encode_action(action)) == canonical:
            return action  # type: ignore[no-any-return]  # the system's own
    kinds = [kind.name for kind in system.kinds]
    if wanted.get("kind") not in kinds:
        raise WrongUsage(
            f"step {number} is of the kind {wanted.get('kind')!r}, which this scenario with these parameters "
            f"does not have; expected one of: {', '.join(kinds)}"
        )
    message = wanted.get("message")
    what = _canonical(message or {name: part for name, part in wanted.items() if name != "kind"})
    why = f"its message is not in flight: {what}" if message else f"there is no such action: {what}"
    raise WrongUsage(f"step {number} is not enabled ({wanted['kind']}): {why}")


def _first_finding(
    system: System, worlds: Sequence[Any], stated: Property | None
) -> tuple[int, str] | tuple[None, None]:
    """Say after how many steps of a run a property (None: that there is no deadlock) objects, and what."""
    if stated is None:
        stuck = next(system.actions(worlds[-1]), None) is None
        return (len(worlds) - 1, "no action is enabled") if stuck else (None, None)
    inspector = Inspector([stated])
    for number, world in enumerate(worlds):
        seen = (*inspector.of_step(worlds[max(number - 1, 0)], world), *inspector.of_world(world))
        for sighting in seen:
            return number, sighting.finding
    return None, None


_CONVERTER = Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook(str, lambda value, _: _exactly(str, value))
_CONVERTER.register_structure_hook(
    int | None, lambda value, _: value if value is None else _exactly(int, value)
)
_CONVERTER.register_structure_hook(Any, lambda value, _: value)


def _exactly(kind: type, value: Any) -> Any:
    """Take a JSON value only if it is of this kind: a trace is not mended silently."""
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"no {kind.__name__}: {value!r}")
    return value
