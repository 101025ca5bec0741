"""The compiled search: breadth first over rows, level by level, batch by batch.

It gives what the reference search gives: the verdict, the counts, and the same trace. The order is
kept at every turn: worlds are numbered in the order in which the reference search would find them,
whatever the number of workers, because within a batch the first to find a world is the first in the
order of rows and actions.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from time import monotonic
from typing import Any

import numpy as np

from checker.compiled import kernels
from checker.compiled.culprit import find_culprit
from checker.compiled.fingerprint import collision_probability
from checker.compiled.growing import Array
from checker.compiled.kernels.expand import BOUNDS, MISSED, ORBITS, STUCK, TOO_WIDE, TRANSITIONS
from checker.compiled.levels import Level, Origins
from checker.compiled.room import check_width
from checker.compiled.symmetry import renamings
from checker.compiled.tables import Tables
from checker.compiled.visited import Visited
from checker.compiled.watch import Watch
from checker.compiled.worker import ROWS, Crew, Worker, admit
from checker.inspection import Inspector
from checker.interrupt import held_back
from checker.memory import resident_bytes
from checker.protocol import Property, System
from checker.verdict import DEADLOCK, Limits, Progress, Result, Verdict, Violation

ENGINE = "compiled"

MOST_STATES = 2**32 - 2**20
"""Worlds are numbered with 32 bits; a batch may go a little beyond this."""

FIRST_WIDTH = 4
"""Messages in a row to begin with; rows get wider as worlds have more of them."""

STEPS_A_ROW = 8
"""How much a row leads to, at first: so that a search stops soon after a limit on states."""

Tell = Callable[[Progress], None]


def search(
    system: System,
    properties: Sequence[Property],
    limits: Limits = Limits(),  # noqa: B008  # frozen
    tell: Tell = lambda _: None,
    until: str | None = None,
    *,
    symmetric: bool = False,
    workers: int = 1,
) -> Result:
    """Explore every reachable world, or as many as the limits allow.

    With `until`, the search also ends with the level in which that *sometimes* property is seen. With
    `symmetric`, worlds that differ in the names of interchangeable ids only count as one.
    """
    return Exploration(system, properties, limits, tell, until, symmetric, workers).run()


class Exploration:
    """One search, and what it knows in the end. With `keeps_rows`, that is all worlds, in `levels`."""

    keeps_rows = False

    def __init__(  # noqa: PLR0917  # what `search` is called with
        self,
        system: System,
        properties: Sequence[Property],
        limits: Limits,
        tell: Tell,
        until: str | None,
        symmetric: bool,  # noqa: FBT001  # private
        workers: int,
    ) -> None:
        self.began = monotonic()
        self.symmetric, self.is_closed = symmetric, False
        self.system, self.limits, self.tell, self.until = system, limits, tell, until
        self.inspector = Inspector(properties)
        self.tables = Tables(system, properties, renamings(system, symmetric=symmetric))
        self.watch = Watch(self.tables, self.inspector)
        self.crew = Crew(workers, len(system.processes), len(self.tables.views))
        self.visited = Visited(workers)
        self.origins = Origins()
        self.levels: list[Level] = []
        self.transitions, self.depth, self.bounds, self.orbits = 0, 0, 0, 0
        self.steps_a_row = STEPS_A_ROW
        self.stuck: int | None = None
        self.stopped_by: str | None = None
        self.interrupted = False

    def run(self) -> Result:
        violation = None
        first = self.system.initial()
        width = len(first.locals) + max(FIRST_WIDTH, len(first.messages))
        check_width(self.system, width)
        level, after = Level(width, 0), Level(width, 1)
        try:
            self._put_first(first, level)
            if self.watch.note(self.inspector.of_world(first)):
                violation = self._violation_at(0, None)
            while level.size and not violation and not self._is_over():
                after = Level(level.width, level.start + level.size)
                self._expand(level, after)
                violation = self._violation(level, after)
                self.depth += bool(after.size)
                self._keep(level)
                level = after
            self._is_over()
        except KeyboardInterrupt:
            self.stopped_by, self.interrupted = "the search was interrupted", True
            if violation is None and (self.watch.violated or self.stuck is not None):
                violation = self._violation(level, after)
        finally:
            self.crew.close()
        return self._result(violation)

    def _keep(self, level: Level) -> None:
        if self.keeps_rows:
            self.levels.append(level)

    def _put_first(self, first: Any, level: Level) -> None:
        block, at, _ = level.stretch(level.reserve(1), 1)
        block[at] = self.tables.row_of(first, level.width)
        program = self.tables.program
        number = np.uint64(kernels.print_of(program, block[at]))
        # The worlds that the canonical ones stand for are all reachable if the first is like its images.
        self.is_closed = self.symmetric and self.tables.is_symmetric(first)
        shard = int(kernels.shard_of(number, len(self.visited.tables)))
        self.visited.make_room(shard, 1)
        kernels.put_print(self.visited.tables[shard], number)
        self.visited.count(shard, 1)

    def _is_over(self) -> bool:
        if self.stopped_by is None and self.until in self.watch.witnesses:
            self.stopped_by = f"{self.until} was seen"
        if self.stopped_by is None and self.limits.depth is not None and self.depth >= self.limits.depth:
            self.stopped_by = f"the limit of {self.limits.depth:,} actions"
        return self.stopped_by is not None

    def _expand(self, level: Level, after: Level) -> None:
        """Expand a level into the next one; stop in it if a limit is reached."""
        for first, _, used in level.blocks():
            begin = 0
            while begin < used:
                if self._limit_reached(level.size - first - begin):
                    return
                end = min(used, begin + self._batch())
                with held_back():
                    self._expand_batch(level, after, first, begin, end)
                begin = end
            # The culprit of a step is in the batch in which the step is first taken, or none is.
            if not self.watch.bad_steps and not self.keeps_rows:
                level.free(first)

    def _batch(self) -> int:
        rows = ROWS * len(self.crew.workers)
        if self.limits.states is not None:
            rows = min(rows, max(1, (self.limits.states - self.visited.states) // self.steps_a_row))
        return rows

    def _expand_batch(self, level: Level, after: Level, first: int, begin: int, end: int) -> None:
        workers = self.crew.workers
        share = -(-(end - begin) // len(workers))
        for number, worker in enumerate(workers):
            worker.begin(min(end, begin + share * number), min(end, begin + share * (number + 1)))
        while not all(worker.is_done for worker in workers):
            self._take_steps(level, after, first)
        self.steps_a_row = max(self.steps_a_row, sum(worker.found for worker in workers) // (end - begin))
        self._admit()
        self._build(level, after, first)
        for worker in workers:
            self.transitions += int(worker.counters[TRANSITIONS])
            self.bounds |= int(worker.counters[BOUNDS])
            self.orbits += int(worker.counters[ORBITS])
            if worker.counters[STUCK] >= 0 and self.stuck is None:
                self.stuck = level.start + first + int(worker.counters[STUCK])
        self.watch.look(
            [worker.pairs for worker in workers],
            [worker.alls for worker in workers],
            [worker.steps for worker in workers],
        )

    def _take_steps(self, level: Level, after: Level, first: int) -> None:
        """Let the workers expand until they are done or lack something, and fill in what they lack."""
        expand = partial(
            Worker.expand,
            program=self.tables.program,
            rows=level.block(first),
            most_parts=self.tables.most_repeated_parts,
        )
        self.crew.each(lambda _, worker: expand(worker))
        for worker in self.crew.workers:
            if worker.counters[MISSED]:
                self.tables.fill(worker.missing[: worker.counters[MISSED]])
        widest = max(int(worker.counters[TOO_WIDE]) for worker in self.crew.workers)
        if widest:
            width = len(self.system.processes) + widest + 2
            check_width(self.system, widest + 2)
            level.widen(width)
            after.widen(width)

    def _admit(self) -> None:
        workers, tables = self.crew.workers, self.visited.tables
        found = sum(worker.found for worker in workers)

        def admit_to(shard: int) -> int:
            self.visited.make_room(shard, found)
            return admit(tables[shard], shard, len(tables), workers)

        for shard, new in enumerate(self.crew.each_shard(admit_to)):
            self.visited.count(shard, new)

    def _build(self, level: Level, after: Level, first: int) -> None:
        """Build the rows of the new worlds: each worker's behind those of the one before it, in order."""
        program, rows, most_parts = self.tables.program, level.block(first), self.tables.most_parts
        into = [after.reserve(new) for new in self.crew.each(lambda _, worker: worker.choose())]

        def build(number: int, worker: Worker) -> tuple[Array, Array]:
            return worker.build(program, rows, level.start + first, after, into[number], most_parts)

        for parents, ordinals in self.crew.each(build):
            self.origins.append(parents, ordinals)

    def _limit_reached(self, frontier: int) -> bool:
        seconds, states, limits = monotonic() - self.began, self.visited.states, self.limits
        self.tell(Progress(states, self.transitions, self.depth, frontier, seconds))
        if limits.states is not None and states >= limits.states:
            self.stopped_by = f"the limit of {limits.states:,} states"
        elif states >= MOST_STATES:
            self.stopped_by = f"the engine's own limit of {MOST_STATES:,} states"
        elif limits.seconds is not None and seconds >= limits.seconds:
            self.stopped_by = f"the limit of {limits.seconds:g} seconds"
        elif limits.memory is not None and resident_bytes() >= limits.memory:
            self.stopped_by = f"the limit of {limits.memory // 2**20:,} MiB of memory"
        return self.stopped_by is not None

    def _violation(self, level: Level, after: Level) -> Violation | None:
        if self.stuck is not None and self.limits.deadlock:
            self.watch.violated.add(DEADLOCK)
            return Violation(DEADLOCK, "no action is enabled", self._actions(self.origins.path(self.stuck)))
        culprit = find_culprit(self.tables, self.watch, self.inspector, level, after, self.origins)
        return None if culprit is None else self._violation_at(culprit.world, culprit.ordinal)

    def _violation_at(self, world: int, ordinal: int | None) -> Violation:
        """Return the violation that a step shows, or the first world (no step): by the model's word."""
        ordinals = self.origins.path(world)
        if ordinal is not None:
            ordinals.append(ordinal)
        return self.inspector.violation_of(self.system, self._actions(ordinals))

    def _actions(self, ordinals: Sequence[int]) -> tuple[Any, ...]:
        """Return the actions that these places among the candidates stand for, one world after another."""
        world, actions = self.system.initial(), []
        for ordinal in ordinals:
            action = next(islice(self.system.candidates(world), ordinal, None))
            stepped = self.system.step(world, action)
            assert stepped is not None, f"the tables took what the model refuses: {action}"
            world = stepped[0]
            actions.append(action)
        return tuple(actions)

    def _result(self, violation: Violation | None) -> Result:
        verdict = Verdict.INCOMPLETE if self.stopped_by else Verdict.HOLDS
        if violation is not None:
            verdict = Verdict.DEADLOCK if violation.property == DEADLOCK else Verdict.VIOLATED
        return Result(
            verdict=verdict,
            engine=ENGINE,
            states=self.visited.states,
            transitions=self.transitions,
            depth=self.depth,
            seconds=monotonic() - self.began,
            violation=violation,
            violated=tuple(sorted(self.watch.violated)),
            bounds_reached=self.tables.bounds_in(self.bounds),
            witnesses=self.watch.witnesses,
            stopped_by=self.stopped_by,
            interrupted=self.interrupted,
            workers=self.crew.threads,
            stands_for=self.orbits if self.is_closed and verdict is Verdict.HOLDS else None,
            collision_probability=collision_probability(self.visited.states, self.transitions),
        )
