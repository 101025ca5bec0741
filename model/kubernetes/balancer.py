"""A load balancer before the apiservers: one address for all clients, with or without health checks."""

from attrs import evolve, frozen

from model.kubernetes.events import Forward, Probe
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import Part
from model.kubernetes.requests import Payload
from model.kubernetes.rules import Kubernetes
from model.process import Message, Outcome, ProcessId


@frozen(cache_hash=True)
class Balancer(Part):
    """A balancer: its apiservers, and those that it takes for alive.

    `last` is the one to which it forwarded last. An observer notes those that passed a check without
    answering, and those that it forwarded to after they had failed one.
    """

    apiservers: tuple[ProcessId, ...]
    pool: tuple[ProcessId, ...]
    last: ProcessId | None = None
    fooled_by: frozenset[ProcessId] = frozenset()
    astray: frozenset[ProcessId] = frozenset()


def on_forward(rules: Kubernetes, balancer: Balancer, event: Forward) -> Outcome | None:
    backend = rules.backend_for(balancer.pool, balancer.last)
    if backend is None:
        return None
    payload = event.message.payload
    assert isinstance(payload, Payload)
    astray = balancer.astray if backend in balancer.pool else balancer.astray | {backend}
    forwarded = evolve(balancer, last=backend, astray=astray)
    return Outcome(forwarded, (Message(balancer.id, backend, payload),))


def on_probe(rules: Kubernetes, balancer: Balancer, event: Probe) -> Outcome | None:  # noqa: ARG001  # the table's signature
    pool = tuple(
        one
        for one in balancer.apiservers
        if (event.passed if one == event.apiserver else one in balancer.pool)
    )
    fooled = {event.apiserver} if event.passed and not event.answers else set()
    checked = evolve(balancer, pool=pool, fooled_by=balancer.fooled_by | fooled)
    return None if checked == balancer else Outcome(checked)


HANDLERS: Handlers = {Forward: on_forward, Probe: on_probe}
