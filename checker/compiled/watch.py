"""Holding the properties against what the kernels met: each distinct argument once.

The kernels mark the locals, messages and steps that a run can have, and remember keys of pairs and of
what a property sees of all processes. After each batch they are looked at here; what is objected to
is kept, so that the search can find the first world or step that has it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from checker.compiled.growing import Array
from checker.compiled.kernels import put_keys
from checker.compiled.tables import Tables
from checker.errors import WrongUsage
from checker.inspection import Inspector, Sightings

FIRST_TABLE = 1 << 13


class KeySet:
    """A set of 64-bit keys that the kernels fill, and those that came since it was last looked at.

    `across` is the number of integers that are kept beside each key.
    """

    def __init__(self, room: int, across: int = 0) -> None:
        self.table: Array = np.zeros(FIRST_TABLE, np.uint64)
        self.pending: Array = np.zeros(room, np.uint64)
        self.rows: Array = np.zeros((room if across else 1, across), np.int32)
        self.state: Array = np.zeros(2, np.int64)  # keys, pending

    def make_room(self, more: int) -> None:
        """Make sure that so many keys can be put in, on top of those that were not looked at yet."""
        waiting = int(self.state[1])
        if len(self.pending) < waiting + more:
            room = max(waiting + more, 2 * len(self.pending))
            pending, rows = self.pending, self.rows
            self.pending = np.zeros(room, np.uint64)
            self.pending[:waiting] = pending[:waiting]
            if rows.shape[1]:
                self.rows = np.zeros((room, rows.shape[1]), np.int32)
                self.rows[:waiting] = rows[:waiting]
        size = len(self.table)
        if (int(self.state[0]) + more) * 2 <= size:
            return
        while (int(self.state[0]) + more) * 2 > size:
            size *= 2
        old, self.table = self.table, np.zeros(size, np.uint64)
        put_keys(self.table, old[old != 0])

    def take(self) -> tuple[Array, Array]:
        """Return the keys that came since the last time, and what was kept beside them."""
        count = int(self.state[1])
        self.state[1] = 0
        return self.pending[:count].copy(), self.rows[:count].copy()


class Watch:
    """What was looked at, what was objected to, and which witnesses were seen."""

    def __init__(self, tables: Tables, inspector: Inspector) -> None:
        self._tables = tables
        self._inspector = inspector
        self._looked_at: dict[str, set[Any]] = {}
        self._local_done: Array = np.zeros(0, np.uint8)
        self._message_done: Array = np.zeros(0, np.uint8)
        self._step_done: Array = np.zeros(0, np.uint8)
        self.witnesses: dict[str, str] = {}
        self.violated: set[str] = set()
        self.bad_locals: set[int] = set()
        self.bad_messages: set[int] = set()
        self.bad_pairs: set[int] = set()
        self.bad_alls: set[tuple[int, int]] = set()
        self.bad_steps: set[tuple[int, int]] = set()

    def note(self, seen: Sightings) -> bool:
        """Keep what was seen; say whether something was objected to."""
        objected = False
        for sighting in seen:
            if sighting.is_objection:
                self.violated.add(sighting.stated.name)
                objected = True
            else:
                self.witnesses.setdefault(sighting.stated.name, sighting.finding)
        return objected

    def look(self, pairs: Iterable[KeySet], alls: Iterable[KeySet], steps: Iterable[KeySet]) -> None:
        """Look at everything that is new since the last time."""
        self._look_at_marks()
        for keys in pairs:
            for key in self._new("pair", keys.take()[0].tolist()):
                a, b = self._two(key)
                if self.note(self._symmetric(lambda r, a=a, b=b: self._inspector.of_pair(r.of(a), r.of(b)))):
                    self.bad_pairs.add(key)
        for keys in alls:
            found, rows = keys.take()
            for key, row in zip(found.tolist(), rows.tolist(), strict=True):
                if self._new("all", [key]):
                    self._look_at_all(key, row)
        for keys in steps:
            for key in self._new("step", keys.take()[0].tolist()):
                self._look_at_step((key - 1) >> 32, (key - 1) & 0xFFFFFFFF)

    def _look_at_marks(self) -> None:
        tables = self._tables
        program = tables.program
        fresh, self._local_done = _newly(program.local_seen, self._local_done)
        for number in fresh:
            local = tables.locals[number]
            if self.note(self._symmetric(lambda r, local=local: self._inspector.of_one(r.of(local)))):
                self.bad_locals.add(number)
        fresh, self._message_done = _newly(program.message_seen, self._message_done)
        for number in fresh:
            message = tables.messages[number]
            if self.note(
                self._symmetric(lambda r, message=message: self._inspector.of_message(r.of(message)))
            ):
                self.bad_messages.add(number)
        fresh, self._step_done = _newly(program.taken, self._step_done)
        for outcome in fresh:
            before, after = tables.step_of(outcome)
            if before != after:
                self._look_at_step(before, after)

    def _look_at_step(self, before: int, after: int) -> None:
        old, new = self._tables.locals[before], self._tables.locals[after]
        if self.note(self._symmetric(lambda r: self._inspector.of_local_step(r.of(old), r.of(new)))):
            self.bad_steps.add((before, after))

    def _look_at_all(self, key: int, row: Sequence[int]) -> None:
        tables = self._tables
        stated = tables.views[row[0]]
        local_states = [tables.locals[number] for number in row[1:]]
        place = {process: number for number, process in enumerate(tables.system.processes)}

        def ask(renaming: Any) -> Sightings:
            renamed = list(local_states)
            for process, local in zip(tables.system.processes, local_states, strict=True):
                renamed[place[renaming.process(process)]] = renaming.of(local)
            return self._inspector.of_all(stated, tuple(renamed))

        if self.note(self._symmetric(ask)):
            self.bad_alls.add((row[0], key))

    def _symmetric(self, ask: Any) -> Sightings:
        """Ask about an argument and all its renamings; a property must see the same in each."""
        first, *others = self._tables.renamings
        seen: Sightings = ask(first)
        if not others:
            return seen
        names = {sighting.stated.name for sighting in seen}
        for renaming in others:
            differs = names ^ {sighting.stated.name for sighting in ask(renaming)}
            if differs:
                raise WrongUsage(
                    f"--symmetry makes no sense here: {' and '.join(sorted(differs))} tells interchangeable "
                    "ids or values apart; expected a property that says the same after each renaming"
                )
        return seen

    def _two(self, key: int) -> tuple[Any, Any]:
        return self._tables.faces[(key - 1) >> 32], self._tables.faces[(key - 1) & 0xFFFFFFFF]

    def _new(self, what: str, keys: Iterable[int]) -> list[int]:
        looked_at = self._looked_at.setdefault(what, set())
        fresh = [key for key in keys if key not in looked_at]
        looked_at.update(fresh)
        return fresh


def _newly(marked: Array, done: Array) -> tuple[list[int], Array]:
    """Return the numbers that are marked and not done, and the marks as they are now."""
    before = np.zeros_like(marked)
    before[: len(done)] = done
    return np.flatnonzero(marked & ~before & 1).tolist(), marked.copy()
