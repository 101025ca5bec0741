"""What must hold of kube-proxy and of the load balancer, and what must be seen of them."""

from typing import Any

from attrs import evolve

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.balancer import Balancer
from model.kubernetes.faults import Faults
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Address, Endpoints, Part
from model.kubernetes.proxy import Proxy
from model.kubernetes.requests import Result
from model.kubernetes.store import Store
from model.kubernetes.user import User
from model.process import ProcessId
from properties.kubernetes_pods import pods_and_what_runs, what_runs
from properties.kubernetes_store import NOBODY
from properties.statement import Finding, Shape, always, each_step, sometimes


def backends_and_what_runs(part: Part) -> Part:
    """See the proxies' rules, and the nodes' sandboxes."""
    return Proxy(part.id, part.backends) if isinstance(part, Proxy) else what_runs(part)


def backends_and_faults(part: Any) -> Any:
    """See the proxies' rules, what runs, what the store has behind the service, and who is cut off."""
    if isinstance(part, Faults):
        return Faults(cut=part.cut)
    return pods_and_what_runs(part) if isinstance(part, Store) else backends_and_what_runs(part)


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


def dead_backend(parts: tuple[Any, ...]) -> tuple[ProcessId, Address] | None:
    """Return a proxy and an address to which it sends connections, though nothing runs there."""
    nodes = {str(part.node): part for part in parts if isinstance(part, Kubelet)}
    for part in parts:
        for address in sorted(part.backends) if isinstance(part, Proxy) else ():
            node = nodes.get(address.split("/")[0])
            if node is not None and address not in {sandbox.address for sandbox in node.sandboxes}:
                return part.id, address
    return None


@sometimes(Shape.ALL, object, cites="kubernetes/kubernetes#28674, #67875", sees=backends_and_faults)
def dead_backend_kept(parts: tuple[Any, ...]) -> Finding:
    """A proxy that is cut off sends connections to where nothing runs, as the store knows."""
    kept = dead_backend(parts)
    cut = [part.cut for part in parts if isinstance(part, Faults)]
    stores = [part.members[0].data for part in parts if isinstance(part, Store)]
    behind = {address for data in stores for one in data.values(Endpoints) for address in one.addresses}
    if kept is None or kept[0] not in cut[0] or kept[1] in behind:
        return None
    return f"{kept[0]} is cut off and sends connections to {kept[1]}, where nothing runs"


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
