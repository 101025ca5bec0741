"""The scenarios on Raft: groups of servers, their bounds, and what they must keep."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve

from model.raft.group import raft_group, servers_of
from model.raft.membership import JointConsensus, Membership, SingleChange
from model.raft.membership_group import membership_group
from model.raft.no_op import NoOp, NoOpChange
from model.raft.opening import with_entry, with_leader
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum, PreVote
from model.raft.state import Configuration, ServerId
from model.raft.timing import Timing
from model.world import System
from properties import raft_membership, raft_roles, raft_safety, raft_steps, reachability
from properties.raft_description import RAFT_DESCRIPTION
from properties.raft_hunts import (
    HEARTBEAT_HUNTS,
    JOINT_HUNTS,
    JOINT_TO_ONE_HUNTS,
    PREVOTE_HUNTS,
    RAFT_HUNTS,
    SINGLE_CHANGE_HUNTS,
)
from properties.raft_parameters import (
    FIXED_CHANGES,
    MEMBERSHIP_PARAMETERS,
    RAFT_PARAMETERS,
    Build,
    bounds_of,
    build_raft,
    building,
    changing,
    in_flight_of_two_rounds,
    membership_bounds_of,
    object_to_membership,
    object_to_opening,
    object_to_prevote,
    object_to_raft,
    with_defaults,
)
from properties.statement import Scenario, properties_in

PROPERTIES = properties_in(raft_safety, raft_steps, reachability)

RAFT = Scenario(
    name="raft",
    sentence="A group of Raft servers elects leaders and replicates entries.",
    parameters=RAFT_PARAMETERS,
    build=build_raft,
    properties=PROPERTIES,
    hunts=RAFT_HUNTS,
    protocol=Raft,
    objection=object_to_raft,
    description=RAFT_DESCRIPTION,
)


def returning(healthy: type[Raft]) -> Build:
    """Return the function that builds a group led by n1, whose last server can be cut off and come back."""

    def build(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
        servers = [ServerId(f"n{number}") for number in range(1, parameters["servers"] + 1)]
        frail = tuple(frozenset((server, servers[-1])) for server in servers[:-1])
        bounds = bounds_of(parameters, timing=Timing.HEARTBEATS, frail=frail)
        opening = with_leader(raft_group(bounds, healthy), servers[0])
        return evolve(raft_group(bounds, protocol or healthy), initial_locals=opening.initial_locals)

    return build


def changing_to(
    healthy: type[Membership],
    opening: Callable[[System, ServerId], System],
    targets: Callable[[tuple[ServerId, ...]], Iterable[frozenset[ServerId]]],
) -> Build:
    """Return the function that builds a group led by n1, which is asked for these voters and no others."""

    def build(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
        servers = servers_of(bounds := membership_bounds_of(parameters))
        bounds = evolve(bounds, targets=tuple(map(Configuration, targets(servers))))
        begun = opening(membership_group(bounds, healthy), servers[0])
        return evolve(membership_group(bounds, protocol or healthy), initial_locals=begun.initial_locals)

    return build


RETURN = evolve(
    RAFT,
    name="raft-return",
    sentence="A server is cut off from a leader and its followers, and comes back.",
    parameters=with_defaults(
        RAFT_PARAMETERS, entries=0, requests=0, cuts=2, in_flight=in_flight_of_two_rounds
    ),
    build=returning(Raft),
    objection=object_to_opening(returning(Raft), object_to_raft),
    properties=(*PROPERTIES, raft_roles.leader_unseated),
    hunts=(),
)

CHANGE = evolve(
    RAFT,
    name="raft-single-change",
    sentence="One server at a time is added to a group, removed, made a learner or promoted.",
    parameters=with_defaults(MEMBERSHIP_PARAMETERS, entries=2, requests=1, learners=1),
    build=changing(SingleChange),
    properties=(
        *(one for one in PROPERTIES if one is not raft_safety.committed_on_majority),
        raft_membership.configuration_changed,
    ),
    hunts=(),
    protocol=SingleChange,
    objection=object_to_membership,
)
"""Where servers come and go, there is no majority of a group: what is committed is in later leaders' logs."""

removing = changing_to(
    SingleChange, with_entry, lambda servers: [frozenset(servers) - {gone} for gone in reversed(servers[-2:])]
)

