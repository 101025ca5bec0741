"""Worlds, actions and steps: what is offered, in which order, and what a step does."""

import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve, frozen
from scenes import N1, N2, N3, named, play
from toys import ANNA, BERT, Add, Count, Holder, Pass, Token, count, counters, passing

from model.bounds import Bound
from model.network import Network
from model.process import Event, Message, Outcome, ProcessId
from model.raft.group import RaftBounds, raft_group
from model.world import Action, ActionKind, System, World

C1, C2 = ProcessId("c1"), ProcessId("c2")
EVERYTHING = RaftBounds(
    servers=2, terms=1, requests=1, crashes=1, losses=1, duplicates=1, cuts=1, in_flight=2, copies=2
)


def reached(system: System, most: int = 400) -> list[World]:
    """Return the first worlds of a system, those that fewest steps lead to first."""
    worlds = {system.initial(): None}
    level = list(worlds)
    while level and len(worlds) < most:
        steps = (step for world in level for step in system.actions(world))
        level = [after for _, after, beyond in steps if not beyond and after not in worlds]
        worlds |= dict.fromkeys(level)
    return list(worlds)


def together(*parts: tuple[ProcessId, Event]) -> Action:
    return Action("together", parts, sentence="several events together")


# What a world is


def test_initial() -> None:
    """A run begins with the initial local states, and with nothing in flight."""
    assert World((Holder(has_token=True), Holder(has_token=False)), ()) == passing().initial()


def test_worlds_are_equal_by_what_is_in_them() -> None:
    """Two paths that lead to the same local states and messages lead to the same world."""
    system = raft_group(RaftBounds(terms=1, requests=0))
    one = play(system, "n1 times out", "n2 times out")
    other = play(system, "n2 times out", "n1 times out")
    assert one == other
    assert hash(one) == hash(other)


# What is offered


def test_candidates_may_not_be_enabled() -> None:
    """Every action that can be named is a candidate; `actions` are those that are enabled."""
    system = passing()
    assert [str(action) for action in system.candidates(system.initial())] == [
        "Anna passes the token",
        "Bert passes the token",
    ]
    assert [str(action) for action, _, _ in system.actions(system.initial())] == ["Anna passes the token"]


def test_a_message_is_offered_once() -> None:
    """Of several copies in flight, one is as good as another: there is one action about them."""
    system = passing(keeps=True, network=Network(bag=True))
    world = play(system, "Anna passes", "Anna passes")
    assert len(world.messages) == 2
    assert [str(action) for action in system.candidates(world)] == [
        "Bert receives the token",
        "Anna passes the token",
        "Bert passes the token",
    ]


def test_a_kind_may_have_nothing_to_say_of_a_message() -> None:
    """A kind of action that is about some messages only makes none of the others."""

    def to_anna(message: Message) -> Action | None:
        return Action("to Anna", (), message) if message.destination == ANNA else None

    system = evolve(passing(), kinds=(ActionKind("to Anna", "", about=to_anna),))
    world = World(system.initial_locals, (Message(ANNA, BERT, Token()), Message(BERT, ANNA, Token())))
    assert [Message(BERT, ANNA, Token())] == [action.message for action in system.candidates(world)]


def test_kinds_are_mild_first() -> None:
    """What keeps things going comes first, what breaks them last, so that traces show no needless fault."""
    kinds = [kind.name for kind in raft_group(EVERYTHING).kinds]
    assert kinds == [
        *("deliver", "send", "request", "time-out", "restart"),
        *("heal", "duplicate", "lose", "crash", "cut"),
    ]


def test_what_has_no_budget_is_not_offered() -> None:
    """Without a budget for a fault, neither it nor what mends it is offered."""
    kinds = [kind.name for kind in raft_group(RaftBounds()).kinds]
    assert kinds == ["deliver", "send", "request", "time-out"]


def test_candidates_are_in_the_order_of_kinds() -> None:
    """In every world, the candidates come kind by kind, and messages in the order of the network."""
    system = raft_group(EVERYTHING)
    kinds = [kind.name for kind in system.kinds]
    for world in reached(system):
        candidates = list(system.candidates(world))
        places = [kinds.index(action.kind) for action in candidates]
        assert sorted(places) == places
        delivered = [action.message for action in candidates if action.kind == "deliver"]
        assert list(dict.fromkeys(world.messages)) == delivered


def test_no_action_is_offered_twice() -> None:
    """Each candidate of a world differs from the others, in what it does and in its sentence."""
    system = raft_group(EVERYTHING)
    for world in reached(system):
        candidates = list(system.candidates(world))
        assert len(candidates) == len(set(candidates))
        assert len(candidates) == len({str(action) for action in candidates})


