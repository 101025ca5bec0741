"""What must hold of pods and of what runs of them on the nodes."""

from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Node, Part, Pod
from model.kubernetes.runtime import in_order
from model.kubernetes.store import Member, Store
from properties.kubernetes_store import NOBODY
from properties.statement import Finding, Shape, always, each_step


def what_runs(part: Part) -> Part:
    """See a node's sandboxes."""
    return _node(part) if isinstance(part, Kubelet) else NOBODY


def _node(kubelet: Kubelet) -> Kubelet:
    return Kubelet(kubelet.id, kubelet.node, static=kubelet.static, memory=None, sandboxes=kubelet.sandboxes)


def pods_and_what_runs(part: Part) -> Part:
    """See the nodes' sandboxes, and what the members of the store have."""
    if isinstance(part, Store):
        members = tuple(Member(member.id, data=member.data) for member in part.members)
        return Store(part.id, members)
    return what_runs(part)


@always(
    Shape.PAIR,
    Part,
    cites="Kubernetes documentation, Force delete StatefulSet pods; kubernetes/kubernetes#59848, #54368",
    sees=what_runs,
)
def at_most_one(a: Part, b: Part) -> Finding:
    """Of two pods with one name, something is left on at most one node, and there of one of them."""
    if not isinstance(a, Kubelet) or not isinstance(b, Kubelet):
        return None
    if a.id == b.id:
        names = [sandbox.pod for sandbox in a.sandboxes]
        twice = sorted(name for name in names if names.count(name) > 1)
        return f"{twice[0]} runs twice on {a.node}" if twice else None
    both = {sandbox.pod for sandbox in a.sandboxes} & {sandbox.pod for sandbox in b.sandboxes}
    return f"{min(both)} runs on {a.node} and on {b.node} at once" if both else None


@always(Shape.PAIR, Part, cites="Kubernetes documentation, Cluster networking", sees=what_runs)
def addresses_unique(a: Part, b: Part) -> Finding:
    """No two sandboxes have the same address at the same time."""
    if not isinstance(a, Kubelet) or not isinstance(b, Kubelet):
        return None
    for one in in_order(a.sandboxes):
        for other in in_order(b.sandboxes):
            if one.address == other.address and (a.id, one) != (b.id, other):
                return f"{one.pod} and {other.pod} both have the address {one.address}"
    return None


@always(Shape.ONE, Kubelet, cites="kubernetes/kubernetes, kubelet admission: OutOfcpu, OutOfpods")
def node_within_capacity(kubelet: Kubelet) -> Finding:
    """No node has more to run than it has room for."""
    running = len(kubelet.sandboxes)
    if running <= kubelet.capacity:
        return None
    return f"{kubelet.node} has room for {kubelet.capacity} and {running} pods to run"


@each_step(Store, cites="Kubernetes documentation, Kubernetes scheduler; Binding")
def bound_once(before: Store, after: Store) -> Finding:
    """A pod that is bound to a node is never bound to another."""
    for old_member, new_member in zip(before.members, after.members, strict=True):
        bound = {(pod.name, pod.uid): pod.node for pod in old_member.data.values(Pod)}
        for pod in new_member.data.values(Pod):
            node = bound.get((pod.name, pod.uid))
            if node is not None and pod.node != node:
                return f"{pod.name} was bound to {node}, and then to {pod.node}"
    return None


@always(
    Shape.ALL,
    Part,
    cites="the article, scheduler; Kubernetes documentation, Static pods",
    sees=pods_and_what_runs,
)
def unbound_never_runs(parts: tuple[Part, ...]) -> Finding:
    """What a kubelet runs is bound to its node, unless it was removed since; or it is a static pod."""
    stores = [part for part in parts if isinstance(part, Store)]
    newest = [
        max((member.data for member in store.members), key=lambda data: data.revision) for store in stores
    ]
    pods = {(pod.name, pod.uid): pod.node for data in newest for pod in data.values(Pod)}
    for part in parts:
        if not isinstance(part, Kubelet):
            continue
        for sandbox in in_order(part.sandboxes):
            node = pods.get((sandbox.pod, sandbox.uid), part.node)
            if node != part.node and sandbox.pod not in part.static:
                return f"{sandbox.pod} runs on {part.node}, and is bound to {node or 'no node'}"
    return None


