"""The store with one rule wrong: quorums, disks, restores."""

from collections.abc import Sequence

from model.kubernetes.data import Data
from model.kubernetes.rules import Kubernetes
from model.rules import mutant


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

    def may_read(self, *, has_tail: bool, heard: int, members: int) -> bool:  # noqa: ARG002  # the mistake
        return heard >= self.write_quorum(members)


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


@mutant("read-without-quorum", cites="etcd-io/etcd#741; Jepsen, etcd and Consul (2014)")
class ReadWithoutQuorum(Kubernetes):
    """A leader answers reads by itself: that another was elected meanwhile it does not know."""

    def may_read(self, *, has_tail: bool, heard: int, members: int) -> bool:  # noqa: ARG002  # the mistake
        return not has_tail


@mutant("restore-under-kubelets", cites="Kubernetes documentation, Operating etcd clusters, Restoring")
class RestoreUnderKubelets(Kubernetes):
    """The operator restarts the apiservers only: who watches through them waits for what never comes."""

    def may_restore_beside(self, *, watcher_runs: bool) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("first-endpoint-only", cites="kubernetes/kubernetes#72102")
class FirstEndpointOnly(Kubernetes):
    """An apiserver gives up when the first member of its list is dead, though a majority lives."""

    def reaches_store(self, members_up: Sequence[bool]) -> bool:
        return members_up[0]