def test_action_is_a_sentence() -> None:
    """The text of an action is its sentence, which is no part of what it is."""
    tick, tock = (Action("tick", ((C1, Add()),), sentence=said) for said in ("it ticks", "it tocks"))
    assert str(tick) == "it ticks"
    assert tick == tock


# What a step does


def test_step() -> None:
    """A step takes the process on, and puts in flight what it sent."""
    system = passing()
    world = play(system, "Anna passes")
    nobody = Holder(has_token=False)
    assert World((nobody, nobody), (Message(ANNA, BERT, Token()),)) == world


def test_delivery_takes_the_message() -> None:
    """A message that was delivered is no longer in flight."""
    assert World((Holder(has_token=False), Holder(has_token=True))) == play(
        passing(), "Anna passes", "Bert receives"
    )


def test_action_may_leave_its_message() -> None:
    """An action that does not consume its message leaves it in flight."""
    system = passing()
    world = play(system, "Anna passes")
    delivery = named(system, world, "Bert receives")
    stepped = system.step(world, evolve(delivery, consumes=False))
    assert stepped is not None
    assert world.messages == stepped[0].messages


def test_step_that_is_not_enabled() -> None:
    """An event that a process does not take makes no step."""
    system = passing()
    action = Action("pass", ((BERT, Pass()),))
    assert system.step(system.initial(), action) is None
    assert system.refusal(system.initial(), action) == "Bert does not take Pass in the state that it is in"


def test_message_that_is_not_in_flight() -> None:
    """What is not in flight is not delivered, and the refusal says so."""
    system = passing()
    delivery = named(system, play(system, "Anna passes"), "Bert receives")
    assert system.step(system.initial(), delivery) is None
    assert system.refusal(system.initial(), delivery) == (
        "the message is not in flight: the token from Anna to Bert"
    )


def test_joint_action_happens_all_at_once() -> None:
    """In a joint action each of its processes takes its event, in one step."""
    system = counters(5, 5)
    stepped = system.step(system.initial(), together((C1, Add(2)), (C2, Add(3))))
    assert stepped == (World((Count(2), Count(3))), ())


@pytest.mark.parametrize("first", [C1, C2])
def test_joint_action_happens_all_or_not_at_all(first: ProcessId) -> None:
    """If one of its events is not enabled, a joint action does nothing, whichever it is."""
    second = C2 if first == C1 else C1
    system = counters(5, 5)
    refused = Add(1, most=0)
    for parts in (((first, Add()), (second, refused)), ((first, refused), (second, Add()))):
        action = together(*parts)
        who = parts[[event for _, event in parts].index(refused)][0]
        assert system.step(system.initial(), action) is None
        assert f"{who} does not take Add in the state that it is in" == system.refusal(
            system.initial(), action
        )


def test_joint_action_of_one_process() -> None:
    """A process that is named twice takes its events one after the other."""
    system = counters(5)
    once, twice = Add(1, most=1), Add(2, most=3)
    assert system.step(system.initial(), together((C1, once), (C1, twice))) == (World((Count(3),)), ())
    assert system.step(system.initial(), together((C1, twice), (C1, once))) is None


def test_joint_action_is_judged_in_the_state_between() -> None:
    """The refusal of a joint action looks at each event in the state that those before it lead to."""
    system = counters(5)
    action = together((C1, Add(5)), (C1, Add(1, most=5)))
    assert system.step(system.initial(), action) is None
    assert system.refusal(system.initial(), action) is not None


def test_sends_of_a_joint_action() -> None:
    """What the processes of a joint action send is in flight together."""
    system = evolve(passing(), initial_locals=(Holder(has_token=True), Holder(has_token=True)))
    stepped = system.step(system.initial(), together((ANNA, Pass()), (BERT, Pass())))
    assert stepped is not None
    assert (Message(ANNA, BERT, Token()), Message(BERT, ANNA, Token())) == stepped[0].messages


def test_step_beyond_a_bound() -> None:
    """A step beyond bounds is told as such, with the world that it would lead to."""
    small = Bound("small", 1, Count, lambda local: local.number)
    tiny = Bound("tiny", 0, Count, lambda local: local.number)
    system = counters(None, bounds=[small, tiny])
    two = Action("add", ((C1, Add(2)),))
    assert system.step(system.initial(), two) == (World((Count(2),)), ("small", "tiny"))
    assert system.refusal(system.initial(), two) is None


def test_messages_beyond_a_bound() -> None:
    """A step that puts too much in flight is beyond the bound on it."""
    system = passing(keeps=True, network=Network(bag=True, capacity=1))
    world = play(system, "Anna passes")
    stepped = system.step(world, named(system, world, "Anna passes"))
    assert stepped is not None
    assert stepped[1] == ("in-flight",)


