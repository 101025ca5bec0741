"""The groups that settle the claims on elections and replication: those of the catalogue, asked for more."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from model.process import Event, Local, Outcome, ProcessId
from model.raft.events import Crash
from model.raft.group import raft_group
from model.raft.mutants.disks import AckBeforeFsync
from model.raft.opening import with_leader
from model.raft.prompt import PromptPreVote
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum, PreVote
from model.raft.state import Server, ServerId
from model.raft.timing import Timing
from model.world import System
from properties.claims import group_sayings as sayings
from properties.claims import vote_sayings
from properties.raft import PROPERTIES, RAFT, RETURN, returning
from properties.raft_parameters import (
    RAFT_PARAMETERS,
    Build,
    bounds_of,
    building,
    object_to_opening,
    object_to_prevote,
    with_defaults,
)
from properties.raft_progress_scenarios import PROGRESS
from properties.statement import Parameter, Property, properties_in

SAYINGS: tuple[Property, ...] = properties_in(sayings, vote_sayings)

GROUP = evolve(
    RAFT,
    name="article-group",
    sentence="A group of Raft servers, asked what the article says of it.",
    properties=(*PROPERTIES, *SAYINGS),
    hunts=(),
)


CONNECTED = evolve(
    PROGRESS,
    name="article-connected",
    sentence="A group in which all that are up reach each other, and what they send arrives in time.",
    parameters=with_defaults(PROGRESS.parameters, entries=0, requests=0),
    properties=(*PROGRESS.properties, *SAYINGS),
    promises=(*PROGRESS.promises, sayings.a_failed_leader_is_replaced),
)


CONNECTED_PREVOTE = evolve(
    CONNECTED,
    name="article-connected-prevote",
    sentence="The same with PreVote and CheckQuorum: who gets no answer does not stand.",
    build=building(PromptPreVote, timing=Timing.BROADCAST),
    protocol=PromptPreVote,
)


def led(healthy: type[Raft]) -> Build:
    """Return the function that builds a group that n1 leads when the run begins; any time-out may end."""

    def build(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
        return with_leader(raft_group(bounds_of(parameters), protocol or healthy), ServerId("n1"))

    return build


LED = evolve(
    GROUP,
    name="article-group-led",
    sentence="A group that has a leader when the run begins; time may run out whenever it likes.",
    parameters=with_defaults(RAFT_PARAMETERS, entries=0, requests=0, losses=1, in_flight=2),
    build=led(Raft),
)

LED_IN_LEASE = evolve(
    LED,
    name="article-check-quorum-led",
    sentence="The same with CheckQuorum: who has just heard from its leader ignores who asks for its vote.",
    build=led(CheckQuorum),
    protocol=CheckQuorum,
)

TIMELY = evolve(
    RETURN,
    name="article-heartbeats",
    sentence="A group with a leader whose heartbeats arrive in time, except where a link is cut.",
    parameters=with_defaults(RETURN.parameters, cuts=0),
    properties=(*RETURN.properties, *SAYINGS),
    hunts=(),
)


TIMELY_PREVOTE = evolve(
    TIMELY,
    name="article-heartbeats-prevote",
    sentence="The same with PreVote and CheckQuorum: whoever was cut off asks before it stands.",
    build=returning(PreVote),
    protocol=PreVote,
    objection=object_to_opening(returning(PreVote), object_to_prevote),
)


def unsynced(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
    """Build a group in which some lose in a crash what was not on their disks yet.

    Who leads when it crashes had counted its own log, and who does not had confirmed it.
    """
    given = dict(parameters)
    loses = {True: given.pop("leader-loses"), False: given.pop("follower-loses")}
    bounds = bounds_of(given)
    system, hasty = raft_group(bounds, protocol or Raft), raft_group(bounds, AckBeforeFsync)

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        is_lost = isinstance(event, Crash) and isinstance(local, Server) and loses[local.leads()]
        return (hasty if is_lost else system).react(process, local, event)

    return evolve(system, react=react)


UNSYNCED = evolve(
    GROUP,
    name="article-unsynced",
    sentence="Servers crash, and some had counted or confirmed what was not on their disks yet.",
    parameters=(
        *with_defaults(RAFT_PARAMETERS, requests=1, crashes=1),
        Parameter("leader-loses", "1: who leads loses its log in a crash", 0, most=1),
        Parameter("follower-loses", "1: who does not lead loses its log in a crash", 0, most=1),
    ),
    build=unsynced,
)
