"""A trace as a story: who acts, what becomes of each message, where the rule was wrong, where runs part."""

from typing import Any

import dining
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import TRACES, story_at
from stories import NAMES, replay_of_run, runs, told, trace_of, zoo_story
from toys import Count, count, counters

from checker.case import make_case
from checker.render import phrases
from checker.render.html import trace_html
from checker.render.markdown import trace_markdown
from checker.render.trace import render_trace
from checker.replay import replay
from checker.rule_watch import RuleWatch
from checker.story import Application, Contrast, Field, Flight, State, Story, Withheld
from checker.storyteller import story_of
from checker.trace import load
from checker.withheld import withheld_in
from model.bounds import Bound
from model.process import Event, Outcome, ProcessId
from model.rules import mutant_of, rule
from model.world import System


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
    assert parting.contrasts == (
        Contrast("n1", "voted for", wrong="n3", right="n1"),
        Contrast("n1", "sent", wrong="vote granted, term 1 to n3", right="vote refused, term 1 to n3"),
    )


def test_how_the_healthy_group_goes_on() -> None:
    """Parted, it takes the steps that are left, if any are, in states of its own; what it lacks is none."""
    story = zoo_story("leader-grants-prevote")
    assert "that is the last step, and leader-grants-no-pre-vote holds" == phrases.goes_on(story)
    assert story.parting is not None
    said = [phrases.contrast(one) for one in story.parting.contrasts]
    assert said == [
        "n1: pre-votes granted as leader, in terms: none (with the mistake: [1])",
        "n1: sent nothing (with the mistake: pre-vote granted, term 2 to n2)",
    ]
    earlier = evolve(story, parting=evolve(story.parting, at=6, moments=story.moments[6:]))
    on = "from there on it is in other states, but takes the steps that are left, too, and "
    assert f"{on}leader-grants-no-pre-vote is broken there, too" == phrases.goes_on(earlier)


def test_states_are_described() -> None:
    """A server is told in a line; what a step changed is marked."""
    story = zoo_story("vote-twice")
    state = story.moments[3].state("n1")
    assert "leader of term 1, log [], commit 0" == state.summary
    assert ["role", "progress of n2", "progress of n3", "elected in terms", "votes"] == [
        field.name for field in state.fields if field.changed
    ]
    assert Field("votes", "none", changed=True, is_gone=True) == state.fields[-1]
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


STOPPED = {"leave-what-failed", "first-endpoint-only"}


@pytest.mark.parametrize("name", NAMES)
def test_the_mistake_is_applied(name: str) -> None:
    """In every trace of the zoo the wrong rule is asked, and answers what the right one would not.

    But for two that stop for ever: there the mistake is what is not done after the last step.
    """
    story = zoo_story(name)
    applied = [one for moment in story.moments for one in moment.applied]
    if name in STOPPED:
        assert (story.loop, applied) == (len(story.steps()), [])
        return
    assert applied
    assert {story.rule} == {one.rule for one in applied}
    assert all(one.wrong != one.right for one in applied)
    assert is_later(story)


def is_later(story: Story) -> bool:
    """Say whether the runs part no earlier than the wrong rule first answers differently."""
    first = next(moment.number for moment in story.moments if moment.applied)
    return story.parting is not None and story.parting.at >= first


RUNS = (
    ("raft-faults", {}),
    ("raft-partition", {}),
    ("raft-check-quorum", {}),
    ("raft-joint", {}),
    ("ongaro", {"copies": 2, "in-flight": 3}),
    ("kubernetes-restore", {}),
    ("kubernetes-stateful-set", {}),
    ("kubernetes-on-raft", {}),
    ("dining:scenario", {}),
)


@pytest.mark.parametrize(("scenario", "parameters"), RUNS)
def test_any_run_is_told(scenario: str, parameters: dict[str, int]) -> None:
    """Whatever happens: what changes is marked, and only that; each message in flight is one flight."""
    system = make_case(scenario, parameters).system

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        run = data.draw(runs(system))
        story = story_of(replay_of_run(scenario, run, **parameters))
        world, been = system.initial(), [system.initial()]
        for moment, action in zip(story.steps(), run, strict=True):
            before, world = world, system.step(world, action)[0]
            for state, old, new in zip(moment.states, before.locals, world.locals, strict=True):
                assert state.changed == (old != new)
                assert state.summary
                assert "\n" not in state.summary
            flying = [
                flight.text
                for flight in story.flights
                if (flight.copied_at or flight.sent_after) <= moment.number
                and (flight.ended_at is None or flight.ended_at > moment.number)
            ]
            assert sorted(str(message.payload) for message in world.messages) == sorted(flying)
            assert moment.same_as == (been.index(world) if world in been else None)
            been.append(world)
            assert moment.acts or moment.lost or moment.duplicated
            assert set(moment.acts) | set(moment.assents) == {process for process, _ in action.parts}

    draw()


def run_of(system: Any, *beginnings: str) -> list[Any]:
    """Return the run of the first enabled actions whose sentences begin so."""
    world, run = system.initial(), []
    for words in beginnings:
        offered = system.actions(world)
        action, world = next((one, after) for one, after, _ in offered if str(one).startswith(words))
        run.append(action)
    return run


