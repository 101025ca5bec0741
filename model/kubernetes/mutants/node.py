"""Kubelet and kube-proxy with one rule wrong."""

from model.kubernetes.objects import Address, NodeName, Pod
from model.kubernetes.rules import Kubernetes
from model.kubernetes.runtime import Sandboxes, State, addresses_of
from model.rules import mutant


@mutant("trust-cache-after-restart", cites="kubernetes/kubernetes#59848")
class TrustCacheAfterRestart(Kubernetes):
    """A kubelet that has restarted believes the first list it gets, from however old a cache."""

    def trusts_listing(self, revision: int, seen: int, *, is_cached: bool) -> bool:
        return not is_cached or seen <= revision


@mutant("one-range-for-all", cites="kubernetes/kubernetes#21458, #127792")
class OneRangeForAll(Kubernetes):
    """All nodes have the same range of addresses: two pods that run on two of them have the same address."""

    def range_of(self, node: NodeName) -> tuple[Address, ...]:  # noqa: ARG002  # the mistake
        return addresses_of(NodeName("any"), self.addresses)


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


@mutant("keep-what-is-marked", cites="Kubernetes documentation, Pod lifecycle, Termination of pods")
class KeepWhatIsMarked(Kubernetes):
    """A kubelet runs a pod as long as the store has it: that it is to be deleted is not looked at."""

    def should_run(self, pod: Pod, node: NodeName) -> bool:
        return pod.node == node


@mutant("leave-what-failed", cites="the article, HA: a pod that fails cannot be restarted")
class LeaveWhatFailed(Kubernetes):
    """A kubelet waits for the control plane to say that a failed container is to be restarted."""

    def restarts(self, state: State) -> bool:  # noqa: ARG002  # the mistake
        return False


@mutant("proxy-flushes", cites="kubernetes/kubernetes#105617; Virtual IPs and service proxies")
class ProxyFlushes(Kubernetes):
    """A proxy that cannot reach an apiserver drops all its rules."""

    def backends_when_cut_off(self, backends: frozenset[Address]) -> frozenset[Address]:  # noqa: ARG002  # the mistake
        return frozenset()


@mutant("keep-old-backends", cites="kubernetes/kubernetes#28674, #67875")
class KeepOldBackends(Kubernetes):
    """A proxy adds the backends that it is told, and drops none."""

    def backends_told(self, told: frozenset[Address], backends: frozenset[Address]) -> frozenset[Address]:
        return told | backends
