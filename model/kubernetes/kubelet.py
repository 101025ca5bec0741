"""The kubelet: runs what is bound to its node, restarts what fails, reports, renews its node's lease.

What it knows is in memory, and gone when it crashes; what runs is the container runtime's, and goes on.
It looks at nothing but its last list, and acts on it at once.
"""

from collections.abc import Iterable

from attrs import Factory, evolve, frozen

from model.kubernetes.data import values_in
from model.kubernetes.events import (
    BeginList,
    Crash,
    EndSandbox,
    FailContainer,
    LoseContact,
    Renew,
    Restart,
    RestartContainer,
    StandBy,
    StartContainer,
    StartStaticPod,
)
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import NodeName, Part, Pod
from model.kubernetes.requests import Ask, Ended, Listing, Report, Request
from model.kubernetes.rules import Kubernetes
from model.kubernetes.runtime import Sandbox, Sandboxes, State, in_order, sandbox_of
from model.process import Message, Outcome, ProcessId, Receive


@frozen(cache_hash=True)
class Memory:
    """What a running kubelet knows: is a list under way, and how new is what it has seen?"""

    lists: bool = False
    seen: int = 0

    def __str__(self) -> str:
        return f"running, {'a list under way' if self.lists else 'no list under way'}"


@frozen(cache_hash=True)
class Kubelet(Part):
    """A node: its kubelet (`memory` is None while it is crashed) and what its runtime runs.

    `session` counts the kubelet's lives. `static` are the pods written on its own disk.
    """

    node: NodeName
    capacity: int = 1
    containers: int = 1
    static: tuple[str, ...] = ()
    session: int = 0
    memory: Memory | None = Factory(Memory)
    sandboxes: Sandboxes = frozenset()

    def runs(self, pod: str) -> bool:
        """Say whether a pod of that name runs here."""
        return any(sandbox.pod == pod and sandbox.is_running for sandbox in self.sandboxes)

    def with_sandbox(self, old: Sandbox, *new: Sandbox) -> "Kubelet":
        return evolve(self, sandboxes=self.sandboxes - {old} | frozenset(new))


def on_begin_list(rules: Kubernetes, kubelet: Kubelet, event: BeginList) -> Outcome | None:  # noqa: ARG001  # the table's signature
    memory = kubelet.memory
    if memory is None or memory.lists or event.session != kubelet.session:
        return None
    return Outcome(evolve(kubelet, memory=evolve(memory, lists=True)))


def on_receive(rules: Kubernetes, kubelet: Kubelet, event: Receive) -> Outcome | None:
    memory, listing = kubelet.memory, event.message.payload
    if memory is None or not isinstance(listing, Listing) or listing.session != kubelet.session:
        return Outcome(kubelet)
    kubelet = evolve(kubelet, memory=evolve(memory, lists=False))
    if not rules.trusts_listing(listing.revision, memory.seen, is_cached=listing.is_cached):
        return Outcome(kubelet)
    kubelet = evolve(kubelet, memory=evolve(memory, lists=False, seen=max(memory.seen, listing.revision)))
    pods = values_in(listing.items, Pod)
    kubelet = _start_missing(rules, _end_unwanted(rules, kubelet, pods), pods)
    via = event.message.source
    return Outcome(kubelet, tuple(_ask(kubelet, via, one) for one in _reports(rules, kubelet, pods)))


def on_lose_contact(rules: Kubernetes, kubelet: Kubelet, event: LoseContact) -> Outcome | None:  # noqa: ARG001  # the table's signature
    kept = rules.kept_when_cut_off(kubelet.sandboxes)
    if kubelet.memory is None or kept == kubelet.sandboxes:
        return None
    return Outcome(evolve(kubelet, sandboxes=kept))


def on_start_container(rules: Kubernetes, kubelet: Kubelet, event: StartContainer) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return _container(kubelet, event.pod, event.number, State.STARTING, State.RUNNING)


def on_fail_container(rules: Kubernetes, kubelet: Kubelet, event: FailContainer) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return _container(kubelet, event.pod, event.number, State.RUNNING, State.FAILED)


def on_restart_container(rules: Kubernetes, kubelet: Kubelet, event: RestartContainer) -> Outcome | None:
    if kubelet.memory is None or not rules.restarts(State.FAILED):
        return None
    return _container(kubelet, event.pod, event.number, State.FAILED, State.STARTING)


def on_end_sandbox(rules: Kubernetes, kubelet: Kubelet, event: EndSandbox) -> Outcome | None:  # noqa: ARG001  # the table's signature
    for sandbox in in_order(kubelet.sandboxes):
        if sandbox.pod == event.pod and sandbox.is_ending:
            return Outcome(kubelet.with_sandbox(sandbox))
    return None


