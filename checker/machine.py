"""A Hypothesis state machine out of any system: one rule for each kind of action.

A rule takes one action of its kind that is enabled and within the bounds, or a burst of them; Hypothesis
draws which. After each action the properties are held against the step and the world.

Left to themselves, random runs stay shallow: faults use up their budgets before anything has
happened that they could break. Three things make them deep, none of which knows the system:

- *Bursts.* One application of a rule delivers many messages, each drawn from those in flight by then.
- *Rests.* Each run begins by drawing, for each kind, for how many applications it rests after one.
  Kinds are in order, mild first, and the wilder may rest the longer. Rests shrink to none.
- *One name.* Hypothesis switches rules off for whole runs, by the names of their functions ("swarm
  testing"). Without deliveries no run gets anywhere, so all rules have one name. Rests vary runs instead.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import hypothesis
from attrs import frozen
from hypothesis import HealthCheck, Phase, event
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from checker.inspection import Inspector
from checker.protocol import Action, Property, System
from checker.verdict import Violation

DELIVERIES = 20
"""The most messages that arrive in one application of a rule, unless `bursts` says otherwise."""

MILD = (4, 4)
"""The most actions in one application for the first kinds in order."""

WILD = 2
"""The most for all others: two at once, that two act in the same moment, is what much goes wrong with."""

REST = 4
"""A kind's longest rest is this much longer than that of the kind before it."""

GO_ON = st.integers(0, 9)
"""Whether a burst goes on: it ends at 0, towards which Hypothesis shrinks."""


class Violated(AssertionError):  # noqa: N818  # the property is violated, nothing is in error
    """A run came to a world or took a step to which a property objects."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation)
        self.violation = violation

    def __str__(self) -> str:
        return f"{self.violation.property}: {self.violation.finding}"


@frozen
class Run:
    """What came about in one run: its actions, and the *sometimes* properties that were seen."""

    actions: tuple[Action, ...]
    witnesses: frozenset[str]

    def kinds(self) -> Counter[str]:
        """Count the actions by their kind."""
        return Counter(action.kind for action in self.actions)


class Chosen(tuple[Action, ...]):
    """The actions that a rule takes, in order; in Hypothesis's report they are their sentences."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"[{'; '.join(map(str, self))}]"


class Machine(RuleBasedStateMachine):
    """One run of a system. `machine_of` adds the rules, and what they need to know."""

    system: ClassVar[System]
    inspector: ClassVar[Inspector]
    bursts: ClassVar[Mapping[str, int]]
    mild: ClassVar[Mapping[str, int]]
    ended: ClassVar[Callable[[Run], None]]

    def __init__(self) -> None:
        super().__init__()
        self.world = self.system.initial()
        self.actions: list[Action] = []
        self.witnesses: set[str] = set()
        self.applications = 0
        self.rests: Mapping[str, int] = {}
        self.wakes: dict[str, int] = {}
        self.menu: dict[str, list[Action]] = {}
        self.awake: set[str] = set()

    def begin(self, rests: Mapping[str, int]) -> None:
        """Draw the rests; then even the initial world must keep the properties."""
        self.rests, self.wakes = rests, dict(rests)
        self._inspect(self.world)
        self._look()

    def take(self, kind: str, chosen: Chosen) -> None:
        """Take some actions of a kind, one after the other; the kind then rests."""
        for action in chosen:
            stepped = self.system.step(self.world, action)
            assert stepped is not None, f"not enabled: {action}"
            before, self.world = self.world, stepped[0]
            self.actions.append(action)
            self._inspect(before)
        self.applications += 1
        self.wakes[kind] = self.applications + self.rests[kind]
        self._look()

    def burst(self, action: Action) -> int:
        """Return how many actions of this one's kind may be taken at once."""
        arrives = action.consumes and any(
            process == getattr(action.message, "destination", None) for process, _ in action.parts
        )
        return self.bursts.get(action.kind) or (DELIVERIES if arrives else self.mild.get(action.kind, WILD))

    def offers(self, world: Any, kind: str) -> list[Action]:
        """Return the enabled actions of one kind that keep within the bounds."""
        steps = (
            (action, self.system.step(world, action))
            for action in self.system.candidates(world)
            if action.kind == kind
        )
        return [action for action, stepped in steps if stepped is not None and not stepped[1]]

    def teardown(self) -> None:
        run = Run(tuple(self.actions), frozenset(self.witnesses))
        for witness in sorted(run.witnesses):
            event(f"seen: {witness}")
        for kind in sorted(run.kinds()):
            event(f"taken: {kind}")
        event(f"actions: {len(run.actions) // 25 * 25} or more")
        type(self).ended(run)

    def _inspect(self, before: Any) -> None:
        for sighting in (*self.inspector.of_step(before, self.world), *self.inspector.of_world(self.world)):
            if sighting.is_objection:
                raise Violated(Violation(sighting.stated.name, sighting.finding, tuple(self.actions)))
            self.witnesses.add(sighting.stated.name)

    def _look(self) -> None:
        """See which actions are enabled now, and which kinds of them are awake.

        If all of them rest, those are woken that would be the first to wake. If nothing is enabled at
        all, the run has ended, and idles until Hypothesis ends it.
        """
        self.menu = {}
        for action, _, beyond in self.system.actions(self.world):
            if not beyond:
                self.menu.setdefault(action.kind, []).append(action)
        now = max(self.applications, min((self.wakes[kind] for kind in self.menu), default=0))
        self.awake = {kind for kind in self.menu if self.wakes[kind] <= now} or {self.system.kinds[0].name}


