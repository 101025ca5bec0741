"""The scheduler: for the first pod without a node it finds one with room, and binds the pod to it.

It remembers what it has bound until a list shows it, so that one scheduler never fills
a node twice. Two of them know nothing of each other's bindings.
"""

from model.kubernetes.data import values_in
from model.kubernetes.decision import Assumed, Decision, View
from model.kubernetes.objects import Node, NodeName, Pod
from model.kubernetes.requests import Bind
from model.kubernetes.rules import Kubernetes


def decide(rules: Kubernetes, view: View) -> Decision:
    """Bind the first pod in the queue that has no node yet, if it fits anywhere."""
    pods = values_in(view.items, Pod)
    waiting = {(pod.name, pod.uid) for pod in pods if pod.node is None}
    assumed = frozenset(
        one for one in view.remembered if isinstance(one, Assumed) and (one.pod, one.uid) in waiting
    )
    known = {(one.pod, one.uid) for one in assumed}
    pending = [
        pod for pod in pods if pod.node is None and not pod.deleting and (pod.name, pod.uid) not in known
    ]
    node = _node_for(rules, view, assumed)
    if not pending or node is None:
        return assumed, ()
    pod = pending[-1 if view.newest_first else 0]
    return assumed | {Assumed(pod.name, pod.uid, node)}, (Bind(pod.name, pod.uid, node),)


def _node_for(rules: Kubernetes, view: View, assumed: frozenset[Assumed]) -> NodeName | None:
    """Return the node that has least to run, of those that a pod fits on."""
    nodes, pods = values_in(view.items, Node), values_in(view.items, Pod)
    bound = {
        node.name: rules.room_taken(
            sum(pod.node == node.name for pod in pods), sum(one.node == node.name for one in assumed)
        )
        for node in nodes
    }
    fitting = [node.name for node in nodes if rules.fits(node, bound[node.name])]
    return min(fitting, key=lambda name: (bound[name], name), default=None)
