"""What PreVote promises: that to ask changes nothing, and that whoever is followed is left alone."""

from model.raft.state import Role, Server
from properties import raft_views
from properties.statement import Finding, Shape, always, each_step, sometimes


@always(Shape.ONE, Server, cites="dissertation §9.6; daos-stack/raft#70")
def leader_grants_no_pre_vote(server: Server) -> Finding:
    """A leader grants no pre-vote."""
    if not server.history.pre_votes_as_leader:
        return None
    return f"{server.id} led term {server.history.pre_votes_as_leader[0]} and granted a pre-vote"


@each_step(Server, cites="dissertation §9.6")
def pre_candidate_keeps_its_term(before: Server, after: Server) -> Finding:
    """A server that asks for pre-votes keeps its term, and does not vote for itself."""
    if after.volatile is None or after.volatile.role is not Role.PRE_CANDIDATE:
        return None
    was, now = before.durable, after.durable
    if now.current_term != was.current_term:
        return f"{after.id} went from term {was.current_term} to {now.current_term} as a pre-candidate"
    if now.voted_for == after.id != was.voted_for:
        return f"{after.id} voted for itself as a pre-candidate"
    return None


@always(Shape.ALL, Server, cites="§5.2, dissertation §9.6", sees=raft_views.vote)
def term_begins_with_a_candidate(servers: tuple[Server, ...]) -> Finding:
    """A term begins with a candidate that votes for itself: no pre-vote begins one."""
    latest = max(server.durable.current_term for server in servers)
    there = [server for server in servers if server.durable.current_term == latest]
    if latest == 0 or any(server.durable.voted_for == server.id for server in there):
        return None
    return f"{there[0].id} is in term {latest}, and nobody stood for election in it"


@sometimes(Shape.STEP, Server, cites="dissertation §9.6; etcd#8499")
def leader_unseated(before: Server, after: Server) -> Finding:
    """A leader that is up learns of a newer term, and steps down."""
    if not before.leads() or after.volatile is None or after.leads():
        return None
    was, now = before.durable.current_term, after.durable.current_term
    return f"{after.id} led term {was}, and follows in term {now}" if now > was else None
