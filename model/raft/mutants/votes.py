"""Mistakes in who gets a vote, and in counting votes."""

from attrs import frozen

from model.raft.messages import RequestVoteResponse
from model.raft.rules import Raft
from model.raft.state import Log, Role, ServerId, last_index, term_at
from model.rules import mutant


@mutant("quorum-half", cites="§5.2; akka-raft#42")
class QuorumHalf(Raft):
    """Half of the votes is taken for a majority. Two candidates win the same term."""

    def vote_quorum(self) -> int:
        return len(self.servers) // 2


@mutant("vote-twice", cites="§5.2, Figure 2 (RequestVote 2)")
class VoteTwice(Raft):
    """A server ignores that it has already voted in this term. Two candidates win with its vote."""

    def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("no-stepdown-on-higher-term", cites="§5.1, Figure 2 (all servers)")
class NoStepdownOnHigherTerm(Raft):
    """A server that adopts a newer term keeps its role. A stale leader leads a term that it did not win."""

    def role_in_adopted_term(self, role: Role) -> Role:
        return role


@mutant("stale-term-vote-counted", cites="§5.2; xraft#33, akka-raft#46, little-raft#44")
class StaleTermVoteCounted(Raft):
    """A candidate does not look at the term of an answer. A vote of an earlier election wins it this one."""

    def counts_vote(self, response: RequestVoteResponse, role: Role, current_term: int) -> bool:  # noqa: ARG002  # the mistake
        return role is Role.CANDIDATE


@mutant("vote-cleared-on-same-term-stepdown", cites="§5.2, Figure 2 (state: votedFor); akka-raft#56")
class VoteClearedOnSameTermStepdown(Raft):
    """A server that hears of the leader of its term forgets its vote. It gives it again, to another."""

    def vote_under_leader(self, voted_for: ServerId | None) -> ServerId | None:  # noqa: ARG002  # the mistake
        return None


@frozen(cache_hash=True)
class Again:
    """The same vote once more: what a counter counts and a set does not."""

    voter: ServerId
    number: int

    def __str__(self) -> str:
        return f"{self.voter} again"


@mutant("duplicate-votes-counted", cites="§5.2; akka-raft#45")
class DuplicateVotesCounted(Raft):
    """A vote that arrives twice counts twice. In a group of four, a duplicate makes up for a missing vote."""

    def with_vote(self, votes: frozenset[ServerId], voter: ServerId) -> frozenset[ServerId]:
        return votes | {Again(voter, len(votes)) if voter in votes else voter}  # type: ignore[arg-type]  # the mistake


@mutant("no-log-check-in-vote", cites="§5.4.1")
class NoLogCheckInVote(Raft):
    """A vote is given without a look at the candidate's log. A leader lacks what is committed."""

    def log_is_up_to_date(self, last_log_index: int, last_log_term: int, log: Log) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("compare-last-term-only", cites="§5.4.1")
class CompareLastTermOnly(Raft):
    """Of two logs with the same last term, the length is not compared. The shorter one's server may lead."""

    def log_is_up_to_date(self, last_log_index: int, last_log_term: int, log: Log) -> bool:  # noqa: ARG002  # the mistake
        return last_log_term >= (term_at(log, last_index(log)) or 0)


@mutant("compare-length-only", cites="§5.4.1; simpleRaft#10")
class CompareLengthOnly(Raft):
    """The longer log wins, whatever its last term. Entries that were never committed outdo one that was."""

    def log_is_up_to_date(self, last_log_index: int, last_log_term: int, log: Log) -> bool:  # noqa: ARG002  # the mistake
        return last_log_index >= last_index(log)


@mutant("candidate-ignores-same-term-append", cites="§5.2, Figure 2 (candidates); influxdb#1663")
class CandidateIgnoresSameTermAppend(Raft):
    """A candidate that hears of the leader of its term goes on standing. It follows nobody."""

    def role_under_leader(self, role: Role) -> Role:
        return role
