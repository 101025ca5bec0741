"""kube-proxy: where connections to the service go from its node."""

from attrs import evolve, frozen

from model.kubernetes.data import values_in
from model.kubernetes.events import BeginList, Crash, LoseContact, Restart
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import Address, Endpoints, Part
from model.kubernetes.requests import Listing
from model.kubernetes.rules import Kubernetes
from model.process import Outcome, Receive


@frozen(cache_hash=True)
class Proxy(Part):
    """A proxy and its rules, which are the host's; `updates` counts how often a list has changed them."""

    backends: frozenset[Address] = frozenset()
    lists: bool = False
    updates: int = 0
    is_up: bool = True
    session: int = 0


def on_begin_list(rules: Kubernetes, proxy: Proxy, event: BeginList) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if proxy.lists or not proxy.is_up or event.session != proxy.session:
        return None
    return Outcome(evolve(proxy, lists=True))


def on_receive(rules: Kubernetes, proxy: Proxy, event: Receive) -> Outcome | None:
    listing = event.message.payload
    assert isinstance(listing, Listing)
    if not proxy.is_up or listing.session != proxy.session:
        return Outcome(proxy)
    told = values_in(listing.items, Endpoints)
    backends = rules.backends_told(told[0].addresses, proxy.backends) if told else proxy.backends
    updates = proxy.updates + (backends != proxy.backends)
    return Outcome(evolve(proxy, lists=False, backends=backends, updates=updates))


def on_lose_contact(rules: Kubernetes, proxy: Proxy, event: LoseContact) -> Outcome | None:  # noqa: ARG001  # the table's signature
    kept = rules.backends_when_cut_off(proxy.backends)
    return None if kept == proxy.backends or not proxy.is_up else Outcome(evolve(proxy, backends=kept))


def on_crash(rules: Kubernetes, proxy: Proxy, event: Crash) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(evolve(proxy, backends=frozenset(), lists=False, is_up=False))


def on_restart(rules: Kubernetes, proxy: Proxy, event: Restart) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return None if proxy.is_up else Outcome(evolve(proxy, is_up=True, session=proxy.session + 1))


HANDLERS: Handlers = {
    BeginList: on_begin_list,
    Receive: on_receive,
    LoseContact: on_lose_contact,
    Crash: on_crash,
    Restart: on_restart,
}
