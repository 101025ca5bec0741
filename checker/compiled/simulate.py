"""Simulation: random walks over the tables, for depths that no exhaustive search reaches.

Nothing is remembered of where a walk was, so nothing is ever exhausted: a simulation that finds nothing
is *incomplete*. Each run is drawn from the seed and its number alone; the first run that fails is the
same whatever the machine.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from time import monotonic
from typing import Any

import numpy as np
from attrs import Factory, frozen

from checker.compiled import kernels
from checker.compiled.growing import Array
from checker.compiled.kernels.walk import (
    A_LOCAL,
    A_MESSAGE,
    A_PAIR,
    AN_ALL,
    AN_OUTCOME,
    DONE,
    EVENT,
    LOCAL,
    MISSES,
    NARROW,
    NEWS,
    RUN,
    SEEN,
    STATE,
    STEP,
    TAKEN,
    VIEW,
    WHY,
    WIDTH,
    news_a_step,
)
from checker.compiled.key_bits import KeyBits
from checker.compiled.room import check_witnesses
from checker.compiled.symmetry import renamings
from checker.compiled.tables import Tables
from checker.inspection import Inspector, Sightings
from checker.interrupt import held_back
from checker.protocol import Property, System, is_witness
from checker.verdict import Progress, Violation

STEPS_AT_ONCE = 1 << 21
"""Between two looks at the clock."""


class Strategy(Enum):
    """How the actions of a run are drawn."""

    UNIFORM = "uniform"
    """Each enabled action is as likely as any other."""
    KINDS = "kinds"
    """Each kind of action is as likely as any other, however many actions it has."""
    SWARM = "swarm"
    """As `UNIFORM`, but each run leaves out each kind with a probability of one quarter."""


LEFT_OUT = 0.25


@frozen
class Simulation:
    """What came of a simulation.

    `runs` and `steps` were walked; `kinds` counts the actions taken by kind; `witnesses` counts the runs
    that reached each *sometimes* property. `failed_run` is the number of the run (from 0) that `violation`
    is from, with all its actions up to the objection.
    """

    runs: int
    steps: int
    seconds: float
    kinds: Mapping[str, int]
    witnesses: Mapping[str, int]
    violation: Violation | None = None
    failed_run: int | None = None
    stopped_by: str | None = None
    interrupted: bool = False


@frozen
class Plan:
    """How much to walk: `runs` of up to `steps` steps each, drawn from `seed`.

    `weights` are factors for the kinds of action, by name; a kind that is not named has 1.
    """

    runs: int = 10_000
    steps: int = 200
    seed: int = 0
    strategy: Strategy = Strategy.KINDS
    weights: Mapping[str, float] = Factory(dict)
    seconds: float | None = None


def simulate(
    system: System,
    properties: Sequence[Property],
    plan: Plan = Plan(),
    tell: Callable[[Progress], None] = lambda _: None,
) -> Simulation:
    """Walk at random until a property objects, or all runs are walked."""
    return _Walker(system, properties, plan, tell).run()


class _Walker:
    def __init__(
        self,
        system: System,
        properties: Sequence[Property],
        plan: Plan,
        tell: Callable[[Progress], None],
    ) -> None:
        self.began = monotonic()
        self.system, self.plan, self.tell = system, plan, tell
        self.inspector = Inspector(properties)
        self.tables = Tables(system, properties, renamings(system, symmetric=False))
        self.names = [stated.name for stated in properties if is_witness(stated)]
        check_witnesses(self.names)
        self.bit = {name: 1 << place for place, name in enumerate(self.names)}
        first = system.initial()
        self.first_row = self.tables.row_of(first, len(first.locals) + max(8, len(first.messages)))
        self.initial_sightings = self.inspector.of_world(first)
        self.pairs, self.alls, self.steps = KeyBits(), KeyBits(), KeyBits()
        self.local_bits, self.message_bits = np.zeros(64, np.int64), np.zeros(64, np.int64)
        self.outcome_bits = np.zeros(64, np.int64)
        self.run_bits: Array = np.zeros(plan.runs, np.int64)
        self.kinds: Array = np.zeros(len(system.kinds), np.int64)
        self.record: Array = np.zeros(plan.steps, np.int32)
        room = news_a_step(len(system.processes), len(self.tables.views))
        self.news: Array = np.zeros((room, 2), np.int64)
        self.state: Array = np.zeros(STATE, np.int64)
        self.rows: Array = np.zeros((2, len(self.first_row)), np.int32)
        self.failure: tuple[int, int] | None = None
        self.weights: Array = self._weights()

    def run(self) -> Simulation:
        plan, state, stopped_by, interrupted = self.plan, self.state, None, False
        if any(sighting.is_objection for sighting in self.initial_sightings):
            return self._simulation(self.inspector.violation_of(self.system, ()), 0)
        at_once = max(1, STEPS_AT_ONCE // plan.steps)
        try:
            while state[RUN] < plan.runs and self.failure is None and stopped_by is None:
                with held_back():
                    self._walk(min(plan.runs, int(state[RUN]) + at_once))
                seconds = monotonic() - self.began
                self.tell(Progress(int(state[RUN]), int(state[TAKEN]), plan.steps, plan.runs, seconds))
                if plan.seconds is not None and seconds >= plan.seconds:
                    stopped_by = f"the limit of {plan.seconds:g} seconds"
        except KeyboardInterrupt:
            stopped_by, interrupted = "the simulation was interrupted", True
        if self.failure is None:
            return self._simulation(None, None, stopped_by, interrupted=interrupted)
        run, step = self.failure
        violation = self.inspector.violation_of(self.system, self._actions_of(run, step))
        return self._simulation(violation, run)

    def _weights(self) -> Array:
        """Return for each kind its weight, and whether that is the whole kind's or each action's."""
        whole = float(self.plan.strategy is Strategy.KINDS)
        weights = [(self.plan.weights.get(kind.name, 1.0), whole) for kind in self.system.kinds]
        return np.array(weights, np.float64).reshape(-1, 2)  # two columns, if there is no kind at all, too

    def _walk(self, upto: int) -> None:
        """Walk up to a run, with a halt for whatever is missing; then look at what is new."""
        while True:
            self._make_room()
            self._call(upto, self.plan.steps)
            if self.state[WHY] == NARROW:
                width = len(self.system.processes) + int(self.state[WIDTH]) + 4
                self.first_row, self.rows = _wide(self.first_row, width), _wide(self.rows, width)
            elif self.state[WHY] == MISSES:
                self.tables.fill(np.array([[self.state[LOCAL], self.state[EVENT]]]))
            self._look_at_news()
            if self.state[WHY] == DONE or self.failure is not None:
                return

    def _call(self, upto: int, steps: int) -> None:
        kernels.walk(
            self.tables.program, self.first_row, self.rows, upto, steps, self.plan.seed,
            self.weights, LEFT_OUT if self.plan.strategy is Strategy.SWARM else 0.0,
            self.local_bits, self.message_bits, self.outcome_bits,
            self.pairs.keys, self.pairs.bits, self.alls.keys, self.alls.bits,
            self.steps.keys, self.steps.bits,
            self.news, self.run_bits, self.kinds, self.record, self.state,
        )  # fmt: skip

    def _make_room(self) -> None:
        for keys in (self.pairs, self.alls, self.steps):
            keys.make_room(len(self.news))
        program = self.tables.program
        self.local_bits = _longer(self.local_bits, len(program.local_seen))
        self.message_bits = _longer(self.message_bits, len(program.message_seen))
        self.outcome_bits = _longer(self.outcome_bits, len(program.taken))

    def _look_at_news(self) -> None:
        """Ask the properties about what the last step met for the first time."""
        tables, inspector, run = self.tables, self.inspector, int(self.state[RUN])
        for what, key in self.news[: self.state[NEWS]].tolist():
            seen: Sightings
            if what == A_LOCAL:
                seen = inspector.of_one(tables.locals[key])
                self.local_bits[key] |= self._bits(seen)
            elif what == A_MESSAGE:
                seen = inspector.of_message(tables.messages[key])
                self.message_bits[key] |= self._bits(seen)
            elif what == AN_OUTCOME:
                seen = self._of_step(*tables.step_of(key))
                self.outcome_bits[key] |= self._bits(seen)
            elif what == A_PAIR:
                a, b = (key - 1) >> 32, (key - 1) & 0xFFFFFFFF
                seen = inspector.of_pair(tables.faces[a], tables.faces[b])
                self.pairs.mark(key, self._bits(seen))
            elif what % VIEW == AN_ALL:
                local_states = tuple(
                    tables.locals[local] for local in self.rows[0, : len(self.system.processes)]
                )
                seen = inspector.of_all(tables.views[what // VIEW], local_states)
                self.alls.mark(key & (2**64 - 1), self._bits(seen))
            else:
                seen = self._of_step((key - 1) >> 32, (key - 1) & 0xFFFFFFFF)
                self.steps.mark(key, self._bits(seen))
            self.run_bits[run] |= self._bits(seen)
            if any(sighting.is_objection for sighting in seen):
                self.failure = run, int(self.state[STEP])
                self.run_bits[run] |= self.state[SEEN]  # the run ends here
        self.state[NEWS] = 0

    def _of_step(self, before: int, after: int) -> Sightings:
        if before == after:
            return ()
        return self.inspector.of_local_step(self.tables.locals[before], self.tables.locals[after])

    def _bits(self, seen: Sightings) -> int:
        bits = 0
        for sighting in seen:
            bits |= self.bit.get(sighting.stated.name, 0)
        return bits

    def _actions_of(self, run: int, step: int) -> tuple[Any, ...]:
        """Walk a run again, and return its actions up to a step."""
        self.state[:] = 0
        self.state[RUN] = run
        taken = self.kinds.copy()
        self._make_room()
        self._call(run + 1, step)
        assert self.state[WHY] == DONE, "a run that was walked before lacks nothing"
        self.kinds = taken
        return tuple(self.tables.actions[aid] for aid in self.record[:step])

    def _simulation(
        self,
        violation: Violation | None,
        failed_run: int | None,
        stopped_by: str | None = None,
        *,
        interrupted: bool = False,
    ) -> Simulation:
        at_first = self._bits(self.initial_sightings)
        runs = int(self.state[RUN]) if failed_run is None else failed_run + 1
        reached = self.run_bits[:runs] | at_first
        return Simulation(
            runs=runs,
            steps=int(self.kinds.sum()),
            seconds=monotonic() - self.began,
            kinds={kind.name: int(count) for kind, count in zip(self.system.kinds, self.kinds, strict=True)},
            witnesses={name: int(np.count_nonzero(reached & bit)) for name, bit in self.bit.items()},
            violation=violation,
            failed_run=failed_run,
            stopped_by=stopped_by,
            interrupted=interrupted,
        )


def _longer(array: Array, size: int) -> Array:
    if len(array) >= size:
        return array
    longer = np.zeros(size, array.dtype)
    longer[: len(array)] = array
    return longer


def _wide(rows: Array, width: int) -> Array:
    wide = np.full((*rows.shape[:-1], width), -1, np.int32)
    wide[..., : rows.shape[-1]] = rows
    return wide
