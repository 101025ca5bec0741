"""The scheduler: for the first pod without a node it finds one with room, and binds the pod to it.

It remembers what it has bound (name, node, uid) until a list shows it, so that one scheduler never fills
a node twice. Two of them know nothing of each other's bindings.
"""

from model.kubernetes.data import Item, values_in
from model.kubernetes.objects import Node, NodeName, Pod
from model.kubernetes.requests import Bind, Request
from model.kubernetes.rules import Kubernetes

Assumed = frozenset[tuple[str, str, int]]


def decide(
    rules: Kubernetes, assumed: Assumed, items: frozenset[Item]
) -> tuple[Assumed, tuple[Request, ...]]:
    pods = values_in(items, Pod)
    waiting = {(pod.name, pod.uid) for pod in pods if rules.still_assumed(pod)}
    assumed = frozenset(one for one in assumed if (one[0], one[2]) in waiting)
    pending = [pod for pod in pods if pod.node is None and not pod.deleting]
    for pod in pending:
        if any((name, uid) == (pod.name, pod.uid) for name, _, uid in assumed):
            continue
        node = _node_for(rules, pods, assumed, items)
        if node is None:
            break
        return assumed | {(pod.name, node, pod.uid)}, (Bind(pod.name, pod.uid, node),)
    return assumed, ()


def _node_for(
    rules: Kubernetes, pods: tuple[Pod, ...], assumed: Assumed, items: frozenset[Item]
) -> NodeName | None:
    """Return the node that has least to run, of those that a pod fits on."""
    nodes = values_in(items, Node)
    bound = {
        node.name: sum(pod.node == node.name for pod in pods)
        + sum(where == node.name for _, where, _ in assumed)
        for node in nodes
    }
    fitting = [node.name for node in nodes if rules.fits(node, bound[node.name])]
    return min(fitting, key=lambda name: (bound[name], name), default=None)
