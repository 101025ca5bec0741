"""The groups that settle the claims on elections and replication: those of the catalogue, asked for more."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from model.raft.group import raft_group
from model.raft.opening import with_leader
from model.raft.rules import Raft
from model.raft.state import ServerId
from model.world import System
from properties.claims import group_sayings as sayings
from properties.raft import PROPERTIES, RAFT, RETURN
from properties.raft_parameters import RAFT_PARAMETERS, bounds_of, with_defaults
from properties.statement import Property, properties_in

SAYINGS: tuple[Property, ...] = properties_in(sayings)

GROUP = evolve(
    RAFT,
    name="article-group",
    sentence="A group of Raft servers, asked what the article says of it.",
    properties=(*PROPERTIES, *SAYINGS),
    hunts=(),
)


def led(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
    """Build a group that n1 leads when the run begins, and in which time may run out at any moment."""
    return with_leader(raft_group(bounds_of(parameters), protocol or Raft), ServerId("n1"))


LED = evolve(
    GROUP,
    name="article-group-led",
    sentence="A group that has a leader when the run begins; time may run out whenever it likes.",
    parameters=with_defaults(RAFT_PARAMETERS, entries=0, requests=0, losses=1, in_flight=2),
    build=led,
)

TIMELY = evolve(
    RETURN,
    name="article-heartbeats",
    sentence="A group with a leader whose heartbeats arrive in time, except where a link is cut.",
    parameters=with_defaults(RETURN.parameters, cuts=0),
    properties=(*RETURN.properties, *SAYINGS),
    hunts=(),
)
