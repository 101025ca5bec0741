"""Judging a lasso by the model alone: it is a run, it closes, it is fair, and the promise is not kept.

What the search says is only shown after this has confirmed it, and a trace is replayed by it.
"""

from collections.abc import Hashable, Sequence
from typing import Any

from attrs import frozen

from checker.inspection import seen_by
from checker.liveness.fairness import unit_key
from checker.protocol import Action, Fairness, Promise, System
from checker.quotient import normal_of


@frozen
class Judgement:
    """What a run shows: `standing` is ``violated``, ``undetermined`` or, if it shows nothing, None.

    `finding` says what never comes about, or what a bound forbids before it could; `why_not`, if it shows
    nothing, what is wrong with it. `returns` says of a lasso how the last world differs from that to which
    it returns, if at all. What `starves` a message is fair to all others of its class (see `unit_key`).
    """

    standing: str | None
    finding: str | None = None
    why_not: str | None = None
    returns: str | None = None
    starves: bool = False


def judge(
    system: System, promise: Promise, fairness: Fairness, run: Sequence[Action], loop: int | None
) -> Judgement:
    """Judge a run: a lasso that returns to where it was after `loop` of its actions, or without a loop one
    that a bound turns back.
    """
    worlds = [system.initial()]
    for action in run:
        stepped = system.step(worlds[-1], action)
        assert stepped is not None, f"not enabled: {action}"
        worlds.append(stepped[0])
    if loop is None:
        return _turned_back(system, promise, fairness, worlds)
    normal = normal_of(system)
    if normal(worlds[-1]) != normal(worlds[loop]):
        return Judgement(None, why_not="its loop does not close")
    finding = _finding(promise, worlds, loop)
    if finding is None:
        return Judgement(None, why_not="the promise is kept")
    owes = _put_off(system, fairness, worlds[loop:], run[loop:])
    if owes is not None:
        return Judgement(None, why_not=f"it is not fair: it puts off for ever that {owes}")
    starved = _starved(system, fairness, worlds[loop:], run[loop:])
    if starved is not None:
        return Judgement(None, why_not=f"it is not fair: it puts off for ever that {starved}", starves=True)
    returns = None
    if system.quotient is not None and worlds[-1] != worlds[loop]:
        returns = system.quotient.told(worlds[loop], worlds[-1])
    return Judgement("violated", finding, None, returns)


def _turned_back(system: System, promise: Promise, fairness: Fairness, worlds: Sequence[Any]) -> Judgement:
    """Judge a run in whose last world, with the promise pending, a bound forbids something that is owed."""
    pending = _pending(promise, worlds)
    if pending is None:
        return Judgement(None, why_not="nothing is pending in its last world")
    forbidden = {
        str(action): beyond
        for action, _, beyond in system.actions(worlds[-1])
        if beyond and (action.kind in fairness.weak or action.kind in fairness.strong)
    }
    if not forbidden:
        return Judgement(None, why_not="no bound forbids what is owed in its last world")
    bounds = " and ".join(sorted({name for beyond in forbidden.values() for name in beyond}))
    more = f", and {len(forbidden) - 1} more" if len(forbidden) > 1 else ""
    return Judgement(
        "undetermined",
        f"{pending}, and the bound on {bounds} forbids what is owed: {next(iter(forbidden))}{more}",
    )


def _pending(promise: Promise, worlds: Sequence[Any]) -> str | None:
    """Say what is pending after a run: what `checker.liveness.keep` has of each kind of promise."""
    seen = [seen_by(world.locals, promise.of, promise.sees) for world in worlds]
    lacks = [promise.lack(one) for one in seen]
    here = f"after step {len(worlds) - 1}" if len(worlds) > 1 else "in the beginning"
    still = f"{here} {lacks[-1]}"
    match promise.when.value:
        case "eventually" if None not in lacks:
            return still
        case "always eventually" if lacks[-1] is not None:
            return still
        case "leads to" if lacks[-1] is not None and _triggered(promise, seen, lacks) is not None:
            return still
        case "eventually always":
            return still if lacks[-1] is not None else f"{here} the goal is there, if it stays"
    return None