@always(
    Shape.ALL,
    Part,
    cites="Kubernetes documentation, Termination of pods; kubernetes/kubernetes#25169",
    sees=pods_and_what_runs,
)
def nothing_is_left_behind(parts: tuple[Part, ...]) -> Finding:
    """Whatever runs on a node is in the store, until its kubelet has said that it ended."""
    stores = [part for part in parts if isinstance(part, Store)]
    known = {(pod.name, pod.uid) for one in stores for m in one.members for pod in m.data.values(Pod)}
    for part in parts:
        if not isinstance(part, Kubelet):
            continue
        for sandbox in in_order(part.sandboxes):
            if (sandbox.pod, sandbox.uid) not in known and sandbox.pod not in part.static:
                return f"{sandbox.pod} runs on {part.node}, and the store knows nothing of it"
    return None


@always(Shape.ONE, Store, cites="Kubernetes documentation, ReplicaSet; kubernetes/kubernetes#129795")
def never_more_than_wanted(store: Store) -> Finding:
    """Where a ReplicaSet wants one pod, there is never a second that is to stay."""
    for member in store.members:
        staying = [pod.name for pod in member.data.values(Pod) if not pod.deleting]
        if len(staying) > 1:
            return f"one pod is wanted, and there are {' and '.join(sorted(staying))}"
    return None


@each_step(Store, cites="Kubernetes documentation, ReplicaSet, Scaling a ReplicaSet")
def waiting_goes_before_running(before: Store, after: Store) -> Finding:
    """Where a ReplicaSet has a pod too many, one that runs is not deleted while another waits."""
    staying = [pod for pod in before.members[0].data.values(Pod) if not pod.deleting]
    kept = {(pod.name, pod.uid) for pod in after.members[0].data.values(Pod) if not pod.deleting}
    waiting = [pod.name for pod in staying if pod.address is None]
    gone = [pod.name for pod in staying if pod.address is not None and (pod.name, pod.uid) not in kept]
    return f"{gone[0]} runs and is deleted, while {waiting[0]} waits" if gone and waiting else None


@each_step(Kubelet, cites="Kubernetes documentation, Troubleshooting clusters; the article, HA")
def silence_stops_nothing(before: Kubelet, after: Kubelet) -> Finding:
    """What runs ends because its kubelet was told so, or with its host: not because nobody is heard."""
    if before.memory is None or after.memory is None or before.memory != after.memory:
        return None
    ended = {sandbox for sandbox in before.sandboxes if not sandbox.is_ending}
    gone = {sandbox.pod for sandbox in ended} - {sandbox.pod for sandbox in after.sandboxes}
    return f"{min(gone)} is gone from {after.node}, and nobody asked {after.id} to end it" if gone else None


@always(Shape.ONE, Store, cites="Kubernetes documentation, Kubernetes scheduler, filtering")
def never_overbooked(store: Store) -> Finding:
    """Where one scheduler works alone, no more pods are bound to a node than it has room for."""
    for member in store.members:
        bound = [pod.node for pod in member.data.values(Pod)]
        for node in member.data.values(Node):
            if bound.count(node.name) > node.capacity:
                return (
                    f"{bound.count(node.name)} pods are bound to {node.name}: it has room for {node.capacity}"
                )
    return None


@always(
    Shape.ONE, Store, cites="Kubernetes documentation, Rate limits on eviction; kubernetes/kubernetes#105617"
)
def nothing_is_evicted(store: Store) -> Finding:
    """Where no node is heard at all, nothing is evicted."""
    for member in store.members:
        for pod in member.data.values(Pod):
            if pod.evicted:
                return f"{pod.name} is evicted from {pod.node}, and no node is heard, be it well or not"
    return None


@each_step(Store, cites="Kubernetes documentation, Taints and Tolerations, Taint based evictions")
def nothing_is_untainted(before: Store, after: Store) -> Finding:
    """Where no node is heard at all, no taint is taken back."""
    for old, new in zip(before.members, after.members, strict=True):
        tainted = {node.name for node in old.data.values(Node) if node.tainted}
        for node in new.data.values(Node):
            if node.name in tainted and not node.tainted:
                return f"the taint of {node.name} is taken back, and no node is heard"
    return None
