"""A trace as a story: who acts, what becomes of each message, where the rule was wrong, where runs part."""

import dining
import pytest
from stories import NAMES, told, trace_of, zoo_story

from checker.story import Application, Field, Flight, State, Story


def test_vote_twice() -> None:
    """The whole story of six steps: n1 is elected by n2; n3 stands, and n1 votes for it, too."""
    story = zoo_story("vote-twice")
    assert [moment.acts for moment in story.moments] == [
        *((), ("n1",), ("n2",), ("n1",), ("n3",), ("n1",), ("n3",))
    ]
    assert [moment.received for moment in story.moments] == [None, None, "m1", "m3", None, "m4", "m6"]
    assert story.flight("m4") == Flight(
        id="m4",
        label="RequestVote, term 1",
        text="RequestVote(term 1, last log index 0 of term 0)",
        source="n3",
        destination="n1",
        sender="n3",
        sent_after=4,
        ended_at=5,
        ending="received",
    )
    assert [(moment.number, moment.applied) for moment in story.moments if moment.applied] == [
        (
            5,
            (
                Application(
                    process="n1",
                    rule="vote_is_free",
                    arguments=(("voted_for", "n1"), ("candidate", "n3")),
                    wrong="yes",
                    right="no",
                ),
            ),
        )
    ]
    last = story.moments[-1]
    assert "n1 and n3 were both elected in term 1" == story.finding
    broken = last.standing("election-safety")
    assert broken is not None
    assert (False, 6, story.finding) == (broken.holds, broken.since, broken.finding)
    assert "seatrial check raft --mutant vote-twice --property election-safety" == story.command


def test_vote_twice_parts_from_the_healthy_group() -> None:
    """The healthy n1 refuses n3; what the mutant does next cannot follow: no vote is in flight."""
    parting = zoo_story("vote-twice").parting
    assert parting is not None
    assert (5, 6) == (parting.at, parting.stopped_at)
    assert "the message is not in flight: RequestVoteResponse(term 1, granted) from n1 to n3" == parting.why
    (refused,) = parting.moments
    assert "follower in term 1, log [], commit 0" != refused.state("n1").summary
    assert [flight.label for flight in parting.flights if flight.sent_after == 5] == ["vote refused, term 1"]


def test_states_are_described() -> None:
    """A server is told in a line; what a step changed is marked."""
    story = zoo_story("vote-twice")
    state = story.moments[3].state("n1")
    assert "leader of term 1, log [], commit 0" == state.summary
    assert ["role", "knows of n2", "knows of n3", "elected in terms"] == [
        field.name for field in state.fields if field.changed
    ]
    assert not story.moments[3].state("n2").changed


def test_default_description() -> None:
    """A system that nobody describes is told by its fields."""
    story = told(trace_of("dining:scenario", "dining:Grabs", "no-fork-is-snatched"))
    assert story.moments[1].state("p1") == State("p1", "holds {f1}", (Field("holds", "{f1}", changed=True),))
    assert story.moments[2].acts == ("p2", "f1")
    assert ("yes", "no") == (story.moments[2].applied[0].wrong, story.moments[2].applied[0].right)
    assert (
        "seatrial check dining:scenario --mutant dining:Grabs --property no-fork-is-snatched" == story.command
    )
    assert dining.scenario.sentence == story.sentence


@pytest.mark.parametrize("name", NAMES)
def test_flights_are_followed(name: str) -> None:
    """Every flight begins once and ends at most once; it arrives where it is addressed to."""
    story = zoo_story(name)
    begun = [flight for moment in story.moments for flight in moment.sent]
    assert sorted(begun) == sorted(flight.id for flight in story.flights if flight.copy_of is None)
    for flight in story.flights:
        sender = flight.sender
        assert sender is None or sender in story.moments[flight.sent_after].acts
        if flight.ended_at is None:
            assert flight.ending == "still"
            continue
        assert flight.ended_at >= flight.sent_after
        ended = story.moments[flight.ended_at]
        assert flight.id == (ended.received if flight.ending == "received" else ended.lost)
        if flight.ending == "received":
            assert flight.destination in (*ended.acts, *ended.assents)


@pytest.mark.parametrize("name", NAMES)
def test_the_mistake_is_applied(name: str) -> None:
    """In every trace of the zoo the wrong rule is asked, and answers what the right one would not."""
    story = zoo_story(name)
    applied = [one for moment in story.moments for one in moment.applied]
    assert applied
    assert {story.rule} == {one.rule for one in applied}
    assert all(one.wrong != one.right for one in applied)
    assert is_later(story)


def is_later(story: Story) -> bool:
    """Say whether the runs part no earlier than the wrong rule first answers differently."""
    first = next(moment.number for moment in story.moments if moment.applied)
    return story.parting is not None and story.parting.at >= first
