"""Finding the first step that shows what a property objected to.

The order is the reference search's: worlds in the order of their discovery, their actions in the
fixed order, and of one action first what the step shows, then what the new world does.
"""

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from checker.compiled.growing import Array
from checker.compiled.levels import Level, Origins
from checker.compiled.tables import Tables
from checker.compiled.watch import Watch
from checker.inspection import Inspector


@frozen(order=True)
class Culprit:
    """A step: the number of the world it starts from, and its place among the candidates there."""

    world: int
    ordinal: int


def find_culprit(  # noqa: PLR0917  # what the search has
    tables: Tables, watch: Watch, inspector: Inspector, level: Level, after: Level, origins: Origins
) -> Culprit | None:
    """Return the first step of a level that shows an objection, in itself or in the world it leads to."""
    first = next(_bad_worlds(tables, watch, after), None)
    by_world = None if first is None else Culprit(*origins.of(after.start + first))
    upto = level.size if by_world is None else by_world.world - level.start + 1
    by_step = _first_bad_step(tables, watch, inspector, level, upto)
    return min((culprit for culprit in (by_world, by_step) if culprit is not None), default=None)


def _bad_worlds(tables: Tables, watch: Watch, level: Level) -> Iterator[int]:
    """Yield the numbers in a level of the rows that have something that was objected to."""
    processes = len(tables.system.processes)
    if not (watch.bad_locals or watch.bad_messages or watch.bad_pairs or watch.bad_alls):
        return
    for first, block, used in level.blocks():
        rows = block[:used]
        # A process without a face has the number -1: its keys are none that was looked at.
        faces = tables.program.faces[rows[:, :processes]].astype(np.uint64)
        bad = np.isin(rows[:, :processes], list(watch.bad_locals)).any(axis=1)
        bad |= np.isin(rows[:, processes:], list(watch.bad_messages)).any(axis=1)
        pairs = np.array(sorted(watch.bad_pairs), np.uint64)
        for a in range(processes) if len(pairs) else ():
            for b in range(processes):
                keys = (faces[:, a] << np.uint64(32) | faces[:, b]) + np.uint64(1)
                bad |= np.isin(keys, pairs)
        for view, key in sorted(watch.bad_alls):
            bad |= tables.view_keys(view, rows[:, :processes]) == np.uint64(key)
        yield from (first + np.flatnonzero(bad)).tolist()


def _first_bad_step(
    tables: Tables, watch: Watch, inspector: Inspector, level: Level, upto: int
) -> Culprit | None:
    """Return the first step, of the first `upto` rows, that a property objects to, by asking the model."""
    if not watch.bad_steps:
        return None
    before = np.array(sorted({step[0] for step in watch.bad_steps}))
    for first, block, used in level.blocks():
        rows = block[:used]
        suspects: Array = np.flatnonzero(np.isin(rows[:, : len(tables.system.processes)], before).any(axis=1))
        for number in suspects.tolist():
            if first + number >= upto:
                return None
            ordinal = _bad_ordinal(tables, inspector, rows[number])
            if ordinal is not None:
                return Culprit(level.start + first + number, ordinal)
    return None


def _bad_ordinal(tables: Tables, inspector: Inspector, row: Array) -> int | None:
    world = tables.world_of(row)
    for ordinal, action in enumerate(tables.system.candidates(world)):
        stepped = tables.system.step(world, action)
        if stepped is None or stepped[1]:
            continue
        if any(sighting.is_objection for sighting in inspector.of_step(world, stepped[0])):
            return ordinal
    return None
