"""Mistakes in what keeps a leader in office: leases and pre-votes."""

from model.raft.messages import Payload, RequestPreVote
from model.raft.prompt import PromptPreVote
from model.raft.stability import PreVote
from model.raft.state import Role, ServerId
from model.rules import mutant


@mutant("leader-grants-prevote", cites="dissertation §9.6; daos-stack/raft#70")
class LeaderGrantsPrevote(PreVote):
    """A server asks whether it hears a leader, not whether it is one. A leader helps to unseat itself."""

    def in_lease(self, role: Role, leader: ServerId | None) -> bool:  # noqa: ARG002  # the mistake
        return leader is not None


@mutant("prevote-raises-term", cites="dissertation §9.6")
class PrevoteRaisesTerm(PreVote):
    """A pre-candidate already takes the new term. It disturbs the leader as if there were no pre-vote."""

    def term_while_asking(self, current_term: int) -> int:
        return self.term_to_stand_in(current_term)


@mutant("prevote-deadlock", cites="etcd#8243, etcd#8501")
class PrevoteDeadlock(PromptPreVote):
    """A pre-vote of an older term is dropped without a word. Who asks never learns of the newer term."""

    def answers_pre_vote(self, request: RequestPreVote, current_term: int) -> bool:
        return request.term >= current_term


@mutant("partial-connectivity-livelock", cites="dissertation §4.2.3; Cloudflare's outage of 2 November 2020")
class PartialConnectivityLivelock(PromptPreVote):
    """Who hears from a leader helps to elect another all the same. Two who cannot reach each other depose
    each other for ever, by way of a third.
    """

    def ignores(self, payload: Payload, role: Role, leader: ServerId | None, current_term: int) -> bool:  # noqa: ARG002  # the mistake
        return False