CHANGE_OF_FOUR = evolve(
    CHANGE,
    name="raft-single-change-of-four",
    sentence="Of four servers with a leader, the last is removed, or the one before it.",
    parameters=with_defaults(FIXED_CHANGES, servers=4, terms=3, entries=2, requests=1, changes=2),
    build=removing,
    objection=object_to_opening(removing, object_to_membership, requests=1),
    hunts=SINGLE_CHANGE_HUNTS,
)
"""The request is made before the run: the leader has committed an entry of its term, and may change."""

JOINT = evolve(
    CHANGE,
    name="raft-joint",
    sentence="A group changes to any other, by way of joint consensus.",
    parameters=with_defaults(MEMBERSHIP_PARAMETERS, entries=2, requests=0),
    build=changing(JointConsensus),
    hunts=JOINT_HUNTS,
    protocol=JointConsensus,
)

leaving_one = changing_to(JointConsensus, with_leader, lambda servers: [frozenset(servers[:1])])

JOINT_TO_ONE = evolve(
    JOINT,
    name="raft-joint-to-one",
    sentence="A group with a leader changes to that leader alone, by way of joint consensus.",
    parameters=with_defaults(FIXED_CHANGES, entries=3, requests=1),
    build=leaving_one,
    objection=object_to_opening(leaving_one, object_to_membership),
    hunts=JOINT_TO_ONE_HUNTS,
)

RAFT_SCENARIOS: tuple[Scenario, ...] = (
    RAFT,
    evolve(
        RAFT,
        name="raft-election",
        sentence="Three servers elect a leader, with every message in flight that there can be.",
        parameters=with_defaults(RAFT_PARAMETERS, terms=1, entries=0, requests=0, in_flight=None),
    ),
    evolve(
        RAFT,
        name="raft-faults",
        sentence="A group of Raft servers suffers a crash, a loss and a duplicate.",
        parameters=with_defaults(RAFT_PARAMETERS, terms=1, requests=1, crashes=1, losses=1, duplicates=1),
    ),
    evolve(
        RAFT,
        name="raft-partition",
        sentence="A group of Raft servers has a link cut, and perhaps healed.",
        parameters=with_defaults(RAFT_PARAMETERS, requests=1, cuts=1),
    ),
    evolve(
        RAFT,
        name="raft-heartbeats",
        sentence="A leader may send a heartbeat without entries, whatever the follower lacks.",
        build=building(Raft, heartbeats=True),
        hunts=HEARTBEAT_HUNTS,
    ),
    evolve(
        RAFT,
        name="raft-no-op",
        sentence="A new leader appends an entry of its own term.",
        parameters=with_defaults(RAFT_PARAMETERS, entries=2, requests=1),
        build=building(NoOp),
        hunts=(),
        protocol=NoOp,
    ),
    evolve(
        RAFT,
        name="raft-check-quorum",
        sentence="A leader steps down that no quorum answers; its followers stand by it (CheckQuorum).",
        parameters=with_defaults(RAFT_PARAMETERS, requests=1),
        build=building(CheckQuorum),
        hunts=(),
        protocol=CheckQuorum,
    ),
    evolve(
        RAFT,
        name="raft-prevote",
        sentence="A server asks whether it would win before it stands (PreVote, with CheckQuorum).",
        parameters=with_defaults(RAFT_PARAMETERS, entries=0, requests=0, in_flight=in_flight_of_two_rounds),
        build=building(PreVote),
        properties=(*PROPERTIES, *properties_in(raft_roles)),
        hunts=PREVOTE_HUNTS,
        protocol=PreVote,
        objection=object_to_prevote,
    ),
    RETURN,
    evolve(
        RETURN,
        name="raft-return-prevote",
        sentence="A server is cut off from a leader and its followers, and comes back; all have PreVote.",
        build=returning(PreVote),
        properties=(*PROPERTIES, *properties_in(raft_roles)),
        protocol=PreVote,
        objection=object_to_opening(returning(PreVote), object_to_prevote),
    ),
    CHANGE,
    evolve(
        CHANGE,
        name="raft-single-change-no-op",
        sentence="One server at a time comes or goes, and each leader begins with an entry of its own term.",
        parameters=with_defaults(MEMBERSHIP_PARAMETERS, entries=2, requests=0, learners=1),
        build=changing(NoOpChange),
        protocol=NoOpChange,
    ),
    CHANGE_OF_FOUR,
    JOINT,
    JOINT_TO_ONE,
)
