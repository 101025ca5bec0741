"""What the article says of a cluster, word by word, as properties; the denials are at the foot.

Some of these hold and some do not: that is what the claims ask. A denial is violated by the shortest run
that shows what it denies. It has more than 300 lines, as it is the one list in which all claims look.
"""

from itertools import pairwise
from typing import Any

from attrs import evolve

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.component import Component
from model.kubernetes.data import Data
from model.kubernetes.faults import Faults
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Address, NodeName, Part, Pod, Thing
from model.kubernetes.proxy import Proxy
from model.kubernetes.raft_store import APISERVER
from model.kubernetes.requests import Result
from model.kubernetes.runtime import in_order
from model.kubernetes.spec import apiserver_on
from model.kubernetes.store import Store
from model.kubernetes.user import User
from model.process import Message
from properties import kubernetes_access as access
from properties import kubernetes_sights as sights
from properties import kubernetes_store as store
from properties import kubernetes_traffic as traffic
from properties.claims.denial import never
from properties.kubernetes_pods import what_runs
from properties.kubernetes_progress import BUSY
from properties.kubernetes_store import stores_and_users
from properties.kubernetes_traffic import backends_and_what_runs
from properties.promise import Lack, leads_to
from properties.statement import Finding, Shape, always, each_step

FIRST_ADDRESS, FIRST_UID = Address("w1/1"), 2
"""In `kubernetes-addresses` and `kubernetes-one-control-plane`, where p1 runs when the run begins, and the
pod's uid: pods that are made in the run have greater ones.
"""

# Pods and nodes


@always(Shape.ONE, Kubelet, cites="the article, Pod")
def an_address_is_of_one_pod_for_ever(kubelet: Kubelet) -> Finding:
    """The address that a pod had is never another's."""
    for sandbox in in_order(kubelet.sandboxes):
        if sandbox.address == FIRST_ADDRESS and sandbox.uid != FIRST_UID:
            return f"{sandbox.pod}, made later, has the address {FIRST_ADDRESS} that the first pod had"
    return None


@always(Shape.ALL, Part, cites="the article, Pod")
def whoever_is_bound_has_an_address(parts: tuple[Part, ...]) -> Finding:
    """Every pod that is bound to a node, and that no sandbox there is of, has an address."""
    started = {one.pod for part in parts if isinstance(part, Kubelet) for one in part.sandboxes}
    for group in (part for part in parts if isinstance(part, Store)):
        for pod in group.members[0].data.values(Pod):
            if pod.node is not None and pod.name not in started and pod.address is None:
                return f"{pod.name} is bound to {pod.node}, is not started there yet, and has no address"
    return None


def _reached(parts: tuple[Part, ...]) -> tuple[str, Address] | None:
    """Return a pod that runs, and the address by which the rules of a proxy lead to it."""
    backends = frozenset[Address]().union(*(part.backends for part in parts if isinstance(part, Proxy)))
    for node in (part for part in parts if isinstance(part, Kubelet)):
        for sandbox in in_order(node.sandboxes):
            if sandbox.is_running and sandbox.address in backends:
                return sandbox.pod, sandbox.address
    return None


@always(Shape.ALL, Part, cites="the article, Node", sees=backends_and_what_runs)
def no_service_leads_to_a_pod(parts: tuple[Part, ...]) -> Finding:
    """The rules of no proxy lead to a pod that runs."""
    reached = _reached(parts)
    return f"the service leads to {reached[0]} at {reached[1]}, which runs" if reached else None


# The control plane


def apiservers_and_service(part: Part) -> Part:
    """See which apiservers are up, the proxies' rules, and what runs."""
    return Apiserver(part.id, part.is_up) if isinstance(part, Apiserver) else backends_and_what_runs(part)


@always(Shape.ALL, Part, cites="the article, apiserver", sees=apiservers_and_service)
def no_pod_is_reached_without_an_apiserver(parts: tuple[Part, ...]) -> Finding:
    """While no apiserver is up, the rules of no proxy lead to a pod that runs."""
    reached = _reached(parts)
    if reached is None or any(isinstance(part, Apiserver) and part.is_up for part in parts):
        return None
    return f"the service leads to {reached[0]} at {reached[1]}, and no apiserver is up"


@always(Shape.MESSAGE, object, cites="the article, apiserver")
def every_message_passes_an_apiserver(message: Message) -> Finding:
    """Every message goes to an apiserver or comes from one."""
    if APISERVER in {message.source, message.destination}:
        return None
    return f"{message.source} talks to {message.destination}, and no apiserver relays it: {message.payload}"


