"""What a cluster promises: that something comes about, if nothing is put off for ever."""

from typing import Any

from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Part, Pod
from model.kubernetes.runtime import State, in_order
from model.kubernetes.store import Store
from properties.kubernetes_pods import pods_and_what_runs, what_runs
from properties.kubernetes_traffic import backends_and_what_runs, dead_backend
from properties.promise import Fairness, Lack, eventually, leads_to

RUNTIME = Fairness(
    "weak on the start of each container and on what each kubelet does by itself; none on all else",
    weak=("start", "restart-container", "static-pod"),
)

WORKING = Fairness(
    "strong on the arrival of each message; weak on each list, and on the start and the end of what runs; "
    "none on all else",
    weak=("list", "start", "end"),
    strong=("deliver", "admit"),
)


def container_failed(parts: tuple[Any, ...]) -> Lack:
    """Say which container has failed and does not run again yet."""
    for kubelet in parts:
        for sandbox in in_order(kubelet.sandboxes) if isinstance(kubelet, Kubelet) else ():
            if State.FAILED in sandbox.containers:
                return f"a container of {sandbox.pod} on {kubelet.node} has failed"
    return None


@leads_to(
    Part,
    container_failed,
    fairness=RUNTIME,
    cites="Kubernetes documentation, Container restart policy",
    sees=what_runs,
)
def failed_containers_are_restarted(parts: tuple[Any, ...]) -> Lack:
    """A container that has failed is started again by its kubelet, with or without a control plane."""
    return container_failed(parts)


def marked_pod_runs(parts: tuple[Any, ...]) -> Lack:
    """Say which pod is marked for deletion, and still has something on its node."""
    marked = {
        (pod.name, pod.uid)
        for store in parts
        if isinstance(store, Store)
        for pod in store.members[0].data.values(Pod)
        if pod.deleting
    }
    for kubelet in parts:
        for sandbox in in_order(kubelet.sandboxes) if isinstance(kubelet, Kubelet) else ():
            if (sandbox.pod, sandbox.uid) in marked:
                return f"{sandbox.pod} is to be deleted, and runs on {kubelet.node}"
    return None


@leads_to(
    Part,
    marked_pod_runs,
    fairness=WORKING,
    cites="Kubernetes documentation, Pod lifecycle, Termination of pods",
    sees=pods_and_what_runs,
)
def marked_pods_end(parts: tuple[Any, ...]) -> Lack:
    """A pod that is marked for deletion ends on its node."""
    return marked_pod_runs(parts)


CONNECTED = Fairness(
    "strong on the arrival of each message; weak on each list, on the start and the end of what runs, and on "
    "the healing of who is cut off; none on all else",
    weak=("list", "start", "end", "heal"),
    strong=("deliver", "admit"),
)


def dead_backend_served(parts: tuple[Any, ...]) -> Lack:
    """Say which proxy sends connections to where nothing runs."""
    served = dead_backend(parts)
    return None if served is None else f"{served[0]} sends connections to {served[1]}, where nothing runs"


@leads_to(
    Part,
    dead_backend_served,
    fairness=CONNECTED,
    cites="Kubernetes documentation, Virtual IPs and service proxies",
    sees=backends_and_what_runs,
)
def dead_backends_are_dropped(parts: tuple[Any, ...]) -> Lack:
    """A proxy drops a backend at which nothing runs, once it hears the control plane again."""
    return dead_backend_served(parts)


BUSY = Fairness(
    "strong on the arrival of each message; weak on the user's request, on each list, on the start of each "
    "container, and on what the store's leader sends; none on all else",
    weak=("submit", "list", "start", "replicate", "elect"),
    strong=("deliver", "admit"),
)


@eventually(Kubelet, fairness=BUSY, cites="the article, HA cluster", sees=what_runs)
def the_pod_runs(kubelets: tuple[Kubelet, ...]) -> Lack:
    """The pod that somebody asks for gets running: the cluster is manageable."""
    if any(sandbox.is_running for kubelet in kubelets for sandbox in kubelet.sandboxes):
        return None
    return "the pod that was asked for does not run"
