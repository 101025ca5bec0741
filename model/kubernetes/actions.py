"""The actions of a cluster, in their one order, mild first.

What a cluster has no part or no budget for is not offered.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from model.kubernetes import events as on
from model.kubernetes import node_actions as nodes
from model.kubernetes import outside_actions as outside
from model.kubernetes.objects import NodeName, Role
from model.kubernetes.requests import Ask
from model.kubernetes.spec import (
    BALANCER,
    Spec,
    apiserver_on,
    carry,
    component_on,
    kubelet_on,
    member_of,
    proxy_on,
    reads_cache,
    sessions_of,
)
from model.kubernetes.store import ETCD
from model.process import Event, Message, ProcessId, Receive
from model.world import Action, ActionKind


def kinds_of(spec: Spec) -> Iterator[ActionKind]:
    """Yield the kinds of action of a cluster."""
    yield ActionKind("deliver", "an answer or a list arrives", about=partial(_deliver, spec))
    yield ActionKind("admit", "an apiserver lets a request through", about=partial(_admit, spec))
    yield ActionKind("turn-away", "an apiserver refuses a request", about=partial(_turn_away, spec))
    for name, sentence, actions in _static(spec):
        offered = tuple(actions)
        if offered:
            yield ActionKind(name, sentence, offered)


def _static(spec: Spec) -> Iterator[tuple[str, str, Iterable[Action]]]:
    yield "replicate", "the store's leader brings a member up to date", _of_members(spec, on.Replicate)
    yield "elect", "the store's members elect a leader", _of_members(spec, on.Elect)
    yield "watch", "an apiserver is told what is new", _watches(spec)
    yield "list", "a client lists", _lists(spec)
    yield "list-cached", "a client lists from a cache", _cached_lists(spec)
    yield "start", "a container has started", nodes.starts(spec)
    yield "end", "a sandbox has ended", nodes.ends(spec)
    yield "static-pod", "a kubelet starts a static pod", nodes.static_pods(spec)
    yield "renew", "a kubelet renews its node's lease", nodes.renewals(spec)
    yield "submit", "a user asks for something", outside.submissions(spec)
    yield "read", "a user reads", outside.readings(spec)
    yield "operate", "an operator does something to the store", outside.operations(spec)
    yield "probe", "a load balancer looks at an apiserver", outside.probes(spec)
    yield "restart-container", "a kubelet restarts a container", nodes.container_restarts(spec)
    yield "give-up", "a user waits no longer", outside.give_ups(spec)
    yield "restart", "a kubelet starts again", nodes.kubelet_restarts(spec)
    yield "heal", "who was cut off is so no longer", outside.heals(spec)
    yield "return", "a dead host returns", outside.returns(spec)
    yield "fail", "a container fails", nodes.failures(spec)
    yield "lose-contact", "a worker finds no apiserver", nodes.lost_contacts(spec)
    yield "crash", "a kubelet crashes", nodes.kubelet_crashes(spec)
    yield "cut", "a worker is cut off", outside.cuts(spec)
    yield "hang", "an apiserver no longer answers", outside.hangs(spec)
    yield "die", "a host dies", outside.deaths(spec)


# Messages


def _deliver(spec: Spec, message: Message) -> Action | None:
    if isinstance(message.payload, Ask):
        if message.destination != BALANCER:
            return None
        event: Event = on.Forward(message)
        sentence = f"{BALANCER} forwards: {message.payload}, from {message.source}"
    else:
        event = Receive(message)
        sentence = f"{message.destination} receives {message.payload} from {message.source}"
    parts = (*carry(spec, message.destination), (message.destination, event))
    return Action("deliver", parts, message, sentence=sentence)


def _admit(spec: Spec, message: Message) -> Action | None:
    ask = message.payload
    if not isinstance(ask, Ask) or message.destination == BALANCER:
        return None
    if message.destination == ETCD:
        return Action(
            "admit",
            ((ETCD, on.Transact(message)),),
            message,
            sentence=f"{ETCD} itself is asked by {ask.client}: {ask}",
        )
    parts = (
        *carry(spec, ask.client),
        (message.destination, on.Admit(message)),
        (ETCD, on.Transact(message, member_of(spec, message.destination))),
    )
    sentence = f"{message.destination} lets {ask.client} do this: {ask}"
    return Action("admit", parts, message, sentence=sentence)


def _turn_away(spec: Spec, message: Message) -> Action | None:
    ask = message.payload
    if not isinstance(ask, Ask) or message.destination in {BALANCER, ETCD}:
        return None
    parts = (*carry(spec, ask.client), (message.destination, on.TurnAway(message)))
    sentence = f"{message.destination} refuses what {ask.client} may not do: {ask}"
    return Action("turn-away", parts, message, sentence=sentence)


# The store and the apiservers


def _of_members(spec: Spec, event: type[on.Replicate] | type[on.Elect]) -> Iterator[Action]:
    hosts = spec.topology.member_hosts
    if len(hosts) < 2:
        return
    is_election = event is on.Elect
    for host in hosts:
        sentence = f"the member on {host} is {'elected leader' if is_election else 'brought up to date'}"
        yield Action("elect" if is_election else "replicate", ((ETCD, event(host)),), sentence=sentence)


def _watches(spec: Spec) -> Iterator[Action]:
    for host in spec.cached:
        apiserver = apiserver_on(host)
        feed = on.Feed(apiserver, member_of(spec, apiserver))
        yield Action(
            "watch",
            ((apiserver, on.Watch()), (ETCD, feed)),
            sentence=f"{apiserver} is sent what is new",
        )


def _lists(spec: Spec) -> Iterator[Action]:
    for client, role, node, hosts in _clients(spec):
        for host in hosts:
            for session in sessions_of(spec, client):
                apiserver = apiserver_on(host)
                member = member_of(spec, apiserver)
                tells = reads_cache(spec, client, role)
                show = on.Show(client, role, node, apiserver, member, session=session, tells_revision=tells)
                yield _list(spec, show)


def _list(spec: Spec, show: on.Show) -> Action:
    client, apiserver = show.reader, show.via
    parts = (
        (client, on.BeginList(session=show.session)),
        *carry(spec, client),
        (apiserver, on.Serve()),
        (ETCD, show),
    )
    return Action("list", parts, sentence=f"{client} lists through {apiserver}")


def _cached_lists(spec: Spec) -> Iterator[Action]:
    for client, role, node, _ in _clients(spec):
        for host in spec.cached if reads_cache(spec, client, role) else ():
            apiserver = apiserver_on(host)
            for session in sessions_of(spec, client):
                yield Action(
                    "list-cached",
                    (
                        (client, on.BeginList(is_cached=True, session=session)),
                        *carry(spec, client),
                        (apiserver, on.ServeCached(client, role, node, session)),
                    ),
                    sentence=f"{client} lists from the cache of {apiserver}",
                )


def _clients(spec: Spec) -> Iterator[tuple[ProcessId, Role, NodeName | None, tuple[str, ...]]]:
    """Yield who lists: its id, role and node, and the hosts of the apiservers that it talks to."""
    for host, role in spec.placed:
        yield component_on(host, role), role, None, (host,)
    for worker in spec.workers:
        if worker.has_kubelet:
            yield kubelet_on(worker.name), Role.KUBELET, worker.name, spec.entrances
        if worker.has_proxy:
            yield proxy_on(worker.name), Role.PROXY, None, spec.entrances