@each_step(Part, cites="the article, etcd")
def who_starts_again_knows_nothing(before: Part, after: Part) -> Finding:
    """Whatever starts again with its host, outside the store, starts as on the first day: it has kept
    nothing, and nothing runs there.
    """
    was, now = _blank(before), _blank(after)
    if was is not None or now is None or now == _made_anew(after):
        return None
    return f"{after.id} has kept something over its crash"


def _blank(part: Part) -> Part | None:
    """Return what an apiserver, a component or a kubelet knows; None while it is down."""
    match part:
        case Apiserver():
            return part if part.is_up else None
        case Component():
            return evolve(part, session=0) if part.memory is not None else None
        case Kubelet():
            return evolve(part, session=0) if part.memory is not None else None
    return part


def _made_anew(part: Part) -> Part:
    match part:
        case Component():
            return Component(part.id, part.role, part.elects, part.newest_first)
        case Kubelet():
            return Kubelet(part.id, part.node, part.capacity, part.containers, part.static)
    return Apiserver(part.id)


def lives_and_what_runs(part: Part) -> Part:
    """See how often each component and kubelet has started again, and what runs."""
    if isinstance(part, Component):
        return Component(part.id, part.role, session=part.session)
    if isinstance(part, Kubelet):
        return Kubelet(
            part.id,
            part.node,
            static=part.static,
            session=part.session,
            memory=None,
            sandboxes=part.sandboxes,
        )
    return store.NOBODY


def _has_returned(parts: tuple[Part, ...]) -> bool:
    """Say whether everything but the store has died and returned."""
    return all(part.session > 0 for part in parts if isinstance(part, Component | Kubelet))


def _running_from_the_store(parts: tuple[Part, ...]) -> tuple[str, NodeName] | None:
    """Return a pod that runs, and its node; static pods do not count."""
    for node in (part for part in parts if isinstance(part, Kubelet)):
        for sandbox in in_order(node.sandboxes):
            if sandbox.is_running and sandbox.pod not in node.static:
                return sandbox.pod, node.node
    return None


@always(Shape.ALL, Part, cites="the article, etcd", sees=lives_and_what_runs)
def nothing_runs_again(parts: tuple[Part, ...]) -> Finding:
    """After everything but the store has died and returned, no pod runs but static ones."""
    running = _running_from_the_store(parts) if _has_returned(parts) else None
    if running is None:
        return None
    return f"all but the store has died and returned, and {running[0]} runs on {running[1]}"


def all_but_the_store_has_returned(parts: tuple[Part, ...]) -> Lack:
    """Say that everything but the store has died and returned, if it has."""
    return "all but the store has died and returned" if _has_returned(parts) else None


@leads_to(
    Part,
    all_but_the_store_has_returned,
    fairness=BUSY,
    cites="the article, etcd",
    sees=lives_and_what_runs,
)
def what_the_store_has_runs_again(parts: tuple[Part, ...]) -> Lack:
    """When everything but the store has died and returned, the pod that the store has runs again."""
    return None if _running_from_the_store(parts) is not None else "no pod runs that the store has"


def dead_hosts_and_what_runs(part: Any) -> Any:
    """See which hosts are dead, and what runs."""
    return Faults(dead=part.dead) if isinstance(part, Faults) else what_runs(part)


def the_master_lives(parts: tuple[Any, ...]) -> Lack:
    """Say that no host is dead, if none is."""
    return None if any(part.dead for part in parts if isinstance(part, Faults)) else "the master lives"


MENDING = evolve(
    BUSY,
    words="strong on the arrival of each message; weak on each list, and on the start and the restart of "
    "each container; none on all else",
    weak=("list", "start", "restart-container"),
)


@leads_to(
    object,
    the_master_lives,
    fairness=MENDING,
    cites="the article, controller and HA; Kubernetes documentation, ReplicaSet",
    sees=dead_hosts_and_what_runs,
)
def a_replacement_runs(parts: tuple[Any, ...]) -> Lack:
    """Once the master lives, a pod that is made in place of the lost one gets running."""
    for node in (part for part in parts if isinstance(part, Kubelet)):
        if any(sandbox.is_running and sandbox.uid > FIRST_UID for sandbox in node.sandboxes):
            return None
    return "no pod that was made in place of the lost one runs"


@always(Shape.ONE, Store, cites="the article, etcd; etcd documentation, Data model")
def a_key_has_one_value(store: Store) -> Finding:
    """No member of the store has two values for one key."""
    for member in store.members:
        keys = sorted(item.key for item in member.data.items)
        twice = next((key for key, following in pairwise(keys) if key == following), None)
        if twice is not None:
            return f"{member.id} has two values for {' '.join(twice)}"
    return None


