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

from checker.liveness.graph import Array, Graph
from checker.liveness.parts import strong_parts
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
    graph: Graph, units: Units, region: Array, *, owed: Array, visit: Array | None = None
) -> FairParts:
    """Return the largest fair parts within a region (bool, by world).

    `owed` are further pairs (world, unit) that count as enabled: what only a bound forbids. With `visit`
    (bool, by world), a part must also have one of these worlds.
    """
    sources = graph.sources()
    unit = units.of_action[graph.labels] if len(graph.labels) else np.zeros(0, np.int32)
    enabled = _enabled(units, sources, unit, region, owed)
    steps = np.flatnonzero(region[sources] & region[graph.targets])
    part_of = np.full(graph.size, -1, np.int32)
    open_worlds = region.copy()
    found = 0
    while open_worlds.any():
        component = strong_parts(graph.size, sources[steps], graph.targets[steps])
        steps = steps[component[sources[steps]] == component[graph.targets[steps]]]
        taken = steps[unit[steps] != NOT_FAIR]
        sizes = np.bincount(component[open_worlds], minlength=graph.size)
        bad = open_worlds & _unfair(units, component, sizes, enabled, _Pairs(sources[taken], unit[taken]))
        if visit is not None:
            has_one = np.zeros(graph.size, bool)
            has_one[component[visit & open_worlds]] = True
            bad |= open_worlds & ~has_one[component]
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
        enabled = enabled.where(open_worlds[enabled.worlds])
    return FairParts(part_of)


@frozen(eq=False)
class _Pairs:
    """Pairs of a world and a unit, as two arrays."""

    worlds: Array
    units: Array

    def where(self, mask: Array) -> "_Pairs":
        return _Pairs(self.worlds[mask], self.units[mask])

    def keys(self, component: Array, units: Units) -> Array:
        """Return one number for each pair of a component and a unit (int64)."""
        return component[self.worlds].astype(np.int64) * units.size + self.units


def _enabled(units: Units, sources: Array, unit: Array, region: Array, owed: Array) -> _Pairs:
    """Return the pairs (world, unit), each once, of what is enabled in a region."""
    fair = (unit != NOT_FAIR) & region[sources]
    pairs = _Pairs(sources[fair], unit[fair])
    if len(owed):
        more = owed[region[owed[:, 0]]].astype(np.int32)
        pairs = _Pairs(np.concatenate([pairs.worlds, more[:, 0]]), np.concatenate([pairs.units, more[:, 1]]))
    if units.are_actions:
        return pairs  # an action is enabled in a world or not: there is nothing twice
    keys = _distinct(pairs.worlds.astype(np.int64) * units.size + pairs.units)
    return _Pairs((keys // units.size).astype(np.int32), (keys % units.size).astype(np.int32))


def _unfair(units: Units, component: Array, sizes: Array, enabled: _Pairs, taken: _Pairs) -> Array:
    """Return which worlds no fair run can visit for ever within their components (bool)."""
    bad = np.zeros(len(component), bool)
    if units.are_actions:
        # Most components are one world: what is enabled there, and does not lead back to it, is put off.
        alone = sizes[component] == 1
        count = np.bincount(enabled.worlds, minlength=len(component))
        back = np.bincount(taken.worlds, minlength=len(component))
        bad = alone & (count > back)
        enabled, taken = enabled.where(~alone[enabled.worlds]), taken.where(~alone[taken.worlds])
    if not len(enabled.worlds):
        return bad
    key = enabled.keys(component, units)
    is_put_off = ~_is_in(key, _distinct(taken.keys(component, units)))
    strong = is_put_off & units.strong[enabled.units]
    bad[enabled.worlds[strong]] = True
    # A weak action is owed where it is enabled in as many worlds as the component has.
    weak = np.sort(key[is_put_off & units.weak[enabled.units]])
    keys = _distinct(weak)
    counts = np.searchsorted(weak, keys, side="right") - np.searchsorted(weak, keys)
    everywhere = keys[counts == sizes[keys // units.size]] // units.size
    is_bad = np.zeros(len(component), bool)
    is_bad[everywhere] = True
    return bad | is_bad[component]


def _distinct(keys: Array) -> Array:
    """Return keys in order, each once. (numpy's own `unique` takes ten times as long on many.)"""
    keys = np.sort(keys)
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def _is_in(keys: Array, among: Array) -> Array:
    """Say which keys are among those, which are in order."""
    if not len(among):
        return np.zeros(len(keys), bool)
    places = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return np.asarray(among[places] == keys)
