"""Topologies: which hosts there are, what runs on each, and with which of them dead a cluster is manageable.

A cluster is *manageable* if a pod that somebody asks for gets running on a worker that lives: an apiserver
must live that reaches the store, and a majority of the store's members.
"""

from enum import Enum

from attrs import field, frozen
from attrs.validators import ge

from model.raft.quorum import is_quorum, tolerated


class Kind(Enum):
    """How the store is placed."""

    SINGLE = "single"
    """One control-plane host, with the store on it."""
    STACKED = "stacked"
    """Every control-plane host has a member, and its apiserver talks to that member only."""
    EXTERNAL = "external"
    """The members have hosts of their own, and each apiserver talks to any of them."""

    # The value's own hash, without the detour that Enum takes through Python code.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value


@frozen(cache_hash=True)
class Topology:
    """So many control planes and members of the store; where both share hosts they are as many."""

    kind: Kind
    control_planes: int = field(validator=ge(1))
    members: int = field(validator=ge(1))

    @members.validator
    def _share_hosts(self, _: object, members: int) -> None:
        if self.kind is not Kind.EXTERNAL and members != self.control_planes:
            raise ValueError(
                f"a {self.kind} topology has a member on each control-plane host; expected as many members "
                f"as hosts, not {members} beside {self.control_planes}"
            )
        if self.kind is Kind.SINGLE and members != 1:
            raise ValueError(f"a single topology has one control-plane host, not {members}")

    @property
    def control_hosts(self) -> tuple[str, ...]:
        """The hosts with an apiserver."""
        return tuple(f"cp{number}" for number in range(1, self.control_planes + 1))

    @property
    def member_hosts(self) -> tuple[str, ...]:
        """The hosts with a member of the store."""
        if self.kind is not Kind.EXTERNAL:
            return self.control_hosts
        return tuple(f"db{number}" for number in range(1, self.members + 1))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the control plane; the workers are beside them."""
        return tuple(dict.fromkeys((*self.control_hosts, *self.member_hosts)))

    def is_manageable(self, dead: frozenset[str]) -> bool:
        """Say whether a pod that is asked for gets running while these hosts are dead."""
        apiservers = sum(host not in dead for host in self.control_hosts)
        members = sum(host not in dead for host in self.member_hosts)
        return apiservers >= 1 and is_quorum(members, self.members)

    @property
    def tolerated(self) -> int:
        """How many hosts can be dead, whichever they are, while the cluster is manageable."""
        return tolerated_by(self.kind, self.control_planes, self.members)

    @property
    def name(self) -> str:
        """Its name in one word."""
        numbers = f"{self.control_planes}-{self.members}" if self.kind is Kind.EXTERNAL else self.members
        return f"{self.kind}-{numbers}"

    def __str__(self) -> str:
        if self.kind is Kind.EXTERNAL:
            return f"external, {self.control_planes} + {self.members}"
        return f"{self.kind}, {self.control_planes}"


def single() -> Topology:
    """Return the topology of one control-plane host."""
    return Topology(Kind.SINGLE, 1, 1)


def stacked(hosts: int) -> Topology:
    """Return the topology of so many hosts that each have a member of the store."""
    return Topology(Kind.STACKED, hosts, hosts)


def external(control_planes: int, members: int) -> Topology:
    """Return the topology of control-plane hosts beside hosts of the store."""
    return Topology(Kind.EXTERNAL, control_planes, members)


def tolerated_by(kind: Kind, control_planes: int, members: int) -> int:
    """Return how many failures are tolerated in the worst case: the smaller of what either part bears."""
    bears = tolerated(members)
    return bears if kind is not Kind.EXTERNAL else min(control_planes - 1, bears)
