"""What a scenario on Raft can be given: the bounds of `model.raft.group` that are whole numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from model.bounds import exceeded
from model.raft.group import RaftBounds, raft_group
from model.raft.membership import Membership
from model.raft.membership_group import MembershipBounds, membership_group
from model.raft.quorum import majority, tolerated
from model.raft.rules import Raft
from model.world import System
from properties.statement import Parameter

RAFT_PARAMETERS = (
    Parameter("servers", "servers in the group", 3, least=1, most=7),
    Parameter("terms", "the highest term (terms start at 0)", 2),
    Parameter("entries", "entries in the longest log", 1),
    Parameter("batch", "entries that one AppendEntries carries at most", 1, least=1),
    Parameter("down", "servers that have crashed before the run begins", 0, most=7),
    Parameter("requests", "requests that clients make", 2),
    Parameter("crashes", "crashes; a crashed server can restart at no cost", 0),
    Parameter("losses", "messages lost", 0),
    Parameter("duplicates", "messages that arrive once more than sent", 0),
    Parameter("cuts", "times that a link is cut; it can be healed at no cost", 0),
    Parameter(
        "in-flight",
        "messages in flight at once; by default what one election sends, servers - 1",
        lambda given: max(1, given["servers"] - 1),
        least=1,
        none_is="no limit",
    ),
    Parameter(
        "copies",
        "copies of one message in flight: with 1 the network is a set, with more a bag",
        1,
        least=1,
        none_is="a bag without a limit",
    ),
)

MEMBERSHIP_PARAMETERS = (
    *RAFT_PARAMETERS,
    Parameter("members", "servers that are voters at first", lambda given: given["servers"], least=1, most=7),
    Parameter("changes", "changes of the configuration that are asked for and begun", 1),
    Parameter("learners", "1: a server can be made a learner; 0: it cannot", 0, most=1),
)

FIXED_CHANGES = tuple(parameter for parameter in MEMBERSHIP_PARAMETERS if parameter.name != "learners")
"""Where the scenario says what an administrator asks for."""

Objection = Callable[[Mapping[str, Any]], str | None]

Build = Callable[[Mapping[str, Any], type | None], System]


def bounds_of(parameters: Mapping[str, Any], **fixed: Any) -> RaftBounds:
    """Return the bounds with these parameters, and with what a scenario fixes."""
    return RaftBounds(**{name.replace("-", "_"): value for name, value in parameters.items()}, **fixed)


def membership_bounds_of(parameters: Mapping[str, Any], **fixed: Any) -> MembershipBounds:
    """Return the bounds with these parameters, where servers come and go."""
    return MembershipBounds(**{name.replace("-", "_"): value for name, value in parameters.items()}, **fixed)


def building(healthy: type[Raft], **fixed: Any) -> Build:
    """Return the function that builds a group: healthy unless another protocol is given."""

    def build(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
        return raft_group(bounds_of(parameters, **fixed), protocol or healthy)

    return build


build_raft = building(Raft)


def object_to_raft(parameters: Mapping[str, Any]) -> str | None:
    """Say what makes no sense in the parameters of a Raft group taken together."""
    servers, in_flight = parameters["servers"], parameters["in-flight"]
    if parameters["down"] > servers:
        return f"--down {parameters['down']} is more than there are servers ({servers})"
    if in_flight is not None and in_flight < servers - 1:
        return (
            f"--in-flight {in_flight} forbids every election among {servers} servers: a candidate sends "
            f"{servers - 1} messages at once; expected {servers - 1} or more, or none for no limit"
        )
    if in_flight is None and parameters["copies"] != 1:
        return (
            "--in-flight none goes with --copies 1 only: a bag without a capacity is never exhausted; "
            f"expected --in-flight {max(1, servers - 1)} or more"
        )
    return None


def changing(healthy: type[Membership], **fixed: Any) -> Build:
    """Return the function that builds a group whose servers come and go."""

    def build(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
        return membership_group(membership_bounds_of(parameters, **fixed), protocol or healthy)

    return build


def object_to_membership(parameters: Mapping[str, Any]) -> str | None:
    """Say what makes no sense in the parameters of a group whose servers come and go."""
    members, servers = parameters["members"], parameters["servers"]
    if members > servers:
        return f"--members {members} is more than there are servers ({servers})"
    return object_to_raft(parameters)


def in_flight_of_two_rounds(given: Mapping[str, Any]) -> int:
    """Return what is in flight at once when a server that has won the pre-votes asks for the votes."""
    servers: int = given["servers"]
    return max(1, servers - 1 + servers - majority(servers))


def object_to_prevote(parameters: Mapping[str, Any]) -> str | None:
    """Say what makes no sense in the parameters of a group with PreVote taken together."""
    servers, in_flight = parameters["servers"], parameters["in-flight"]
    needed = in_flight_of_two_rounds(parameters)
    if in_flight is not None and servers - 1 <= in_flight < needed:
        return (
            f"--in-flight {in_flight} forbids every election among {servers} servers with PreVote: while "
            f"pre-votes are on their way, a candidate sends {servers - 1} messages at once; expected "
            f"{needed} or more, or none for no limit"
        )
    return object_to_raft(parameters)


def object_to_opening(build: Build, objection: Objection, requests: int = 0) -> Objection:
    """Return what objects to the parameters of a group in which something has happened before the run.

    So many `requests` were made in it.
    """

    def object_to(parameters: Mapping[str, Any]) -> str | None:
        said = objection(parameters)
        if said is not None:
            return said
        down, most = parameters["down"], tolerated(parameters["servers"])
        if down > most:
            return f"--down {down}: a majority has elected a leader before the run; expected {most} or less"
        if parameters["requests"] < requests:
            return f"--requests {parameters['requests']}: {requests} is made before the run; expected more"
        system = build(parameters, None)
        beyond = (name for local in system.initial_locals for name in exceeded(system.bounds, local))
        return next(
            (f"--{name} {parameters[name]}: more is used before the run; expected more" for name in beyond),
            None,
        )

    return object_to


Default = int | Callable[[Mapping[str, Any]], int] | None


def with_defaults(parameters: tuple[Parameter, ...], **defaults: Default) -> tuple[Parameter, ...]:
    """Return the parameters with other default values."""
    by_name = {name.replace("_", "-"): value for name, value in defaults.items()}
    return tuple(
        evolve(parameter, default=by_name[parameter.name]) if parameter.name in by_name else parameter
        for parameter in parameters
    )
