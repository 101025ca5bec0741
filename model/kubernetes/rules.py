"""Kubernetes as one class of rules: every decision of the cluster, named and cited.

The handlers only call these. To get the cluster wrong in one way, override one (`model.kubernetes.mutants`).
"""

from collections.abc import Collection, Iterable, Sequence

from attrs import frozen

from model.kubernetes.data import Data, Item
from model.kubernetes.grants import GRANTS, LEASE_OF, kind_of
from model.kubernetes.objects import Address, Identity, Lease, Node, NodeName, Pod, Role
from model.kubernetes.requests import Ended, Heartbeat, Report, Request, Update
from model.kubernetes.runtime import Sandboxes, State, addresses_of
from model.process import ProcessId
from model.raft.quorum import majority
from model.rules import rule

DOCS = "Kubernetes documentation"


@frozen
class Kubernetes:
    """The rules of a cluster: who is who, how many replicas are wanted, and the ranges of the nodes."""

    identities: tuple[Identity, ...] = ()
    replicas: int = 1
    addresses: int = 2

    # The store

    @rule(cites="etcd documentation, Failure modes; §5.3 of the Raft paper")
    def write_quorum(self, members: int) -> int:
        """A write is committed once it is on the disks of a majority of all members, dead ones included."""
        return majority(members)

    @rule(cites="§5.4.1 of the Raft paper")
    def may_lead(self, position: tuple[int, int], voters: Sequence[tuple[int, int]], members: int) -> bool:
        """A member leads only if a majority of all members lives and is no further than it is."""
        return sum(voter <= position for voter in voters) >= majority(members)

    @rule(cites="§8 of the Raft paper; etcd documentation, KV API guarantees")
    def may_read(self, *, has_tail: bool, heard: int, members: int) -> bool:
        """A quorum read waits until all that its leader has is committed, and a majority answers it."""
        return not has_tail and heard >= majority(members)

    @rule(cites="§5.1 of the Raft paper: updated on stable storage before responding")
    def is_kept_in_crash(self) -> bool:
        """What a member has taken in is on its disk before it is counted."""
        return True

    @rule(cites="etcd documentation, Disaster recovery")
    def restored(self, snapshot: Data, current: Data) -> Data:  # noqa: ARG002  # a mutant may look at what is there
        """A restore brings back exactly the snapshot: later writes are gone, the revision is rewound."""
        return snapshot

    @rule(cites="etcd documentation, Disaster recovery; kubernetes/kubernetes#107457, #95958, #118501")
    def may_restore(self, *, apiserver_runs: bool) -> bool:
        """All apiservers are stopped before the store is restored."""
        return not apiserver_runs

    @rule(cites=f"{DOCS}, Operating etcd clusters, Restoring: restart what may rely on stale data")
    def may_restore_beside(self, *, watcher_runs: bool) -> bool:
        """Who watches through an apiserver is stopped, too: what it has seen may be beyond the snapshot."""
        return not watcher_runs

    @rule(cites=f"{DOCS}, Options for highly available topology; kubernetes/kubernetes#72102")
    def reaches_store(self, members_up: Sequence[bool]) -> bool:
        """An apiserver that knows all members turns to any that lives, whichever is the first of its list."""
        return any(members_up)

    @rule(cites=f"{DOCS}, Operating etcd clusters, Securing etcd")
    def store_trusts(self, *, is_apiserver: bool) -> bool:
        """The store takes requests from apiservers only."""
        return is_apiserver

    # The apiserver

    @rule(cites=f"{DOCS}, Authenticating")
    def identity(self, process: ProcessId) -> Identity:
        """A client is who its certificate says, whatever it claims; whoever has none is anonymous."""
        anonymous = Identity(process, Role.ANONYMOUS)
        return next((known for known in self.identities if known.id == process), anonymous)

    @rule(cites=f"{DOCS}, Using RBAC and Node authorization")
    def may(self, who: Identity, request: Request) -> bool:
        """Each identity may do what its role needs, and a kubelet only to its own node and its pods."""
        if isinstance(request, Report | Ended | Heartbeat):
            return who.role is Role.KUBELET and who.node == request.node
        if isinstance(request, Update) and isinstance(request.value, Lease):
            return request.value.name == LEASE_OF.get(who.role)
        return (type(request), kind_of(request)) in GRANTS[who.role]

    @rule(cites="Kubernetes API conventions, Concurrency control and consistency")
    def revision_matches(self, expected: int, actual: int) -> bool:
        """An update is refused unless the object is as its client saw it."""
        return expected == actual

    @rule(cites=f"{DOCS}, Object names and IDs; StatefulSet, Deployment and scaling guarantees; PR#35235")
    def name_is_free(self, item: Item | None) -> bool:
        """An object is made only under a free name: a pod anew only once the one before is removed."""
        return item is None

    @rule(cites=f"{DOCS}, Kubernetes API concepts; Binding, pod must be unbound")
    def may_bind(self, pod: Pod) -> bool:
        """A pod is bound once: the binding is refused if it has a node already, or is to be deleted."""
        return pod.node is None and not pod.deleting

    @rule(cites="Kubernetes API conventions, Metadata: uid; kubernetes/kubernetes#25169, #29522")
    def is_same_pod(self, uid: int, pod: Pod) -> bool:
        """What is said of a pod is not taken for another pod that has its name now."""
        return uid == pod.uid

    @rule(cites=f"{DOCS}, Pod lifecycle, Termination of pods, Forced pod termination")
    def is_removed_at_once(self, pod: Pod, *, force: bool) -> bool:
        """A pod that is bound is only marked, until its kubelet says that it ended; unless by force."""
        return force or pod.node is None

    @rule(cites="Kubernetes API concepts, Efficient detection of changes")
    def is_news(self, revision: int, seen: int) -> bool:
        """A watch brings what happened after the revision that the watcher has seen."""
        return revision > seen

    # The kubelet

    @rule(cites=f"{DOCS}, Nodes; a pod in the kubelet's list that is bound to it and not to be deleted")
    def should_run(self, pod: Pod, node: NodeName) -> bool:
        """A kubelet runs the pods that are bound to its node and not marked for deletion."""
        return pod.node == node and not pod.deleting

    @rule(cites="kubernetes/kubernetes, kubelet admission: OutOfcpu, OutOfpods")
    def admits(self, sandboxes: Sandboxes, capacity: int) -> bool:
        """A kubelet starts no pod for which its node has no room, whatever was bound to it."""
        return len(sandboxes) < capacity

    @rule(cites="kubernetes/kubernetes#59848")
    def trusts_listing(self, revision: int, seen: int, *, is_cached: bool) -> bool:
        """A cached list is believed only if it is no older than what was seen; after a restart, never."""
        return not is_cached or 0 < seen <= revision

    @rule(cites=f"{DOCS}, Cluster networking: non-overlapping IP addresses; kubernetes/kubernetes#21458")
    def range_of(self, node: NodeName) -> tuple[Address, ...]:
        """Each node has a range of addresses, and no address is in the ranges of two."""
        return addresses_of(node, self.addresses)

    @rule(cites="Container Network Interface specification; Kubernetes documentation, Cluster networking")
    def free_addresses(self, node: NodeName, sandboxes: Sandboxes) -> tuple[Address, ...]:
        """An address of the node's range is free once the sandbox that had it has ended."""
        taken = {sandbox.address for sandbox in sandboxes}
        return tuple(address for address in self.range_of(node) if address not in taken)

    @rule(cites=f"{DOCS}, Pod lifecycle, Termination of pods")
    def has_ended(self, pod: Pod, sandboxes: Sandboxes) -> bool:
        """A kubelet reports a pod's end only when nothing of it is left on the node."""
        return all((sandbox.pod, sandbox.uid) != (pod.name, pod.uid) for sandbox in sandboxes)

    @rule(cites=f"{DOCS}, Pod lifecycle, Container restart policy")
    def restarts(self, state: State) -> bool:
        """A kubelet restarts a container that failed by itself, whether or not it can reach an apiserver."""
        return state is State.FAILED

    @rule(cites=f"{DOCS}, Troubleshooting clusters, API server VM shutdown")
    def kept_when_cut_off(self, sandboxes: Sandboxes) -> Sandboxes:
        """What runs goes on when no apiserver can be reached."""
        return sandboxes

    # The scheduler

    @rule(cites=f"{DOCS}, Kubernetes scheduler, filtering; taints and tolerations")
    def fits(self, node: Node, bound: int) -> bool:
        """A pod goes only to a node that has room for it and is not tainted."""
        return bound < node.capacity and not node.tainted

    @rule(cites="kubernetes/kubernetes, scheduler cache: assumed pods")
    def room_taken(self, bound: int, assumed: int) -> int:
        """What a scheduler has bound and no list shows yet takes up room like what the list shows."""
        return bound + assumed

    # Leaders among components

    @rule(cites="client-go, tools/leaderelection")
    def lease_is_free(self, lease: Lease | None, seen: Lease | None) -> bool:
        """A lease may be taken if there is none, or if it was not renewed since one last looked."""
        return lease is None or lease == seen

    @rule(cites="client-go, tools/leaderelection")
    def leads(self, lease: Lease | None, me: ProcessId) -> bool:
        """A component believes that it leads if the lease named it when it last looked."""
        return lease is not None and lease.holder == me

    # The controllers

    @rule(cites=f"{DOCS}, ReplicaSet; kubernetes/kubernetes#129795, controller expectations")
    def replicas_missing(self, pods: Iterable[Pod], expected: int) -> int:
        """A ReplicaSet makes what is missing: it counts the pods that stay, and those it expects to see."""
        return self.replicas - sum(not pod.deleting for pod in pods) - expected

    @rule(cites=f"{DOCS}, ReplicaSet, Scaling a ReplicaSet")
    def surplus_pod(self, pods: Iterable[Pod]) -> Pod | None:
        """Of too many pods a ReplicaSet deletes the one made last of those that stay; none if none stays."""
        return max((pod for pod in pods if not pod.deleting), key=lambda pod: pod.uid, default=None)

    @rule(cites=f"{DOCS}, Nodes, Heartbeats: node-monitor-grace-period")
    def is_silent(self, lease: Lease, seen: Lease | None) -> bool:
        """A node is silent if its lease was not renewed since the controller last looked."""
        return seen is not None and lease.renewals == seen.renewals

    @rule(cites=f"{DOCS}, Taints and Tolerations, Taint based evictions; Nodes, Heartbeats")
    def may_untaint(self, lease: Lease | None, seen: Lease | None) -> bool:
        """A taint is taken back once the node is heard: its lease was seen twice, and renewed between."""
        return lease is not None and seen is not None and lease.renewals != seen.renewals

    @rule(cites=f"{DOCS}, Nodes, Rate limits on eviction; kubernetes/kubernetes#105617")
    def may_evict(self, silent: int, nodes: int) -> bool:
        """Nothing is evicted when every node is silent: it is then the controller that hears nothing."""
        return silent < nodes

    @rule(cites=f"{DOCS}, Force delete StatefulSet pods; kubernetes/kubernetes#54368, PR#35235")
    def evicts_by_force(self) -> bool:
        """A pod on a node that is silent is marked for deletion, and not removed by force."""
        return False

    @rule(cites=f"{DOCS}, Service, EndpointSlices")
    def backs_service(self, pod: Pod, tainted: Collection[NodeName | None]) -> bool:
        """A pod is behind its service if it runs, is not to be deleted, and its node is not silent."""
        return pod.address is not None and not pod.deleting and pod.node not in tainted

    # The proxy and the load balancer

    @rule(cites=f"{DOCS}, Virtual IPs and service proxies")
    def backends_told(self, told: frozenset[Address], backends: frozenset[Address]) -> frozenset[Address]:  # noqa: ARG002  # a mutant may keep them
        """A proxy's rules are what it was told last, and nothing of what was before."""
        return told

    @rule(cites=f"{DOCS}, Virtual IPs and service proxies; kubernetes/kubernetes#28674, #67875")
    def backends_when_cut_off(self, backends: frozenset[Address]) -> frozenset[Address]:
        """A proxy that cannot reach an apiserver keeps its last rules, dead backends included."""
        return backends

    @rule(cites=f"{DOCS}, Kubernetes API health endpoints; kubernetes/kubernetes#99602")
    def passes_check(self, *, is_up: bool, answers: bool) -> bool:
        """An apiserver passes a health check if it answers: an open port is not enough."""
        return is_up and answers

    @rule(
        cites=f"{DOCS}, Creating highly available clusters with kubeadm; kubernetes/kubernetes#44557, #48638"
    )
    def backend_for(self, pool: Sequence[ProcessId], last: ProcessId | None) -> ProcessId | None:  # noqa: ARG002  # a mutant may stay with it
        """A request goes to an apiserver that the balancer takes for alive, wherever the last one went."""
        return pool[0] if pool else None

    # What is not decided, only looked up

    @staticmethod
    def revision_of(item: Item | None) -> int:
        """Return the revision of what is stored, 0 where nothing is."""
        return 0 if item is None else item.revision
