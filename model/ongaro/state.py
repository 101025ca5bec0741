"""What a server remembers, named as in `model.raft`; each field is one variable of the TLA+.

Server ids and values are only compared, never ordered or computed with: any two servers can be
exchanged throughout a world, and so can any two values.
"""

from collections.abc import Iterable

from attrs import frozen

from model.raft.state import Durable, Log, Progress, Role, ServerId

FIRST_TERM = 1


@frozen(cache_hash=True)
class Volatile:
    """What a restart loses: ``state``, ``commitIndex``, the votes and, for every server, the indexes.

    `votes_responded` and `votes_granted` are ``votesResponded`` and ``votesGranted``; `progress` is
    ``nextIndex`` and ``matchIndex``.
    """

    progress: frozenset[Progress]
    role: Role = Role.FOLLOWER
    commit_index: int = 0
    votes_responded: frozenset[ServerId] = frozenset()
    votes_granted: frozenset[ServerId] = frozenset()

    def __str__(self) -> str:
        return f"{self.role}, commit index {self.commit_index}"

    def servers(self) -> frozenset[ServerId]:
        """Return all servers of the group: indexes are kept for each, the server itself included."""
        return frozenset(progress.peer for progress in self.progress)

    def progress_of(self, peer: ServerId) -> Progress:
        """Return the indexes kept for a server; raises KeyError if it is not of the group."""
        for progress in self.progress:
            if progress.peer == peer:
                return progress
        raise KeyError(peer)


@frozen(cache_hash=True)
class Server:
    """One server; `durable` is ``currentTerm``, ``votedFor`` and ``log``. It is never down."""

    id: ServerId
    durable: Durable
    volatile: Volatile

    def leads(self) -> bool:
        return self.volatile.role is Role.LEADER


def all_from(servers: Iterable[ServerId], next_index: int) -> frozenset[Progress]:
    """Return the indexes with the same next index for every server, and nothing known to match."""
    return frozenset(Progress(server, next_index) for server in servers)


def started(servers: Iterable[ServerId]) -> Volatile:
    """Return the volatile state of a server that has just started."""
    return Volatile(progress=all_from(servers, 1))


def new_server(server: ServerId, servers: Iterable[ServerId]) -> Server:
    """Return a server as it is in the beginning."""
    return Server(server, Durable(current_term=FIRST_TERM), started(servers))


def last_term(log: Log) -> int:
    """Return the term of the last entry, 0 for an empty log."""
    return log[-1].term if log else 0
