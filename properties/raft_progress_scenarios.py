"""The scenarios on the progress of a Raft group: what it promises, and where no promise can be kept.

Each says what is assumed of time (`model.raft.timing`); the fairness is the promise's own. Where elections
may go on for ever, terms are renamed by their order (`model.raft.terms`), and ``--terms`` bounds how far
the servers' terms are apart.
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from model.raft.group import raft_group, servers_of
from model.raft.membership import Membership
from model.raft.membership_group import membership_group
from model.raft.mutants import commitment, membership, offices, votes
from model.raft.opening import with_late_server, with_promotion
from model.raft.prompt import Prompt, PromptChange, PromptPreVote
from model.raft.rules import Raft
from model.raft.state import ServerId
from model.raft.terms import ENDLESS_TERMS
from model.raft.timing import Timing
from model.world import System
from properties import raft_steps
from properties.raft import RAFT
from properties.raft_description import RaftDescription
from properties.raft_parameters import (
    RAFT_PARAMETERS,
    Build,
    bounds_of,
    building,
    membership_bounds_of,
    object_to_opening,
    object_to_raft,
    with_defaults,
)
from properties.raft_progress import (
    a_leader_is_elected,
    a_leader_stays,
    a_majority_elects,
    candidates_follow,
    what_a_leader_takes_is_committed,
)
from properties.reachability import leader_elected
from properties.statement import Parameter, hunt, properties_in

SPLIT = frozenset((ServerId("n1"), ServerId("n2")))
"""The link that is cut for ever in a group that is connected in part: n1 and n2 hear of each other by n3."""


def endless(healthy: type[Raft], *, is_split: bool = False, **fixed: Any) -> Build:
    """Return the function that builds a group whose elections may go on for ever.

    What is `is_split` has the link between n1 and n2 cut.
    """

    def build(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
        severed = (SPLIT,) if is_split else ()
        group = raft_group(bounds_of(parameters, severed=severed, **fixed), protocol or healthy)
        return evolve(group, quotient=ENDLESS_TERMS)

    return build


def migrating(parameters: Mapping[str, Any], protocol: type[Raft] | None = None) -> System:
    """Build a group in which PreVote has just been switched on, with its last server late."""
    servers = servers_of(bounds := bounds_of(parameters, timing=Timing.BROADCAST))
    before = with_late_server(raft_group(bounds_of(parameters)), servers[0], servers[-1])
    group = raft_group(bounds, protocol or PromptPreVote)
    return evolve(group, initial_locals=before.initial_locals)


def promoting(parameters: Mapping[str, Any], protocol: type[Membership] | None = None) -> System:
    """Build a group whose last server was a learner, and has not heard of its promotion."""
    given = {**parameters, "members": parameters["servers"] - 1, "changes": 2, "learners": 1}
    servers = servers_of(bounds := membership_bounds_of(given, timing=Timing.BROADCAST, targets=()))
    healthy = membership_group(membership_bounds_of(given), PromptChange)
    before = with_promotion(healthy, servers[0], servers[-1], frozenset(servers[:-1]))
    return evolve(membership_group(bounds, protocol or PromptChange), initial_locals=before.initial_locals)


def object_to_partial(parameters: Mapping[str, Any]) -> str | None:
    """Say what makes no sense in the parameters of a group that is connected in part."""
    if parameters["servers"] < 3:
        return (
            f"--servers {parameters['servers']}: with n1 and n2 apart, it takes a third; expected 3 or more"
        )
    return object_to_raft(parameters)


def spread(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Return the parameters of a group whose terms are renamed: what ``--terms`` bounds there."""
    return tuple(
        evolve(one, sentence="how far apart the servers' terms are (worlds that differ by a shift are one)")
        if one.name == "terms"
        else one
        for one in parameters
    )


def object_to_late(parameters: Mapping[str, Any]) -> str | None:
    """Say what makes no sense in the parameters of a group whose leader has crashed before the run."""
    if parameters["servers"] < 3:
        return (
            f"--servers {parameters['servers']}: without its leader, no majority is left; expected 3 or more"
        )
    if parameters["down"]:
        return f"--down {parameters['down']}: the leader is down, and no other; expected 0"
    return object_to_raft(parameters)


