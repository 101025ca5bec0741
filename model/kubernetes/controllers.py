"""The controllers of the controller-manager: each compares what it sees with what should be.

Each is a function of what it remembers and a list; only the node lifecycle remembers something: the
leases of the nodes as it saw them last (name, holder, renewals).
"""

from model.kubernetes.data import Item, values_in
from model.kubernetes.objects import Endpoints, Lease, Node, NodeName, Pod
from model.kubernetes.requests import Create, Delete, Request, Taint, Update
from model.kubernetes.rules import Kubernetes
from model.process import ProcessId

Remembered = frozenset[tuple[str, str, int]]
Items = frozenset[Item]
Decision = tuple[Remembered, tuple[Request, ...]]

SERVICE = "web"
"""The one service."""

STATEFUL = "db-0"
"""The one pod of the StatefulSet."""


def replica_set(rules: Kubernetes, remembered: Remembered, items: Items) -> Decision:
    """Make one pod if too few are there, under a name that none has; delete one if there are too many."""
    pods = values_in(items, Pod)
    missing = rules.replicas_missing(pods)
    if missing > 0:
        taken = {pod.name for pod in pods}
        name = next(name for number in range(1, len(taken) + 2) if (name := f"p{number}") not in taken)
        return remembered, (Create(Pod(name)),)
    if missing < 0:
        youngest = max((pod for pod in pods if not pod.deleting), key=lambda pod: pod.uid)
        return remembered, (Delete(youngest.key, youngest.uid),)
    return remembered, ()


def stateful_set(rules: Kubernetes, remembered: Remembered, items: Items) -> Decision:
    """Make the one pod, once the one before it was removed."""
    pod = next((pod for pod in values_in(items, Pod) if pod.name == STATEFUL), None)
    return remembered, ((Create(Pod(STATEFUL)),) if rules.may_replace(pod) else ())


def node_lifecycle(rules: Kubernetes, remembered: Remembered, items: Items) -> Decision:
    """Taint what is silent, evict what is bound there, and take the taint back from what is not.

    Between two of its lists a grace period passes: so long a lease may stay as it was.
    """
    leases = {lease.name: lease for lease in values_in(items, Lease)}
    seen = {name: Lease(name, ProcessId(holder), renewals) for name, holder, renewals in remembered}
    nodes = values_in(items, Node)
    silent = {name for name, lease in leases.items() if rules.is_silent(lease, seen.get(name))}
    is_judge = rules.may_evict(len(silent), len(nodes))
    requests: list[Request] = []
    for node in nodes:
        if node.name not in silent:
            requests += [Taint(node.name, tainted=False)] if node.tainted and node.name in seen else []
        elif is_judge:
            requests += _against(rules, node, values_in(items, Pod))
    return frozenset((name, lease.holder, lease.renewals) for name, lease in leases.items()), tuple(requests)


def _against(rules: Kubernetes, node: Node, pods: tuple[Pod, ...]) -> list[Request]:
    """Taint a node that is silent; if it is tainted already, evict its pods."""
    if not node.tainted:
        return [Taint(node.name, tainted=True)]
    force = rules.evicts_by_force()
    return [
        Delete(pod.key, pod.uid, force=force, evict=True)
        for pod in pods
        if pod.node == node.name and not pod.deleting
    ]


def endpoints(rules: Kubernetes, remembered: Remembered, items: Items) -> Decision:
    """Write down the addresses of the pods behind the service."""
    tainted: tuple[NodeName, ...] = tuple(node.name for node in values_in(items, Node) if node.tainted)
    ready = frozenset(
        pod.address
        for pod in values_in(items, Pod)
        if pod.address is not None and rules.backs_service(pod, tainted)
    )
    item = next((item for item in items if item.key == ("endpoints", SERVICE)), None)
    wanted = Endpoints(SERVICE, ready)
    if item is not None and item.value == wanted:
        return remembered, ()
    return remembered, (Update(wanted, rules.revision_of(item)),)
