"""Logs for ShiViz: its rules on vector clocks, checked by a parser of their own."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import NAMES, replay_of_run, runs, zoo_story

from checker.case import make_case
from checker.render import shiviz
from checker.render.shiviz import trace_shiviz
from checker.story import Story
from checker.storyteller import story_of

DEFAULT = r"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})"
"""The expression by which ShiViz reads a log that gives none, as its documentation has it."""

RUNS = (
    ("raft-faults", {}),
    ("raft-partition", {}),
    ("ongaro", {"copies": 2, "in-flight": 3}),
    ("kubernetes-writes", {}),
    ("kubernetes-stateful-set", {}),
    ("dining:scenario", {}),
)


@frozen
class Event:
    """An event of a log: what happens, where, and the vector clock."""

    text: str
    host: str
    clock: dict[str, int]


def parsed(log: str) -> list[list[Event]]:
    """Read a log as ShiViz does: the expression, the delimiter, then executions."""
    expression, delimiter, *lines = log.split("\n")
    assert expression == DEFAULT
    executions: list[list[str]] = [[]]
    if delimiter:
        expected = re.compile(delimiter.replace("?<", "?P<"))
        executions = []
        for line in lines:
            if expected.match(line):
                executions.append([])
            else:
                executions[-1].append(line)
    else:
        executions = [lines]
    return [read("\n".join(one)) for one in executions]


def read(text: str) -> list[Event]:
    """Read the events of one execution; every character of it must be of one."""
    pattern = re.compile(DEFAULT.replace("?<", "?P<") + r"\n?")
    events, place = [], 0
    while place < len(text):
        found = pattern.match(text, place)
        assert found is not None, f"no event: {text[place : place + 200]!r}"
        events.append(Event(found["event"], found["host"], json.loads(found["clock"])))
        place = found.end()
    return events


def assert_clocks(events: list[Event]) -> None:
    """Assert what ShiViz demands of the clocks of an execution."""
    known: dict[tuple[str, int], dict[str, int]] = {}
    last: dict[str, int] = {}
    for event in events:
        own = event.clock.get(event.host)
        assert own == last.get(event.host, 0) + 1, "the own value begins at 1 and grows by 1"
        last[event.host] = own
        known[event.host, own] = event.clock
    for event in events:
        for host, value in event.clock.items():
            assert isinstance(value, int)
            assert 1 <= value <= last.get(host, 0), "no unknown host, and no event that does not exist"
            seen = known[host, value]
            for other, at_the_time in seen.items():
                assert event.clock.get(other, 0) >= at_the_time, "who knows an event knows what it knew"
    for (host, own), clock in known.items():
        before = known.get((host, own - 1), {})
        assert all(clock[other] >= value for other, value in before.items()), "nothing is forgotten"


def clocks_of(story: Story) -> list[tuple[str, dict[str, int]]]:
    """Return whose each event is, and its clock, from what happened before what, and no clock at all.

    What comes right before an event is the one before it at its own process; the one before it in the same
    step; and, of a message that it takes, the one that sent it. Its clock counts, of each process, the
    events that come before it however far back, and itself.
    """
    events = [(moment, one) for moment in story.steps() for one in (moment.acts or (None,))]
    places = {(moment.number, one): place for place, (moment, one) in enumerate(events)}
    before: list[set[int]] = []
    for place, (moment, one) in enumerate(events):
        right_before = {back for back in range(place) if events[back][1] == one}
        right_before |= {back for back in range(place) if events[back][0] is moment}
        taken = [
            flight
            for flight in story.flights
            if flight.id in (moment.received, moment.read) and flight.destination == one
        ]
        right_before |= {places[flight.sent_after, flight.sender] for flight in taken if flight.sender}
        before.append(right_before.union(*(before[back] for back in right_before)))
    return [
        (
            str(one or "network"),
            Counter(str(events[back][1] or "network") for back in {*before[place], place}),
        )
        for place, (_, one) in enumerate(events)
    ]


def assert_happened_before(story: Story, events: list[Event]) -> None:
    """Assert that each clock is what happened before makes it: a joint step, and a duplicate, included."""
    assert clocks_of(story) == [(event.host, event.clock) for event in events]


@pytest.mark.parametrize("name", NAMES)
def test_the_zoo_keeps_the_rules(name: str) -> None:
    """The trace of every mutant, and the healthy run beside it, keep the rules on vector clocks."""
    story = zoo_story(name)
    executions = parsed(trace_shiviz(story))
    assert len(executions) == (2 if story.parting is not None and story.parting.moments else 1)
    for events in executions:
        assert_clocks(events)
    assert_happened_before(story, executions[0])
    if len(executions) == 2:
        parting = story.parting
        assert parting is not None
        moments = (*story.moments[: parting.at], *parting.moments)
        assert_happened_before(evolve(story, moments=moments, flights=parting.flights), executions[1])


@pytest.mark.parametrize(("scenario", "parameters"), RUNS)
def test_any_run_keeps_the_rules(scenario: str, parameters: dict[str, int]) -> None:
    """Whatever happens (losses, duplicates, crashes, cuts, joint steps), the rules are kept."""
    system = make_case(scenario, parameters).system

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        run = data.draw(runs(system))
        story = story_of(replay_of_run(scenario, run, **parameters))
        (events,) = parsed(trace_shiviz(story))
        assert_clocks(events)
        assert_happened_before(story, events)
        assert len({event.text.partition(".")[0] for event in events}) == len(run)

    draw()


def test_who_receives_knows() -> None:
    """A scene: n1 stands, n2 votes for it, and n1, elected, knows of n2's one event."""
    first, second, third, *_ = parsed(trace_shiviz(zoo_story("vote-twice")))[0]
    assert [event.clock for event in (first, second, third)] == [
        *({"n1": 1}, {"n1": 1, "n2": 1}, {"n1": 2, "n2": 1})
    ]
    assert "2. n2 receives RequestVote(term 1, last log index 0 of term 0) from n1" == second.text