def on_start_static_pod(rules: Kubernetes, kubelet: Kubelet, event: StartStaticPod) -> Outcome | None:
    if kubelet.memory is None or sandbox_of(kubelet.sandboxes, event.pod) is not None:
        return None
    started = _start(rules, kubelet, Pod(event.pod, node=kubelet.node))
    return None if started == kubelet else Outcome(started)


def on_renew(rules: Kubernetes, kubelet: Kubelet, event: Renew) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return None if kubelet.memory is None else Outcome(kubelet)


def on_crash(rules: Kubernetes, kubelet: Kubelet, event: Crash) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if event.with_host:
        return Outcome(evolve(kubelet, memory=None, sandboxes=frozenset()))
    return None if kubelet.memory is None else Outcome(evolve(kubelet, memory=None))


def on_restart(rules: Kubernetes, kubelet: Kubelet, event: Restart) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if kubelet.memory is not None:
        return None
    return Outcome(evolve(kubelet, memory=Memory(), session=kubelet.session + 1))


def on_stand_by(rules: Kubernetes, kubelet: Kubelet, event: StandBy) -> Outcome | None:  # noqa: ARG001  # the table's signature
    runs = kubelet.memory is not None
    return Outcome(kubelet) if rules.may_restore_beside(watcher_runs=runs) else None


def _end_unwanted(rules: Kubernetes, kubelet: Kubelet, pods: Iterable[Pod]) -> Kubelet:
    """Ask each sandbox to end whose pod the list does not have, or has to be deleted."""
    wanted = {(pod.name, pod.uid) for pod in pods if rules.should_run(pod, kubelet.node)}
    ended = frozenset(
        sandbox
        if (sandbox.pod, sandbox.uid) in wanted or sandbox.pod in kubelet.static
        else evolve(sandbox, is_ending=True)
        for sandbox in kubelet.sandboxes
    )
    return evolve(kubelet, sandboxes=ended)


def _start_missing(rules: Kubernetes, kubelet: Kubelet, pods: Iterable[Pod]) -> Kubelet:
    for pod in pods:
        here = any((sandbox.pod, sandbox.uid) == (pod.name, pod.uid) for sandbox in kubelet.sandboxes)
        if rules.should_run(pod, kubelet.node) and not here:
            kubelet = _start(rules, kubelet, pod)
    return kubelet


def _start(rules: Kubernetes, kubelet: Kubelet, pod: Pod) -> Kubelet:
    """Make a pod's sandbox, with an address of the node's range, if there is room for it."""
    free = rules.free_addresses(kubelet.node, kubelet.sandboxes)
    if not free or not rules.admits(kubelet.sandboxes, kubelet.capacity):
        return kubelet
    sandbox = Sandbox(pod.name, pod.uid, free[0], (State.STARTING,) * kubelet.containers)
    return evolve(kubelet, sandboxes=kubelet.sandboxes | {sandbox})


def _reports(rules: Kubernetes, kubelet: Kubelet, pods: Iterable[Pod]) -> Iterable[Request]:
    for pod in pods:
        if pod.node != kubelet.node:
            continue
        if pod.deleting and rules.has_ended(pod, kubelet.sandboxes):
            yield Ended(pod.name, pod.uid, kubelet.node)
        for sandbox in in_order(kubelet.sandboxes):
            is_this = (sandbox.pod, sandbox.uid) == (pod.name, pod.uid)
            if is_this and sandbox.is_running and pod.address != sandbox.address:
                yield Report(pod.name, pod.uid, kubelet.node, sandbox.address)


def _container(kubelet: Kubelet, pod: str, number: int, old: State, new: State) -> Outcome | None:
    for sandbox in in_order(kubelet.sandboxes):
        is_this = sandbox.pod == pod and not sandbox.is_ending and number < len(sandbox.containers)
        if is_this and sandbox.containers[number] is old:
            return Outcome(kubelet.with_sandbox(sandbox, sandbox.with_container(number, new)))
    return None


def _ask(kubelet: Kubelet, via: ProcessId, request: Request) -> Message:
    return Message(kubelet.id, via, Ask(request, kubelet.id))


HANDLERS: Handlers = {
    BeginList: on_begin_list,
    Receive: on_receive,
    LoseContact: on_lose_contact,
    StartContainer: on_start_container,
    FailContainer: on_fail_container,
    RestartContainer: on_restart_container,
    EndSandbox: on_end_sandbox,
    StartStaticPod: on_start_static_pod,
    Renew: on_renew,
    Crash: on_crash,
    Restart: on_restart,
    StandBy: on_stand_by,
}