def machine_of(
    system: System,
    properties: Sequence[Property],
    *,
    name: str = "SeaTrial",
    rests: Mapping[str, int] | None = None,
    bursts: Mapping[str, int] | None = None,
    ended: Callable[[Run], None] = lambda _: None,
) -> type[Machine]:
    """Return the state machine of a system: exactly one rule for each kind of action.

    For each kind, `rests` can say how long it may rest, and `bursts` how many actions it may take at
    once. `ended` is told of each run. Hypothesis keeps failures under the name.
    """
    kinds = [kind.name for kind in system.kinds]
    longest = {kind: place * REST for place, kind in enumerate(kinds)} | dict(rests or {})
    drawn = st.fixed_dictionaries({kind: st.integers(0, longest[kind]) for kind in kinds})
    members: dict[str, Any] = {
        "system": system,
        "inspector": Inspector(properties),
        "bursts": dict(bursts or {}),
        "mild": dict(zip(kinds, MILD, strict=False)),
        "ended": staticmethod(ended),
        "begin": initialize(rests=drawn)(Machine.begin),
    }
    for place, kind in enumerate(kinds):
        # Hypothesis takes rules of one name in the order of their attributes: mild first, here too.
        members[f"rule_{place:03}_{re.sub(r'[^0-9A-Za-z]', '_', kind)}"] = _rule_for(kind)
    return type(name, (Machine,), members)


def sample(system: System, properties: Sequence[Property], *, runs: int, steps: int, seed: int) -> list[Run]:
    """Let Hypothesis make at least so many runs of so many applications of rules; return all of them.

    The same seed makes the same runs. Raises Violated if one comes to what a property objects to.
    """
    sampled: list[Run] = []
    machine = machine_of(system, properties, ended=sampled.append)
    run_state_machine_as_test(
        hypothesis.seed(seed)(machine),
        settings=hypothesis.settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            derandomize=False,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
    return sampled


def _rule_for(kind: str) -> Callable[..., None]:
    def take(self: Machine, chosen: Chosen) -> None:
        self.take(kind, chosen)

    return precondition(lambda self: kind in self.awake)(rule(chosen=_choices(kind))(take))


@st.composite
def _choices(draw: st.DrawFn, kind: str) -> Chosen:
    """Draw an action that the world offers, and while the burst goes on, one that the next world offers."""
    machine: Machine = draw(st.runner())
    world, offered = machine.world, machine.menu.get(kind, [])
    actions: list[Action] = []
    while offered:
        action = draw(st.sampled_from(offered))
        actions.append(action)
        if len(actions) >= machine.burst(action) or not draw(GO_ON):
            break
        world = machine.system.step(world, action)[0]  # type: ignore[index]  # it was offered
        offered = machine.offers(world, kind)
    return Chosen(actions)
