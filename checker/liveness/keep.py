"""Whether a promise is kept: in every fair run of an exhausted space, and at its bounds.

A promise is broken where a fair run can stay for ever without its goal: see `_where`. What only a bound
forbids is decided so:

1. What is forbidden counts as enabled: a run that puts it off for ever is not fair, as without the bound
   it would have to go on. A lasso that is fair even so is fair with and without the bounds: the promise is
   *violated*.
2. If there is none, but a run gets to a world in which a bound forbids something that is owed, while the
   promise is pending, then what comes of that run the space does not show: it is *undetermined*. The
   shortest such run is shown, and `judge` says what was owed, and which bound forbade it.
3. Else it *holds*: every fair run that stays within the bounds keeps the promise, and none is turned back
   by a bound from what it owes while the promise is pending.

Pending means that the run so far leaves something to be done. `eventually` is pending until the goal is
reached, `leads to` from the trigger to the goal, `always eventually` wherever the goal is lacking; what is
never pending no more is `eventually always`, as no finite run shows that the goal is there for good.

What is not owed (a crash, a request, where the fairness does not name them) a bound may forbid, as it may
for a property: how much of it there is, is an assumption of the scenario, not a debt of the system.
"""

import numpy as np
from attrs import frozen

from checker.liveness.fair import fair_parts
from checker.liveness.graph import Array, Graph
from checker.liveness.lasso import Lasso, Ways, find_lasso
from checker.liveness.units import NOT_FAIR, Units, units_of
from checker.protocol import Fairness, Promise


@frozen
class Kept:
    """What became of a promise: ``holds``, ``violated`` or ``undetermined``, and what shows it.

    `lasso` shows that it is violated; `run`, by the numbers of its steps, where a bound turns a run back.
    """

    promise: Promise
    fairness: Fairness
    standing: str
    lasso: Lasso | None = None
    run: tuple[int, ...] | None = None


@frozen(eq=False)
class _Where:
    """Where a promise is broken: by runs that, from a world of `begin`, stay within `region` for ever.

    They visit one of the worlds of `visit` again and again, if that is not None.
    """

    begin: Array
    region: Array
    visit: Array | None = None


def keep(graph: Graph, promise: Promise, fairness: Fairness, *, narrow: bool = False) -> Kept:
    """Settle a promise on the graph of an exhausted space, under a fairness owed to units: see `units_of`."""
    where = _where(graph, promise)
    units = units_of(graph, fairness, narrow=narrow)
    owed = _owed(graph, units)
    parts = fair_parts(graph, units, where.region, owed=owed, visit=where.visit)
    ways = Ways(graph)
    lasso = find_lasso(ways, units, parts, where.region, where.begin, owed, where.visit)
    if lasso is not None:
        return Kept(promise, fairness, "violated", lasso)
    turned_back = np.zeros(graph.size, bool)
    turned_back[owed[:, 0]] = True
    found = ways.from_initial_by(turned_back, where.begin, where.region) if len(owed) else None
    if found is not None:
        return Kept(promise, fairness, "undetermined", run=tuple(found[1]))
    return Kept(promise, fairness, "holds")


def _where(graph: Graph, promise: Promise) -> _Where:
    reached = graph.ask(promise.lack, promise.of, promise.sees)
    everywhere = np.ones(graph.size, bool)
    initial = np.zeros(1, np.int64)
    match promise.when.value:
        case "eventually":
            return _Where(initial, ~reached)
        case "always eventually":
            # Any way leads into the region: all that matters is where the run stays.
            return _Where(np.arange(graph.size), ~reached)
        case "leads to":
            assert promise.trigger is not None, "what leads to something has a trigger"
            triggered = ~graph.ask(promise.trigger, promise.of, promise.sees)
            return _Where(np.flatnonzero(triggered & ~reached), ~reached)
        case "eventually always":
            return _Where(initial, everywhere, visit=~reached)
        case other:
            raise ValueError(f"no kind of promise: {other}")


def _owed(graph: Graph, units: Units) -> Array:
    """Return the pairs (world, unit) of owed actions that a bound forbids."""
    if not len(graph.forbidden):
        return np.zeros((0, 2), np.int64)
    unit = units.of_action[graph.forbidden[:, 1]]
    fair = unit != NOT_FAIR
    return np.stack([graph.forbidden[fair, 0], unit[fair].astype(np.int64)], axis=1)
