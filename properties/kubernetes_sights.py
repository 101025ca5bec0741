"""What must be seen of a cluster at work, so that nothing holds only because nothing happens."""

from model.kubernetes.component import Component
from model.kubernetes.faults import Faults
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Node, NodeName, Part, Pod
from model.kubernetes.runtime import State, in_order
from model.kubernetes.store import Store
from properties.kubernetes_pods import pods_and_what_runs, what_runs
from properties.kubernetes_store import NOBODY
from properties.statement import Finding, Shape, sometimes


def _bound(store: Store) -> dict[NodeName, int]:
    pods = [pod for member in store.members[:1] for pod in member.data.values(Pod)]
    return {pod.node: sum(other.node == pod.node for other in pods) for pod in pods if pod.node is not None}


def _changed(before: Store, after: Store) -> tuple[dict[tuple[str, int], Pod], dict[tuple[str, int], Pod]]:
    """Return the pods of the first member before and after, by name and uid."""
    old, new = before.members[0].data.values(Pod), after.members[0].data.values(Pod)
    return {(pod.name, pod.uid): pod for pod in old}, {(pod.name, pod.uid): pod for pod in new}


@sometimes(Shape.STEP, Kubelet)
def pod_runs(before: Kubelet, after: Kubelet) -> Finding:
    """A pod gets running."""
    ran = {sandbox.uid for sandbox in before.sandboxes if sandbox.is_running}
    new = [sandbox for sandbox in in_order(after.sandboxes) if sandbox.is_running and sandbox.uid not in ran]
    started = any(State.STARTING in sandbox.containers for sandbox in before.sandboxes)
    return f"{new[0].pod} gets running on {after.node}" if new and started else None


@sometimes(Shape.STEP, Store)
def pod_bound(before: Store, after: Store) -> Finding:
    """A pod is bound to a node."""
    old, new = _changed(before, after)
    bound = [pod for key, pod in new.items() if pod.node is not None and key in old and old[key].node is None]
    return f"{bound[0].name} is bound to {bound[0].node}" if bound else None


@sometimes(Shape.STEP, Store)
def pod_replaced(before: Store, after: Store) -> Finding:
    """A pod is made in place of one that is gone, or is to be deleted."""
    old, new = _changed(before, after)
    made = [pod for key, pod in new.items() if key not in old]
    return f"{made[0].name} is made" if made else None


@sometimes(Shape.STEP, Store, cites="Kubernetes documentation, ReplicaSet, Scaling a ReplicaSet")
def surplus_removed(before: Store, after: Store) -> Finding:
    """A pod of which there was one too many is removed, and another stays."""
    old, new = _changed(before, after)
    removed = [pod for key, pod in old.items() if key not in new]
    staying = [pod for pod in new.values() if not pod.deleting]
    return f"{removed[0].name} is removed, and {staying[0].name} stays" if removed and staying else None


@sometimes(Shape.STEP, Store, cites="kubernetes/kubernetes, kubelet admission: OutOfpods")
def node_overbooked(before: Store, after: Store) -> Finding:
    """More pods are bound to a node than it has room for: its kubelet does not run them all."""
    room = {node.name: node.capacity for node in after.members[0].data.values(Node)}
    for name, bound in _bound(after).items():
        if bound > room.get(name, bound) and _bound(before).get(name, 0) < bound:
            return f"{bound} pods are bound to {name}, which has room for {room[name]}"
    return None


@sometimes(Shape.STEP, Kubelet, cites="Kubernetes documentation, Container restart policy")
def container_restarted(before: Kubelet, after: Kubelet) -> Finding:
    """A kubelet starts a container again that has failed."""
    failed = {sandbox.pod for sandbox in before.sandboxes if State.FAILED in sandbox.containers}
    restarted = {sandbox.pod for sandbox in after.sandboxes if State.STARTING in sandbox.containers}
    both = failed & restarted
    return f"the kubelet on {after.node} restarts a container of {min(both)}" if both else None


@sometimes(Shape.ONE, Kubelet, cites="Kubernetes documentation, Static pods")
def static_pod_runs(kubelet: Kubelet) -> Finding:
    """A static pod runs."""
    running = [pod for pod in kubelet.static if kubelet.runs(pod)]
    return f"{running[0]} runs on {kubelet.node} from its own disk" if running else None


