"""Logs for ShiViz: its rules on vector clocks, checked by a parser of their own."""

import json
import re

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import NAMES, replay_of_run, runs, zoo_story

from checker.case import make_case
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


def assert_arrivals(story: Story, events: list[Event]) -> None:
    """Assert that a receiver knows the sender's event, and that nobody knows more than what reached it.

    In a step of one process, its clock is its last one, merged with that of the sending if a message
    arrived, and with nothing else.
    """
    places: dict[tuple[str, int], Event] = {}
    for event in events:
        number = int(event.text.partition(".")[0])
        places[event.host, number] = event
    clocks: dict[str, dict[str, int]] = {}
    for moment in story.steps():
        mine = [places[host, moment.number] for host in moment.acts]
        identity = moment.received or moment.read
        if len(mine) == 1:
            (event,) = mine
            expected = dict(clocks.get(event.host, {}))
            flight = None if identity is None else story.flight(identity)
            if flight is not None and flight.sender is not None and flight.destination == event.host:
                for host, value in places[flight.sender, flight.sent_after].clock.items():
                    expected[host] = max(expected.get(host, 0), value)
            expected[event.host] = expected.get(event.host, 0) + 1
            assert expected == event.clock
        elif identity is not None:
            flight = story.flight(identity)
            if flight.sender is not None and flight.destination in moment.acts:
                sending = places[flight.sender, flight.sent_after].clock
                arrival = places[flight.destination, moment.number].clock
                assert all(arrival[host] >= value for host, value in sending.items())
        clocks.update({event.host: event.clock for event in mine})


@pytest.mark.parametrize("name", NAMES)
def test_the_zoo_keeps_the_rules(name: str) -> None:
    """The trace of every mutant, and the healthy run beside it, keep the rules on vector clocks."""
    story = zoo_story(name)
    executions = parsed(trace_shiviz(story))
    assert len(executions) == (2 if story.parting is not None and story.parting.moments else 1)
    for events in executions:
        assert_clocks(events)
    assert_arrivals(story, executions[0])


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
        assert_arrivals(story, events)
        assert len({event.text.partition(".")[0] for event in events}) == len(run)

    draw()


def test_who_receives_knows() -> None:
    """A scene: n1 stands, n2 votes for it, and n1, elected, knows of n2's one event."""
    first, second, third, *_ = parsed(trace_shiviz(zoo_story("vote-twice")))[0]
    assert [event.clock for event in (first, second, third)] == [
        *({"n1": 1}, {"n1": 1, "n2": 1}, {"n1": 2, "n2": 1})
    ]
    assert "2. n2 receives RequestVote(term 1, last log index 0 of term 0) from n1" == second.text


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