def test_react_is_asked_once() -> None:
    """A reaction is remembered: the model is never asked twice for the same local state and event."""
    asked = []

    def ask(process: ProcessId, local: Count, event: Event) -> Outcome | None:
        asked.append((process, local, event))
        return count(process, local, event)

    system = evolve(counters(2, 2), react=ask)
    for world in reached(system):
        list(system.actions(world))
    assert len(asked) == len(set(asked)) == 6


def test_step_refusal_and_actions_agree() -> None:
    """In every world, an action steps if and only if nothing refuses it, and `actions` are these steps."""
    system = raft_group(EVERYTHING)
    refused = 0
    for world in reached(system):
        expected = []
        for action in system.candidates(world):
            stepped = system.step(world, action)
            assert (stepped is None) == (system.refusal(world, action) is not None)
            if stepped is None:
                refused += 1
            else:
                expected.append((action, *stepped))
        assert expected == list(system.actions(world))
    assert refused > 0


def test_unknown_process() -> None:
    """An action of a process that the system does not have is a mistake, and no quiet refusal."""
    with pytest.raises(KeyError, match="c9"):
        counters(1).step(counters(1).initial(), together((ProcessId("c9"), Add())))


@frozen
class Unhashable:
    """A local state that cannot be one."""

    values: list[int]


def test_local_states_are_frozen() -> None:
    """A local state that could change is refused as soon as it is remembered."""
    system = System(
        (C1,),
        (Count(),),
        lambda process, local, event: Outcome(Unhashable([])),
        (ActionKind("add", "", (together((C1, Add())),)),),
    )
    with pytest.raises(TypeError, match="unhashable"):
        system.step(system.initial(), together((C1, Add())))


# The same on every machine


WALK = """
from model.raft.group import RaftBounds, raft_group
system = raft_group(RaftBounds(
    terms=3, entries=2, requests=3, crashes=1, losses=2, duplicates=2, cuts=1, in_flight=6, copies=2
))
world = system.initial()
for number in range(120):
    offered = list(system.actions(world))
    for action, after, beyond in offered:
        print(action.kind, action, beyond, *after.messages, sep=" | ")
    within = [after for _, after, beyond in offered if not beyond]
    world = within[(7 * number + number // 5) % len(within)]
"""


def test_walk_is_the_same_on_every_machine() -> None:
    """What is offered, in which order, and what it leads to, does not depend on Python's hashes."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", WALK],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    said = outputs.pop()
    kinds = {line.split(" | ")[0] for line in said.splitlines()}
    assert {kind.name for kind in raft_group(EVERYTHING).kinds} == kinds


def test_network_order_on_the_way() -> None:
    """The messages of a world are in the network's order, whoever sent first."""
    system = raft_group(RaftBounds(terms=1, requests=0))
    world = play(system, "n3 times out", "n1 times out")
    assert [(message.source, message.destination) for message in world.messages] == [
        (N1, N2),
        (N1, N3),
        (N3, N1),
        (N3, N2),
    ]


def hurried(*kinds: ActionKind) -> System:
    """Return a system of one process that adds, in which kinds of action have a pace."""
    who = ProcessId("c1")
    return System((who,), (Count(),), count, kinds)


def adding(kind: str, most: int, **pace: bool) -> ActionKind:
    action = Action(kind, ((ProcessId("c1"), Add(1, most)),), sentence=kind)
    return ActionKind(kind, kind, (action,), **pace)


def test_what_is_patient_waits_for_what_is_urgent() -> None:
    """A patient action is enabled where no urgent one is, and not before."""
    system = hurried(
        adding("arrives", 1, urgent=True), adding("strolls", 9), adding("times out", 9, patient=True)
    )
    first = system.initial()
    assert [str(action) for action, _, _ in system.actions(first)] == ["arrives", "strolls"]
    times_out = system.kinds[2].static[0]
    assert system.step(first, times_out) is None
    assert system.refusal(first, times_out) == "it waits for what is urgent, and something is"
    later = World((Count(1),))
    assert [str(action) for action, _, _ in system.actions(later)] == ["strolls", "times out"]
    assert system.step(later, times_out) is not None
    assert system.refusal(later, times_out) is None


def test_what_is_urgent_comes_first() -> None:
    """What others wait for is offered before them."""
    with pytest.raises(ValueError, match="'arrives' is urgent: it goes before those that wait for it"):
        hurried(adding("times out", 9, patient=True), adding("arrives", 1, urgent=True))
