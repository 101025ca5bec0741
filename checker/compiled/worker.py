"""Workers: each takes its share of a batch through the kernels; threads work at once.

The kernels give the interpreter's lock away, so that threads run at once. A batch goes through three
phases, with a wait for all between them: each worker *expands* its rows; for each shard of the visited
set, the fingerprints that belong there are *admitted*, whoever found them; each worker *builds* the rows
of the new worlds that it found.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

from checker.compiled import kernels
from checker.compiled.growing import Array
from checker.compiled.kernels.expand import COUNTERS, FOUND, NEXT, STUCK, TOO_MANY
from checker.compiled.kernels.program import Program
from checker.compiled.levels import Level
from checker.compiled.watch import KeySet

T = TypeVar("T")

ROWS = 4096
"""Rows that a worker takes at a time: what they lead to should stay in the processor's cache."""

WORKERS_A_THREAD = 4

MISSING_ROOM = 1 << 14

KEYS_AT_ONCE = 1 << 17
"""For so many keys of pairs there is room at least before rows are built."""


class Worker:
    """The buffers of one worker, and what it met that the properties are to be held against."""

    def __init__(self, processes: int, views: int) -> None:
        self.counters: Array = np.zeros(COUNTERS, np.int64)
        self.missing: Array = np.zeros((MISSING_ROOM, 2), np.int64)
        self.steps = KeySet(1)
        self.pairs = KeySet(1)
        self.alls = KeySet(1, across=1 + processes)
        self._processes = processes
        self._views = views
        self._end = 0
        self.new = 0
        self.prints: Array = np.empty(0, np.uint64)
        self.keys: Array = np.empty(0, np.int64)
        self.aids: Array = np.empty(0, np.int32)
        self.forbidden: Array = np.empty((0, 2), np.int64)
        self._make_room_for(ROWS * 8)

    def _make_room_for(self, steps: int) -> None:
        """Let the buffers hold so many steps; what is in them is kept."""
        for name in ("prints", "keys", "aids"):
            buffer = getattr(self, name)
            larger = np.empty(steps, buffer.dtype)
            larger[: len(buffer)] = buffer
            setattr(self, name, larger)
        if len(self.forbidden):
            self.notice_forbidden(steps)
        self.fresh: Array = np.empty(steps, np.uint8)
        self.chosen: Array = np.empty(steps, np.int64)

    def notice_forbidden(self, steps: int) -> None:
        """Let the worker write down what only a bound forbids, with room for so many steps."""
        larger = np.empty((steps, 2), np.int64)
        larger[: len(self.forbidden)] = self.forbidden
        self.forbidden = larger

    @property
    def found(self) -> int:
        return int(self.counters[FOUND])

    def begin(self, begin: int, end: int) -> None:
        """Take a share of a batch: the rows from `begin` to `end` of a block."""
        self._end = end
        self.counters[:] = 0
        self.counters[NEXT] = begin
        self.counters[STUCK] = -1

    @property
    def is_done(self) -> bool:
        """Say whether all rows of the share are expanded."""
        return bool(self.counters[NEXT] == self._end)

    def expand(self, program: Program, rows: Array, most_parts: int) -> None:
        """Take every action of the rows that are left, until something is lacking that is not a buffer."""
        while not self.is_done:
            self.steps.make_room(most_parts * len(self.prints))
            kernels.expand(
                program, rows, self._end, self.prints, self.keys, self.aids, self.missing,
                self.steps.table, self.steps.pending, self.steps.state, self.forbidden, self.counters,
            )  # fmt: skip
            if not self.counters[TOO_MANY]:
                return
            self._make_room_for(2 * len(self.prints))

    def choose(self) -> int:
        """Pick what is new of what this worker found; return how many."""
        self.new = int(kernels.pick_fresh(self.fresh, self.found, self.chosen))
        return self.new

    def build(  # noqa: PLR0917  # what the kernel needs
        self, program: Program, rows: Array, first: int, level: Level, into: int, most_parts: int
    ) -> tuple[Array, Array]:
        """Write the rows of the new worlds into a level, from the row `into` on; return where each came from.

        `first` is the number of the world of the first of the rows that were expanded; an action changes
        at most `most_parts` processes.
        """
        parents, ordinals = np.empty(self.new, np.uint32), np.empty(self.new, np.uint16)
        pairs_a_row = max(1, 2 * self._processes * min(self._processes, most_parts))
        at_once = max(1, KEYS_AT_ONCE // pairs_a_row)
        done = 0
        while done < self.new:
            block, at, count = level.stretch(into + done, min(self.new - done, at_once))
            self.pairs.make_room(count * pairs_a_row)
            self.alls.make_room(count * self._views)
            kernels.build(
                program, rows, self.keys, self.aids, self.chosen, done, done + count, block, at,
                parents, ordinals, first, self.pairs.table, self.pairs.pending, self.pairs.state,
                self.alls.table, self.alls.pending, self.alls.rows, self.alls.state,
            )  # fmt: skip
            done += count
        return parents, ordinals


def admit(table: Array, shard: int, shards: int, finders: Iterable[Worker]) -> int:
    """Put what workers found into a shard of the visited set, in order; return how many were new."""
    return sum(
        kernels.admit(table, shard, shards, finder.prints, finder.found, finder.fresh, 0)
        for finder in finders
    )


class Crew:
    """The workers, and as many threads as there are to be at once.

    With several threads there are more workers than that: while one waits for what it lacks, the thread
    goes on with another.
    """

    def __init__(self, threads: int, processes: int, views: int) -> None:
        self.threads = threads
        self.workers = [
            Worker(processes, views) for _ in range(threads * WORKERS_A_THREAD if threads > 1 else 1)
        ]
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def each(self, do: Callable[[int, Worker], T]) -> list[T]:
        """Return what `do(number, worker)` returns for each worker, in their order."""
        return self._at_once(do, range(len(self.workers)), self.workers)

    def each_shard(self, do: Callable[[int], T]) -> list[T]:
        """Return what `do(shard)` returns for each shard of the visited set: there is one for each thread."""
        return self._at_once(do, range(self.threads))

    def _at_once(self, do: Callable[..., T], *arguments: Iterable[Any]) -> list[T]:
        return list(map(do, *arguments) if self._pool is None else self._pool.map(do, *arguments))

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()
