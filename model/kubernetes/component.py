"""A component of the control plane: it lists, decides what is to be done, asks for it, and lists again.

Scheduler and controllers differ in what they decide (`DECISIONS`). Those that elect a leader do nothing
while they do not believe to lead; a belief is as old as the last list.
"""

from attrs import Factory, evolve, frozen

from model.kubernetes import controllers, scheduler
from model.kubernetes.data import Item
from model.kubernetes.decision import Decide, Remembered, View
from model.kubernetes.events import BeginList, Crash, Restart
from model.kubernetes.grants import LEASE_OF
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import Lease, Part, Role
from model.kubernetes.observer import unjustified
from model.kubernetes.requests import Ask, Listing, Request, Update
from model.kubernetes.rules import Kubernetes
from model.process import Message, Outcome, Receive


@frozen(cache_hash=True)
class Memory:
    """What a running component knows: is a list under way, does it lead, and what it goes by.

    `lease` is the leaders' lease as it last saw it; `remembered` is for the decisions to come.
    """

    lists: bool = False
    leads: bool = True
    lease: Lease | None = None
    remembered: Remembered = frozenset()

    def __str__(self) -> str:
        return f"running, {'takes itself for the leader' if self.leads else 'does not lead'}"


@frozen(cache_hash=True)
class Component(Part):
    """A scheduler or a controller; `memory` is None while it is crashed, `session` counts its lives.

    `newest_first` is the order of a scheduler's queue. `unjustified` is what an observer notes of it
    (`model.kubernetes.observer`).
    """

    role: Role
    elects: bool = False
    newest_first: bool = False
    session: int = 0
    memory: Memory | None = Factory(lambda self: Memory(leads=not self.elects), takes_self=True)
    unjustified: frozenset[str] = frozenset()

    @property
    def leads(self) -> bool:
        """Whether it believes to lead."""
        return self.memory is not None and self.memory.leads


def on_begin_list(rules: Kubernetes, component: Component, event: BeginList) -> Outcome | None:  # noqa: ARG001  # the table's signature
    memory = component.memory
    if memory is None or memory.lists or event.session != component.session:
        return None
    return Outcome(evolve(component, memory=evolve(memory, lists=True)))


def on_receive(rules: Kubernetes, component: Component, event: Receive) -> Outcome | None:
    memory, listing = component.memory, event.message.payload
    if memory is None or not isinstance(listing, Listing) or listing.session != component.session:
        return Outcome(component)
    view = View(listing.items, memory.remembered, component.newest_first)
    seen, memory = memory.lease, evolve(memory, lists=False)
    asked: tuple[Request, ...] = ()
    if component.elects:
        memory, asked = _campaign(rules, component, memory, listing.items)
    if memory.leads:
        remembered, requests = DECISIONS[component.role](rules, view)
        memory, asked = evolve(memory, remembered=remembered), asked + requests
    noted = component.unjustified.union(unjustified(component.id, view, seen, asked))
    via = event.message.source
    sends = tuple(Message(component.id, via, Ask(request, component.id)) for request in asked)
    return Outcome(evolve(component, memory=memory, unjustified=noted), sends)


def on_crash(rules: Kubernetes, component: Component, event: Crash) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if component.memory is None:
        return Outcome(component) if event.with_host else None
    return Outcome(evolve(component, memory=None))


def on_restart(rules: Kubernetes, component: Component, event: Restart) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if component.memory is not None:
        return None
    memory = Memory(leads=not component.elects)
    return Outcome(evolve(component, session=component.session + 1, memory=memory))


def _campaign(
    rules: Kubernetes, component: Component, memory: Memory, items: frozenset[Item]
) -> tuple[Memory, tuple[Request, ...]]:
    """Look at the leaders' lease: renew the own one, take one that nobody renewed, else wait."""
    name = LEASE_OF[component.role]
    item = next((item for item in items if item.key == ("lease", name)), None)
    lease = item.value if item is not None and isinstance(item.value, Lease) else None
    seen, memory = memory.lease, evolve(memory, lease=lease, leads=rules.leads(lease, component.id))
    if memory.leads and lease is not None:
        mine = evolve(lease, renewals=lease.renewals + 1)
    elif rules.lease_is_free(lease, seen):
        mine = Lease(name, component.id)
    else:
        return memory, ()
    return memory, (Update(mine, rules.revision_of(item)),)


DECISIONS: dict[Role, Decide] = {
    Role.SCHEDULER: scheduler.decide,
    Role.REPLICA_SET: controllers.replica_set,
    Role.STATEFUL_SET: controllers.stateful_set,
    Role.NODE_LIFECYCLE: controllers.node_lifecycle,
    Role.ENDPOINTS: controllers.endpoints,
}

HANDLERS: Handlers = {
    BeginList: on_begin_list,
    Receive: on_receive,
    Crash: on_crash,
    Restart: on_restart,
}
