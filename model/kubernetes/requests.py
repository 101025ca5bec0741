"""What clients ask of an apiserver, and what comes back.

A request says what it wants, and under which condition (a revision, a uid, "not bound yet"). The
condition is looked at where the write is made, in one step: that stands for the apiserver's loop of
reading, comparing and setting.
"""

from enum import Enum

from attrs import frozen

from model.kubernetes.data import Item
from model.kubernetes.objects import Address, Key, NodeName, Value
from model.process import ProcessId


@frozen(cache_hash=True)
class Create:
    """Store a new object."""

    value: Value

    def __str__(self) -> str:
        return f"create {self.value}"


@frozen(cache_hash=True)
class Update:
    """Replace an object, if it is still at this revision (0: if there is none)."""

    value: Value
    revision: int

    def __str__(self) -> str:
        return f"update {self.value} if at revision {self.revision}"


@frozen(cache_hash=True)
class Delete:
    """Delete an object; a pod that runs is only marked, unless by `force`. `uid` 0 means any."""

    key: Key
    uid: int = 0
    force: bool = False
    evict: bool = False

    def __str__(self) -> str:
        return (
            f"{'evict' if self.evict else 'delete'} {' '.join(self.key)}{' by force' if self.force else ''}"
        )


@frozen(cache_hash=True)
class Bind:
    """Bind a pod to a node."""

    pod: str
    uid: int
    node: NodeName

    def __str__(self) -> str:
        return f"bind pod {self.pod} to {self.node}"


@frozen(cache_hash=True)
class Report:
    """A kubelet reports that a pod of its node runs, and under which address."""

    pod: str
    uid: int
    node: NodeName
    address: Address

    def __str__(self) -> str:
        return f"report pod {self.pod} on {self.node} running at {self.address}"


@frozen(cache_hash=True)
class Ended:
    """A kubelet reports that a pod marked for deletion has ended on its node: it can be removed."""

    pod: str
    uid: int
    node: NodeName

    def __str__(self) -> str:
        return f"report pod {self.pod} on {self.node} ended"


@frozen(cache_hash=True)
class Heartbeat:
    """A kubelet renews the lease of its node."""

    node: NodeName

    def __str__(self) -> str:
        return f"renew the lease of {self.node}"


@frozen(cache_hash=True)
class Taint:
    """Mark a node as unreachable, or as reachable again."""

    node: NodeName
    tainted: bool

    def __str__(self) -> str:
        return f"{'taint' if self.tainted else 'untaint'} {self.node}"


Request = Create | Update | Delete | Bind | Report | Ended | Heartbeat | Taint


@frozen(cache_hash=True)
class Payload:
    """What a message of the cluster says."""


@frozen(cache_hash=True)
class Ask(Payload):
    """A request; the client waits for an answer if it has a number. `client` is who asked first."""

    request: Request
    client: ProcessId
    number: int = 0

    def __str__(self) -> str:
        return f"{self.request}"


class Result(Enum):
    """How a request ended, as far as its client knows."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    UNKNOWN = "unknown"

    # The value's own hash, without the detour that Enum takes through Python code.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value


@frozen(cache_hash=True)
class Answer(Payload):
    """The answer to a numbered request: acknowledged or refused."""

    number: int
    result: Result

    def __str__(self) -> str:
        return f"request {self.number} {self.result}"


@frozen(cache_hash=True)
class Listing(Payload):
    """What a client that listed gets to see; `session` is the one of the client's lives that asked.

    `is_cached` says that it comes from an apiserver's cache; `revision` is 0 where nobody looks at it.
    """

    items: frozenset[Item]
    session: int = 0
    is_cached: bool = False
    revision: int = 0

    def __str__(self) -> str:
        shown = ", ".join(sorted(str(item.value) for item in self.items if item.value is not None))
        return f"list{' (cached)' if self.is_cached else ''} [{shown}]"
