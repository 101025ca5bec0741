"""kube-proxy: where connections to the service go from its node."""

from attrs import evolve, frozen

from model.kubernetes.data import values_in
from model.kubernetes.events import BeginList, LoseContact
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import Address, Endpoints, Part
from model.kubernetes.requests import Listing
from model.kubernetes.rules import Kubernetes
from model.process import Outcome, Receive


@frozen(cache_hash=True)
class Proxy(Part):
    """A proxy and its rules; `updates` counts how often a list has changed them."""

    backends: frozenset[Address] = frozenset()
    lists: bool = False
    updates: int = 0


def on_begin_list(rules: Kubernetes, proxy: Proxy, event: BeginList) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return None if proxy.lists else Outcome(evolve(proxy, lists=True))


def on_receive(rules: Kubernetes, proxy: Proxy, event: Receive) -> Outcome | None:  # noqa: ARG001  # the table's signature
    listing = event.message.payload
    assert isinstance(listing, Listing)
    told = values_in(listing.items, Endpoints)
    backends = told[0].addresses if told else proxy.backends
    updates = proxy.updates + (backends != proxy.backends)
    return Outcome(evolve(proxy, lists=False, backends=backends, updates=updates))


def on_lose_contact(rules: Kubernetes, proxy: Proxy, event: LoseContact) -> Outcome | None:  # noqa: ARG001  # the table's signature
    kept = rules.backends_when_cut_off(proxy.backends)
    return None if kept == proxy.backends else Outcome(evolve(proxy, backends=kept))


HANDLERS: Handlers = {
    BeginList: on_begin_list,
    Receive: on_receive,
    LoseContact: on_lose_contact,
}