def test_a_joint_step() -> None:
    """A scene: in one step a kubelet asks and etcd is read; who comes later knows who came first."""
    story = zoo_story("remove-without-kubelet")
    events = parsed(trace_shiviz(story))[0]
    assert ("kubelet-w2", "etcd") == story.moments[9].acts
    asks, reads = (event for event in events if event.text.startswith("9. "))
    assert {"kubelet-w2": 1} == asks.clock
    assert ("etcd", 1) == (reads.host, reads.clock["kubelet-w2"])
    knew = next(event for event in reversed(events[: events.index(reads)]) if event.host == "etcd")
    assert {**knew.clock, "kubelet-w2": 1, "etcd": knew.clock["etcd"] + 1} == reads.clock
    (hears,) = (event for event in events if event.text.startswith("10. "))
    assert {**reads.clock, "kubelet-w2": 2} == hears.clock


def test_what_is_independent_is_not_ordered() -> None:
    """A scene: of two who stand, neither knows of the other, until a message comes."""
    story = story_of(replay_of_run("raft", two_stand()))
    first, second = parsed(trace_shiviz(story))[0]
    assert ({"n1": 1}, {"n2": 1}) == (first.clock, second.clock)


def two_stand() -> list[Any]:
    system = make_case("raft", {}).system
    world, run = system.initial(), []
    for name in ("n1", "n2"):
        action, world, _ = next(
            one for one in system.actions(world) if str(one[0]).startswith(f"{name} times")
        )
        run.append(action)
    return run


@given(st.lists(st.text(st.sampled_from("ab _%025\u3000\ufeff")) | st.text(), unique=True))
def test_hosts_are_told_apart(names: list[str]) -> None:
    """No two processes are one host, and a host is one word to ShiViz, as JavaScript has words."""
    hosts = [shiviz.host(name) for name in names]
    assert len(names) == len(set(hosts))
    white = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
        map(chr, range(0x2000, 0x200B))
    )
    assert not set(white) & set("".join(hosts))


def test_hosts_that_looked_the_same() -> None:
    """A space is written as in an address, and so is the sign for it; other names are as they are."""
    assert ["a%20b", "a_b", "a%2520b", "apiserver-cp1"] == [
        shiviz.host(name) for name in ("a b", "a_b", "a%20b", "apiserver-cp1")
    ]


def test_a_process_called_network() -> None:
    """What nobody does is an event of the network, which is another than a process of that name."""
    story = story_of(replay_of_run("ongaro", lost_run(), copies=2))
    named = [
        evolve(one, states=tuple(evolve(s, process=s.process.replace("n3", "network")) for s in one.states))
        for one in story.moments
    ]
    (plain,), (other,) = (
        parsed(trace_shiviz(story)),
        parsed(trace_shiviz(evolve(story, moments=tuple(named)))),
    )
    assert "network" == plain[-1].host
    assert "network%" == other[-1].host


def lost_run() -> list[Any]:
    """Return a run at the end of which the network drops a message by itself."""
    system = make_case("ongaro", {"copies": 2}).system
    world, run = system.initial(), list[Any]()
    while not run or story_of(replay_of_run("ongaro", run, copies=2)).moments[-1].lost is None:
        steps = list(system.actions(world))
        action, world, _ = next((one for one in steps if one[0].kind == "drop"), steps[0])
        run.append(action)
    return run


def test_the_rules_can_be_broken() -> None:
    """The checks of this file object to a log that is wrong."""
    for clocks in (
        [("a", {"a": 2})],
        [("a", {"b": 1})],
        [("a", {"a": 1, "b": 1})],
        [("a", {"a": 1}), ("a", {"a": 3})],
        [("a", {"a": 1}), ("b", {"a": 1, "b": 1}), ("c", {"b": 1, "c": 1})],
    ):
        with pytest.raises(AssertionError):
            assert_clocks([Event("", host, clock) for host, clock in clocks])