FOLLOWERS = evolve(
    RAFT,
    name="raft-followers",
    sentence="What a leader sends arrives in the end: candidates of its term follow it.",
    parameters=with_defaults(RAFT_PARAMETERS, terms=1, entries=0, requests=0, losses=1, in_flight=None),
    promises=(candidates_follow,),
    hunts=(hunt(votes.CandidateIgnoresSameTermAppend, candidates_follow, {}),),
)

COMMITS = evolve(
    RAFT,
    name="raft-commits",
    sentence="What a leader sends arrives in the end: what it takes is committed.",
    parameters=with_defaults(RAFT_PARAMETERS, servers=2, entries=2, requests=2, in_flight=None),
    promises=(what_a_leader_takes_is_committed,),
    hunts=(hunt(commitment.StopCommitScanAtOldTerm, what_a_leader_takes_is_committed, {}),),
)

PROGRESS = evolve(
    RAFT,
    name="raft-progress",
    sentence="A group whose majority is up and connected elects a leader, and commits what is asked.",
    parameters=with_defaults(RAFT_PARAMETERS, requests=1, in_flight=None),
    build=building(Prompt, timing=Timing.BROADCAST),
    promises=(a_leader_is_elected, a_leader_stays, what_a_leader_takes_is_committed),
    hunts=(),
    protocol=Prompt,
)

SPLIT_VOTES = evolve(
    RAFT,
    name="raft-split-votes",
    sentence="All time-outs end in the same moment, again and again: votes are split for ever.",
    parameters=spread(with_defaults(RAFT_PARAMETERS, servers=2, entries=0, requests=0, in_flight=None)),
    build=endless(Raft, timing=Timing.TOGETHER),
    properties=(leader_elected, *properties_in(raft_steps)),
    promises=(a_leader_is_elected,),
    hunts=(),
    expected="violated",
)

PARTIAL = evolve(
    RAFT,
    name="raft-partial",
    sentence="Two of three servers cannot reach each other (as in Cloudflare's outage of November 2020).",
    parameters=spread(with_defaults(RAFT_PARAMETERS, entries=0, requests=0, in_flight=None)),
    build=endless(Prompt, is_split=True, timing=Timing.BROADCAST),
    description=RaftDescription(severed=(SPLIT,)),
    properties=(leader_elected, *properties_in(raft_steps)),
    promises=(a_leader_is_elected, a_leader_stays),
    hunts=(),
    protocol=Prompt,
    expected="violated",
    objection=object_to_partial,
)

PARTIAL_PREVOTE = evolve(
    PARTIAL,
    name="raft-partial-prevote",
    sentence="Two of three servers cannot reach each other; all have PreVote and CheckQuorum.",
    build=endless(PromptPreVote, is_split=True, timing=Timing.BROADCAST),
    hunts=(hunt(offices.PartialConnectivityLivelock, a_leader_stays, {}),),
    protocol=PromptPreVote,
    expected="holds",
)

MIGRATION = evolve(
    PROGRESS,
    name="raft-prevote-migration",
    sentence="PreVote was switched on while a server was cut off: its term is later, its log shorter.",
    parameters=with_defaults(RAFT_PARAMETERS, terms=4, requests=1, in_flight=None),
    build=migrating,
    promises=(a_majority_elects,),
    hunts=(hunt(offices.PrevoteDeadlock, a_majority_elects, {}),),
    protocol=PromptPreVote,
    objection=object_to_opening(migrating, object_to_late, requests=1),
)
"""The leader has crashed. What has happened before the run counts: the request is made."""

PROMOTION = evolve(
    MIGRATION,
    name="raft-learner",
    sentence="A learner was promoted, and does not know it: its leader has crashed.",
    parameters=with_defaults(RAFT_PARAMETERS, entries=4, requests=0, in_flight=None),
    build=promoting,
    objection=object_to_opening(promoting, object_to_late),
    hunts=(hunt(membership.LearnerRefusesVote, a_majority_elects, {}),),
    protocol=PromptChange,
)
"""The changes are made before the run: a server was made a learner, then a voter. There are no others."""

PROGRESS_SCENARIOS = (
    FOLLOWERS,
    COMMITS,
    PROGRESS,
    SPLIT_VOTES,
    PARTIAL,
    PARTIAL_PREVOTE,
    MIGRATION,
    PROMOTION,
)
