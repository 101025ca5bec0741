"""The controllers of the controller-manager: each compares what it sees with what should be.

Each is a function of what it remembers and a list. The ReplicaSet remembers the pods that it asked for
and has not seen yet; the node lifecycle, the leases as it saw them last.
"""

from model.kubernetes.data import values_in
from model.kubernetes.decision import Decision, Expected, View
from model.kubernetes.objects import Endpoints, Lease, Node, NodeName, Pod
from model.kubernetes.requests import Create, Delete, Request, Taint, Update
from model.kubernetes.rules import Kubernetes

SERVICE = "web"
"""The one service."""

STATEFUL = "db-0"
"""The one pod of the StatefulSet."""


def replica_set(rules: Kubernetes, view: View) -> Decision:
    """Make one pod if too few are there, under a name that none has; delete one if there are too many."""
    pods = values_in(view.items, Pod)
    taken = {pod.name for pod in pods}
    expected = frozenset(one for one in view.remembered if isinstance(one, Expected) and one.pod not in taken)
    missing = rules.replicas_missing(pods, len(expected))
    if missing > 0:
        taken |= {one.pod for one in expected}
        name = next(name for number in range(1, len(taken) + 2) if (name := f"p{number}") not in taken)
        return expected | {Expected(name)}, (Create(Pod(name)),)
    surplus = rules.surplus_pod(pods) if missing < 0 else None
    return expected, (() if surplus is None else (Delete(surplus.key, surplus.uid),))


def stateful_set(rules: Kubernetes, view: View) -> Decision:  # noqa: ARG001  # the table's signature
    """Make the one pod, once the one before it was removed: to ask before would be refused."""
    is_there = any(pod.name == STATEFUL for pod in values_in(view.items, Pod))
    return view.remembered, (() if is_there else (Create(Pod(STATEFUL)),))


def node_lifecycle(rules: Kubernetes, view: View) -> Decision:
    """Taint what is silent, evict what is bound there, and take the taint back from what is not.

    Between two of its lists passes the grace period, and with it the time for which pods bear the taint.
    """
    leases = {lease.name: lease for lease in values_in(view.items, Lease)}
    seen = {lease.name: lease for lease in view.remembered if isinstance(lease, Lease)}
    nodes = values_in(view.items, Node)
    silent = {name for name, lease in leases.items() if rules.is_silent(lease, seen.get(name))}
    is_judge = rules.may_evict(len(silent), len(nodes))
    requests: list[Request] = []
    for node in nodes:
        if node.name not in silent:
            if node.tainted and rules.may_untaint(leases.get(node.name), seen.get(node.name)):
                requests.append(Taint(node.name, tainted=False))
        elif is_judge:
            requests += _against(rules, node, values_in(view.items, Pod))
    return frozenset(leases.values()), tuple(requests)


def _against(rules: Kubernetes, node: Node, pods: tuple[Pod, ...]) -> list[Request]:
    """Taint a node that is silent, and evict its pods."""
    force = rules.evicts_by_force()
    evictions = [
        Delete(pod.key, pod.uid, force=force, evict=True)
        for pod in pods
        if pod.node == node.name and not pod.deleting
    ]
    return [*([] if node.tainted else [Taint(node.name, tainted=True)]), *evictions]


def endpoints(rules: Kubernetes, view: View) -> Decision:
    """Write down the addresses of the pods behind the service."""
    tainted: tuple[NodeName, ...] = tuple(node.name for node in values_in(view.items, Node) if node.tainted)
    ready = frozenset(
        pod.address
        for pod in values_in(view.items, Pod)
        if pod.address is not None and rules.backs_service(pod, tainted)
    )
    item = next((item for item in view.items if item.key == ("endpoints", SERVICE)), None)
    wanted = Endpoints(SERVICE, ready)
    if item is not None and item.value == wanted:
        return view.remembered, ()
    return view.remembered, (Update(wanted, rules.revision_of(item)),)