# Topologies


def hosts_of(part: Any) -> Any:
    """See which hosts are dead, which apiservers are up, and which members of the store."""
    match part:
        case Faults():
            return Faults(dead=part.dead)
        case Apiserver():
            return Apiserver(part.id, part.is_up)
        case Store():
            return Store(part.id, tuple(evolve(one, term=0, data=BARE, tail=None) for one in part.members))
    return store.NOBODY


BARE = Data()


def _lost(parts: tuple[Any, ...], host: str) -> tuple[str, ...]:
    """Name what is lost with a host: an apiserver, a member of the store, or both."""
    apiserver = any(
        isinstance(part, Apiserver) and part.id == apiserver_on(host) and not part.is_up for part in parts
    )
    member = any(
        one.id == host and not one.is_up for part in parts if isinstance(part, Store) for one in part.members
    )
    return ("an apiserver",) * apiserver + ("a member of etcd",) * member


@always(Shape.ALL, object, cites="the article, topologies", sees=hosts_of)
def a_dead_host_takes_both(parts: tuple[Any, ...]) -> Finding:
    """With every host that dies, an apiserver and a member of the store are lost at once."""
    for host in sorted(host for part in parts if isinstance(part, Faults) for host in part.dead):
        lost = _lost(parts, host)
        if len(lost) < 2:
            return f"{host} is dead, and with it is lost {' and '.join(lost) or 'nothing'} only"
    return None


@always(Shape.ALL, object, cites="the article, topologies", sees=hosts_of)
def a_dead_host_takes_one(parts: tuple[Any, ...]) -> Finding:
    """With no host that dies, an apiserver and a member of the store are lost at once."""
    for host in sorted(host for part in parts if isinstance(part, Faults) for host in part.dead):
        if len(_lost(parts, host)) > 1:
            return f"{host} is dead, and with it an apiserver and a member of etcd are lost at once"
    return None


# Replication


def store_and_user(part: Part) -> Part:
    """See the disks, who leads which term, and how the user's requests ended."""
    if isinstance(part, Store):
        return evolve(part, snapshot=None)
    return User(part.id, part.who, part.outcomes) if isinstance(part, User) else store.NOBODY


@always(Shape.ALL, Part, cites="the article, replication 4", sees=store_and_user)
def what_a_dead_leader_left_is_void(parts: tuple[Part, ...]) -> Finding:
    """A write that a leader did not commit before it died, and that its user gave up, is never committed."""
    for group, user in stores_and_users(parts):
        leader = group.leading
        if leader is None or group.term == 0:
            continue
        for request, result in user.outcomes:
            value = getattr(request, "value", None)
            is_left = any(not one.is_up and value not in one.data.values(Thing) for one in group.members)
            if result is Result.UNKNOWN and is_left and value in leader.data.values(Thing):
                return f"the user gave up on {value}, and the leader of term {group.term} has committed it"
    return None


# Denials

no_pod_gets_running = never(sights.pod_runs, "no-pod-gets-running", "No pod ever gets running.")
no_pod_is_bound = never(sights.pod_bound, "no-pod-is-bound", "No pod is ever bound to a node.")
no_pod_is_made = never(sights.pod_replaced, "no-pod-is-made", "No pod is ever made in place of a lost one.")
no_container_is_restarted = never(
    sights.container_restarted, "no-container-is-restarted", "No container that failed is ever restarted."
)
no_static_pod_runs = never(sights.static_pod_runs, "no-static-pod-runs", "No static pod ever runs.")
a_restore_loses_nothing = never(
    store.restore_loses_write, "a-restore-loses-nothing", "No write that was acknowledged is ever lost."
)
revisions_never_rewind = never(
    store.revision_rewinds, "revisions-never-rewind", "The store's revision never goes back."
)
nothing_is_acknowledged = never(
    store.write_acknowledged, "nothing-is-acknowledged", "No write is ever acknowledged."
)
no_taken_write_is_lost = never(
    store.unacknowledged_write_lost,
    "no-taken-write-is-lost",
    "What a leader has taken in never vanishes from the last disk.",
)
nobody_goes_on_asking_the_dead = never(
    traffic.stuck_on_dead_apiserver,
    "nobody-goes-on-asking-the-dead",
    "No user who has given up twice is still sent to an apiserver that is dead.",
)
nothing_is_refused = never(access.request_refused, "nothing-is-refused", "No request is ever refused.")
nothing_is_allowed = never(access.request_allowed, "nothing-is-allowed", "No request is ever acknowledged.")