@sometimes(Shape.STEP, Store, cites="Kubernetes documentation, Taint based evictions")
def pod_evicted(before: Store, after: Store) -> Finding:
    """A pod of a node that is silent is marked for deletion."""
    old, new = _changed(before, after)
    marked = [pod for key, pod in new.items() if pod.evicted and key in old and not old[key].evicted]
    return f"{marked[0].name} is evicted from {marked[0].node}" if marked else None


@sometimes(Shape.STEP, Store, cites="Kubernetes documentation, Termination of pods")
def evicted_pod_removed(before: Store, after: Store) -> Finding:
    """A pod that was evicted has ended on its node, and is removed."""
    old, new = _changed(before, after)
    gone = [pod for key, pod in old.items() if pod.evicted and key not in new]
    return f"{gone[0].name} has ended on {gone[0].node}, and is removed" if gone else None


@sometimes(Shape.ALL, Part, cites="Kubernetes documentation, Nodes", sees=pods_and_what_runs)
def evicted_pod_runs_on(parts: tuple[Part, ...]) -> Finding:
    """A pod that was evicted from a silent node still runs there, while its replacement runs elsewhere."""
    evicted = {
        (pod.name, pod.uid)
        for store in parts
        if isinstance(store, Store)
        for pod in store.members[0].data.values(Pod)
        if pod.evicted
    }
    kubelets = [part for part in parts if isinstance(part, Kubelet)]
    old = [k for k in kubelets for s in k.sandboxes if (s.pod, s.uid) in evicted and s.is_running]
    new = [k for k in kubelets for s in k.sandboxes if (s.pod, s.uid) not in evicted and s.is_running]
    for kubelet in old:
        for other in new:
            if kubelet.id != other.id:
                return f"what was evicted from {kubelet.node} runs on there, while {other.node} runs another"
    return None


@sometimes(Shape.PAIR, Part, cites="Kubernetes documentation, Cluster networking", sees=what_runs)
def pods_have_addresses(a: Part, b: Part) -> Finding:
    """Two pods run at the same time, each with an address of its own."""
    if not isinstance(a, Kubelet) or not isinstance(b, Kubelet):
        return None
    for one in in_order(a.sandboxes):
        for other in in_order(b.sandboxes):
            if one.address != other.address and one.is_running and other.is_running:
                return f"{one.pod} runs at {one.address} and {other.pod} at {other.address}"
    return None


def beliefs(part: Part) -> Part:
    """See whether a component believes to lead."""
    if not isinstance(part, Component):
        return NOBODY
    return Component(part.id, part.role, elects=not part.leads)


@sometimes(
    Shape.PAIR,
    Part,
    cites="client-go, tools/leaderelection; kubernetes/kubernetes#23731, #89466",
    sees=beliefs,
)
def two_component_leaders(a: Part, b: Part) -> Finding:
    """Two components of one role believe at the same time that they lead."""
    if not isinstance(a, Component) or not isinstance(b, Component) or a.id == b.id or a.role != b.role:
        return None
    return f"{a.id} and {b.id} both believe that they lead" if a.leads and b.leads else None


@sometimes(Shape.ONE, Faults)
def host_died(faults: Faults) -> Finding:
    """A host dies."""
    return f"{min(faults.dead)} is dead" if faults.dead else None


@sometimes(Shape.STEP, Store, cites="Kubernetes documentation, Taint based evictions")
def node_tainted(before: Store, after: Store) -> Finding:
    """A node is tainted as unreachable."""
    old = {node.name for node in before.members[0].data.values(Node) if node.tainted}
    new = {node.name for node in after.members[0].data.values(Node) if node.tainted}
    return f"{min(new - old)} is tainted" if new - old else None


@sometimes(Shape.STEP, Component)
def component_listed(before: Component, after: Component) -> Finding:
    """A component gets a list, and makes up its mind."""
    if before.memory is None or after.memory is None or not before.memory.lists or after.memory.lists:
        return None
    return f"{after.id} has looked"
