"""What a server remembers: on disk, in memory, and in the eyes of an observer (Figure 2, "State")."""

from enum import Enum

from attrs import Factory, frozen

from model.process import ProcessId


class ServerId(ProcessId):
    """The name of a server: ``n1``, ``n2``, …"""

    __slots__ = ()


class Value(str):
    """What a client asks to be stored: ``v1``, ``v2``, … No two requests carry the same."""

    __slots__ = ()


class Role(Enum):
    """The three roles of §5.1, and the one that PreVote adds (`model.raft.stability`)."""

    FOLLOWER = "follower"
    PRE_CANDIDATE = "pre-candidate"
    CANDIDATE = "candidate"
    LEADER = "leader"

    # The value's own hash, without the detour that Enum takes through Python code.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value


@frozen(cache_hash=True)
class Configuration:
    """Who takes part, where servers come and go (`model.raft.membership`).

    The `voters` decide; in a joint phase, so do the `outgoing`, on their own. The `learners` are sent the
    log, and decide nothing.
    """

    voters: frozenset[ServerId]
    outgoing: frozenset[ServerId] = frozenset()
    learners: frozenset[ServerId] = frozenset()

    def __str__(self) -> str:
        said = f"voters {_named(self.voters)}"
        if self.outgoing:
            said = f"joint: {_named(self.outgoing)} and {_named(self.voters)}"
        return f"{said}, learners {_named(self.learners)}" if self.learners else said


def _named(servers: frozenset[ServerId]) -> str:
    return "{" + ", ".join(sorted(servers)) + "}"


@frozen(cache_hash=True)
class Entry:
    """One entry of the log: the term in which a leader received it, and a value or a configuration."""

    term: int
    value: Value | Configuration

    def __str__(self) -> str:
        return f"{self.value} (term {self.term})"


Log = tuple[Entry, ...]
"""The entries from index 1 on: the entry at index i is `log[i - 1]`, as the paper counts from 1."""


@frozen(cache_hash=True)
class Durable:
    """Persistent state: on stable storage before any message is answered."""

    current_term: int = 0
    voted_for: ServerId | None = None
    log: Log = ()


@frozen(cache_hash=True)
class Progress:
    """What a leader knows of one peer (etcd calls it so, too)."""

    peer: ServerId
    next_index: int
    match_index: int = 0

    def __str__(self) -> str:
        return f"{self.peer} next {self.next_index} match {self.match_index}"


@frozen(cache_hash=True)
class Volatile:
    """State in memory: lost in a crash. The votes are a candidate's, the progress a leader's.

    `leader` is whom a server heard from, if its protocol remembers that (`model.raft.stability`).
    """

    role: Role = Role.FOLLOWER
    commit_index: int = 0
    votes_granted: frozenset[ServerId] = frozenset()
    votes_refused: frozenset[ServerId] = frozenset()
    progress: frozenset[Progress] = frozenset()
    leader: ServerId | None = None

    def __str__(self) -> str:
        return f"{self.role}, commit index {self.commit_index}"

    def as_role(self, role: Role) -> "Volatile":
        """Take a role; the votes of a candidate and the progress of a leader go with the role they are of."""
        if role is self.role:
            return self
        return Volatile(role=role, commit_index=self.commit_index)


@frozen(cache_hash=True)
class Committed:
    """An entry that a server took for committed at an index, and its term at that moment."""

    index: int
    entry: Entry
    term: int

    def __str__(self) -> str:
        return f"{self.entry} at index {self.index}, committed in term {self.term}"


@frozen(cache_hash=True)
class History:
    """What an observer remembers of a server for ever: no rule may read it.

    The paper's properties speak of the past ("at most one leader can be *elected*", an entry
    *committed in a given term*); crashes would make a state forget it.
    """

    elected: tuple[int, ...] = ()
    committed: tuple[Committed, ...] = ()
    pre_votes_as_leader: tuple[int, ...] = ()


@frozen(cache_hash=True)
class Server:
    """One server of the group; `volatile` is None while it is crashed."""

    id: ServerId
    durable: Durable = Factory(Durable)
    volatile: Volatile | None = Factory(Volatile)
    history: History = Factory(History)

    def leads(self) -> bool:
        return self.volatile is not None and self.volatile.role is Role.LEADER

    def progress_of(self, peer: ServerId) -> Progress | None:
        """Return what a leader knows of a peer; None if it does not lead, or the peer is none of its own."""
        known = self.volatile.progress if self.volatile is not None and self.leads() else ()
        return next((progress for progress in known if progress.peer == peer), None)

    def running(self) -> Volatile:
        """Return the volatile state of a server that is known to be up."""
        assert self.volatile is not None, "a crashed server handles no message"
        return self.volatile


def last_index(log: Log) -> int:
    """Return the index of the last entry, 0 for an empty log."""
    return len(log)


def term_at(log: Log, index: int) -> int | None:
    """Return the term of the entry at an index: 0 before the first, None beyond the last."""
    if index == 0:
        return 0
    return log[index - 1].term if index <= len(log) else None
