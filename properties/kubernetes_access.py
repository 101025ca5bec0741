"""Who may do what, and through whom: everything passes an apiserver, which lets through what is allowed."""

from model.kubernetes.objects import Pod, Role
from model.kubernetes.requests import Ask, Ended, Heartbeat, Payload, Report, Request, Result
from model.kubernetes.spec import BALANCER
from model.kubernetes.store import ETCD, Store
from model.kubernetes.user import User
from model.process import Message, ProcessId
from properties.statement import Finding, Shape, always, each_step, sometimes


def _relays(process: ProcessId) -> bool:
    return process.startswith("apiserver-") or process == BALANCER


@always(Shape.MESSAGE, Payload, cites="the article, apiserver; Kubernetes documentation, Components")
def apiserver_between(message: Message) -> Finding:
    """Every message of the control plane goes to an apiserver or comes from one.

    That somebody knocks at the store's door is no message of the control plane: an answer would be.
    """
    is_knock = isinstance(message.payload, Ask) and message.destination == ETCD
    if is_knock or _relays(message.source) or _relays(message.destination):
        return None
    return f"{message.source} talks to {message.destination} past every apiserver: {message.payload}"


def is_entitled(user: User, request: Request) -> bool:
    """Say whether a user is entitled to a request: a kubelet to what concerns its own node, only.

    Said here once more, and otherwise than in the rule `may`: who is not a kubelet does what kubelets
    do not.
    """
    is_kubelet = user.who.role is Role.KUBELET
    if isinstance(request, Report | Ended | Heartbeat):
        return is_kubelet and request.node == user.who.node
    return not is_kubelet


@always(Shape.ONE, User, cites="Kubernetes documentation, Using Node authorization")
def unauthorised_is_refused(user: User) -> Finding:
    """What a client is not entitled to is never acknowledged."""
    for request, result in user.outcomes:
        if result is Result.ACKNOWLEDGED and not is_entitled(user, request):
            return f"{user.id} is {user.who.role} of {user.who.node}, and was allowed to {request}"
    return None


@always(Shape.ONE, Store, cites="Kubernetes documentation, Using Node authorization")
def address_of_own_node(store: Store) -> Finding:
    """The address that the store has for a pod is one of the range of the pod's node."""
    for member in store.members:
        for pod in member.data.values(Pod):
            if pod.address is not None and not pod.address.startswith(f"{pod.node}/"):
                return (
                    f"pod {pod.name} on {pod.node} is said to be at {pod.address}, which is not of {pod.node}"
                )
    return None


@each_step(Store, cites="Kubernetes documentation, Authorization")
def nothing_is_deleted(before: Store, after: Store) -> Finding:
    """Where nobody who may delete asks for it, no pod is deleted."""
    kept = {(pod.name, pod.uid) for pod in after.members[0].data.values(Pod) if not pod.deleting}
    gone = [pod for pod in before.members[0].data.values(Pod) if (pod.name, pod.uid) not in kept]
    return f"{gone[0]} is deleted, and nobody who may do that has asked" if gone else None


@sometimes(Shape.ONE, User)
def request_refused(user: User) -> Finding:
    """A request is refused."""
    refused = [request for request, result in user.outcomes if result is Result.REFUSED]
    return f"{user.id} was refused this: {refused[0]}" if refused else None


@sometimes(Shape.ONE, User)
def request_allowed(user: User) -> Finding:
    """A request that its client is entitled to is acknowledged."""
    done = [request for request, result in user.outcomes if result is Result.ACKNOWLEDGED]
    return f"{user.id} was allowed this: {done[0]}" if done else None
