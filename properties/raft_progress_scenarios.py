"""The scenarios on the progress of a Raft group: what it promises, and where no promise can be kept.

Each says what is assumed of time (`model.raft.timing`); the fairness is the promise's own. Where elections
may go on for ever, terms are renamed by their order (`model.raft.terms`), and ``--terms`` bounds how far
the servers' terms are apart.
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from model.raft.group import raft_group
from model.raft.mutants import commitment, offices, votes
from model.raft.prompt import Prompt, PromptPreVote
from model.raft.rules import Raft
from model.raft.state import ServerId
from model.raft.terms import ENDLESS_TERMS
from model.raft.timing import Timing
from model.world import System
from properties import raft_steps
from properties.raft import RAFT
from properties.raft_parameters import (
    RAFT_PARAMETERS,
    Build,
    bounds_of,
    building,
    object_to_raft,
    with_defaults,
)
from properties.raft_progress import (
    a_leader_is_elected,
    a_leader_stays,
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


SENT = evolve(
    RAFT,
    name="raft-followers",
    sentence="What a leader sends arrives in the end: servers follow, and entries are committed.",
    parameters=with_defaults(RAFT_PARAMETERS, terms=1, entries=0, requests=0, losses=1, in_flight=None),
    promises=(candidates_follow, what_a_leader_takes_is_committed),
    hunts=(
        hunt(votes.CandidateIgnoresSameTermAppend, candidates_follow, {}),
        hunt(
            commitment.StopCommitScanAtOldTerm,
            what_a_leader_takes_is_committed,
            {"servers": 2, "terms": 2, "entries": 2, "requests": 2, "losses": 0, "in-flight": None},
        ),
    ),
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

PROGRESS_SCENARIOS = (SENT, PROGRESS, SPLIT_VOTES, PARTIAL, PARTIAL_PREVOTE)
