"""Kubernetes with one rule wrong: mistakes that people really made, in the code or at the keyboard."""

from collections.abc import Sequence

from model.kubernetes.data import Data
from model.kubernetes.objects import Address, Identity, Node, NodeName, Pod
from model.kubernetes.requests import Request
from model.kubernetes.rules import Kubernetes
from model.kubernetes.runtime import Sandboxes
from model.rules import mutant

# The store


@mutant("write-on-one-disk", cites="etcd-io/etcd, --force-new-cluster: one survivor goes on alone")
class WriteOnOneDisk(Kubernetes):
    """A write is acknowledged as soon as the leader has it."""

    def write_quorum(self, members: int) -> int:  # noqa: ARG002  # the mistake
        return 1


@mutant("anyone-may-lead", cites="§5.4.1 of the Raft paper")
class AnyoneMayLead(Kubernetes):
    """A member may lead whatever it lacks, if a majority lives."""

    def may_lead(
        self,
        position: tuple[int, int],  # noqa: ARG002  # the mistake
        voters: Sequence[tuple[int, int]],
        members: int,
    ) -> bool:
        return len(voters) >= self.write_quorum(members)


@mutant("read-before-own-commit", cites="§8 of the Raft paper")
class ReadBeforeOwnCommit(Kubernetes):
    """A new leader answers reads before it has committed what it inherited."""

    def may_read(self, *, has_tail: bool, living: int, members: int) -> bool:  # noqa: ARG002  # the mistake
        return living >= self.write_quorum(members)


@mutant("forgets-in-crash", cites="etcd-io/etcd#14370; §5.1 of the Raft paper")
class ForgetsInCrash(Kubernetes):
    """A member counts for a write that is not on its disk yet."""

    def is_kept_in_crash(self) -> bool:
        return False


@mutant("restore-under-apiservers", cites="kubernetes/kubernetes#107457, #95958, #118501; etcd-io/etcd#16028")
class RestoreUnderApiservers(Kubernetes):
    """The operator restores the store while apiservers run: what they watch for never comes."""

    def may_restore(self, *, apiserver_runs: bool) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("restore-keeps-later-writes", cites="etcd documentation, Disaster recovery")
class RestoreKeepsLaterWrites(Kubernetes):
    """A restore is taken for a merge: what was written after the snapshot stays."""

    def restored(self, snapshot: Data, current: Data) -> Data:  # noqa: ARG002  # the mistake
        return current


@mutant("store-open-to-all", cites="Kubernetes documentation, Operating etcd clusters, Securing etcd")
class StoreOpenToAll(Kubernetes):
    """The store takes requests from whoever reaches it: nobody's authority is looked at."""

    def store_trusts(self, *, is_apiserver: bool) -> bool:  # noqa: ARG002  # the mistake
        return True


# The apiserver


@mutant("no-authoriser", cites="Kubernetes documentation, Authorization, AlwaysAllow")
class NoAuthoriser(Kubernetes):
    """Everybody who is known may do everything: a kubelet rewrites the pods of another node."""

    def may(self, who: Identity, request: Request) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("bind-without-precondition", cites="Kubernetes documentation, Binding; kubernetes/kubernetes#23731")
class BindWithoutPrecondition(Kubernetes):
    """A binding is written whether or not the pod has a node already."""

    def may_bind(self, pod: Pod) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("remove-without-kubelet", cites="kubernetes/kubernetes#54368, PR#35235")
class RemoveWithoutKubelet(Kubernetes):
    """A pod is removed as soon as somebody deletes it, and its kubelet is not waited for."""

    def is_removed_at_once(self, pod: Pod, *, force: bool) -> bool:  # noqa: ARG002  # the mistake
        return True


# The kubelet


@mutant("trust-cache-after-restart", cites="kubernetes/kubernetes#59848")
class TrustCacheAfterRestart(Kubernetes):
    """A kubelet that has restarted believes the first list it gets, from however old a cache."""

    def trusts_listing(self, revision: int, seen: int, *, is_cached: bool) -> bool:
        return not is_cached or seen <= revision


@mutant("reuse-address-early", cites="Container Network Interface specification; Cluster networking")
class ReuseAddressEarly(Kubernetes):
    """An address is given away while the sandbox that has it is still ending."""

    def free_addresses(self, node: NodeName, sandboxes: Sandboxes) -> tuple[Address, ...]:
        taken = {sandbox.address for sandbox in sandboxes if not sandbox.is_ending}
        return tuple(address for address in self.range_of(node) if address not in taken)


@mutant("report-end-early", cites="kubernetes/kubernetes#55587; Pod lifecycle, Termination of pods")
class ReportEndEarly(Kubernetes):
    """A kubelet reports a pod's end when it has asked for it, and not when it has come."""

    def has_ended(self, pod: Pod, sandboxes: Sandboxes) -> bool:
        return all(
            sandbox.is_ending for sandbox in sandboxes if (sandbox.pod, sandbox.uid) == (pod.name, pod.uid)
        )


@mutant("no-admission", cites="kubernetes/kubernetes, kubelet admission: OutOfcpu, OutOfpods")
class NoAdmission(Kubernetes):
    """A kubelet runs whatever is bound to it, and takes the scheduler's word that there is room."""

    def admits(self, sandboxes: Sandboxes, capacity: int) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("stop-when-cut-off", cites="Kubernetes documentation, Troubleshooting clusters; the article, HA")
class StopWhenCutOff(Kubernetes):
    """A kubelet that hears from no apiserver ends what runs."""

    def kept_when_cut_off(self, sandboxes: Sandboxes) -> Sandboxes:  # noqa: ARG002  # the mistake
        return frozenset()


# Schedulers and controllers


@mutant("forget-assumed", cites="kubernetes/kubernetes, scheduler cache: assumed pods")
class ForgetAssumed(Kubernetes):
    """A scheduler takes a node for free to which it has just bound a pod."""

    def room_taken(self, bound: int, assumed: int) -> int:  # noqa: ARG002  # the mistake
        return bound


@mutant("ignore-room", cites="Kubernetes documentation, Kubernetes scheduler, filtering")
class IgnoreRoom(Kubernetes):
    """A scheduler does not look for room on the node that it binds to."""

    def fits(self, node: Node, bound: int) -> bool:  # noqa: ARG002  # the mistake
        return not node.tainted


@mutant("evict-by-force", cites="kubernetes/kubernetes#54368, PR#35235")
class EvictByForce(Kubernetes):
    """The pods of a silent node are deleted by force: nobody asks whether they still run."""

    def evicts_by_force(self) -> bool:
        return True


@mutant("evict-when-all-are-silent", cites="kubernetes/kubernetes#105617")
class EvictWhenAllAreSilent(Kubernetes):
    """When no node is heard, all are taken for dead; it is the controller that is cut off."""

    def may_evict(self, silent: int, nodes: int) -> bool:  # noqa: ARG002  # the mistake
        return True


# The proxy and the load balancer


@mutant("proxy-flushes", cites="kubernetes/kubernetes#105617; Virtual IPs and service proxies")
class ProxyFlushes(Kubernetes):
    """A proxy that cannot reach an apiserver drops all its rules."""

    def backends_when_cut_off(self, backends: frozenset[Address]) -> frozenset[Address]:  # noqa: ARG002  # the mistake
        return frozenset()


@mutant("check-the-port", cites="kubernetes/kubernetes#99602")
class CheckThePort(Kubernetes):
    """A health check is passed by whatever has its port open, be it as good as dead."""

    def passes_check(self, *, is_up: bool, answers: bool) -> bool:  # noqa: ARG002  # the mistake
        return is_up
