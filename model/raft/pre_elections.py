"""What a server does with leases and pre-votes (`model.raft.stability`).

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from attrs import evolve

from model.process import Message, Outcome
from model.raft.elections import count_vote
from model.raft.events import LeaderTimeout, QuorumTimeout
from model.raft.messages import PreVoteResponse, RequestPreVote
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum, PreVote
from model.raft.state import Role, Server, ServerId


def on_leader_timeout(rules: Raft, server: Server, event: LeaderTimeout) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if server.volatile is None or server.volatile.leader is None:
        return None
    return Outcome(evolve(server, volatile=evolve(server.volatile, leader=None)))


def on_quorum_timeout(rules: CheckQuorum, server: Server, event: QuorumTimeout) -> Outcome | None:
    if not server.leads():
        return None
    if rules.leads_on(server.id, event.heard):
        return Outcome(server)
    return Outcome(evolve(server, volatile=server.running().as_role(Role.FOLLOWER)))


def on_request_pre_vote(
    rules: PreVote, server: Server, candidate: ServerId, request: RequestPreVote
) -> Outcome:
    durable, history = server.durable, server.history
    if not rules.answers_pre_vote(request, durable.current_term):
        return Outcome(server)
    granted = rules.may_vote(server.id) and rules.grants_pre_vote(request, candidate, durable)
    if granted:
        voted_for = rules.vote_after_pre_vote(durable.voted_for, candidate)
        server = evolve(server, durable=evolve(durable, voted_for=voted_for))
        if server.leads():
            noted = (*history.pre_votes_as_leader, durable.current_term)
            server = evolve(server, history=evolve(history, pre_votes_as_leader=noted))
    term = rules.term_of_answer(request.term, durable.current_term, granted=granted)
    answer = PreVoteResponse(term, granted)
    return Outcome(server, (Message(server.id, candidate, answer),))


def on_pre_vote_response(
    rules: PreVote, server: Server, voter: ServerId, response: PreVoteResponse
) -> Outcome:
    if not rules.counts_pre_vote(response, server.running().role, server.durable.current_term):
        return Outcome(server)
    return count_vote(rules, server, voter, granted=response.vote_granted)
