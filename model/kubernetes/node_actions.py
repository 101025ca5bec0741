"""What is done, and what goes wrong, on the nodes of a cluster."""

from collections.abc import Iterator

from model.kubernetes import events as on
from model.kubernetes import faults
from model.kubernetes.faults import FAULTS
from model.kubernetes.objects import Lease, NodeName, Pod, Role
from model.kubernetes.requests import Ask, Create, Heartbeat
from model.kubernetes.spec import (
    Spec,
    Worker,
    apiserver_on,
    carry,
    kubelet_on,
    may_be_cut,
    member_of,
    proxy_on,
)
from model.kubernetes.store import ETCD
from model.process import Event, Message, ProcessId
from model.world import Action


def pods_of(spec: Spec) -> tuple[str, ...]:
    """Name every pod that there can be: stored, running, asked for, or made by a controller."""
    named = {value.name for value in spec.stored if isinstance(value, Pod)}
    named |= {pod for worker in spec.workers for pod, _ in worker.runs}
    named |= {one.value.name for one in spec.plan if isinstance(one, Create) and isinstance(one.value, Pod)}
    if Role.REPLICA_SET in spec.components:
        most = len(named) + spec.budgets.revisions - len(spec.stored)
        named |= {f"p{number}" for number in range(1, most + 1)}
    return tuple(sorted(named))


def starts(spec: Spec) -> Iterator[Action]:
    for worker, pod, number in _containers(spec):
        sentence = f"{_container(worker, number)} of {pod} has started on {worker.name}"
        yield _at(worker, "start", on.StartContainer(pod, number), sentence)


def failures(spec: Spec) -> Iterator[Action]:
    for worker, pod, number in _containers(spec) if spec.budgets.failures else ():
        yield Action(
            "fail",
            (
                (kubelet_on(worker.name), on.FailContainer(pod, number)),
                (FAULTS, faults.Spend("failures")),
            ),
            sentence=f"{_container(worker, number)} of {pod} fails on {worker.name}",
        )


def container_restarts(spec: Spec) -> Iterator[Action]:
    for worker, pod, number in _containers(spec) if spec.budgets.failures else ():
        kubelet, what = kubelet_on(worker.name), _container(worker, number)
        event = on.RestartContainer(pod, number)
        yield _at(worker, "restart-container", event, f"{kubelet} restarts {what} of {pod} by itself")


def ends(spec: Spec) -> Iterator[Action]:
    for worker in _with_kubelet(spec):
        for pod in (*pods_of(spec), *worker.static):
            yield _at(worker, "end", on.EndSandbox(pod), f"the sandbox of {pod} on {worker.name} has ended")


def static_pods(spec: Spec) -> Iterator[Action]:
    for worker in _with_kubelet(spec):
        for pod in worker.static:
            sentence = f"{kubelet_on(worker.name)} starts {pod} from its own disk"
            yield _at(worker, "static-pod", on.StartStaticPod(pod), sentence)


def renewals(spec: Spec) -> Iterator[Action]:
    """Yield the heartbeats, each in one step: that one is on its way is of no interest."""
    leases = {value.name for value in spec.stored if isinstance(value, Lease)}
    for worker in _with_kubelet(spec):
        for host in spec.entrances if worker.name in leases else ():
            apiserver, kubelet = apiserver_on(host), kubelet_on(worker.name)
            heartbeat = Message(kubelet, apiserver, Ask(Heartbeat(worker.name), kubelet))
            parts = (
                (kubelet, on.Renew()),
                *carry(spec, kubelet),
                (apiserver, on.Admit(heartbeat)),
                (ETCD, on.Transact(heartbeat, member_of(spec, apiserver))),
            )
            yield Action("renew", parts, sentence=f"{kubelet} renews its lease through {apiserver}")


def kubelet_crashes(spec: Spec) -> Iterator[Action]:
    for node in spec.fragile if spec.budgets.crashes else ():
        kubelet = kubelet_on(node)
        parts = ((kubelet, on.Crash()), (FAULTS, faults.Spend("crashes")))
        yield Action("crash", parts, sentence=f"{kubelet} crashes; what runs goes on")


def kubelet_restarts(spec: Spec) -> Iterator[Action]:
    for node in spec.fragile if spec.budgets.crashes else ():
        kubelet = kubelet_on(node)
        parts = ((kubelet, on.Restart()), (FAULTS, faults.Lives(node)))
        yield Action("restart", parts, sentence=f"{kubelet} starts again")


def lost_contacts(spec: Spec) -> Iterator[Action]:
    """Yield how a worker finds no apiserver: it is cut off, or all control-plane hosts are dead."""
    clients = [kubelet_on(worker.name) for worker in _with_kubelet(spec)]
    clients += [proxy_on(worker.name) for worker in spec.workers if worker.has_proxy]
    for client in clients:
        if may_be_cut(spec, client):
            yield _lost(client, (faults.IsCutOff(client),))
        mortal = set(spec.mortal) | spec.dead
        if set(spec.entrances) <= mortal:
            yield _lost(client, tuple(faults.IsDead(host) for host in spec.entrances))


def _lost(client: ProcessId, guards: tuple[Event, ...]) -> Action:
    parts = ((client, on.LoseContact()), *((FAULTS, guard) for guard in guards))
    return Action("lose-contact", parts, sentence=f"{client} finds that it reaches no apiserver")


def _with_kubelet(spec: Spec) -> tuple[Worker, ...]:
    return tuple(worker for worker in spec.workers if worker.has_kubelet)


def _containers(spec: Spec) -> Iterator[tuple[Worker, str, int]]:
    for worker in _with_kubelet(spec):
        for pod in (*pods_of(spec), *worker.static):
            for number in range(worker.containers):
                yield worker, pod, number


def _container(worker: Worker, number: int) -> str:
    return "the container" if worker.containers == 1 else f"container {number + 1}"


def _at(worker: Worker, kind: str, event: Event, sentence: str) -> Action:
    return Action(kind, ((kubelet_on(NodeName(worker.name)), event),), sentence=sentence)
