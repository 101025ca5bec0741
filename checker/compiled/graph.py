"""The graph of a system, by the compiled search: the rows of all worlds are kept, and expanded once more.

The search itself keeps no steps: most lead to worlds that are known. Once it is over, every row is given
its number by its fingerprint, and a second look at all rows writes down where each step leads.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import numpy as np

from checker.compiled import kernels
from checker.compiled.growing import Array
from checker.compiled.kernels.expand import FORBIDDEN, FOUND
from checker.compiled.search import Exploration
from checker.compiled.worker import ROWS, Worker
from checker.liveness.graph import Graph
from checker.protocol import Property, System
from checker.verdict import Limits, Progress, Result, Verdict

FIRST_STEPS = 1 << 16


def explored(
    system: System,
    properties: Sequence[Property],
    limits: Limits,
    tell: Callable[[Progress], None],
    *,
    workers: int = 1,
) -> tuple[Result, Graph | None]:
    """Search a space, and return the graph of it if it was exhausted and nothing is violated."""
    exploration = Exploration(system, properties, limits, tell, until=None, symmetric=False, workers=workers)
    exploration.keeps_rows = True
    result = exploration.run()
    return result, _Linking(exploration).graph() if result.verdict is Verdict.HOLDS else None


class _Linking:
    """Makes a graph of the rows that a search has kept."""

    def __init__(self, exploration: Exploration) -> None:
        self.tables, self.levels = exploration.tables, exploration.levels
        self.size = sum(level.size for level in self.levels)
        room = 1 << max(4, int(1.5 * self.size).bit_length())
        self.keys: Array = np.zeros(room, np.uint64)
        self.numbers: Array = np.zeros(room, np.int32)
        self.degrees: Array = np.zeros(self.size + 1, np.int64)
        self.targets: list[Array] = []
        self.labels: list[Array] = []
        self.forbidden: list[Array] = []

    def graph(self) -> Graph:
        self._number_the_worlds()
        self._link()
        levels = np.repeat(np.arange(len(self.levels), dtype=np.int32), [level.size for level in self.levels])
        return Graph(
            system=self.tables.system,
            starts=np.cumsum(self.degrees),
            targets=_joined(self.targets, np.int32),
            labels=_joined(self.labels, np.int32),
            levels=levels,
            forbidden=_joined(self.forbidden, np.int64, 2),
            actions=self.tables.actions,
            ask=self._ask,
        )

    def _blocks(self) -> Iterator[tuple[int, Array]]:
        """Yield the number of the first world of each block, and its rows."""
        for level in self.levels:
            for first, block, used in level.blocks():
                yield level.start + first, block[:used]

    def _number_the_worlds(self) -> None:
        for first, rows in self._blocks():
            prints = np.empty(len(rows), np.uint64)
            kernels.prints_of(self.tables.program, rows, len(rows), prints)
            kernels.put_numbers(self.keys, self.numbers, prints, first)

    def _link(self) -> None:
        worker = Worker(len(self.tables.system.processes), len(self.tables.views))
        worker.notice_forbidden(FIRST_STEPS)
        for first, rows in self._blocks():
            for begin in range(0, len(rows), ROWS):
                worker.begin(begin, min(len(rows), begin + ROWS))
                worker.expand(self.tables.program, rows, self.tables.most_repeated_parts)
                assert worker.is_done, "a row that was expanded before lacks nothing"
                self._take(worker, first)

    def _take(self, worker: Worker, first: int) -> None:
        found = int(worker.counters[FOUND])
        targets = np.empty(found, np.int32)
        kernels.numbers_of(self.keys, self.numbers, worker.prints, found, targets)
        self.targets.append(targets)
        self.labels.append(worker.aids[:found].copy())
        np.add.at(self.degrees, (worker.keys[:found] >> 16) + first + 1, 1)
        forbidden = worker.forbidden[: int(worker.counters[FORBIDDEN])].copy()
        forbidden[:, 0] += first
        self.forbidden.append(forbidden)
        worker.steps.take()

    def _ask(
        self,
        goal: Callable[[tuple[Any, ...]], str | None],
        of: type,
        sees: Callable[[Any], Hashable] | None,
    ) -> Array:
        """Ask a goal once for each combination of what it sees."""
        tables = self.tables
        mine = [n for n, local in enumerate(tables.locals) if isinstance(local, of)]
        seen = {n: sees(tables.locals[n]) if sees is not None else tables.locals[n] for n in mine}
        faces = {face: number for number, face in enumerate(dict.fromkeys(seen.values()), start=1)}
        face_of = np.zeros(len(tables.locals), np.int64)
        for number, face in seen.items():
            face_of[number] = faces[face]
        by_number = [None, *faces]
        processes = len(tables.system.processes)
        reached = np.zeros(self.size, bool)
        known: dict[tuple[int, ...], bool] = {}
        for first, rows in self._blocks():
            seen_in_row = face_of[rows[:, :processes]]
            # Number the combinations, process by process: to compare numbers is much faster than rows.
            which = np.zeros(len(rows), np.int64)
            for place in range(processes):
                _, which = np.unique(which * len(by_number) + seen_in_row[:, place], return_inverse=True)
            _, examples = np.unique(which, return_index=True)
            answers = []
            for combination in map(tuple, seen_in_row[examples].tolist()):
                if combination not in known:
                    known[combination] = goal(tuple(by_number[n] for n in combination if n)) is None
                answers.append(known[combination])
            reached[first : first + len(rows)] = np.array(answers, bool)[which]
        return reached


def _joined(arrays: list[Array], dtype: Any, across: int | None = None) -> Array:
    nothing = np.zeros((0,) if across is None else (0, across), dtype)
    joined = np.concatenate([nothing, *arrays])
    arrays.clear()
    return joined.astype(dtype, copy=False)
