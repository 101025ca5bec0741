"""Liveness on graphs drawn at random, against a checker that tries every set of worlds."""

from collections.abc import Sequence

import numpy as np
import pytest
from attrs import frozen
from hypothesis import event, given, settings
from hypothesis import strategies as st
from plain_liveness import Plain, Step, nearest, objection_to, standing

from checker.liveness.graph import Array, Graph
from checker.liveness.keep import keep
from checker.liveness.units import Owed
from properties.promise import Fairness, Promise, When

ACTIONS = "abcd"


@frozen
class Letter:
    """A message: those under one name are of one class, on one link."""

    name: str
    copy: str

    source = destination = None


@frozen
class Labelled:
    """An action of a drawn graph: it is about a message where it shares what it is owed with another."""

    kind: str
    message: Letter | None
    parts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.kind


@frozen
class NoSystem:
    """What a graph that is drawn has for a system."""


@frozen
class Drawn:
    """A graph, a promise about it, and a fairness: all that is to be settled.

    `shares` says that a and b are one for the fairness; in the plain graph both are called a.
    """

    graph: Plain
    shares: bool
    when: str
    goal: frozenset[int]
    trigger: frozenset[int]
    weak: frozenset[str]
    strong: frozenset[str]

    def unit(self, action: str) -> str:
        """Return what an action is called for the fairness."""
        return "a" if self.shares and action == "b" else action

    def plain(self) -> Plain:
        """Return the graph as the plain checker has it: its actions are what fairness is owed to."""
        steps = {(source, self.unit(action), to) for source, action, to in self.graph.steps}
        forbidden = {(world, self.unit(action)) for world, action in self.graph.forbidden}
        return Plain(self.graph.size, tuple(sorted(steps)), tuple(sorted(forbidden)))

    def actions(self) -> list[Labelled]:
        """Return the actions of the graph, each once."""
        return [
            Labelled(self.unit(action), Letter("a", action) if self.shares and action in "ab" else None)
            for action in ACTIONS
        ]


def graph_of(drawn: Drawn) -> Graph:
    """Return a graph as arrays; what can be asked of it are sets of worlds."""
    plain = drawn.graph
    steps = sorted(plain.steps, key=lambda step: step[0])
    counts = np.bincount([source for source, _, _ in steps], minlength=plain.size)
    levels = np.zeros(plain.size, np.int32)
    found = frozenset([0])
    while (more := found | {to for source, _, to in plain.steps if source in found}) != found:
        levels[sorted(more - found)] = levels.max() + 1
        found = more

    def ask(goal: object, of: type, sees: object) -> Array:
        return np.array([goal(world) is None for world in range(plain.size)])  # type: ignore[operator]  # a stub

    return Graph(
        system=NoSystem(),  # type: ignore[arg-type]  # nothing is asked of it
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        targets=np.array([to for _, _, to in steps], np.int32),
        labels=np.array([ACTIONS.index(action) for _, action, _ in steps], np.int32),
        levels=levels,
        forbidden=np.array(
            [(world, ACTIONS.index(action)) for world, action in plain.forbidden], np.int64
        ).reshape(-1, 2),
        actions=drawn.actions(),  # type: ignore[arg-type]  # a stub
        ask=ask,
    )


def promise_of(drawn: Drawn) -> Promise:
    return Promise(
        "drawn",
        "What was drawn comes about.",
        "",
        When(drawn.when),
        object,
        Fairness("drawn", weak=tuple(drawn.weak), strong=tuple(drawn.strong)),
        lack=lambda world: None if world in drawn.goal else "it is lacking",  # type: ignore[comparison-overlap]  # a stub
        trigger=lambda world: "it is triggered" if world in drawn.trigger else None,  # type: ignore[comparison-overlap]  # a stub
    )


def told(numbers: Sequence[int], graph: Graph, drawn: Drawn) -> list[Step]:
    """Return steps by their numbers as the plain checker has them."""
    sources = graph.sources()
    return [(int(sources[n]), drawn.unit(ACTIONS[graph.labels[n]]), int(graph.targets[n])) for n in numbers]


