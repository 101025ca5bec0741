"""A trace: the actions that lead from the initial world to a violation, as a file that replays.

The id is ``ST-`` and the first 10 characters of base32(sha256(canonical JSON of scenario, parameters,
mutant and actions)), so that anyone can recompute it; canonical JSON has sorted keys, no white space,
and is UTF-8. What the steps say is for readers: replaying (`checker.replay`) asks the model anew.
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
from cattrs import Converter

from checker.catalogue import complete, find_scenario
from checker.damage import damage
from checker.difference import Change, changes
from checker.encoding import Json, encode
from checker.errors import WrongUsage
from checker.naming import is_set
from checker.protocol import Action, System
from checker.verdict import Violation

SHOWS_NOTHING = ("holds", "survived", "never seen", "incomplete")
"""Verdicts of reports that have no trace in them."""


@frozen
class Step:
    """One action of a trace, told: its sentence, what changed, and what was sent."""

    sentence: str
    changes: tuple[Change, ...]
    sent: tuple[str, ...] = ()


@frozen
class Trace:
    """A run of a scenario, up to the moment at which a property objects.

    `actions` are JSON objects: a kind, and the message that the action is about, or its parts. With a
    `loop` it is a lasso, as `checker.verdict.Violation` has it; `fair` says whether it broke the promise
    under the fairness that this assumes, or under none.
    """

    id: str
    scenario: str
    parameters: Mapping[str, int | None]
    mutant: str | None
    property: str
    finding: str
    actions: tuple[Mapping[str, Any], ...]
    steps: tuple[Step, ...]
    loop: int | None = None
    returns: str | None = None
    fair: bool = True

    def as_json(self) -> Json:
        """Return the trace as the JSON object that a trace file holds; what a loop is, only of a lasso."""
        of_a_lasso = () if self.loop is not None else ("loop", "returns", "fair")
        return attrs.asdict(self, filter=lambda field, _: field.name not in of_a_lasso)


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
    return "ST-" + b32encode(sha256(canonical(content).encode()).digest()).decode()[:10]


def canonical(content: Json) -> str:
    """Return the canonical JSON of something, as ids are made of it."""
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
    *,
    fair: bool = True,
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
        steps=tell(system, violation.actions),
        loop=violation.loop,
        returns=violation.returns,
        fair=fair,
    )


def tell(system: System, run: Sequence[Action]) -> tuple[Step, ...]:
    """Tell a run, each action of which must be enabled: what it is, what it changes, what it sends."""
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
    return read(content, str(path))


def read(content: Json, path: str) -> Trace:
    """Read a trace, or a report that has one in it; `path` says where it is from. Raises as `load` does."""
    verdict = None
    if isinstance(content, dict) and "verdict" in content and "trace" in content:
        verdict, content = content["verdict"], content["trace"]
        if content is None:
            raise WrongUsage(f"{path} is a report without a trace: nothing was violated; expected a trace")
    if not isinstance(content, dict) or not isinstance(content.get("actions"), list):
        raise WrongUsage(
            f"{path} is no trace file; expected a JSON object with id, scenario, a list of actions, …"
        )
    content = _with_numbers(content, path)
    found = list(damage(content, Trace))
    if found:
        more = f", and {len(found) - 1} more like this" if len(found) > 1 else ""
        raise WrongUsage(f"{path} is a damaged trace file: {found[0]}{more}")
    if verdict in SHOWS_NOTHING:
        raise WrongUsage(f"{path} is a damaged report: its verdict is {verdict!r}, and it has a trace")
    trace = _CONVERTER.structure(content, Trace)
    try:
        identity = trace_id(trace.scenario, trace.parameters, trace.mutant, trace.actions)
    except UnicodeEncodeError as error:  # half of a surrogate pair is JSON, and no text
        raise WrongUsage(f"{path} is a damaged trace file: half a character is no text") from error
    if identity != trace.id:
        raise WrongUsage(
            f"{path} is a damaged trace file: it says {trace.id}, but its scenario, parameters, mutant and "
            f"actions make {identity}"
        )
    return trace


def _with_numbers(content: Json, path: str) -> Json:
    """Return a trace in which each set that is said by names, as in a report, is the number that it is."""
    parameters, name = content.get("parameters"), content.get("scenario")
    texts = isinstance(parameters, dict) and any(isinstance(one, str) for one in parameters.values())
    if not texts or not isinstance(name, str):
        return content
    try:
        scenario = find_scenario(name)
        sets = [one.name for one in scenario.parameters if is_set(one) and one.name in parameters]
        numbers = complete(scenario, parameters) if sets else {}
    except WrongUsage as error:
        raise WrongUsage(f"{path} is a damaged trace file: {error}") from error
    return {**content, "parameters": {**parameters, **{one: numbers[one] for one in sets}}}


# `damage` has seen to the types: nothing is mended silently.
_CONVERTER = Converter(forbid_extra_keys=True)
for _plain in (int | None, str | None, Any):
    _CONVERTER.register_structure_hook(_plain, lambda value, _: value)
