"""Servers that come and go: which configuration is in force, who decides, and how it is changed."""

import pytest
from attrs import evolve
from scenes import N1, N2, N3, answer, entry, follower, group_of, leader, sent, takes

from model.raft.events import ChangeRequest, ElectionTimeout, LeaveJoint
from model.raft.membership import JointConsensus, Membership, SingleChange
from model.raft.membership_group import MembershipBounds, membership_group
from model.raft.messages import PreVoteResponse, RequestPreVote, RequestVote, RequestVoteResponse
from model.raft.mutants.membership import LearnerRefusesVote
from model.raft.prompt import PromptChange
from model.raft.quorum import VoteResult
from model.raft.state import Configuration, Entry, Server, ServerId

N4, N5 = group_of(5)[3:]
OLD = (N1, N2, N3)
SINGLE, JOINT = SingleChange(OLD), JointConsensus(OLD)


def voters(
    *names: ServerId, outgoing: tuple[ServerId, ...] = (), learners: tuple[ServerId, ...] = ()
) -> Configuration:
    return Configuration(frozenset(names), frozenset(outgoing), frozenset(learners))


def with_configurations(server: Server, *configurations: Configuration, commit: int = 0) -> Server:
    log = (*server.durable.log, *(Entry(server.durable.current_term, one) for one in configurations))
    volatile = evolve(server.running(), commit_index=commit)
    return evolve(server, durable=evolve(server.durable, log=log), volatile=volatile)


def changed(rules: Membership, server: Server, target: Configuration) -> Configuration | None:
    """Return the configuration that a leader appends when it is asked for another; None if it does not."""
    outcome = takes(server, ChangeRequest(target), rules)
    return None if outcome is None else outcome.local.durable.log[-1].value


def test_the_latest_configuration_counts() -> None:
    """A server always uses the latest configuration in its log, regardless of whether the entry is committed
    (§6).
    """
    log = with_configurations(follower(), voters(N1, N2), voters(N1)).durable.log
    assert voters(N1) == SINGLE.in_force(log, 0).current
    assert voters(*OLD) == SINGLE.in_force((), 0).current


@pytest.mark.parametrize(
    ("agreeing", "enough"),
    [((N1, N2), False), ((N3, N4), False), ((N1, N4), False), ((N2, N3, N4), True), ((N1, N2, N4, N5), True)],
)
def test_both_majorities_must_agree(agreeing: tuple[ServerId, ...], *, enough: bool) -> None:
    """Agreement requires separate majorities from both the old and new configurations (§6)."""
    joint = evolve(JOINT, current=voters(N3, N4, N5, outgoing=OLD), servers=(N1, N2, N3, N4, N5))
    assert enough == joint.has_quorum(frozenset(agreeing))
    assert enough == joint.is_replicated(frozenset(agreeing))
    assert enough == (joint.vote_result(frozenset(agreeing), frozenset()) is VoteResult.WON)


def test_one_lost_majority_loses() -> None:
    """An election is lost when either majority is."""
    joint = evolve(JOINT, current=voters(N4, outgoing=OLD), servers=(N1, N2, N3, N4))
    assert joint.vote_result(frozenset(), frozenset({N4})) is VoteResult.LOST
    assert joint.vote_result(frozenset(), frozenset({N3})) is VoteResult.PENDING


def test_a_change_is_of_one_server() -> None:
    """Only one server can be added or removed at a time (dissertation, §4.1); a learner can be promoted."""
    server = leader(log=[1], commit=1)
    assert voters(N1, N2) == changed(SINGLE, server, voters(N1, N2))
    assert voters(*OLD, N4) == changed(SINGLE, server, voters(*OLD, N4))
    assert changed(SINGLE, server, voters(N1)) is None
    assert changed(SINGLE, server, voters(*OLD)) is None
    taught = with_configurations(leader(), voters(*OLD, learners=(N4,)), commit=1)
    promoted = Membership(OLD).may_become(voters(*OLD, learners=(N4,)), voters(*OLD, N4))
    assert promoted
    assert changed(SINGLE, taught, voters(*OLD)) == voters(*OLD)


def test_first_an_entry_of_its_term() -> None:
    """A leader does not begin a change until it has committed an entry of its term (Ongaro, 2015)."""
    assert changed(SINGLE, leader(term=2, log=[1, 2], commit=1), voters(N1, N2)) is None
    assert changed(SINGLE, leader(term=2, log=[1, 2], commit=2), voters(N1, N2)) is not None