def step_of_kind(scenario: str, *kinds: str, **parameters: int) -> Story:
    """Return the story of a run that takes the first enabled action of each kind."""
    system = make_case(scenario, {name.replace("_", "-"): one for name, one in parameters.items()}).system
    world, run = system.initial(), []
    for kind in kinds:
        offered = system.actions(world)
        action, world = next(
            (one, after) for one, after, beyond in offered if one.kind == kind and not beyond
        )
        run.append(action)
    return story_of(replay_of_run(scenario, run, **parameters))


def test_a_loss() -> None:
    """A lost message ends its flight; it is the environment that acts, in the background."""
    story = step_of_kind("raft-faults", "time-out", "lose")
    lost = story.moments[2]
    assert (None, "m1", ("environment",)) == (lost.received, lost.lost, lost.acts)
    assert (2, "lost") == (story.flight("m1").ended_at, story.flight("m1").ending)
    assert [process.id for process in story.processes if process.background] == ["environment"]


def test_a_duplicate() -> None:
    """A duplicate arrives as a copy, with a flight of its own; the original is in flight still."""
    story = step_of_kind("raft-faults", "time-out", "lose", "duplicate")
    arrived = story.moments[3]
    assert (arrived.duplicated, arrived.acts) == ("m2", ("n3",))
    assert arrived.received is not None
    copied = story.flight(arrived.received)
    assert ("m2", 3, 3, 1) == (copied.copy_of, copied.copied_at, copied.ended_at, copied.sent_after)
    assert story.flight("m2").ending == "still"


def test_a_crash() -> None:
    """A crashed server is down, and told by what is on its disk; a restart brings it back."""
    story = step_of_kind("raft-faults", "time-out", "crash", "restart")
    assert [moment.state("n1").down for moment in story.moments] == [False, False, True, False]
    assert "down; on its disk term 1, voted for n1, log []" == story.moments[2].state("n1").summary


def test_ongaro_acts_on_messages_that_stay() -> None:
    """A message that is acted on and stays is read; the network duplicates and drops by itself."""
    bag = {"copies": 2, "in_flight": 3}
    story = step_of_kind("ongaro", "time-out", "ask-vote", "duplicate", "drop", **bag)
    copied, dropped = story.moments[3:]
    assert (copied.duplicated, copied.received, copied.sent) == ("m1", None, ())
    assert (dropped.lost, story.flight("m2").copy_of) == ("m1", "m1")
    assert ((), ()) == (copied.acts, dropped.acts)
    system = make_case("ongaro", {}).system
    taken = run_of(system, "n1 times out", "n1 sends RequestVote to n2", "n2 adopts the term of")
    read = story_of(replay_of_run("ongaro", taken)).moments[-1]
    assert ("m1", None, None, ("n2",)) == (read.read, read.received, read.lost, read.acts)


def test_what_is_sent_again() -> None:
    """A network that is a set keeps one of two equal messages: the second is told as sent again."""
    system = make_case("raft", {"terms": 1, "in-flight": 4}).system
    elected = ("n1 times out", "n2 receives", "n1 receives")
    run = run_of(system, *elected, *["n1 sends AppendEntries to n2"] * 2)
    again = story_of(replay_of_run("raft", run, terms=1, in_flight=4)).moments[-1]
    assert ((), 1) == (again.sent, len(again.resent))


def test_a_lasso() -> None:
    """A lasso says where it returns; its promise stands as it is lacking or not at each moment."""
    story = told(trace_of("feast:race_for_ever"))
    assert (0, "promise") == (story.loop, story.property_kind)
    standing = story.moments[0].standing(story.property)
    assert standing is not None
    assert (standing.kind, standing.holds) == ("promise", False)


def test_a_deadlock() -> None:
    """A deadlock is no property of the scenario; the healthy philosophers part from it."""
    story = told(trace_of("dining:scenario", "dining:LeftFirst", deadlock=True))
    assert ("deadlock", "deadlock") == (story.property, story.property_kind)
    assert story.parting is not None
    assert (2, "p2 does not take Take in the state that it is in") == (story.parting.at, story.parting.why)


IN_TERM_1 = "n1 was elected in term 1 with the votes of n1 and n2; "
IN_TERM_2 = "n3 was elected in term 2 with the votes of n1 and n3"
ACCOUNTS = {
    "vote-twice": f"{IN_TERM_1}n3 was elected in term 1 with the votes of n1 and n3: n1 voted twice",
    "vote-not-persisted": f"{IN_TERM_1}n3 was elected in term 1 with the votes of n1 and n3: n1 voted twice",
    "quorum-half": (
        "n1 was elected in term 1 with the votes of n1; n2 was elected in term 1 with the votes of n2: "
        "no server voted for both"
    ),
    "stale-term-vote-counted": (
        "n1 was elected in term 2 with the votes of n1 and n2; n2 was elected in term 2 with the votes of n2 "
        "and n3: the vote of n2 was counted for both, and was given to one of them in that term"
    ),
    "term-not-persisted": (
        f"{IN_TERM_1}n1 was elected in term 1 with the votes of n1 and n3: it had forgotten the first"
    ),
    "no-log-check-in-vote": f"{IN_TERM_2}; of these, n1 had v1 (term 1) at index 1",
    "ack-before-fsync": f"{IN_TERM_2}, none of whom had v1 (term 1) at index 1: it was in the log of n2",
    "commit-index-regress": "",
    "no-stepdown-on-higher-term": "",
}


