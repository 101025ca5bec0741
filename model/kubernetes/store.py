"""The store's local state: the disks of its members, who leads, who is dead or cut off, and a snapshot."""

from attrs import Factory, evolve, frozen

from model.kubernetes.data import Data
from model.kubernetes.objects import Key, Part, Value
from model.kubernetes.requests import Payload
from model.process import ProcessId

ETCD = ProcessId("etcd")


@frozen(cache_hash=True)
class Waiting:
    """Who waits for the end of a write, through which apiserver, and the request's number."""

    client: ProcessId
    via: ProcessId
    number: int


@frozen(cache_hash=True)
class Tail:
    """A write that a leader has taken in, and does not know to be committed."""

    key: Key
    value: Value | None
    waiting: Waiting | None

    def __str__(self) -> str:
        return f"{self.value or ' '.join((*self.key, 'deleted'))}, not committed"


@frozen(cache_hash=True)
class Member:
    """A member's disk: up to where it knows things to be committed, and what it has beyond that.

    `term` is that of the last leader from which it took something in, or which it was itself. While it
    `is_cut` it reaches no other member.
    """

    id: str
    is_up: bool = True
    is_cut: bool = False
    term: int = 0
    data: Data = Factory(Data)
    tail: Tail | None = None

    @property
    def position(self) -> tuple[int, int]:
        """How far its log is, as §5.4.1 of the Raft paper compares logs."""
        return self.term, self.data.revision + (self.tail is not None)

    @property
    def all_it_has(self) -> Data:
        """What it would have if all on its disk were committed."""
        return self.data if self.tail is None else self.data.put(self.tail.key, self.tail.value)

    def __str__(self) -> str:
        beyond = f"; beyond that {self.tail}" if self.tail else ""
        return f"{self.id}{'' if self.is_up else ' (dead)'} of term {self.term} at {self.data}{beyond}"


@frozen(cache_hash=True)
class Store(Part):
    """The group of members; the `leader` leads as long as it lives, or until the others elect another.

    In the latter case it is `unaware` of that as long as it is cut off, and takes itself for the leader.
    """

    members: tuple[Member, ...]
    leader: str | None = None
    term: int = 0
    snapshot: Data | None = None
    unaware: frozenset[str] = frozenset()

    def member(self, name: str) -> Member | None:
        return next((member for member in self.members if member.id == name), None)

    @property
    def leading(self) -> Member | None:
        """The member that leads."""
        return next((member for member in self.members if member.id == self.leader), None)

    @property
    def connected(self) -> tuple[Member, ...]:
        """The members that live and reach each other."""
        return tuple(member for member in self.members if member.is_up and not member.is_cut)

    @property
    def heard_by_leader(self) -> int:
        """How many members the leader reaches, itself included."""
        leader = self.leading
        return 1 if leader is not None and leader.is_cut else len(self.connected)

    def with_member(self, changed: Member) -> "Store":
        return evolve(
            self, members=tuple(changed if member.id == changed.id else member for member in self.members)
        )


@frozen(cache_hash=True)
class Events(Payload):
    """What a watch brings to an apiserver; it takes what is news to it."""

    data: Data

    def __str__(self) -> str:
        return f"events up to revision {self.data.revision}"


def store_of(members: tuple[str, ...], data: Data, dead: frozenset[str] = frozenset()) -> Store:
    """Return a group that has stored the data; some of its members may be dead. The first alive leads."""
    made = tuple(Member(name, name not in dead, data=data) for name in members)
    leader = next((member.id for member in made if member.is_up), None)
    return Store(ETCD, made, leader)
