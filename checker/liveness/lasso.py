"""A lasso: the run to show where a fair run can stay for ever. A stem, then a loop, again and again.

The stem is the shortest to any fair part. The loop is short, not always the shortest: it goes to the
nearest step that it still owes, again and again, then back to where it began. An empty loop means that
nothing happens any more.
"""

from collections.abc import Iterable

import numpy as np
from attrs import frozen

from checker.liveness.fair import FairParts
from checker.liveness.graph import Array, Graph
from checker.liveness.paths import nearest
from checker.liveness.units import NOT_FAIR, Units


@frozen
class Lasso:
    """The numbers of the steps of a stem from the initial world, and of a loop from where it ends."""

    stem: tuple[int, ...]
    loop: tuple[int, ...]


class Ways:
    """Shortest ways in a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def to(self, stop: Array, begin: Array, allowed: Array) -> tuple[int, list[int]] | None:
        """Return the nearest world with `stop`, and the steps to it from the nearest of `begin`.

        The way is within `allowed`; a world of `begin` is as far away as it is from the initial world.
        """
        graph = self.graph
        came_by = np.full(graph.size, -1, np.int64)
        begin = begin[np.argsort(graph.levels[begin], kind="stable")]
        found = nearest(graph.starts, graph.targets, allowed, begin, graph.levels[begin], stop, came_by)
        if found < 0:
            return None
        steps: list[int] = []
        world = int(found)
        while came_by[world] >= 0:
            steps.append(int(came_by[world]))
            world = self.source(steps[-1])
        return int(found), steps[::-1]

    def source(self, step: int) -> int:
        """Return the world that a step starts from."""
        return int(np.searchsorted(self.graph.starts, step, side="right")) - 1

    def from_initial_by(self, stop: Array, begin: Array, allowed: Array) -> tuple[int, list[int]] | None:
        """Return the nearest world with `stop`, and the steps to it from the initial world.

        The way is shortest to one of `begin`, by any worlds, and from there on within `allowed`.
        """
        found = self.to(stop, begin, allowed)
        if found is None:
            return None
        world, steps = found
        first = self.source(steps[0]) if steps else world
        return world, [*self.from_initial(first), *steps]

    def from_initial(self, world: int) -> list[int]:
        """Return the steps of a shortest way from the initial world."""
        found = self.to(_only(self.graph, [world]), np.zeros(1, np.int64), np.ones(self.graph.size, bool))
        assert found is not None, "every world was found from the initial one"
        return found[1]


def find_lasso(  # noqa: PLR0917  # what `fair_parts` was called with, and what it found
    ways: Ways,
    units: Units,
    parts: FairParts,
    region: Array,
    begin: Array,
    owed: Array,
    visit: Array | None = None,
) -> Lasso | None:
    """Return a lasso into the nearest fair part; None if there is no way to one.

    The stem goes from the initial world to one of `begin` by any way, and on within the region.
    """
    found = ways.from_initial_by(parts.worlds, begin, region)
    if found is None:
        return None
    entry, stem = found
    loop = _Loop(ways, units, parts.part_of == parts.part_of[entry], owed, visit)
    return Lasso(tuple(stem), tuple(loop.at(entry)))


class _Loop:
    """Makes a loop in a fair part."""

    def __init__(self, ways: Ways, units: Units, part: Array, owed: Array, visit: Array | None) -> None:
        self.ways, self.units, self.part, self.visit, self.owed = ways, units, part, visit, owed
        self.known: dict[int, set[int]] = {}
        graph = ways.graph
        sources = graph.sources()
        leaving = np.flatnonzero(part[sources])
        self.steps = leaving[part[graph.targets[leaving]]]
        self.sources = sources[self.steps]
        self.unit_of_step = units.of_action[graph.labels[self.steps]]
        # The pairs (world, unit) of what is enabled in the part, what only a bound forbids included.
        self.enabled_at = np.concatenate([sources[leaving], owed[:, 0]])
        self.enabled = np.concatenate([units.of_action[graph.labels[leaving]], owed[:, 1]])

    def at(self, entry: int) -> list[int]:
        graph, here = self.ways.graph, entry
        worlds, taken, loop = [entry], set[int](), list[int]()
        while True:
            outstanding = self._outstanding(worlds, taken)
            if outstanding or (self.visit is not None and not self.visit[worlds].any()):
                way = self._to_what_is_owed(here, outstanding, worlds)
            elif here != entry:
                found = self.ways.to(_only(graph, [entry]), np.array([here]), self.part)
                assert found is not None, "a part is strongly connected"
                way = found[1]
            else:
                return loop
            loop += way
            for step in way:
                here = int(graph.targets[step])
                worlds.append(here)
                taken.add(int(self.units.of_action[graph.labels[step]]))

    def _outstanding(self, worlds: Iterable[int], taken: set[int]) -> set[int]:
        """Return the units that a loop through these worlds owes, and has not taken."""
        enabled = [self._enabled_in(world) for world in dict.fromkeys(worlds)]
        strong = {unit for unit in set().union(*enabled) if self.units.strong[unit]}
        weak = {unit for unit in set.intersection(*enabled) if self.units.weak[unit]}
        return (strong | weak) - taken

    def _enabled_in(self, world: int) -> set[int]:
        if world in self.known:
            return self.known[world]
        graph = self.ways.graph
        labels = graph.labels[graph.starts[world] : graph.starts[world + 1]]
        enabled = set(self.units.of_action[labels].tolist())
        first, last = np.searchsorted(self.owed[:, 0], [world, world + 1])
        enabled.update(self.owed[first:last, 1].tolist())
        self.known[world] = enabled - {NOT_FAIR}
        return self.known[world]

    def _to_what_is_owed(self, here: int, outstanding: set[int], worlds: Iterable[int]) -> list[int]:
        """Return the way to the nearest step or world by which the loop owes less, that step included."""
        is_owed = np.isin(self.unit_of_step, list(outstanding))
        stop = _only(self.ways.graph, self.sources[is_owed])
        for unit in outstanding:
            if self.units.weak[unit]:
                stop |= self.part & ~_only(self.ways.graph, self.enabled_at[self.enabled == unit])
        if self.visit is not None and not self.visit[list(worlds)].any():
            stop |= self.visit & self.part
        found = self.ways.to(stop, np.array([here]), self.part)
        assert found is not None, "in a fair part, what is owed can be had"
        there, way = found
        more = self.steps[is_owed & (self.sources == there)]
        return [*way, int(more[0])] if len(more) else way


def _only(graph: Graph, worlds: list[int] | Array) -> Array:
    mask = np.zeros(graph.size, bool)
    mask[worlds] = True
    return mask
