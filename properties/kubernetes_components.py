"""What must hold of each scheduler and controller by itself: it asks for nothing without a reason."""

from model.kubernetes.component import Component
from properties.statement import Finding, Shape, always


def _unjustified(component: Component, verb: str) -> str | None:
    """Return the first thing of that sort that an observer noted, if there is one."""
    return min((said for said in component.unjustified if said.startswith(f"{verb} ")), default=None)


@always(Shape.ONE, Component, cites="client-go, tools/leaderelection")
def lease_is_taken_when_expired(component: Component) -> Finding:
    """A component takes a lease from another only if it has seen it twice, and not renewed between."""
    taken = _unjustified(component, "take")
    return f"{component.id} asks to {taken}, which it has not seen expire" if taken else None


@always(Shape.ONE, Component, cites="client-go, tools/leaderelection")
def leads_by_the_lease(component: Component) -> Finding:
    """Whoever takes itself for the leader was named by the lease when it last looked."""
    memory = component.memory
    if not component.elects or memory is None or not memory.leads:
        return None
    holder = memory.lease.holder if memory.lease is not None else "nobody"
    if holder == component.id:
        return None
    return f"{component.id} takes itself for the leader, and the lease that it saw is of {holder}"


@always(Shape.ONE, Component, cites="Kubernetes documentation, Nodes, Heartbeats")
def suspicion_has_a_reason(component: Component) -> Finding:
    """A node is tainted and its pods evicted only if its lease was seen twice, and not renewed between."""
    said = _unjustified(component, "taint") or _unjustified(component, "evict")
    return f"{component.id} asks to {said}, and has no reason to take the node for silent" if said else None


@always(Shape.ONE, Component, cites="Kubernetes documentation, Service, EndpointSlices")
def service_is_of_the_living(component: Component) -> Finding:
    """An address is put behind a service only if a pod runs there that is to stay."""
    said = _unjustified(component, "serve")
    return f"{component.id} asks to {said}, where no pod runs that is to stay" if said else None
