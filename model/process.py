"""A process: an id, a local state, and a pure function from an event to an outcome.

The whole contract is one signature::

    react(process, local, event) -> Outcome(local, sends) | None

`None` means that the event is not enabled in that local state. `react` reads nothing but its
arguments and changes nothing; every value is frozen, so an engine may remember each answer.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

from attrs import frozen

# A local state and an event may be any frozen value. They are `Any` rather than `Hashable`, as each
# process knows the classes of its own and no other.
Local: TypeAlias = Any
Event: TypeAlias = Any


class ProcessId(str):
    """The name of a process, ``n1`` say. A class of its own, so that a renaming can find ids by type."""

    __slots__ = ()


@frozen(cache_hash=True)
class Message:
    """A message in flight: who sent it, who shall receive it, and what it says."""

    source: ProcessId
    destination: ProcessId
    payload: Hashable

    def __str__(self) -> str:
        return f"{self.payload} from {self.source} to {self.destination}"


@frozen(cache_hash=True)
class Receive:
    """The event that a message arrives at its destination."""

    message: Message


@frozen
class Outcome:
    """What `react` returns: the next local state, and the messages sent, in the order of sending."""

    local: Local
    sends: tuple[Message, ...] = ()


React: TypeAlias = Callable[[ProcessId, Local, Event], Outcome | None]
