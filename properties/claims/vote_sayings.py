"""Why a vote is given, and why it is refused, as properties of the voters."""

from collections.abc import Iterator

from model.raft.state import History, Role, Server, Volatile
from properties.statement import Finding, Shape, always


def ballot(server: Server) -> Server:
    """See its log, its vote, the terms in which it was elected, and if it stands, who refused it a vote."""
    durable = server.durable
    stands = server.volatile is not None and server.volatile.role is Role.CANDIDATE
    volatile = Volatile(role=Role.CANDIDATE, votes_refused=server.running().votes_refused) if stands else None
    return Server(server.id, durable, volatile, History(elected=server.history.elected))


def _how_far(server: Server) -> tuple[int, int]:
    """Return how far a log is, as elections compare it: the term of its last entry, then its length."""
    log = server.durable.log
    return (log[-1].term if log else 0), len(log)


def _open_elections(servers: tuple[Server, ...]) -> Iterator[tuple[Server, int]]:
    """Yield each candidate with its term, unless that has had a leader, who may have changed logs since."""
    for server in servers:
        term = server.durable.current_term
        stands = server.volatile is not None and server.volatile.role is Role.CANDIDATE
        if stands and all(term not in one.history.elected for one in servers):
            yield server, term


@always(Shape.ALL, Server, cites="the article, election 3; §5.4.1", sees=ballot)
def nobody_votes_for_less_than_it_has(servers: tuple[Server, ...]) -> Finding:
    """Whoever has voted for a candidate has no log that is more up to date than the candidate's."""
    for candidate, term in _open_elections(servers):
        for voter in servers:
            durable = voter.durable
            is_for_it = durable.current_term == term and durable.voted_for == candidate.id
            if is_for_it and _how_far(voter) > _how_far(candidate):
                return f"{voter.id} votes for {candidate.id} in term {term}, whose log is behind its own"
    return None


@always(Shape.ALL, Server, cites="the article, election 3; Figure 2 (RequestVote)", sees=ballot)
def a_refusal_has_a_reason(servers: tuple[Server, ...]) -> Finding:
    """Whoever has refused a candidate has voted for another in that term, has gone on to a later one, or
    has a log that is more up to date than the candidate's.
    """
    for candidate, term in _open_elections(servers):
        for voter in servers:
            durable = voter.durable
            is_free = durable.current_term <= term and durable.voted_for in {None, candidate.id}
            has_refused = voter.id in candidate.running().votes_refused
            if has_refused and is_free and _how_far(voter) <= _how_far(candidate):
                return f"{voter.id} refuses {candidate.id} its vote in term {term}, and has no reason to"
    return None


@always(Shape.ONE, Server, cites="the article, election 3")
def nobody_votes_for_another(server: Server) -> Finding:
    """No server votes for another than itself."""
    chosen, term = server.durable.voted_for, server.durable.current_term
    return None if chosen in {None, server.id} else f"{server.id} votes for {chosen} in term {term}"
