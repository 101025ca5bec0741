"""Judging a lasso by the model alone: it is a run, it closes, it is fair, and the promise is not kept.

What the search says is only shown after this has confirmed it, and a trace is replayed by it.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

from attrs import frozen

from checker.inspection import seen_by
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
    renames = worlds[-1] != worlds[loop]
    owes = _put_off(system, fairness, worlds[loop:], run[loop:], renames=renames)
    if owes is None and renames:
        owes = _starved(system, fairness, worlds[loop:], run[loop:])
    if owes is not None:
        action, bounds = owes
        forbids = f", which the bound on {' and '.join(sorted(bounds))} forbids" if bounds else ""
        why_not = f"it is not fair: it puts off for ever that {action}{forbids}"
        return Judgement(None, why_not=why_not, starves=action.message is not None)
    returns = None
    if system.quotient is not None and renames:
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
    what = f"{next(iter(forbidden))}{more}"
    said = f"{pending} is not shown: the bound on {bounds} forbids what is owed then ({what})"
    return Judgement("undetermined", said)


def _pending(promise: Promise, worlds: Sequence[Any]) -> str | None:
    """Say what is pending after a run: what `checker.liveness.keep` has of each kind of promise."""
    seen = [seen_by(world.locals, promise.of, promise.sees) for world in worlds]
    lacks = [promise.lack(one) for one in seen]
    here = f"after step {len(worlds) - 1}" if len(worlds) > 1 else "in the beginning"
    still = f"{here} {lacks[-1]}, and what comes next"
    match promise.when.value:
        case "eventually" if None not in lacks:
            return still
        case "eventually":
            return None
        case "eventually always" if lacks[-1] is None:
            return f"{here} the goal is there, and whether it stays"
        case "leads to" if _triggered(promise, seen, lacks) is None:
            return f"{here} nothing calls for the goal, and what comes next"
        case "always eventually" if lacks[-1] is None:
            return f"{here} the goal is there, and whether it comes again"
    return still


def _triggered(promise: Promise, seen: Sequence[Any], lacks: Sequence[str | None]) -> tuple[int, str] | None:
    """Say after which step what has triggered the promise, since the goal was there for the last time."""
    assert promise.trigger is not None, "what leads to something has a trigger"
    after = max((n + 1 for n, lack in enumerate(lacks) if lack is None), default=0)
    for number, one in list(enumerate(seen))[after:]:
        said = promise.trigger(one)
        if said is not None:
            return number, said
    return None


Debt = tuple[Action, Collection[str]]
"""What is owed and put off for ever, and which bounds forbid it."""


def _finding(promise: Promise, worlds: Sequence[Any], loop: int) -> str | None:  # noqa: PLR0911  # a case each
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
        case "eventually always" if None in on_loop:
            return f"again and again, for ever, {missing}"
        case "eventually always":
            last = max((n + 1 for n, lack in enumerate(lacks) if lack is None), default=0)
            return f"{_since(last)} and for ever, {missing}"
        case "leads to" if None not in on_loop:
            triggered = _triggered(promise, seen, lacks)
            if triggered is None:
                return None
            number, said = triggered
            if said == missing:
                return f"{_since(number)} and for ever, {missing}"
            begun = f"after step {number}" if number else "in the beginning"
            return f"{begun} {said}, and from then on and for ever, {missing}"
    return None


def _since(number: int) -> str:
    return f"from step {number} on" if number else "from the beginning"


def _put_off(
    system: System, fairness: Fairness, worlds: Sequence[Any], run: Sequence[Action], *, renames: bool
) -> Debt | None:
    """Return what a loop owes and puts off for ever; None if it is fair. What a bound forbids is owed, too.

    Where a loop `renames`, what is owed to a message is another matter: see `_starved`.
    """
    enabled: list[set[Action]] = []
    forbidding: dict[Action, set[str]] = {}
    for world in worlds:
        enabled.append(set())
        for action, _, beyond in system.actions(world):
            is_owed = action.kind in fairness.weak or action.kind in fairness.strong
            if is_owed and not (renames and action.message is not None):
                enabled[-1].add(action)
                forbidding.setdefault(action, set()).update(beyond)
    strong = {action for action in forbidding if action.kind in fairness.strong}
    owed = ((set().union(*enabled) & strong) | set.intersection(*enabled)) - set(run)
    return next(((action, bounds) for action, bounds in forbidding.items() if action in owed), None)


def _starved(system: System, fairness: Fairness, worlds: Sequence[Any], run: Sequence[Action]) -> Debt | None:
    """Return what a loop that renames owes to one message, and puts off for ever; None if nothing.

    The loop is gone through once more, and again: in each turn the actions have the same places among the
    candidates (`checker.quotient`), and so have the messages of the world that it begins in. A message that
    lasts for a turn is, in the next, in the place of another, to which is done what was done to that. So one
    that lasts for more turns than there are places lasts for ever. What is in flight in each of so many turns
    (one that was sent again under the same name included), and never taken, is put off for ever: under strong
    fairness if it could be taken in one of them, under weak if it could be at all times.
    """
    places = [
        next(n for n, one in enumerate(system.candidates(world)) if one == action)
        for world, action in zip(worlds, run, strict=False)
    ]
    world, turns = worlds[0], []
    for _ in range(len(worlds[0].messages) + 3):
        in_flight: set[Any] = set()
        offered: list[list[Action]] = []
        taken: set[Action] = set()
        for place in places:
            in_flight.update(world.messages)
            offered.append(_owed_to_messages(system, fairness, world))
            action = next(islice(system.candidates(world), place, None))
            taken.add(action)
            stepped = system.step(world, action)
            assert stepped is not None, f"a turn of the loop cannot be taken again: {action}"
            world = stepped[0]
        turns.append((in_flight, offered, taken))
    last = turns[1:]  # what is in flight in the first may be there for the first time
    lasting = set.intersection(*(in_flight for in_flight, _, _ in last))
    ever_taken = set().union(*(taken for _, _, taken in last))
    moments = [moment for _, offered, _ in last for moment in offered]
    for action in dict.fromkeys(one for moment in moments for one in moment):
        is_owed = action.kind in fairness.strong or all(action in moment for moment in moments)
        if is_owed and action.message in lasting and action not in ever_taken:
            return action, frozenset()
    return None


def _owed_to_messages(system: System, fairness: Fairness, world: Any) -> list[Action]:
    """Return what could be done in a world with a message, and is owed."""
    return [
        action
        for action, _, _ in system.actions(world)
        if action.message is not None and (action.kind in fairness.weak or action.kind in fairness.strong)
    ]
