"""What a server does to elect a leader: it stands, it votes, it counts (§5.2).

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from model.process import Message, Outcome
from model.raft.events import ElectionTimeout
from model.raft.messages import RequestPreVote, RequestVote, RequestVoteResponse
from model.raft.quorum import VoteResult
from model.raft.replication import advance_commit, announce
from model.raft.rules import Raft
from model.raft.stability import PreVote
from model.raft.state import Durable, Progress, Role, Server, ServerId, Volatile


def on_election_timeout(rules: Raft, server: Server, event: ElectionTimeout) -> Outcome | None:  # noqa: ARG001  # the table's signature
    volatile = server.volatile
    if volatile is None or not rules.may_stand(server.id, volatile.role):
        return None
    return STANDING[rules.role_to_stand_as()](rules, server)


def stand(rules: Raft, server: Server) -> Outcome:
    """Become a candidate: in a new term, with one's own vote."""
    durable = server.durable
    term = rules.term_to_stand_in(durable.current_term)
    durable = evolve(durable, current_term=term, voted_for=rules.vote_of_candidate(server.id))
    server = evolve(server, durable=durable, volatile=_standing(rules, server, Role.CANDIDATE))
    return _ask(rules, server, RequestVote(term, *rules.log_told(durable.log)))


def ask_first(rules: PreVote, server: Server) -> Outcome:
    """Become a pre-candidate: ask who would vote for one, were it to stand."""
    durable = server.durable
    request = RequestPreVote(rules.term_to_stand_in(durable.current_term), *rules.log_told(durable.log))
    durable = evolve(durable, current_term=rules.term_while_asking(durable.current_term))
    volatile = _standing(rules, server, Role.PRE_CANDIDATE)
    return _ask(rules, evolve(server, durable=durable, volatile=volatile), request)


def lead(rules: Raft, server: Server) -> Outcome:
    """Become the leader of one's term."""
    durable, volatile = server.durable, server.running()
    known = rules.first_next_index(durable.log), rules.first_match_index(durable.log)
    progress = frozenset(Progress(peer, *known) for peer in rules.followed_up(server.id))
    log = durable.log + rules.entries_on_election(durable.current_term)
    elected = (*server.history.elected, durable.current_term)
    leading = evolve(
        server,
        durable=evolve(durable, log=log),
        volatile=evolve(volatile.as_role(Role.LEADER), progress=progress),
        history=evolve(server.history, elected=elected),
    )
    leading = advance_commit(rules, leading) if log != durable.log else leading
    return Outcome(leading, announce(rules, leading))


def on_request_vote(rules: Raft, server: Server, candidate: ServerId, request: RequestVote) -> Outcome:
    durable = server.durable
    granted = rules.may_vote(server.id) and rules.grants_vote(request, candidate, durable)
    if granted:
        durable = evolve(durable, voted_for=rules.vote_recorded(durable.voted_for, candidate))
    answer = RequestVoteResponse(durable.current_term, granted)
    return Outcome(evolve(server, durable=durable), (Message(server.id, candidate, answer),))


def on_request_vote_response(
    rules: Raft, server: Server, voter: ServerId, response: RequestVoteResponse
) -> Outcome:
    if not rules.counts_vote(response, server.running().role, server.durable.current_term):
        return Outcome(server)
    return count_vote(rules, server, voter, granted=response.vote_granted)


def count_vote(rules: Raft, server: Server, voter: ServerId, *, granted: bool) -> Outcome:
    """Put an answer to the others, and see how the election stands."""
    volatile = server.running()
    if granted:
        volatile = evolve(volatile, votes_granted=rules.with_vote(volatile.votes_granted, voter))
    else:
        volatile = evolve(volatile, votes_refused=rules.with_vote(volatile.votes_refused, voter))
    return _count_votes(rules, evolve(server, volatile=volatile))


def adopt_newer_term(rules: Raft, server: Server, term: int) -> Server:
    """Go on in the term that a message told, if it is newer than one's own."""
    durable, volatile = server.durable, server.running()
    if not rules.is_newer_term(term, durable.current_term):
        return server
    voted_for = rules.vote_in_adopted_term(durable.voted_for)
    role = rules.role_in_adopted_term(volatile.role)
    return evolve(
        server,
        durable=Durable(current_term=term, voted_for=voted_for, log=durable.log),
        volatile=evolve(volatile.as_role(role), leader=None),
    )


def _count_votes(rules: Raft, server: Server) -> Outcome:
    volatile = server.running()
    match rules.vote_result(volatile.votes_granted, volatile.votes_refused):
        case VoteResult.WON:
            return WINNING[volatile.role](rules, server)
        case VoteResult.LOST:
            return Outcome(evolve(server, volatile=volatile.as_role(Role.FOLLOWER)))
        case VoteResult.PENDING:
            return Outcome(server)


def _standing(rules: Raft, server: Server, role: Role) -> Volatile:
    volatile = server.running()
    own = rules.votes_to_begin_with(server.id, volatile.votes_granted)
    return Volatile(role=role, commit_index=volatile.commit_index, votes_granted=own)


def _ask(rules: Raft, server: Server, request: RequestVote | RequestPreVote) -> Outcome:
    counted = _count_votes(rules, server)
    asked = tuple(Message(server.id, peer, request) for peer in rules.asked_for_votes(server.id))
    return Outcome(counted.local, asked + counted.sends)


Step = Callable[[Any, Server], Outcome]

STANDING: dict[Role, Step] = {Role.CANDIDATE: stand, Role.PRE_CANDIDATE: ask_first}
"""What a server does whose election time-out elapses, by the role that the rules tell it to take."""

WINNING: dict[Role, Step] = {Role.CANDIDATE: lead, Role.PRE_CANDIDATE: stand}
"""What it does when it has won."""
