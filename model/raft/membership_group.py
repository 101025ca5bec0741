"""A group of Raft servers that come and go: `model.raft.group`, with changes of the configuration."""

from collections.abc import Iterator
from itertools import combinations

from attrs import evolve, field, frozen
from attrs.validators import ge

from model import environment
from model.environment import ENVIRONMENT, Spend
from model.raft.events import ChangeRequest, LeaveJoint
from model.raft.group import RaftBounds, group_under, servers_of
from model.raft.membership import JointConsensus, Membership
from model.raft.state import Configuration, ServerId
from model.world import Action, ActionKind, System


@frozen(kw_only=True)
class MembershipBounds(RaftBounds):
    """How large a group, how many of it are voters at first, and how often that may be changed.

    With `learners`, a server can be made a learner, too; and a learner, a voter. `targets` are the
    configurations that an administrator asks for, None means all.
    """

    members: int = field(default=3, validator=ge(1))
    changes: int = field(default=1, validator=ge(0))
    learners: bool = field(default=False, converter=bool)
    targets: tuple[Configuration, ...] | None = None

    @members.validator
    def _are_in_the_group_too(self, _: object, members: int) -> None:
        if members > self.servers:
            raise ValueError(f"'members' must be <= 'servers' ({self.servers}): {members}")


def membership_group(bounds: MembershipBounds, protocol: type[Membership]) -> System:
    """Return the system of a group that follows a protocol within bounds."""
    servers = servers_of(bounds)
    members, others = servers[: bounds.members], servers[bounds.members :]
    rules = protocol(members, bounds.batch)
    system = group_under(rules, bounds)
    place = next(i for i, kind in enumerate(system.kinds) if kind.name == "request") + 1
    return evolve(
        system,
        kinds=(*system.kinds[:place], *_kinds(servers, bounds, protocol), *system.kinds[place:]),
        bounds=(*system.bounds, environment.budget("changes", bounds.changes)),
        symmetries=(members, others) if system.symmetries and bounds.targets is None else (),
    )


def _kinds(
    servers: tuple[ServerId, ...], bounds: MembershipBounds, protocol: type[Membership]
) -> Iterator[ActionKind]:
    if issubclass(protocol, JointConsensus):
        leaves = tuple(_leave(server) for server in servers)
        yield ActionKind("leave", "a leader leaves the joint phase", leaves)
    changes = tuple(_change(server, to) for to in _targets(servers, bounds) for server in servers)
    yield ActionKind("change", "an administrator asks a leader for another configuration", changes)


def _targets(servers: tuple[ServerId, ...], bounds: MembershipBounds) -> Iterator[Configuration]:
    if bounds.targets is not None:
        yield from bounds.targets
        return
    for voters in _subsets(servers):
        rest = tuple(server for server in servers if server not in voters)
        for learners in _subsets(rest) if bounds.learners else (frozenset[ServerId](),):
            if voters:
                yield Configuration(voters, learners=learners)


def _subsets(servers: tuple[ServerId, ...]) -> Iterator[frozenset[ServerId]]:
    for size in range(len(servers) + 1):
        yield from map(frozenset, combinations(servers, size))


def _change(server: ServerId, target: Configuration) -> Action:
    return Action(
        "change",
        ((server, ChangeRequest(target)), (ENVIRONMENT, Spend("changes"))),
        sentence=f"an administrator asks {server} to change to {target}",
    )


def _leave(server: ServerId) -> Action:
    return Action("leave", ((server, LeaveJoint()),), sentence=f"{server} leaves the joint phase")
