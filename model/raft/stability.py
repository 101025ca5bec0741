"""What keeps a leader in office: CheckQuorum and PreVote, as etcd has them.

The dissertation is Ongaro's, which proposes them in §6.4.1 and §9.6. There is no clock here. That a
server is *in the lease* of a leader, as it heard from the leader of its term within the minimum election
time-out, is one field in memory: whom it heard from. The event `LeaderTimeout` clears it, and so does an
election time-out.

What a leader heard within an election time-out is not counted message by message: the event
`QuorumTimeout` says it (`model.raft.timing` says when that may be).
"""

from attrs import frozen

from model.raft.messages import Payload, PreVoteResponse, RequestPreVote, RequestVote
from model.raft.rules import Raft
from model.raft.state import Durable, Role, ServerId
from model.rules import rule


@frozen
class CheckQuorum(Raft):
    """Raft in which a leader gives up that no quorum answers, and followers stand by one that they hear."""

    @rule(cites="dissertation §4.2.3; etcd-io/raft (Step: a lease, with CheckQuorum)")
    def leader_remembered(self, leader: ServerId) -> ServerId | None:
        """A server that hears from the leader of its term remembers it until a time-out ends."""
        return leader

    @rule(cites="dissertation §4.2.3; etcd-io/raft (Step: a lease, with CheckQuorum)")
    def in_lease(self, role: Role, leader: ServerId | None) -> bool:
        """A server is in a lease while it leads, or has just heard from the leader of its term."""
        return role is Role.LEADER or leader is not None

    @rule(cites="dissertation §4.2.3; etcd-io/raft (Step: a lease, with CheckQuorum)")
    def ignores(self, payload: Payload, role: Role, leader: ServerId | None, current_term: int) -> bool:
        """In a lease, a server ignores who asks for votes or pre-votes in a newer term."""
        asks = isinstance(payload, RequestVote | RequestPreVote)
        return asks and payload.term > current_term and self.in_lease(role, leader)

    @rule(cites="dissertation §6.2, §6.4.1")
    def leads_on(self, leader: ServerId, heard: frozenset[ServerId]) -> bool:
        """A leader steps down if an election time-out passes in which it does not hear from a quorum."""
        return self.is_replicated(heard | {leader})


@frozen
class PreVote(CheckQuorum):
    """CheckQuorum, and a server asks whether it would win before it stands."""

    @rule(cites="dissertation §9.6")
    def role_to_stand_as(self) -> Role:
        """Before it begins an election, a server asks who would vote for it, as a pre-candidate."""
        return Role.PRE_CANDIDATE

    @rule(cites="dissertation §9.6")
    def term_while_asking(self, current_term: int) -> int:
        """A pre-candidate does not raise its term."""
        return current_term

    @rule(cites="dissertation §9.6; etcd-io/raft (Step: MsgPreVote, MsgPreVoteResp)")
    def term_told(self, payload: Payload) -> int:
        """A pre-vote that is asked for or granted speaks of a term that may never begin: it tells none."""
        match payload:
            case RequestPreVote() | PreVoteResponse(vote_granted=True):
                return 0
            case _:
                return payload.term

    @rule(cites="etcd#8243, etcd#8501")
    def answers_pre_vote(self, request: RequestPreVote, current_term: int) -> bool:  # noqa: ARG002  # a mutant drops old ones
        """A pre-vote is answered even if its term is older, so that the one who asks learns of the newer."""
        return True

    @rule(cites="dissertation §9.6; etcd-io/raft (Step: MsgPreVote)")
    def grants_pre_vote(self, request: RequestPreVote, candidate: ServerId, durable: Durable) -> bool:
        """A pre-vote is granted to whom the server could give its vote in that term; it gives none yet."""
        free = request.term > durable.current_term or (
            request.term == durable.current_term and self.vote_is_free(durable.voted_for, candidate)
        )
        return free and self.log_is_up_to_date(request.last_log_index, request.last_log_term, durable.log)

    @rule(cites="dissertation §9.6; etcd-io/raft (Step: MsgPreVote)")
    def vote_after_pre_vote(self, voted_for: ServerId | None, candidate: ServerId) -> ServerId | None:  # noqa: ARG002  # a mutant records it
        """To grant a pre-vote is not to vote."""
        return voted_for

    @rule(cites="dissertation §9.6; etcd-io/raft (Step: MsgPreVote)")
    def term_of_answer(self, asked: int, current_term: int, *, granted: bool) -> int:
        """A pre-vote is granted for the term that was asked about, and refused with the server's own."""
        return asked if granted else current_term

    @rule(cites="dissertation §9.6; etcd-io/raft (Step: MsgPreVoteResp)")
    def counts_pre_vote(self, response: PreVoteResponse, role: Role, current_term: int) -> bool:
        """Only a pre-candidate counts pre-votes: those for its next term, and refusals in its own."""
        expected = self.term_to_stand_in(current_term) if response.vote_granted else current_term
        return role is Role.PRE_CANDIDATE and response.term == expected
