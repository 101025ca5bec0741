"""Whether a promise is kept: in every fair run of an exhausted space, and at its bounds.

A promise is broken where a fair run can stay for ever without its goal: see `_where`. What only a bound
forbids is decided so:

1. A run that never takes what is owed, because a bound forbids it, is not fair: without the bound it
   would have to go on. So first, what is forbidden counts as enabled. A lasso that is found even then is
   fair with and without the bounds: the promise is *violated*.
2. If there is none, what is forbidden counts as not enabled. A lasso that is found now waits for ever for
   what only a bound forbids. Whether the run that goes on keeps the promise, the space does not show: it is
   *undetermined*; which bounds, `judge` names.
3. If there is none now either, every fair run that stays within the bounds keeps the promise: it *holds*.
"""

import numpy as np
from attrs import frozen

from checker.liveness.fair import fair_parts
from checker.liveness.graph import Array, Graph
from checker.liveness.lasso import Lasso, find_lasso
from checker.liveness.units import NOT_FAIR, Units, units_of
from checker.protocol import Fairness, Promise


@frozen
class Kept:
    """What became of a promise: ``holds``, ``violated`` or ``undetermined``, and the lasso that shows it."""

    promise: Promise
    fairness: Fairness
    standing: str
    lasso: Lasso | None = None


@frozen(eq=False)
class _Where:
    """Where a promise is broken: by runs that, from a world of `begin`, stay within `region` for ever.

    They visit one of the worlds of `visit` again and again, if that is not None.
    """

    begin: Array
    region: Array
    visit: Array | None = None


def keep(graph: Graph, promise: Promise, fairness: Fairness) -> Kept:
    """Settle a promise on the graph of an exhausted space, under a fairness."""
    where = _where(graph, promise)
    units = units_of(graph, fairness)
    owed = _owed(graph, units)
    lasso = _broken(graph, units, where, owed)
    if lasso is not None:
        return Kept(promise, fairness, "violated", lasso)
    lasso = _broken(graph, units, where, None) if len(owed) else None
    if lasso is None:
        return Kept(promise, fairness, "holds")
    return Kept(promise, fairness, "undetermined", lasso)


def _broken(graph: Graph, units: Units, where: _Where, owed: Array | None) -> Lasso | None:
    parts = fair_parts(graph, units, where.region, owed=owed, visit=where.visit)
    return find_lasso(graph, units, parts, where.region, where.begin, owed, where.visit)


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
