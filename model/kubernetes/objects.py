"""What the store keeps: pods, nodes, leases, endpoints and plain things; each has a kind and a name."""

from enum import Enum

from attrs import frozen

from model.process import ProcessId


class NodeName(str):
    """The name of a node, which is the name of its host: ``w1``."""

    __slots__ = ()


class Address(str):
    """The address of a pod: ``w1/1`` is the first of the range of the node w1."""

    __slots__ = ()


Key = tuple[str, str]
"""The kind of an object and its name: no two objects share both."""


@frozen(cache_hash=True)
class Pod:
    """A pod as the store has it; the `uid` tells it from another that has its name later.

    `address` is what its kubelet reported: None until it runs. `deleting` says that somebody asked for
    its end: its kubelet ends it, and only then is it removed. `evicted` says that it was the node
    lifecycle that asked.
    """

    name: str
    uid: int = 0
    node: NodeName | None = None
    address: Address | None = None
    deleting: bool = False
    evicted: bool = False

    @property
    def key(self) -> Key:
        return ("pod", self.name)

    def __str__(self) -> str:
        where = f" on {self.node}" if self.node else ""
        where += f" at {self.address}" if self.address else ""
        return f"pod {self.name}{where}{' (deleting)' if self.deleting else ''}"


@frozen(cache_hash=True)
class Node:
    """A node: how many pods it has room for, and whether it is tainted as unreachable."""

    name: NodeName
    capacity: int = 1
    tainted: bool = False

    @property
    def key(self) -> Key:
        return ("node", self.name)

    def __str__(self) -> str:
        return f"node {self.name}{' (unreachable)' if self.tainted else ''}"


@frozen(cache_hash=True)
class Lease:
    """A node's heartbeat, or the leadership of a component: who holds it, how often it was renewed."""

    name: str
    holder: ProcessId
    renewals: int = 0

    @property
    def key(self) -> Key:
        return ("lease", self.name)

    def __str__(self) -> str:
        times = "time" if self.renewals == 1 else "times"
        return f"lease {self.name} of {self.holder} (renewed {self.renewals} {times})"


@frozen(cache_hash=True)
class Endpoints:
    """The addresses behind a service."""

    name: str
    addresses: frozenset[Address] = frozenset()

    @property
    def key(self) -> Key:
        return ("endpoints", self.name)

    def __str__(self) -> str:
        return f"endpoints {self.name} {{{', '.join(sorted(self.addresses))}}}"


@frozen(cache_hash=True)
class Thing:
    """Anything else that is stored: a ConfigMap, say. Only that it is there matters."""

    name: str

    @property
    def key(self) -> Key:
        return ("thing", self.name)

    def __str__(self) -> str:
        return f"thing {self.name}"


Value = Pod | Node | Lease | Endpoints | Thing


class Role(Enum):
    """Who somebody is: what the apiserver learns of a client when it authenticates it."""

    USER = "user"
    KUBELET = "kubelet"
    PROXY = "proxy"
    SCHEDULER = "scheduler"
    REPLICA_SET = "replica set controller"
    STATEFUL_SET = "stateful set controller"
    NODE_LIFECYCLE = "node lifecycle controller"
    ENDPOINTS = "endpoints controller"
    ANONYMOUS = "anonymous"

    # The value's own hash, without the detour that Enum takes through Python code.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value


@frozen(cache_hash=True)
class Identity:
    """Whom the apiserver knows a process to be; a kubelet's and a proxy's has the name of its node."""

    id: ProcessId
    role: Role
    node: NodeName | None = None

    def __str__(self) -> str:
        return f"{self.role} of {self.node}" if self.node else str(self.role)


@frozen(cache_hash=True)
class Part:
    """A process of the cluster: its local state begins with its id."""

    id: ProcessId
