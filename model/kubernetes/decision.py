"""What a component decides by, and what it decides."""

from collections.abc import Callable

from attrs import frozen

from model.kubernetes.data import Item
from model.kubernetes.objects import Lease, NodeName
from model.kubernetes.requests import Request
from model.kubernetes.rules import Kubernetes


@frozen(cache_hash=True)
class Assumed:
    """A scheduler's own binding of a pod, which no list has shown yet."""

    pod: str
    uid: int
    node: NodeName

    def __str__(self) -> str:
        return f"pod {self.pod} on {self.node}"


@frozen(cache_hash=True)
class Expected:
    """A pod that a controller has asked for, and that no list has shown yet."""

    pod: str

    def __str__(self) -> str:
        return f"pod {self.pod}, asked for"


Remembered = frozenset[Assumed | Expected | Lease]
"""A scheduler's bindings, a ReplicaSet's pods to come, or the leases as a node lifecycle saw them last."""


@frozen(cache_hash=True)
class View:
    """What a component sees: its last list, and what it remembers from those before.

    `newest_first` is the order of a scheduler's queue: two schedulers need not have the same.
    """

    items: frozenset[Item]
    remembered: Remembered = frozenset()
    newest_first: bool = False


Decision = tuple[Remembered, tuple[Request, ...]]
"""What it remembers from now on, and what it asks for."""

Decide = Callable[[Kubernetes, View], Decision]
