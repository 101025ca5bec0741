"""Replaying a trace: its actions once more, on the model as it is now; is the violation still there?"""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from attrs import frozen

from checker.addressees import addressed
from checker.catalogue import complete, find_mutant, find_property, find_scenario
from checker.errors import WrongUsage
from checker.inspection import Inspector
from checker.liveness.fairness import fairness_of
from checker.liveness.judge import judge
from checker.protocol import Action, Promise, Property, Scenario, System, kind_of
from checker.rule_watch import RuleWatch
from checker.trace import Trace, canonical, encode_action, tell
from checker.verdict import DEADLOCK


class NotPossible(WrongUsage):
    """A step of the trace is no longer enabled: the model as it is now does not do this."""


@frozen
class Replay:
    """What became of a trace: what its property says now, after how many steps; or None.

    `trace` is told anew: its steps are what its actions do now, and its finding, if there still is
    one, what its property says now. `run` are the actions as the system knows them. A run that a bound
    turns back from what is owed leaves a promise `undetermined`.
    """

    trace: Trace
    scenario: Scenario
    system: System
    run: tuple[Action, ...]
    finding: str | None
    seen_after: int | None
    undetermined: bool = False
    why_gone: str | None = None

    @property
    def kind(self) -> str:
        """The kind of what the trace is about, as `checker.protocol.kind_of` has it."""
        known: list[Property | Promise] = [*self.scenario.properties, *self.scenario.promises]
        return kind_of(next((one for one in known if one.name == self.trace.property), None))

    @property
    def is_sight(self) -> bool:
        """Whether the trace shows a witness, which violates nothing."""
        return self.kind == "sometimes"


def replay(trace: Trace) -> Replay:
    """Run a trace again, on the model as it is now.

    Raises WrongUsage if its scenario, mutant or parameters do not exist; NotPossible, which is one, if an
    action is not enabled.
    """
    try:
        return _replay(trace)
    except WrongUsage as error:
        raise type(error)(f"{trace.id}: {error}") from error


def _replay(trace: Trace) -> Replay:
    scenario = find_scenario(trace.scenario)
    mutant = find_mutant(scenario, trace.mutant)[0] if trace.mutant is not None else None
    parameters = complete(scenario, trace.parameters)
    stated: Any = None if trace.property == DEADLOCK else find_property(scenario, trace.property)
    # Its rule is watched: what it may not answer is told.
    system = addressed(scenario.build(parameters, RuleWatch(mutant).protocol if mutant else None), mutant)
    run: list[Action] = []
    worlds = [system.initial()]
    for number, wanted in enumerate(trace.actions, start=1):
        action = _find_action(system, worlds[-1], wanted, number)
        stepped = system.step(worlds[-1], action)
        if stepped is None:
            reason = system.refusal(worlds[-1], action)
            raise NotPossible(f"step {number} is not enabled ({action}): {reason}")
        after, beyond = stepped
        if beyond:
            bounds = " and ".join(beyond)
            said = f"it goes beyond the bound on {bounds}"
            raise NotPossible(f"step {number} is not enabled ({action}): {said}")
        run.append(action)
        worlds.append(after)
    if trace.loop is not None or stated in scenario.promises:
        return _replay_promise(trace, scenario, system, run)
    seen_after, finding = _first_finding(system, worlds, stated)
    told = attrs.evolve(trace, steps=tell(system, run), finding=finding or trace.finding)
    return Replay(told, scenario, system, tuple(run), finding, seen_after)


def _replay_promise(trace: Trace, scenario: Scenario, system: System, run: Sequence[Action]) -> Replay:
    promise = next((one for one in scenario.promises if one.name == trace.property), None)
    if promise is None:
        raise WrongUsage(f"it has a loop, but {trace.property} is no promise; expected one that is")
    if trace.loop is not None and not 0 <= trace.loop <= len(run):
        raise WrongUsage(
            f"its loop returns to step {trace.loop}; expected 0 to {len(run)}, where it has been"
        )
    said = judge(system, promise, fairness_of(promise, fair=trace.fair), run, trace.loop)
    told = attrs.evolve(
        trace, steps=tell(system, run), finding=said.finding or trace.finding, returns=said.returns
    )
    return Replay(
        told,
        scenario,
        system,
        tuple(run),
        said.finding,
        len(run) if said.standing else None,
        undetermined=said.standing == "undetermined",
        why_gone=said.why_not,
    )


def _find_action(system: System, world: Any, wanted: Mapping[str, Any], number: int) -> Action:
    sought = canonical(wanted)  # compared as text, since in Python 1 == 1.0 == True
    for action in system.candidates(world):
        if canonical(encode_action(action)) == sought:
            return action  # type: ignore[no-any-return]  # the system's own
    kinds = [kind.name for kind in system.kinds]
    if wanted.get("kind") not in kinds:
        raise WrongUsage(
            f"step {number} is of the kind {wanted.get('kind')!r}, which this scenario with these parameters "
            f"does not have; expected one of: {', '.join(kinds)}"
        )
    message = wanted.get("message")
    what = canonical(message or {name: part for name, part in wanted.items() if name != "kind"})
    why = f"its message is not in flight: {what}" if message else f"there is no such action: {what}"
    raise NotPossible(f"step {number} is not enabled ({wanted['kind']}): {why}")


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
