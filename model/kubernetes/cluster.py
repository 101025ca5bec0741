"""A cluster as a system: its processes on their hosts, their actions, its bounds."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from model.bounds import Bound
from model.kubernetes import apiserver, balancer, component, etcd, faults, kubelet, proxy, user
from model.kubernetes.actions import kinds_of
from model.kubernetes.apiserver import Apiserver
from model.kubernetes.balancer import Balancer
from model.kubernetes.component import Component
from model.kubernetes.data import Data, data_of
from model.kubernetes.faults import FAULTS, Faults
from model.kubernetes.handler import Handlers
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Endpoints, Identity, Part, Role
from model.kubernetes.proxy import Proxy
from model.kubernetes.rules import Kubernetes
from model.kubernetes.runtime import Sandbox, State, addresses_of
from model.kubernetes.spec import (
    BALANCER,
    Spec,
    Worker,
    apiserver_on,
    component_on,
    cuttable,
    kubelet_on,
    proxy_on,
    reads_cache,
)
from model.kubernetes.store import Store, store_of
from model.kubernetes.user import User
from model.process import Event, Local, Outcome, ProcessId
from model.world import System

HANDLERS: Mapping[type[Part], Handlers] = {
    Store: etcd.HANDLERS,
    Apiserver: apiserver.HANDLERS,
    Component: component.HANDLERS,
    Kubelet: kubelet.HANDLERS,
    Proxy: proxy.HANDLERS,
    Balancer: balancer.HANDLERS,
    User: user.HANDLERS,
}


def cluster(spec: Spec, protocol: type[Kubernetes] = Kubernetes) -> System:
    """Return the system of a cluster that follows a protocol within its budgets."""
    rules = protocol(tuple(_identities(spec)), spec.replicas, spec.addresses)
    parts = tuple(_parts(spec))

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        if process == FAULTS:
            return faults.react(local, event)
        return HANDLERS[type(local)][type(event)](rules, local, event)

    return System(
        processes=(*(part.id for part in parts), FAULTS),
        initial_locals=(
            *parts,
            Faults(dead=spec.dead, cut=frozenset(cuttable(spec)) if spec.cut_off else frozenset()),
        ),
        react=react,
        kinds=tuple(kinds_of(spec)),
        bounds=(
            Bound("revisions", spec.budgets.revisions, Store, _revision),
            *(
                faults.budget(name, getattr(spec.budgets, name))
                for name in ("deaths", "returns", "crashes", "failures", "cuts", "give_ups")
            ),
        ),
    )


def _revision(store: Store) -> int:
    return max(member.all_it_has.revision for member in store.members)


def _identities(spec: Spec) -> Iterator[Identity]:
    yield spec.user
    for host, role in spec.placed:
        yield Identity(component_on(host, role), role)
    for worker in spec.workers:
        yield Identity(kubelet_on(worker.name), Role.KUBELET, worker.name)
        yield Identity(proxy_on(worker.name), Role.PROXY, worker.name)


def _parts(spec: Spec) -> Iterator[Part]:
    """Yield each process's initial state; those on dead hosts are crashed."""
    data = data_of(spec.stored)
    yield store_of(spec.topology.member_hosts, data, spec.dead)
    for host in spec.topology.control_hosts:
        cache = data if host in spec.cached else None
        yield Apiserver(apiserver_on(host), is_up=host not in spec.dead, cache=cache)
    for number, host in enumerate(spec.topology.control_hosts):
        for role in [role for where, role in spec.placed if where == host]:
            made = Component(component_on(host, role), role, spec.elects, newest_first=number % 2 == 1)
            yield made if host not in spec.dead else evolve(made, memory=None)
    for worker in spec.workers:
        yield from _worker(spec, worker, data)
    if spec.balancer:
        apiservers = tuple(apiserver_on(host) for host in spec.entrances)
        yield Balancer(BALANCER, apiservers, apiservers)
    if spec.plan or spec.user_reads:
        yield User(spec.user.id, spec.user)


def _worker(spec: Spec, worker: Worker, data: Data) -> Iterator[Part]:
    if worker.has_kubelet:
        # Not by the rules: what ran before was not started by a mutant.
        range_of_node = addresses_of(worker.name, spec.addresses)
        sandboxes = frozenset(
            Sandbox(pod, uid, range_of_node[number], (State.RUNNING,) * worker.containers)
            for number, (pod, uid) in enumerate(worker.runs)
        )
        memory = kubelet.Memory(
            seen=data.revision if reads_cache(spec, kubelet_on(worker.name), Role.KUBELET) else 0
        )
        yield Kubelet(
            kubelet_on(worker.name),
            worker.name,
            worker.capacity,
            worker.containers,
            worker.static,
            memory=None if worker.name in spec.dead else memory,
            sandboxes=frozenset() if worker.name in spec.dead else sandboxes,
        )
    if worker.has_proxy:
        told = data.values(Endpoints)
        yield Proxy(proxy_on(worker.name), told[0].addresses if told else frozenset())
