"""The container runtime of a node: its sandboxes, and the containers in each.

A pod's sandbox has the pod's address, which all its containers share. It lives as long as the host,
whatever becomes of the kubelet.
"""

from enum import Enum

from attrs import evolve, frozen

from model.kubernetes.objects import Address, NodeName


class State(Enum):
    """How a container is."""

    STARTING = "starting"
    RUNNING = "running"
    FAILED = "failed"

    # The value's own hash, without the detour that Enum takes through Python code.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value


@frozen(cache_hash=True)
class Sandbox:
    """What runs of a pod on a node; `is_ending` once it was asked to end, until it has ended."""

    pod: str
    uid: int
    address: Address
    containers: tuple[State, ...]
    is_ending: bool = False

    @property
    def is_running(self) -> bool:
        return not self.is_ending and all(state is State.RUNNING for state in self.containers)

    def with_container(self, number: int, state: State) -> "Sandbox":
        """Return the sandbox with one container in another state."""
        before, after = self.containers[:number], self.containers[number + 1 :]
        return evolve(self, containers=(*before, state, *after))

    def __str__(self) -> str:
        states = "ending" if self.is_ending else ", ".join(map(str, self.containers))
        return f"{self.pod} at {self.address} ({states})"


Sandboxes = frozenset[Sandbox]


def in_order(sandboxes: Sandboxes) -> list[Sandbox]:
    """Return the sandboxes in an order that is the same on every machine."""
    return sorted(sandboxes, key=lambda sandbox: (sandbox.pod, sandbox.uid, sandbox.address))


def sandbox_of(sandboxes: Sandboxes, pod: str) -> Sandbox | None:
    """Return the sandbox of the pod of that name, the one that is not ending if there are two."""
    found = [sandbox for sandbox in sandboxes if sandbox.pod == pod]
    return min(found, key=lambda sandbox: (sandbox.is_ending, sandbox.uid), default=None)


def addresses_of(node: NodeName, count: int) -> tuple[Address, ...]:
    """Return a node's first addresses, in order: ``w1/2`` before ``w1/10``."""
    return tuple(Address(f"{node}/{number}") for number in range(1, count + 1))
