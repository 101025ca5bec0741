"""What must hold of Ongaro's specification of Raft, said of one state, as it keeps no history.

What the dissertation proves of the specification speaks of the history variables that the model
leaves out; this is what a state shows of it. One property of `model.raft` does not hold here, by design:
a commit index goes back even without a restart (`model.ongaro` says when; it is a witness below).
"""

from attrs import evolve

from model.ongaro.state import Server, Volatile
from model.raft.state import Role
from properties import raft_safety, raft_steps
from properties.statement import Finding, Shape, always, sometimes


def _leading_and_committed(server: Server) -> Server:
    """What properties over pairs see: the term, the log, what of it is committed, and whether it leads."""
    volatile = server.volatile
    role = Role.LEADER if server.leads() else Role.FOLLOWER
    return Server(
        server.id,
        evolve(server.durable, voted_for=None),
        Volatile(progress=frozenset(), role=role, commit_index=volatile.commit_index),
    )


@always(Shape.PAIR, Server, cites="Figure 3, §5.2", sees=_leading_and_committed)
def election_safety(a: Server, b: Server) -> Finding:
    """No two servers lead the same term at the same time."""
    if a.id == b.id or not a.leads() or not b.leads():
        return None
    term = a.durable.current_term
    return f"{a.id} and {b.id} both lead term {term}" if term == b.durable.current_term else None


# These two look at ids, terms, logs and who leads, which both models have under the same names.
log_matching = evolve(raft_safety.log_matching, of=Server)
leader_append_only = evolve(raft_steps.leader_append_only, of=Server)


@always(Shape.ONE, Server, cites="Figure 2 (state: commitIndex)")
def commit_index_within_log(server: Server) -> Finding:
    """A server's commit index is not beyond the end of its log."""
    commit_index, last = server.volatile.commit_index, len(server.durable.log)
    if commit_index <= last:
        return None
    return f"{server.id} has commit index {commit_index}, and its log ends at index {last}"


@always(Shape.PAIR, Server, cites="Figure 3, §5.4.3", sees=_leading_and_committed)
def state_machine_safety(a: Server, b: Server) -> Finding:
    """Two servers have the same entry at every index up to which both know the log to be committed."""
    for index, (mine, other) in enumerate(zip(_committed(a), _committed(b), strict=False), start=1):
        if mine != other:
            return f"at index {index}, {a.id} has committed {mine} and {b.id} has committed {other}"
    return None


@always(Shape.PAIR, Server, cites="Figure 3, §5.4", sees=_leading_and_committed)
def leader_completeness(a: Server, b: Server) -> Finding:
    """A leader has in its log what any server of its term, or of an older one, knows to be committed.

    An entry is owed to the leaders of terms higher than the one *in which it was committed*. No state
    tells that term, but it is at most the current term of whoever knows; if it is the leader's own
    term, the leader itself has committed the entry. A leader of an older term than `a`'s may
    have been deposed before, and is owed nothing.
    """
    if not b.leads() or b.durable.current_term < a.durable.current_term:
        return None
    log = b.durable.log
    for index, entry in enumerate(_committed(a), start=1):
        if index > len(log) or log[index - 1] != entry:
            return (
                f"{b.id} leads term {b.durable.current_term} without {entry} at index {index}, which "
                f"{a.id}, in term {a.durable.current_term}, knows to be committed"
            )
    return None


@sometimes(Shape.ONE, Server, cites="§5.2")
def leader_elected(server: Server) -> Finding:
    """A leader is elected."""
    return f"{server.id} leads term {server.durable.current_term}" if server.leads() else None


@sometimes(Shape.ONE, Server, cites="§5.3")
def entry_committed(server: Server) -> Finding:
    """An entry is committed."""
    committed = _committed(server)
    return f"{server.id} knows {committed[0]} to be committed" if committed else None


@sometimes(Shape.STEP, Server, cites="§5.3, Figure 7")
def entry_removed(before: Server, after: Server) -> Finding:
    """An entry that conflicts with a leader's is removed."""
    if len(after.durable.log) >= len(before.durable.log):
        return None
    return f"{after.id} removes {before.durable.log[-1]} at index {len(before.durable.log)}"


@sometimes(Shape.STEP, Server, cites="ongardie/raft.tla, HandleAppendEntriesRequest")
def commit_index_goes_back(before: Server, after: Server) -> Finding:
    """A server takes its commit index back: in a restart, or as a message says so."""
    old, new = before.volatile.commit_index, after.volatile.commit_index
    return f"{after.id} takes its commit index back from {old} to {new}" if new < old else None


def _committed(server: Server) -> tuple[object, ...]:
    return server.durable.log[: server.volatile.commit_index]
