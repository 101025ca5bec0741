"""What can happen to the processes of a cluster. A message that arrives is `model.process.Receive`."""

from attrs import frozen

from model.kubernetes.objects import NodeName, Role
from model.kubernetes.requests import Request
from model.process import Message, ProcessId


@frozen(cache_hash=True)
class Crash:
    """A process stops; `with_host` says that its host died under it, and what ran there with it."""

    with_host: bool = False


@frozen(cache_hash=True)
class Restart:
    """A process that has crashed starts again."""


# At the store


@frozen(cache_hash=True)
class Transact:
    """An apiserver brings a client's request, through a member (None: any that lives)."""

    message: Message
    member: str | None = None


@frozen(cache_hash=True)
class Show:
    """An apiserver reads for a client: through the quorum, or what one member has, however old."""

    reader: ProcessId
    role: Role
    node: NodeName | None
    via: ProcessId
    member: str | None = None
    is_quorum: bool = True
    session: int = 0
    tells_revision: bool = False


@frozen(cache_hash=True)
class Feed:
    """A watch brings an apiserver what is new."""

    apiserver: ProcessId
    member: str | None = None


@frozen(cache_hash=True)
class CrashMember:
    """A member of the store stops."""

    member: str


@frozen(cache_hash=True)
class RestartMember:
    """A member that has stopped starts again, from its disk."""

    member: str


@frozen(cache_hash=True)
class CutMember:
    """A member of the store is cut off from the other members, and not from the apiservers."""

    member: str


@frozen(cache_hash=True)
class HealMember:
    """A member that was cut off is so no longer."""

    member: str


@frozen(cache_hash=True)
class Replicate:
    """The leader brings a member to where it is itself."""

    member: str


@frozen(cache_hash=True)
class Elect:
    """A member is elected leader, as the one before is gone."""

    member: str


@frozen(cache_hash=True)
class Save:
    """An operator saves a snapshot of what a member has."""

    member: str


@frozen(cache_hash=True)
class Restore:
    """An operator restores every member from the snapshot."""


# At an apiserver


@frozen(cache_hash=True)
class Admit:
    """A client's request arrives, and is let through."""

    message: Message


@frozen(cache_hash=True)
class TurnAway:
    """A client's request arrives, and is refused: its client may not do this."""

    message: Message


@frozen(cache_hash=True)
class Serve:
    """A client's list arrives, and is let through to the store."""


@frozen(cache_hash=True)
class ServeCached:
    """A client's list arrives, and is answered from the cache."""

    reader: ProcessId
    role: Role
    node: NodeName | None
    session: int = 0


@frozen(cache_hash=True)
class Watch:
    """It is time to take in what the store has to tell."""


@frozen(cache_hash=True)
class StandBy:
    """The store is about to be restored."""


@frozen(cache_hash=True)
class Stop:
    """An operator stops it; what is on its way to it from the store arrives before."""


@frozen(cache_hash=True)
class Hang:
    """It no longer answers, and its port stays open."""


@frozen(cache_hash=True)
class Probe:
    """A load balancer checks an apiserver: whether it passed, and whether it answers requests in truth."""

    apiserver: ProcessId
    passed: bool
    answers: bool


# At a client


@frozen(cache_hash=True)
class BeginList:
    """It is time to list; one list is under way at a time. `session` says in which of its lives."""

    is_cached: bool = False
    session: int = 0


@frozen(cache_hash=True)
class LoseContact:
    """No apiserver can be reached."""


@frozen(cache_hash=True)
class Submit:
    """A user sends a request of this number; they come in order, from 1."""

    number: int
    request: Request
    via: ProcessId


@frozen(cache_hash=True)
class GiveUp:
    """A user waits no longer for an answer."""


@frozen(cache_hash=True)
class Forward:
    """A load balancer passes a request on."""

    message: Message


# At a kubelet


@frozen(cache_hash=True)
class StartContainer:
    """A container of a pod's sandbox has started."""

    pod: str
    number: int


@frozen(cache_hash=True)
class RestartContainer:
    """A kubelet starts a container again that has failed."""

    pod: str
    number: int


@frozen(cache_hash=True)
class FailContainer:
    """A container fails."""

    pod: str
    number: int


@frozen(cache_hash=True)
class EndSandbox:
    """What was asked to end has ended."""

    pod: str


@frozen(cache_hash=True)
class StartStaticPod:
    """A kubelet starts a pod that is written on its own disk."""

    pod: str


@frozen(cache_hash=True)
class Renew:
    """A kubelet renews its node's lease."""