@st.composite
def drawn_cases(draw: st.DrawFn) -> Drawn:
    """Draw a graph in which all worlds are reachable, a promise and a fairness."""
    size = draw(st.integers(1, 6))
    worlds = st.integers(0, size - 1)
    actions = st.sampled_from(ACTIONS)
    tree = {(draw(st.integers(0, to - 1)), draw(actions), to) for to in range(1, size)}
    steps = draw(st.sets(st.tuples(worlds, actions, worlds), max_size=10)) | tree
    # An action leads to one world from each: so it is in a system.
    once = {(source, action): to for source, action, to in sorted(steps - tree)}
    once |= {(source, action): to for source, action, to in tree}
    reached = Plain(size, tuple((source, action, to) for (source, action), to in once.items()))
    size = max(reached.reachable([0], frozenset(range(size)))) + 1
    kept = reached.reachable([0], frozenset(range(size)))
    number = {world: place for place, world in enumerate(sorted(kept))}
    final = tuple((number[s], action, number[to]) for s, action, to in reached.steps if s in kept)
    worlds = st.integers(0, len(kept) - 1)
    forbidden = draw(st.sets(st.tuples(worlds, actions), max_size=3))
    taken = {(source, action) for source, action, _ in final}
    strong = draw(st.frozensets(actions))
    return Drawn(
        Plain(len(kept), final, tuple(sorted(forbidden - taken))),
        draw(st.booleans()),
        draw(st.sampled_from([when.value for when in When])),
        goal=draw(st.frozensets(worlds)),
        trigger=draw(st.frozensets(worlds, min_size=1)),
        weak=draw(st.frozensets(actions)) - strong,
        strong=strong,
    )


def expected_of(drawn: Drawn) -> str:
    """Return how the promise stands, by trying everything."""
    return standing(drawn.plain(), drawn.when, drawn.goal, drawn.trigger, drawn.weak, drawn.strong)


@settings(max_examples=800)
@given(drawn_cases())
def test_agrees_with_trying_everything(drawn: Drawn) -> None:
    """The standing of a promise is what trying every set of worlds gives, and what shows it does so."""
    graph, promise, plain = graph_of(drawn), promise_of(drawn), drawn.plain()
    given_to = (plain, drawn.when, drawn.goal, drawn.trigger, drawn.weak, drawn.strong)
    kept = keep(graph, promise, promise.fairness, Owed.CLASSES if drawn.shares else Owed.ACTIONS)
    event(f"{drawn.when}: {kept.standing}")
    assert expected_of(drawn) == kept.standing
    if kept.lasso is not None:
        stem, loop = told(kept.lasso.stem, graph, drawn), told(kept.lasso.loop, graph, drawn)
        assert objection_to(*given_to, stem, loop) is None
    elif kept.run is not None:
        owed = frozenset(world for world, action in plain.forbidden if action in drawn.weak | drawn.strong)
        is_open = frozenset(range(plain.size)) - (drawn.goal if drawn.when == "eventually" else frozenset())
        run = told(kept.run, graph, drawn)
        worlds = [0, *(to for _, _, to in run)]
        assert [source for source, _, _ in run] == worlds[:-1]
        assert set(worlds) <= is_open
        assert worlds[-1] in owed
        assert len(run) == nearest(plain, owed, is_open)
    else:
        assert kept.standing == "holds"


@pytest.mark.parametrize("standing", ["holds", "violated", "undetermined"])
@pytest.mark.parametrize("when", [when.value for when in When])
def test_what_is_drawn_is_not_all_alike(when: str, standing: str) -> None:
    """Each standing of each kind of promise is drawn: the agreement is about all of them."""

    def is_so(drawn: Drawn) -> bool:
        return (drawn.when, expected_of(drawn)) == (when, standing)

    from hypothesis import find  # noqa: PLC0415

    find(drawn_cases(), is_so)
