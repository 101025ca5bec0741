"""What must be seen at least once, so that nothing holds only because nothing happens."""

from model.raft.quorum import majority
from model.raft.state import Server
from properties import raft_views
from properties.statement import Finding, Shape, sometimes


@sometimes(Shape.ONE, Server, cites="§5.2")
def leader_elected(server: Server) -> Finding:
    """A leader is elected."""
    return f"{server.id} leads term {server.durable.current_term}" if server.leads() else None


@sometimes(Shape.PAIR, Server, cites="§5.2", sees=raft_views.elections)
def leader_replaced(a: Server, b: Server) -> Finding:
    """A leader is replaced by another in a later term."""
    if a.id == b.id or not a.history.elected or not b.history.elected:
        return None
    earlier, later = a.history.elected[0], b.history.elected[-1]
    if earlier >= later:
        return None
    return f"{a.id} was elected in term {earlier}, and {b.id} in term {later}"


@sometimes(Shape.ONE, Server, cites="§5.3")
def entry_committed(server: Server) -> Finding:
    """An entry is committed."""
    if not server.history.committed:
        return None
    return f"{server.id} knows of {server.history.committed[0]}"


@sometimes(Shape.STEP, Server, cites="§5.3, Figure 7")
def entry_overwritten(before: Server, after: Server) -> Finding:
    """An entry that conflicts with a leader's is overwritten."""
    if before.volatile is None or after.volatile is None:
        return None
    for index, (old, new) in enumerate(zip(before.durable.log, after.durable.log, strict=False), start=1):
        if old != new:
            return f"{after.id} overwrites {old} with {new} at index {index}"
    return None


@sometimes(Shape.ALL, Server, cites="§5.2", sees=raft_views.vote)
def split_vote(servers: tuple[Server, ...]) -> Finding:
    """All servers have voted in one term, and no candidate has a majority."""
    terms = {server.durable.current_term for server in servers}
    votes = [server.durable.voted_for for server in servers]
    if len(terms) > 1 or None in votes:
        return None
    most = max(votes.count(candidate) for candidate in votes)
    if most >= majority(len(servers)):
        return None
    return f"all {len(servers)} servers voted in term {terms.pop()}, and no candidate got more than {most}"
