"""What must hold of Raft in every world: Figure 3 of the paper, and what a commit means.

Figure 3's other property, Leader Append-Only, is about steps: see `properties.raft_steps`.
"""

from model.raft.quorum import majority
from model.raft.state import Log, Server, term_at
from properties import raft_views
from properties.statement import Finding, Shape, always


@always(Shape.PAIR, Server, cites="Figure 3, §5.2", sees=raft_views.elections)
def election_safety(a: Server, b: Server) -> Finding:
    """At most one leader can be elected in a given term.

    Nor can one that was elected in an earlier term lead on beside it.
    """
    for place, term in enumerate(a.history.elected):
        if term in (b.history.elected if a.id != b.id else a.history.elected[:place]):
            who = f"{a.id} and {b.id} were both" if a.id != b.id else f"{a.id} was twice"
            return f"{who} elected in term {term}"
    term = b.durable.current_term
    if a.id != b.id and a.leads() and b.leads() and a.durable.current_term == term:
        return f"{a.id} and {b.id} both lead term {term}"
    return None


@always(Shape.PAIR, Server, cites="Figure 3, §5.3", sees=raft_views.log)
def log_matching(a: Server, b: Server) -> Finding:
    """If two logs contain an entry with the same index and term, then the logs are identical in all
    entries up through the given index.
    """
    if a.id == b.id:
        return None
    log_a, log_b = a.durable.log, b.durable.log
    for index in range(min(len(log_a), len(log_b)), 0, -1):
        if term_at(log_a, index) == term_at(log_b, index):
            differs = next((i for i in range(index) if log_a[i] != log_b[i]), None)
            if differs is None:
                return None
            return (
                f"the logs of {a.id} and {b.id} both have an entry of term {term_at(log_a, index)} at "
                f"index {index}, but at index {differs + 1} {a.id} has {log_a[differs]} and {b.id} has "
                f"{log_b[differs]}"
            )
    return None


@always(Shape.PAIR, Server, cites="Figure 3, §5.4", sees=raft_views.led_log_and_commits)
def leader_completeness(a: Server, b: Server) -> Finding:
    """If a log entry is committed in a given term, then that entry will be present in the logs of the
    leaders for all higher-numbered terms.

    The given term is the one in which the entry *was committed*, not the entry's own: a stale
    leader of a term between the two is owed nothing.
    """
    if not b.leads():
        return None
    for committed in a.history.committed:
        if committed.term < b.durable.current_term and not _has(
            b.durable.log, committed.index, committed.entry
        ):
            return f"{b.id} leads term {b.durable.current_term} without {committed} (as {a.id} knows)"
    return None


@always(Shape.PAIR, Server, cites="Figure 3, §5.4.3", sees=raft_views.commits)
def state_machine_safety(a: Server, b: Server) -> Finding:
    """If a server has applied a log entry at a given index, no other server will ever apply a different
    log entry for the same index.

    Nor will it itself, after a crash. What is committed is taken for applied.
    """
    for mine in a.history.committed:
        for other in b.history.committed:
            if mine.index == other.index and mine.entry != other.entry:
                return f"at index {mine.index}, {a.id} applied {mine.entry} and {b.id} applied {other.entry}"
    return None


@always(Shape.ALL, Server, cites="§5.3, §5.4", sees=raft_views.log_and_commits)
def committed_on_majority(servers: tuple[Server, ...]) -> Finding:
    """An entry that was committed, and so acknowledged to a client, is on the disks of a majority."""
    for server in servers:
        for committed in server.history.committed:
            holders = [one.id for one in servers if _has(one.durable.log, committed.index, committed.entry)]
            if len(holders) < majority(len(servers)):
                where = " and ".join(holders) or "no server"
                return f"{committed} (as {server.id} knows), is on the disk of {where} only"
    return None


def _has(log: Log, index: int, entry: object) -> bool:
    return index <= len(log) and log[index - 1] == entry
