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
    """What a lasso shows: `standing` is ``violated``, ``undetermined`` or, if it shows nothing, None.

    `finding` says what never comes about, and if that waits for what only a bound forbids, for what;
    `why_not`, if it shows nothing, what is wrong with it. `returns` says how the last world differs from
    that to which it returns, if at all.
    """

    standing: str | None
    finding: str | None = None
    why_not: str | None = None
    returns: str | None = None


def judge(
    system: System, promise: Promise, fairness: Fairness, run: Sequence[Action], loop: int
) -> Judgement:
    """Judge the run of a lasso that returns to where it was after `loop` of its actions."""
    worlds = [system.initial()]
    for action in run:
        stepped = system.step(worlds[-1], action)
        assert stepped is not None, f"not enabled: {action}"
        worlds.append(stepped[0])
    normal = normal_of(system)
    if normal(worlds[-1]) != normal(worlds[loop]):
        return Judgement(None, why_not="its loop does not close")
    finding = _finding(promise, worlds, loop)
    if finding is None:
        return Judgement(None, why_not="the promise is kept")
    put_off, forbidden = _put_off(system, fairness, worlds[loop:], run[loop:])
    if put_off:
        return Judgement(None, why_not=f"it is not fair: it puts off for ever that {put_off[0]}")
    returns = None
    if system.quotient is not None and worlds[-1] != worlds[loop]:
        returns = system.quotient.told(worlds[loop], worlds[-1])
    if not forbidden:
        return Judgement("violated", finding, None, returns)
    return Judgement("undetermined", f"{finding}; but only as {_at_the_bound(forbidden)}", None, returns)


def _at_the_bound(forbidden: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """Say which bounds forbid which of the actions that are owed."""
    bounds = sorted({name for _, beyond in forbidden for name in beyond})
    more = f" and {len(forbidden) - 1} more" if len(forbidden) > 1 else ""
    return f"the bound on {' and '.join(bounds)} forbids that {forbidden[0][0]}{more}"


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
            assert promise.trigger is not None, "what leads to something has a trigger"
            after = max((n + 1 for n, lack in enumerate(lacks) if lack is None), default=0)
            for number, one in list(enumerate(seen))[after:]:
                said = promise.trigger(one)
                if said is not None:
                    when = f"after step {number}" if number else "from the beginning"
                    return f"{when} {said}, and from then on and for ever, {missing}"
    return None


def _put_off(
    system: System, fairness: Fairness, worlds: Sequence[Any], run: Sequence[Action]
) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    """Name what a loop owes and puts off for ever: what it could take, and what only bounds forbid."""
    names: dict[Hashable, str] = {}
    bounds: dict[Hashable, tuple[str, ...]] = {}
    strong: set[Hashable] = set()
    within: list[set[Hashable]] = []
    enabled: list[set[Hashable]] = []
    for world in worlds:
        within.append(set())
        enabled.append(set())
        for action, _, beyond in system.actions(world):
            if action.kind in fairness.weak or action.kind in fairness.strong:
                key, names[key] = unit_key(system, action)
                enabled[-1].add(key)
                if action.kind in fairness.strong:
                    strong.add(key)
                if beyond:
                    bounds[key] = beyond
                else:
                    within[-1].add(key)
    taken = {unit_key(system, action)[0] for action in run}

    def owed(where: list[set[Hashable]]) -> set[Hashable]:
        return ((set().union(*where) & strong) | set.intersection(*where)) - taken

    chosen = owed(within)
    forbidden = owed(enabled) - chosen
    return (
        [name for key, name in names.items() if key in chosen],
        [(name, bounds[key]) for key, name in names.items() if key in forbidden],
    )
