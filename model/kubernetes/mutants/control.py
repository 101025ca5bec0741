"""Schedulers, controllers and the load balancer with one rule wrong."""

from collections.abc import Collection, Iterable, Sequence

from model.kubernetes.objects import Lease, Node, NodeName, Pod
from model.kubernetes.rules import Kubernetes
from model.process import ProcessId
from model.rules import mutant


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


@mutant("forget-expected", cites="kubernetes/kubernetes#129795")
class ForgetExpected(Kubernetes):
    """A ReplicaSet does not wait to see the pods that it has asked for, and asks for more."""

    def replicas_missing(self, pods: Iterable[Pod], expected: int) -> int:  # noqa: ARG002  # the mistake
        return self.replicas - sum(not pod.deleting for pod in pods)


@mutant("delete-the-oldest", cites="Kubernetes documentation, ReplicaSet, Scaling a ReplicaSet")
class DeleteTheOldest(Kubernetes):
    """A ReplicaSet with one pod too many deletes the oldest: one that runs goes, and one that waits stays."""

    def surplus_pod(self, pods: Iterable[Pod]) -> Pod | None:
        return min((pod for pod in pods if not pod.deleting), key=lambda pod: pod.uid, default=None)


@mutant("suspect-at-first-sight", cites="Kubernetes documentation, Nodes, Heartbeats")
class SuspectAtFirstSight(Kubernetes):
    """A controller that has just begun takes a node for silent whose lease it sees for the first time."""

    def is_silent(self, lease: Lease, seen: Lease | None) -> bool:
        return seen is None or lease.renewals == seen.renewals


@mutant("untaint-at-first-sight", cites="Kubernetes documentation, Taints and Tolerations; Nodes, Heartbeats")
class UntaintAtFirstSight(Kubernetes):
    """A controller that has just begun takes the taint back from a node that nobody has heard yet."""

    def may_untaint(self, lease: Lease | None, seen: Lease | None) -> bool:
        return lease is not None and (seen is None or lease.renewals != seen.renewals)


@mutant("take-lease-at-once", cites="client-go, tools/leaderelection; kubernetes/kubernetes#23731")
class TakeLeaseAtOnce(Kubernetes):
    """A component takes the leaders' lease without waiting for it to expire."""

    def lease_is_free(self, lease: Lease | None, seen: Lease | None) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("lead-without-lease", cites="client-go, tools/leaderelection; kubernetes/kubernetes#89466")
class LeadWithoutLease(Kubernetes):
    """A component that asks for a free lease takes itself for the leader before it has it."""

    def leads(self, lease: Lease | None, me: ProcessId) -> bool:
        return lease is None or lease.holder == me


@mutant("serve-from-the-ending", cites="Kubernetes documentation, Pod lifecycle, Termination of pods")
class ServeFromTheEnding(Kubernetes):
    """A pod stays behind its service until it is removed, though it is to be deleted."""

    def backs_service(self, pod: Pod, tainted: Collection[NodeName | None]) -> bool:
        return pod.address is not None and pod.node not in tainted


@mutant("check-the-port", cites="kubernetes/kubernetes#99602")
class CheckThePort(Kubernetes):
    """A health check is passed by whatever has its port open, be it as good as dead."""

    def passes_check(self, *, is_up: bool, answers: bool) -> bool:  # noqa: ARG002  # the mistake
        return is_up


@mutant("stick-to-last", cites="kubernetes/kubernetes#44557, #48638")
class StickToLast(Kubernetes):
    """A client stays connected to the apiserver that it had, though that has failed its check."""

    def backend_for(self, pool: Sequence[ProcessId], last: ProcessId | None) -> ProcessId | None:
        return last or (pool[0] if pool else None)
