"""The apiserver with one rule wrong: who may do what, and under which condition."""

from model.kubernetes.data import Item
from model.kubernetes.objects import Identity, Pod, Role
from model.kubernetes.requests import Request
from model.kubernetes.rules import Kubernetes
from model.process import ProcessId
from model.rules import mutant


@mutant(
    "one-certificate-for-all",
    cites="Kubernetes documentation, PKI certificates and requirements: system:masters; Authenticating",
)
class OneCertificateForAll(Kubernetes):
    """All clients share the administrator's certificate: a kubelet deletes the pods of another node."""

    def identity(self, process: ProcessId) -> Identity:
        return Identity(process, Role.USER)


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


@mutant("take-name-for-pod", cites="kubernetes/kubernetes#25169, PR#25224, #29522")
class TakeNameForPod(Kubernetes):
    """What is said of a pod is taken for whichever pod has its name now: its uid is not looked at."""

    def is_same_pod(self, uid: int, pod: Pod) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("last-write-wins", cites="Kubernetes API conventions, Concurrency control and consistency")
class LastWriteWins(Kubernetes):
    """An update replaces whatever is there: that somebody else has written meanwhile is lost."""

    def revision_matches(self, expected: int, actual: int) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("create-over", cites="Kubernetes documentation, Object names and IDs; kubernetes/kubernetes#54368")
class CreateOver(Kubernetes):
    """To make an object under a name that is taken replaces what has the name."""

    def name_is_free(self, item: Item | None) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("watch-skips-one", cites="etcd documentation, Watch: start_revision is included")
class WatchSkipsOne(Kubernetes):
    """A watch begins one revision too late: after the next event instead of with it."""

    def is_news(self, revision: int, seen: int) -> bool:
        return revision > seen + 1
