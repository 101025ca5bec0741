"""Whether a promise is kept: in every fair run of an exhausted space, and at its bounds.

A promise is broken where a fair run can stay for ever without its goal: see `_where`. What only a bound
forbids is decided so:

1. What is forbidden counts as enabled: a run that puts it off for ever is not fair, as without the bound
   it would have to go on. A lasso that is fair even so is fair with and without the bounds: the promise is
   *violated*.
2. If there is none, but a run gets to a world in which a bound forbids something that is owed, while the
   promise is open, then what comes of that run the space does not show: it is *undetermined*. The shortest
   such run is shown, and `judge` says what was owed, and which bound forbade it.
3. Else it *holds*: every fair run that stays within the bounds keeps the promise, and none is turned back
   by a bound from what it owes while the promise is open.

`eventually` is open until the goal is reached. The others are open for ever: whatever a finite run has
shown, what comes after it can break them.

What is not owed (a crash, a request, where the fairness does not name them) a bound may forbid, as it may
for a property: how much of it there is, is an assumption of the scenario, not a debt of the system.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import frozen

from checker.errors import WrongUsage
from checker.liveness.fair import fair_parts
from checker.liveness.graph import Array, Graph
from checker.liveness.lasso import Lasso, Ways, find_lasso
from checker.liveness.units import NOT_FAIR, Owed, Units, units_of
from checker.protocol import Fairness, Promise

Goal = Callable[[tuple[Any, ...]], str | None]


@frozen
class Kept:
    """What became of a promise: ``holds``, ``violated`` or ``undetermined``, and what shows it.

    `lasso` shows that it is violated; `run`, by the numbers of its steps, where a bound turns a run back.
    What nothing ever triggered was not called for: it holds, and that says little.
    """

    promise: Promise
    fairness: Fairness
    standing: str
    lasso: Lasso | None = None
    run: tuple[int, ...] | None = None
    was_called_for: bool = True


@frozen(eq=False)
class _Where:
    """Where a promise is broken: by runs that, from a world of `begin`, stay within `region` for ever.

    They visit one of the worlds of `visit` again and again, if that is not None. The promise is open as long
    as a run from the initial world stays within `open`.
    """

    begin: Array
    region: Array
    open: Array
    visit: Array | None = None
    is_called_for: bool = True


def keep(graph: Graph, promise: Promise, fairness: Fairness, to: Owed = Owed.ACTIONS) -> Kept:
    """Settle a promise on the graph of an exhausted space, under a fairness that is owed `to` something."""
    where = _where(graph, promise)
    units = units_of(graph, fairness, to)
    owed = _owed(graph, units)
    parts = fair_parts(graph, units, where.region, owed=owed, visit=where.visit)
    ways = Ways(graph)
    lasso = find_lasso(ways, units, parts, where.region, where.begin, owed, where.visit)
    if lasso is not None:
        return Kept(promise, fairness, "violated", lasso)
    turned_back = np.zeros(graph.size, bool)
    turned_back[owed[:, 0]] = True
    found = ways.from_initial_by(turned_back, np.zeros(1, np.int64), where.open) if len(owed) else None
    if found is not None:
        return Kept(promise, fairness, "undetermined", run=tuple(found[1]))
    return Kept(promise, fairness, "holds", was_called_for=where.is_called_for)


def _where(graph: Graph, promise: Promise) -> _Where:
    reached = graph.ask(_sentence(promise, promise.lack), promise.of, promise.sees)
    everywhere = np.ones(graph.size, bool)
    initial = np.zeros(1, np.int64)
    match promise.when.value:
        case "eventually":
            return _Where(initial, ~reached, ~reached)
        case "always eventually":
            # Any way leads into the region: all that matters is where the run stays.
            return _Where(np.arange(graph.size), ~reached, everywhere)
        case "leads to":
            assert promise.trigger is not None, "what leads to something has a trigger"
            triggered = ~graph.ask(_sentence(promise, promise.trigger), promise.of, promise.sees)
            begin = np.flatnonzero(triggered & ~reached)
            return _Where(begin, ~reached, everywhere, is_called_for=bool(triggered.any()))
        case "eventually always":
            return _Where(initial, everywhere, everywhere, visit=~reached)
        case other:
            raise ValueError(f"no kind of promise: {other}")


def _sentence(promise: Promise, asked: Goal) -> Goal:
    """Return a function of a promise that says a sentence or None, or raises WrongUsage."""

    def answer(seen: tuple[Any, ...]) -> str | None:
        said = asked(seen)
        if said is not None and not isinstance(said, str):
            raise WrongUsage(
                f"{promise.name} says {said!r} of a world; expected a sentence on what is lacking (as a "
                "trigger, on what calls for it), or None"
            )
        return said

    return answer


def _owed(graph: Graph, units: Units) -> Array:
    """Return the pairs (world, unit) of owed actions that a bound forbids, in the order of the worlds."""
    if not len(graph.forbidden):
        return np.zeros((0, 2), np.int64)
    unit = units.of_action[graph.forbidden[:, 1]]
    fair = unit != NOT_FAIR
    pairs = np.stack([graph.forbidden[fair, 0], unit[fair].astype(np.int64)], axis=1)
    return pairs[np.argsort(pairs[:, 0], kind="stable")]