def _triggered(promise: Promise, seen: Sequence[Any], lacks: Sequence[str | None]) -> str | None:
    """Say what has triggered the promise since the goal was there for the last time; None if nothing has."""
    assert promise.trigger is not None, "what leads to something has a trigger"
    after = max((n + 1 for n, lack in enumerate(lacks) if lack is None), default=0)
    for number, one in list(enumerate(seen))[after:]:
        said = promise.trigger(one)
        if said is not None:
            return f"after step {number} {said}" if number else f"from the beginning {said}"
    return None


def _finding(promise: Promise, worlds: Sequence[Any], loop: int) -> str | None:
    """Say what never comes about in a lasso, or None if the promise is kept."""
    seen = [seen_by(world.locals, promise.of, promise.sees) for world in worlds]
    lacks = [promise.lack(one) for one in seen]
    on_loop = lacks[loop:]
    missing = next((lack for lack in on_loop if lack is not None), None)
    if missing is None:
        return None
    match promise.when.value:
        case "eventually" if None not in lacks:
            return f"from the beginning and for ever, {missing}"
        case "always eventually" if None not in on_loop:
            return f"from some time on and for ever, {missing}"
        case "eventually always":
            return f"again and again, for ever, {missing}"
        case "leads to" if None not in on_loop:
            triggered = _triggered(promise, seen, lacks)
            return triggered and f"{triggered}, and from then on and for ever, {missing}"
    return None


def _put_off(system: System, fairness: Fairness, worlds: Sequence[Any], run: Sequence[Action]) -> str | None:
    """Name what a loop owes and puts off for ever; None if it is fair. What a bound forbids is owed, too."""
    names: dict[Hashable, str] = {}
    strong: set[Hashable] = set()
    enabled: list[set[Hashable]] = []
    forbidding: dict[Hashable, set[str]] = {}
    for world in worlds:
        enabled.append(set())
        for action, _, beyond in system.actions(world):
            if action.kind in fairness.weak or action.kind in fairness.strong:
                key, names[key] = unit_key(system, action)
                enabled[-1].add(key)
                forbidding.setdefault(key, set()).update(beyond)
                if action.kind in fairness.strong:
                    strong.add(key)
    taken = {unit_key(system, action)[0] for action in run}
    owed = ((set().union(*enabled) & strong) | set.intersection(*enabled)) - taken
    for key, name in names.items():
        if key in owed:
            bounds = " and ".join(sorted(forbidding[key]))
            return name + (f", which the bound on {bounds} forbids" if bounds else "")
    return None


def _starved(system: System, fairness: Fairness, worlds: Sequence[Any], run: Sequence[Action]) -> str | None:
    """Name what a loop owes to one message under a quotient, and puts off for ever; None if nothing.

    There a unit is wider than an action (see `unit_key`), so each message is followed from turn to turn. The
    messages of the world that a loop returns to are in the same order as those of the one that it went out
    from: what is in a place will be done to in the next turn as the one in its place was in this one. So a
    message that lasts for a turn goes through the next as that other did, and if all those last, for ever.
    """
    if system.quotient is None:
        return None
    first, last = worlds[0].messages, worlds[-1].messages
    as_before = dict(zip(last, first, strict=True))
    taken = {action.message for action in run if action.consumes}
    lasting = {message for message in first if all(message in world.messages for world in worlds)} - taken
    for message in last:
        turns: list[Any] = []
        while message in lasting and message not in turns:
            turns.append(message)
            message = as_before[message]  # noqa: PLW2901  # in whose place it is in the next turn
        if message not in lasting:
            continue
        for_ever = turns[turns.index(message) :]
        offered = [
            {
                action.kind: str(action)
                for action, _, _ in system.actions(world)
                if action.message == one and action.consumes
            }
            for one in for_ever
            for world in worlds
        ]
        for kind, told in (item for kinds in offered for item in kinds.items()):
            if kind in fairness.strong or (kind in fairness.weak and all(kind in kinds for kinds in offered)):
                return told
    return None