@pytest.mark.parametrize("mutant", ACCOUNTS)
def test_accounts(mutant: str) -> None:
    """It is told who was elected by whose votes, and which of the voters had what the leader lacks."""
    assert ACCOUNTS[mutant] == zoo_story(mutant).account


def test_a_cluster_is_described() -> None:
    """The parts of a cluster are told in a line each; who dies is down, who is cut off is cut."""
    story = zoo_story("write-on-one-disk")
    assert "led by db1, 3 of 3 members up, revision 0: empty" == story.moments[0].state("etcd").summary
    cut = step_of_kind("kubernetes-one-control-plane", "die")
    assert [cut.moments[number].state("apiserver-cp1").summary for number in (0, 1)] == ["up", "down"]
    assert cut.moments[1].state("etcd").down
    (alone,) = step_of_kind("kubernetes-silent-node", "cut").moments[1].cuts
    assert alone[0].startswith("kubelet-")


# What a mutant never does

NO_STORE = Application("etcd", "reaches_store", (("members_up", "[no, yes, yes]"),), wrong="no", right="yes")
NO_RESTART = Application("kubelet-w1", "restarts", (("state", "failed"),), wrong="no", right="yes")


@pytest.mark.parametrize(
    ("name", "never", "asked"),
    [
        (
            "first-endpoint-only",
            (
                Withheld(1, "apiserver-cp1 lets user do this: create pod p1", (NO_STORE,)),
                Withheld(1, "scheduler-cp1 lists through apiserver-cp1", (NO_STORE,)),
                Withheld(1, "kubelet-w1 lists through apiserver-cp1", (NO_STORE,)),
            ),
            "reaches_store (members_up [no, yes, yes]) says no; the right rule says yes",
        ),
        (
            "leave-what-failed",
            (Withheld(4, "kubelet-w1 restarts container 1 of p1 by itself", (NO_RESTART,)),),
            "restarts (state failed) says no; the right rule says yes",
        ),
    ],
)
def test_what_is_never_done(name: str, never: tuple[Withheld, ...], asked: str) -> None:
    """Where a rule is wrong in that nothing is done, it is told what the right one would go on to do."""
    story = story_at(name)
    assert all(not moment.applied for moment in story.moments), "no step shows the mistake"
    assert never == story.withheld
    first, *lines = phrases.withheld(story)
    assert never[0].sentence in first
    assert [f"the mistake: {asked}"] == lines


@frozen
class Counting:
    """How to count."""

    @rule(cites="")
    def goes_on(self, number: int) -> bool:
        """Whoever can goes on."""
        return True


class Stops(Counting):
    """Nobody goes on."""

    def goes_on(self, number: int) -> bool:
        return False


def counting(rules: Counting) -> System:
    """Return two counters, at 0 and at 1, that a bound forbids to go beyond 1."""
    base = counters(None, None, bounds=[Bound("small", 1, Count, lambda local: local.number)])

    def react(process: ProcessId, local: Count, event: Event) -> Outcome | None:
        return count(process, local, event) if rules.goes_on(local.number) else None

    return evolve(base, initial_locals=(Count(0), Count(1)), react=react)


def test_what_a_bound_forbids_is_not_withheld() -> None:
    """Of two that the rule stops, one would go beyond a bound; what the other is asked is its own."""
    watch = RuleWatch(mutant_of(Stops, name="stops"))
    withheld = withheld_in(counting(Counting()), counting(watch.protocol()), watch, (), 0)
    asked = Application("c1", "goes_on", (("number", "0"),), wrong="no", right="yes")
    assert [Withheld(0, "c1 adds 1", (asked,))] == list(withheld)


def test_nothing_is_withheld_where_nothing_is() -> None:
    """A loop in which both protocols may do the same, and a run that ends, withhold nothing."""
    for name in ("prevote-deadlock", "keep-old-backends", "vote-twice"):
        assert () == story_at(name).withheld
        assert [] == list(phrases.withheld(story_at(name)))


def test_what_is_never_done_in_every_form() -> None:
    """It is told as text, as Markdown and on the page."""
    again = replay(load(TRACES / "zoo" / "leave-what-failed.json"))
    story, never = story_of(again), "kubelet-w1 restarts container 1 of p1 by itself"
    assert f"with the right rule it would go on: {never}" in render_trace(again.trace, again.scenario, story)
    assert f"- with the right rule it would go on: {never}" in trace_markdown(story, again)
    assert never in trace_html(story).partition('<section class="state"')[0]
