"""What a server does to elect a leader: it stands, it votes, it counts (§5.2).

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from attrs import evolve

from model.process import Message, Outcome
from model.raft.events import ElectionTimeout
from model.raft.messages import RequestVote, RequestVoteResponse
from model.raft.quorum import VoteResult
from model.raft.rules import Raft
from model.raft.state import Durable, Progress, Role, Server, ServerId, Volatile, last_index, term_at


def on_election_timeout(rules: Raft, server: Server, event: ElectionTimeout) -> Outcome | None:  # noqa: ARG001  # the table's signature
    durable, volatile = server.durable, server.volatile
    if volatile is None or not rules.may_stand(volatile.role):
        return None
    term = rules.term_to_stand_in(durable.current_term)
    durable = evolve(durable, current_term=term, voted_for=server.id)
    volatile = Volatile(
        role=Role.CANDIDATE,
        commit_index=volatile.commit_index,
        votes_granted=rules.with_vote(frozenset(), server.id),
    )
    standing = count_votes(rules, evolve(server, durable=durable, volatile=volatile))
    last = last_index(durable.log)
    request = RequestVote(term, last, term_at(durable.log, last) or 0)
    return Outcome(standing, tuple(Message(server.id, peer, request) for peer in _peers(rules, server)))


def on_request_vote(rules: Raft, server: Server, candidate: ServerId, request: RequestVote) -> Outcome:
    durable = server.durable
    granted = rules.grants_vote(request, candidate, durable)
    if granted:
        durable = evolve(durable, voted_for=candidate)
    answer = RequestVoteResponse(durable.current_term, granted)
    return Outcome(evolve(server, durable=durable), (Message(server.id, candidate, answer),))


def on_request_vote_response(
    rules: Raft, server: Server, voter: ServerId, response: RequestVoteResponse
) -> Outcome:
    volatile = server.running()
    if not rules.counts_vote(response, volatile.role, server.durable.current_term):
        return Outcome(server)
    granted, refused = volatile.votes_granted, volatile.votes_refused
    if response.vote_granted:
        granted = rules.with_vote(granted, voter)
    else:
        refused = rules.with_vote(refused, voter)
    volatile = evolve(volatile, votes_granted=granted, votes_refused=refused)
    return Outcome(count_votes(rules, evolve(server, volatile=volatile)))


def _peers(rules: Raft, server: Server) -> tuple[ServerId, ...]:
    return tuple(peer for peer in rules.servers if peer != server.id)


def adopt_newer_term(rules: Raft, server: Server, term: int) -> Server:
    durable, volatile = server.durable, server.running()
    if not rules.is_newer_term(term, durable.current_term):
        return server
    voted_for = rules.vote_in_adopted_term(durable.voted_for)
    role = rules.role_in_adopted_term(volatile.role)
    return evolve(
        server,
        durable=Durable(current_term=term, voted_for=voted_for, log=durable.log),
        volatile=volatile.as_role(role),
    )


def count_votes(rules: Raft, server: Server) -> Server:
    durable, volatile = server.durable, server.running()
    match rules.vote_result(volatile.votes_granted, volatile.votes_refused):
        case VoteResult.WON:
            next_index = rules.first_next_index(durable.log)
            progress = frozenset(Progress(peer, next_index) for peer in _peers(rules, server))
            leading = evolve(volatile.as_role(Role.LEADER), progress=progress)
            elected = (*server.history.elected, durable.current_term)
            return evolve(server, volatile=leading, history=evolve(server.history, elected=elected))
        case VoteResult.LOST:
            return evolve(server, volatile=volatile.as_role(Role.FOLLOWER))
        case VoteResult.PENDING:
            return server