@pytest.mark.parametrize("rules", [SINGLE, JOINT], ids=lambda rules: type(rules).__name__)
def test_one_change_at_a_time(rules: Membership) -> None:
    """A change does not begin before the last one is committed."""
    server = with_configurations(leader(log=[1]), voters(N1, N2), commit=1)
    assert changed(rules, server, voters(N1)) is None
    assert (
        changed(rules, with_configurations(leader(log=[1]), voters(N1, N2), commit=2), voters(N1)) is not None
    )


def test_a_joint_phase() -> None:
    """A change begins with the joint configuration; the new one follows once that is committed (§6)."""
    joint = voters(N1, outgoing=OLD)
    assert joint == changed(JOINT, leader(), voters(N1))
    assert takes(with_configurations(leader(), joint), LeaveJoint(), JOINT) is None
    outcome = takes(with_configurations(leader(), joint, commit=1), LeaveJoint(), JOINT)
    assert outcome is not None
    assert voters(N1) == outcome.local.durable.log[-1].value
    assert outcome.local.running().commit_index == 2


def test_new_servers_are_followed_up() -> None:
    """A leader keeps account of the servers that a configuration names, learners among them."""
    outcome = takes(leader(log=[1], commit=1), ChangeRequest(voters(*OLD, learners=(N4,))), SINGLE)
    assert outcome is not None
    assert {N2, N3, N4} == {known.peer for known in outcome.local.running().progress}


def test_a_learner_does_not_stand_and_is_not_asked() -> None:
    """Learners do not stand, are not asked for votes, and count for nothing."""
    taught = voters(N1, N2, learners=(N3,))
    assert takes(with_configurations(follower(N3), taught), ElectionTimeout(), SINGLE) is None
    outgoing = sent(with_configurations(follower(N1), taught), ElectionTimeout(), SINGLE)
    assert [N2] == [message.destination for message in outgoing]
    assert not SINGLE.in_force((Entry(1, taught),), 0).has_quorum(frozenset({N1, N3}))


def test_a_learner_votes_if_asked() -> None:
    """A learner that is asked has been promoted, and does not know it yet: it votes (etcd#10998)."""
    learner = with_configurations(follower(N3), voters(N1, N2, learners=(N3,)))
    asked = RequestVote(2, 9, 2)
    assert RequestVoteResponse(2, vote_granted=True) == answer(learner, asked, N1, SINGLE)
    assert RequestVoteResponse(2, vote_granted=False) == answer(learner, asked, N1, LearnerRefusesVote(OLD))
    first = RequestPreVote(2, 9, 2)
    assert PreVoteResponse(2, vote_granted=True) == answer(learner, first, N1, PromptChange(OLD))
    assert PreVoteResponse(1, vote_granted=False) == answer(learner, first, N1, LearnerRefusesVote(OLD))


def test_words() -> None:
    """A configuration says who takes part."""
    assert str(voters(N2, N1)) == "voters {n1, n2}"
    assert str(voters(N1, outgoing=(N1, N2), learners=(N3,))) == "joint: {n1, n2} and {n1}, learners {n3}"
    assert str(entry(1, 1)) == "v1.1 (term 1)"


def test_time_runs_out_at_every_server() -> None:
    """A server that was no member at first stands once it has become one: its time-outs are offered."""
    system = membership_group(MembershipBounds(servers=4, members=3), SingleChange)
    (kind,) = (kind for kind in system.kinds if kind.name == "time-out")
    assert [N1, N2, N3, N4] == [process for action in kind.static for process, _ in action.parts]


def test_what_an_administrator_asks_for() -> None:
    """Where the targets are given, no other configuration is asked for, and no server is like another."""
    bounds = MembershipBounds(targets=(voters(N1), voters(N1, N2)))
    system = membership_group(bounds, SingleChange)
    (kind,) = (kind for kind in system.kinds if kind.name == "change")
    asked = [event.target for action in kind.static for _, event in action.parts[:1]]
    assert [voters(N1)] * 3 + [voters(N1, N2)] * 3 == asked
    assert system.symmetries == ()


def test_members_at_first() -> None:
    """The first servers of a group are its members; the others are interchangeable, too."""
    system = membership_group(MembershipBounds(servers=4, members=3), SINGLE.__class__)
    assert ((N1, N2, N3), (N4,)) == system.symmetries
    with pytest.raises(ValueError, match="'members' must be <= 'servers'"):
        MembershipBounds(servers=2, members=3)
