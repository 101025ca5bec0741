"""What must hold of each step of a Raft server: what never goes back, and what is never done twice."""

from model.raft.state import Server
from properties.statement import Finding, each_step


@each_step(Server, cites="Figure 3, §5.3")
def leader_append_only(before: Server, after: Server) -> Finding:
    """A leader never overwrites or deletes entries in its log; it only appends new entries."""
    if not before.leads() or not after.leads() or before.durable.current_term != after.durable.current_term:
        return None
    kept = after.durable.log[: len(before.durable.log)]
    if kept == before.durable.log:
        return None
    return f"{after.id}, leader of term {after.durable.current_term}, did not keep its log"


@each_step(Server, cites="§5.2, Figure 2 (state: votedFor)")
def one_vote_per_term(before: Server, after: Server) -> Finding:
    """A server votes for at most one candidate in a term, and remembers it across crashes."""
    voted_for, term = before.durable.voted_for, before.durable.current_term
    if voted_for is None or after.durable.current_term > term:
        return None
    if after.durable.current_term < term:
        return f"{after.id} forgot term {term}, in which it had voted for {voted_for}"
    if after.durable.voted_for is None:
        return f"{after.id} forgot that it had voted for {voted_for} in term {term}"
    if after.durable.voted_for != voted_for:
        return f"in term {term}, {after.id} voted for {voted_for} and then for {after.durable.voted_for}"
    return None


@each_step(Server, cites="§5.1, Figure 2 (state: currentTerm)")
def term_never_goes_back(before: Server, after: Server) -> Finding:
    """A server's current term increases monotonically, across crashes, too."""
    if after.durable.current_term >= before.durable.current_term:
        return None
    return f"{after.id} went back from term {before.durable.current_term} to {after.durable.current_term}"


@each_step(Server, cites="Figure 2 (state: commitIndex)")
def commit_index_never_goes_back(before: Server, after: Server) -> Finding:
    """A server's commit index increases monotonically, from its start to its crash."""
    if before.volatile is None or after.volatile is None:
        return None
    if after.volatile.commit_index >= before.volatile.commit_index:
        return None
    return (
        f"{after.id} took its commit index back from {before.volatile.commit_index} "
        f"to {after.volatile.commit_index}"
    )


@each_step(Server, cites="Figure 2 (state: matchIndex)")
def match_index_never_goes_back(before: Server, after: Server) -> Finding:
    """What a leader knows of a follower's log increases monotonically, as long as it leads a term."""
    if not before.leads() or not after.leads() or before.durable.current_term != after.durable.current_term:
        return None
    for known in before.running().progress:
        now = after.progress_of(known.peer)
        if now is not None and now.match_index < known.match_index:
            return (
                f"{after.id} took what it knows of {known.peer} back from index {known.match_index} "
                f"to {now.match_index}"
            )
    return None
