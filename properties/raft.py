"""The scenarios on Raft: groups of servers, their bounds, and what they must keep."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from model.raft.group import raft_group
from model.raft.membership import JointConsensus, SingleChange
from model.raft.no_op import NoOp
from model.raft.opening import with_leader
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum, PreVote
from model.raft.state import ServerId
from model.raft.timing import Timing
from model.world import System
from properties import raft_roles, raft_safety, raft_steps, reachability
from properties.raft_description import RAFT_DESCRIPTION
from properties.raft_hunts import (
    HEARTBEAT_HUNTS,
    JOINT_HUNTS,
    PREVOTE_HUNTS,
    RAFT_HUNTS,
    SINGLE_CHANGE_HUNTS,
)
from properties.raft_parameters import (
    MEMBERSHIP_PARAMETERS,
    RAFT_PARAMETERS,
    Build,
    bounds_of,
    build_raft,
    building,
    changing,
    in_flight_of_two_rounds,
    object_to_membership,
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
        return with_leader(raft_group(bounds, protocol or healthy), servers[0])

    return build


RETURN = evolve(
    RAFT,
    name="raft-return",
    sentence="A server is cut off from a leader and its followers, and comes back.",
    parameters=with_defaults(
        RAFT_PARAMETERS, entries=0, requests=0, cuts=2, in_flight=in_flight_of_two_rounds
    ),
    build=returning(Raft),
    properties=(*PROPERTIES, raft_roles.leader_unseated),
    hunts=(),
)

CHANGE = evolve(
    RAFT,
    name="raft-single-change",
    sentence="One server at a time is added to a group, removed, made a learner or promoted.",
    parameters=with_defaults(MEMBERSHIP_PARAMETERS, entries=2, requests=1, learners=1),
    build=changing(SingleChange),
    properties=tuple(one for one in PROPERTIES if one is not raft_safety.committed_on_majority),
    hunts=SINGLE_CHANGE_HUNTS,
    protocol=SingleChange,
    objection=object_to_membership,
)
"""Where servers come and go, there is no majority of a group: what is committed is in later leaders' logs."""

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
        objection=object_to_prevote,
    ),
    CHANGE,
    evolve(
        CHANGE,
        name="raft-joint",
        sentence="A group changes to any other, by way of joint consensus.",
        parameters=with_defaults(MEMBERSHIP_PARAMETERS, entries=2, requests=0),
        build=changing(JointConsensus),
        hunts=JOINT_HUNTS,
        protocol=JointConsensus,
    ),
)
