"""What each role gets to see when it lists: the objects that it works with, and of each what it reads.

To leave out what nobody reads loses nothing, and keeps lists alike that differ in nothing that matters.
Only where a client updates by revision does it see one.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from model.kubernetes.data import Data, Item
from model.kubernetes.grants import LEASE_OF
from model.kubernetes.objects import Endpoints, Lease, Node, NodeName, Pod, Role, Thing
from model.kubernetes.requests import Listing

BY_REVISION = (Lease, Endpoints)
"""What is updated by revision; pods are named by their uid, and nodes by their name."""


def listing_for(
    role: Role,
    node: NodeName | None,
    data: Data,
    *,
    session: int = 0,
    is_cached: bool = False,
    revision: int = 0,
) -> Listing:
    """Return what a client of that role, on that node, gets to see of the data."""
    shown = frozenset(
        Item(item.key, seen, item.revision if isinstance(seen, BY_REVISION) else 0)
        for item in data.items
        if (seen := _seen(role, node, item.value)) is not None
    )
    return Listing(shown, session, is_cached, revision)


def _seen(role: Role, node: NodeName | None, value: Any) -> Any:
    if isinstance(value, Lease):
        is_mine = value.name == LEASE_OF.get(role)
        return (
            value
            if is_mine or (role is Role.NODE_LIFECYCLE and value.name not in LEASE_OF.values())
            else None
        )
    look = LOOKS.get((role, type(value)))
    return None if look is None else look(value, node)


def _of_my_node(pod: Pod, node: NodeName | None) -> Pod | None:
    return evolve(pod, evicted=False) if pod.node == node else None


def _to_place(pod: Pod, _: NodeName | None) -> Pod:
    return evolve(pod, address=None, evicted=False)


def _to_count(pod: Pod, _: NodeName | None) -> Pod:
    return Pod(pod.name, pod.uid, deleting=pod.deleting)


def _whole(value: Any, _: NodeName | None) -> Any:
    return value


LOOKS: dict[tuple[Role, type], Callable[[Any, NodeName | None], Any]] = {
    (Role.KUBELET, Pod): _of_my_node,
    (Role.SCHEDULER, Pod): _to_place,
    (Role.SCHEDULER, Node): _whole,
    (Role.REPLICA_SET, Pod): _to_count,
    (Role.STATEFUL_SET, Pod): _to_count,
    (Role.NODE_LIFECYCLE, Node): _whole,
    (Role.NODE_LIFECYCLE, Pod): _to_place,
    (Role.ENDPOINTS, Pod): _whole,
    (Role.ENDPOINTS, Node): _whole,
    (Role.ENDPOINTS, Endpoints): _whole,
    (Role.PROXY, Endpoints): _whole,
    (Role.USER, Thing): _whole,
}
