"""The observer of a component: it notes what the component asks for without having seen a reason.

It says once more, and otherwise than the rules do, what a reason is. Only properties read what it notes.
"""

from collections.abc import Iterator

from model.kubernetes.data import values_in
from model.kubernetes.decision import View
from model.kubernetes.objects import Address, Endpoints, Lease, Node, Pod
from model.kubernetes.requests import Delete, Request, Taint, Update
from model.process import ProcessId


def unjustified(
    me: ProcessId, view: View, seen: Lease | None, requests: tuple[Request, ...]
) -> Iterator[str]:
    """Name what is asked for without a reason in the list, or in what was seen before (`seen`: the lease)."""
    for request in requests:
        match request:
            case Update(Lease() as lease):
                yield from _unexpired(me, view, seen, lease)
            case Taint(node, True) if _is_heard(view, node):
                yield f"taint {node}"
            case Delete(("pod", name), evict=True):
                pods = [pod for pod in values_in(view.items, Pod) if pod.name == name]
                yield from (f"evict {pod.name}" for pod in pods if _is_heard(view, pod.node or ""))
            case Update(Endpoints(addresses=addresses)):
                yield from (f"serve {address}" for address in sorted(addresses) if not _serves(view, address))


def _unexpired(me: ProcessId, view: View, seen: Lease | None, mine: Lease) -> Iterator[str]:
    """Name a lease that another holds, and that was not seen twice in a row as it is."""
    for lease in values_in(view.items, Lease):
        if lease.name == mine.name and lease.holder != me and (seen is None or seen != lease):
            yield f"take {lease.name}"


def _is_heard(view: View, node: str) -> bool:
    """Say whether a node's lease was renewed since it was seen before, or is seen for the first time."""
    before = {lease.name: lease.renewals for lease in view.remembered if isinstance(lease, Lease)}
    leases = [lease for lease in values_in(view.items, Lease) if lease.name == node]
    return any(before.get(lease.name, -1) < lease.renewals for lease in leases)


def _serves(view: View, address: Address) -> bool:
    """Say whether a pod runs at an address, and will go on as far as anybody knows."""
    silent = {node.name for node in values_in(view.items, Node) if node.tainted}
    pods = [pod for pod in values_in(view.items, Pod) if pod.address == address]
    return any(not pod.deleting and pod.node not in silent for pod in pods)
