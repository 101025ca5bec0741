"""What must hold of kube-proxy and of the load balancer, and what must be seen of them."""

from attrs import evolve

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.balancer import Balancer
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Part
from model.kubernetes.proxy import Proxy
from model.kubernetes.requests import Result
from model.kubernetes.user import User
from properties.kubernetes_pods import what_runs
from properties.kubernetes_store import NOBODY
from properties.statement import Finding, Shape, always, each_step, sometimes


def backends_and_what_runs(part: Part) -> Part:
    """See the proxies' rules and the nodes' sandboxes."""
    if isinstance(part, Proxy):
        return Proxy(part.id, part.backends, updates=min(part.updates, 1))
    return what_runs(part)


def balancer_and_user(part: Part) -> Part:
    """See where the balancer forwards to, which apiservers answer, and how the user's requests ended."""
    if isinstance(part, Balancer):
        return Balancer(part.id, (), (), part.last)
    if isinstance(part, User):
        return User(part.id, part.who, part.outcomes)
    return evolve(part, cache=None, watches=False) if isinstance(part, Apiserver) else NOBODY


@each_step(Proxy, cites="Kubernetes documentation, Virtual IPs and service proxies")
def proxy_keeps_its_rules(before: Proxy, after: Proxy) -> Finding:
    """A proxy's rules change when a list tells it so, and at no other time."""
    if before.backends == after.backends or (before.lists and not after.lists):
        return None
    return f"{after.id} has changed its rules, and no list has told it to"


@always(Shape.ONE, Balancer, cites="kubernetes/kubernetes#99602")
def check_tells_the_truth(balancer: Balancer) -> Finding:
    """An apiserver that passes a health check answers requests."""
    if not balancer.fooled_by:
        return None
    return f"{min(balancer.fooled_by)} passed the check of the {balancer.id}, and answers nobody"


@always(Shape.ONE, Balancer, cites="kubernetes/kubernetes#44557, #48638")
def forwards_to_the_living(balancer: Balancer) -> Finding:
    """Nothing is forwarded to an apiserver that has failed its last health check."""
    if not balancer.astray:
        return None
    return f"the {balancer.id} still forwards to {min(balancer.astray)}, which has failed its check"


@sometimes(Shape.ALL, Part, cites="kubernetes/kubernetes#28674, #67875", sees=backends_and_what_runs)
def dead_backend_kept(parts: tuple[Part, ...]) -> Finding:
    """A proxy sends connections to an address at which nothing runs any more."""
    nodes = {part.node: part for part in parts if isinstance(part, Kubelet)}
    for part in parts:
        for address in sorted(part.backends) if isinstance(part, Proxy) else ():
            node = nodes.get(address.split("/")[0])  # type: ignore[call-overload]  # a name of a node
            if node is not None and address not in {sandbox.address for sandbox in node.sandboxes}:
                return f"{part.id} sends connections to {address}, where nothing runs"
    return None


@sometimes(Shape.STEP, Proxy, cites="Kubernetes documentation, Virtual IPs and service proxies")
def dead_backend_dropped(before: Proxy, after: Proxy) -> Finding:
    """A proxy is told that a backend is gone, and drops it."""
    dropped = before.backends - after.backends
    return f"{after.id} drops {min(dropped)}" if dropped else None


@sometimes(Shape.ALL, Part, cites="kubernetes/kubernetes#44557, #48638, #99602", sees=balancer_and_user)
def stuck_on_dead_apiserver(parts: tuple[Part, ...]) -> Finding:
    """A user has given up twice, as the balancer still forwards to an apiserver that does not answer."""
    dead = {part.id for part in parts if isinstance(part, Apiserver) and not part.answers}
    given_up = any(
        isinstance(part, User) and [result for _, result in part.outcomes].count(Result.UNKNOWN) > 1
        for part in parts
    )
    last = {part.last for part in parts if isinstance(part, Balancer) and part.last is not None}
    return f"the user gave up twice on {min(last & dead)}" if given_up and last & dead else None


@sometimes(Shape.ONE, User, cites="kubernetes/kubernetes#44557, #48638")
def retry_succeeds(user: User) -> Finding:
    """A user who has given up asks again, and is answered."""
    results = [result for _, result in user.outcomes]
    if Result.UNKNOWN in results and results[-1] is not Result.UNKNOWN:
        return (
            f"request {len(results)} was answered, after request {results.index(Result.UNKNOWN) + 1} was not"
        )
    return None
