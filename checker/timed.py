"""Runs in time: a clock outside of a system says when an action is due, and the system whether it happens.

The system is as the other engines have it: every step is one of its actions, taken by `System.step`, so a
run in time is a run, and replays without a clock. A clock says what is due after each step and within
which span; the time in that span is drawn here, from a seed, in whole microseconds. What is due at the
same time happens in the order in which it became due.

The queue is the standard library's heap. A library of discrete events (SimPy) would bring processes that
wait, as coroutines; here nothing waits: who reacts how is the model's, and a timer that is set anew is an
entry that is out of date.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, Protocol

from attrs import frozen

from checker.protocol import Action, Outcome, System


class Due(Protocol):
    """An action that is due: see `properties.timed.Due`."""

    @property
    def action(self) -> Action: ...
    @property
    def wait(self) -> tuple[int, int] | None: ...
    @property
    def name(self) -> Hashable: ...
    @property
    def otherwise(self) -> Action | None: ...
    @property
    def chance(self) -> Fraction: ...


class Experiment(Protocol):
    """A system under a clock, and what is observed of a run: see `properties.timed.Experiment`."""

    @property
    def name(self) -> str: ...
    @property
    def system(self) -> System: ...
    @property
    def clock(self) -> Callable[[Any, Any, Any, Outcome], Iterable[Due]]: ...
    @property
    def opening(self) -> Sequence[Due]: ...
    @property
    def is_over(self) -> Callable[[Any], bool]: ...
    @property
    def until(self) -> int: ...
    @property
    def observe(self) -> Callable[[Sequence[tuple[int, Action, Any]]], Any]: ...
    @property
    def trials(self) -> int | None: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


@frozen
class Run:
    """A run in time: its actions, each with its time and the world after it, and whether it was over."""

    moments: tuple[tuple[int, Action, Any], ...]
    is_over: bool


class Scheduler:
    """Makes the runs of an experiment, and remembers what is due after which step of a process."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._system = experiment.system
        self._places = {process: place for place, process in enumerate(self._system.processes)}
        self._due: dict[Any, tuple[Any, tuple[Due, ...]]] = {}

    def run(self, chance: Random) -> Run:
        """Make one run, with what is left to chance drawn from this."""
        queue: list[tuple[int, int, Due]] = []
        timers: dict[Hashable, int] = {}
        numbers = count()
        moments: list[tuple[int, Action, Any]] = []
        world, now, random = self._system.initial(), 0, chance.random
        due: Iterable[Due] = self.experiment.opening
        while True:
            for one in due:
                number = next(numbers)
                if one.name is not None:
                    timers[one.name] = number
                if one.wait is not None:
                    low, high = one.wait
                    wait = low if low == high else low + int(random() * (high - low + 1))
                    heappush(queue, (now + wait, number, one))
            if not queue:
                return Run(tuple(moments), is_over=False)
            time, number, now_due = heappop(queue)
            if time > self.experiment.until:
                return Run(tuple(moments), is_over=False)
            due = ()
            if now_due.name is not None and timers[now_due.name] != number:
                continue  # it was set anew since
            turns = now_due.chance and random() < now_due.chance
            action, stepped = self._take(world, now_due, turns=bool(turns))
            if action is not None:
                now = time
                due = self._due_after(world, action)
                world = stepped
                moments.append((now, action, world))
                if self.experiment.is_over(world):
                    return Run(tuple(moments), is_over=True)

    def _take(self, world: Any, due: Due, *, turns: bool) -> tuple[Action | None, Any]:
        """Take what is due in a world, or what happens otherwise; neither need be enabled."""
        for action in (due.otherwise,) if turns else (due.action, due.otherwise):
            stepped = action and self._system.step(world, action)
            if stepped:
                after, beyond = stepped
                if beyond:
                    raise ValueError(
                        f"{self.experiment.name}: {action} leads beyond the bound on {beyond[0]}"
                    )
                return action, after
        return None, world

    def _due_after(self, world: Any, action: Action) -> Iterable[Due]:
        """Yield what is due as each process of an action has taken its event."""
        local_states = list(world.locals)
        for process, event in action.parts:
            place = self._places[process]
            step = process, local_states[place], event
            known = self._due.get(step)
            if known is None:
                reaction = self._system.reaction(*step)
                assert reaction is not None, "the action was taken"
                outcome = reaction[0]
                known = outcome.local, tuple(self.experiment.clock(*step, outcome))
                self._due[step] = known
            local_states[place], due = known
            yield from due


def chance_of(seed: int, experiment: Experiment, trial: int) -> Random:
    """Return what a trial's times are drawn from: its own, whichever others are made.

    Only `Random.random` is used, which Python promises to be the same in every version.
    """
    return Random(f"{seed} {experiment.name} {trial}")  # noqa: S311  # nothing is kept secret
