"""The fair parts of a graph: where a run can stay for ever and put off nothing that it owes.

A run stays, from some time on, in a set of worlds that it visits again and again; between any two of
them there is a way. So every fair run ends in a strongly connected part, and a part is *fair* if the
run that takes every step inside it again and again is. This looks for the largest such parts, as is
known for Streett conditions (Emerson and Lei, 1987): split a region into strongly connected parts. A
part that owes a weak action everywhere, and never takes it inside, is no home for a fair run, nor is
any smaller one within. In a part that owes a strong action somewhere, and never takes it inside, a fair
run can at most stay away from where it is enabled: those worlds go, and what is left is split anew.

Nothing need ever happen: to stay in one world for ever is a run, too, fair if no owed action is
enabled there. All of it is done on arrays, for all parts at once.
"""

import numpy as np
from attrs import frozen
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from checker.liveness.graph import Array, Graph
from checker.liveness.units import NOT_FAIR, Units


@frozen(eq=False)
class FairParts:
    """For each world the number of the fair part that it is in (int32), or -1."""

    part_of: Array

    @property
    def worlds(self) -> Array:
        """Which worlds are in a fair part (bool)."""
        return self.part_of >= 0


def fair_parts(
    graph: Graph, units: Units, region: Array, *, owed: Array | None = None, visit: Array | None = None
) -> FairParts:
    """Return the largest fair parts within a region (bool, by world).

    `owed` are further pairs (world, unit) that count as enabled: what only a bound forbids. With `visit`
    (bool, by world), a part must also have one of these worlds.
    """
    sources = graph.sources()
    inside = region[sources] & region[graph.targets]
    steps = np.flatnonzero(inside)
    enabled = _enabled(graph, units, sources, region, owed)
    part_of = np.full(graph.size, -1, np.int32)
    open_worlds = region.copy()
    found = 0
    while open_worlds.any():
        component = _components(graph.size, sources[steps], graph.targets[steps])
        steps = steps[component[sources[steps]] == component[graph.targets[steps]]]
        bad = _unfair(graph, units, component, open_worlds, sources, steps, enabled, visit)
        # A part that loses nothing is fair; one that lost worlds is looked at again.
        is_touched = np.zeros(graph.size, bool)
        is_touched[component[bad]] = True
        settled = open_worlds & ~is_touched[component]
        if settled.any():
            _, numbers = np.unique(component[settled], return_inverse=True)
            part_of[settled] = found + numbers
            found += int(numbers.max()) + 1
        open_worlds &= ~settled & ~bad
        steps = steps[open_worlds[sources[steps]] & open_worlds[graph.targets[steps]]]
        enabled = enabled[open_worlds[enabled[:, 0]]]
    return FairParts(part_of)


def _enabled(graph: Graph, units: Units, sources: Array, region: Array, owed: Array | None) -> Array:
    """Return the pairs (world, unit), each once, of what is enabled in a region."""
    unit = units.of_action[graph.labels] if len(graph.labels) else np.zeros(0, np.int32)
    fair = (unit != NOT_FAIR) & region[sources]
    pairs = np.stack([sources[fair].astype(np.int64), unit[fair].astype(np.int64)], axis=1)
    if owed is not None and len(owed):
        pairs = np.concatenate([pairs, owed[region[owed[:, 0]]]])
    if not len(pairs):
        return pairs.reshape(0, 2)
    keys = np.unique(pairs[:, 0] * units.size + pairs[:, 1])
    return np.stack([keys // units.size, keys % units.size], axis=1)


def _components(worlds: int, sources: Array, targets: Array) -> Array:
    ones = np.ones(len(sources), np.int8)
    matrix = csr_array((ones, (sources, targets)), shape=(worlds, worlds))
    return np.asarray(connected_components(matrix, directed=True, connection="strong")[1])


def _unfair(  # noqa: PLR0917  # the state of the loop above
    graph: Graph,
    units: Units,
    component: Array,
    open_worlds: Array,
    sources: Array,
    steps: Array,
    enabled: Array,
    visit: Array | None,
) -> Array:
    """Return which worlds no fair run can visit for ever within their components (bool)."""
    bad = np.zeros(graph.size, bool)
    if visit is not None:
        has_one = np.zeros(graph.size, bool)
        has_one[component[visit & open_worlds]] = True
        bad |= open_worlds & ~has_one[component]
    if not len(enabled):
        return bad
    # A key for each (component, unit): which are enabled somewhere, in how many worlds, and not taken.
    key = component[enabled[:, 0]].astype(np.int64) * units.size + enabled[:, 1]
    unit = units.of_action[graph.labels[steps]]
    fair = unit != NOT_FAIR
    taken = np.unique(component[sources[steps[fair]]].astype(np.int64) * units.size + unit[fair])
    is_put_off = ~np.isin(key, taken)
    strong = is_put_off & units.strong[enabled[:, 1]]
    bad[enabled[strong, 0]] = True
    weak = is_put_off & units.weak[enabled[:, 1]]
    keys, counts = np.unique(key[weak], return_counts=True)
    sizes = np.bincount(component[open_worlds], minlength=graph.size)
    everywhere = keys[counts == sizes[keys // units.size]] // units.size
    is_bad = np.zeros(graph.size, bool)
    is_bad[everywhere] = True
    return bad | (open_worlds & is_bad[component])
