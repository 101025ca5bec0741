"""Raft with one rule wrong, for tests only: each breaks a property in a group as small as can be.

The mistakes that people really made are in `model.raft.mutants`. Some of these are of that kind, too;
others are nobody's, and break a property that a real mistake would break in a larger group only.
"""

from collections.abc import Collection

from attrs import evolve

from model.raft.rules import Raft
from model.raft.state import Durable, Entry, Log, Progress, Role, ServerId


class HalfIsEnough(Raft):
    """Half of the votes is taken for a majority."""

    def vote_quorum(self) -> int:
        return len(self.servers) // 2


class LeadsOn(Raft):
    """A leader that learns of a newer term takes its role into it."""

    def role_in_adopted_term(self, role: Role) -> Role:
        return role


class SkipsOne(Raft):
    """A leader sends what comes after the next entry: off by one."""

    def entries_to_send(self, log: Log, next_index: int) -> tuple[Entry, ...]:
        return log[next_index : next_index + self.batch]


class VotesForAnyLog(Raft):
    """The election restriction is dropped."""

    def log_is_up_to_date(self, last_log_index: int, last_log_term: int, log: Log) -> bool:
        return True


class LosesLog(Raft):
    """The log is not on disk when it is answered for."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, log=())


class LosesVote(Raft):
    """The vote is not on disk when it is given."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, voted_for=None)


class LosesTerm(Raft):
    """The term is not on disk when it is answered for."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, current_term=0)


class FollowsAnyTerm(Raft):
    """A server adopts any other term, older ones, too."""

    def is_newer_term(self, term: int, current_term: int) -> bool:
        return term != current_term


class HearsOldLeaders(Raft):
    """Entries of a leader of an older term are accepted."""

    def accepts_leader(self, term: int, current_term: int) -> bool:
        return True


class CommitsOnHalf(Raft):
    """Half of the servers is taken for a majority."""

    def commit_quorum(self) -> int:
        return len(self.servers) // 2


class ReportsLogLength(Raft):
    """A follower acknowledges the length of its log."""

    def index_to_acknowledge(self, prev_log_index: int, entries: tuple[Entry, ...], log: Log) -> int:
        return len(log)


class AlwaysTruncates(Raft):
    """A follower cuts its log behind what a message brings, with or without a conflict."""

    def log_after_append(self, log: Log, prev_log_index: int, entries: tuple[Entry, ...]) -> Log:
        return log[:prev_log_index] + entries


class KeepsTheLatestOnly(Raft):
    """A leader replaces its log by the latest entry."""

    def log_after_request(self, log: Log, entry: Entry) -> Log:
        return (entry,)


class VotesTwice(Raft):
    """A server ignores that it has already voted in this term."""

    def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:
        return True


class FreesVoteUnderLeader(Raft):
    """A server that recognises a leader forgets its vote, in the same term."""

    def vote_under_leader(self, voted_for: ServerId | None) -> ServerId | None:
        return None


class StandsInItsTerm(Raft):
    """A server stands for election without a new term."""

    def term_to_stand_in(self, current_term: int) -> int:
        return max(current_term, 1)


class FollowsCommitIndexBack(Raft):
    """A follower's commit index falls with a message that comes late."""

    def follower_commit_index(self, commit_index: int, leader_commit: int, last_new_index: int) -> int:
        return min(leader_commit, last_new_index)


class RecountsFromZero(Raft):
    """A leader takes for committed only what it can count itself."""

    def leader_commit_index(
        self, durable: Durable, commit_index: int, leader: ServerId, progress: Collection[Progress]
    ) -> int:
        return super().leader_commit_index(durable, 0, leader, progress)


class BelievesTheLatest(Raft):
    """A leader takes what it heard last for what matches."""

    def match_index_after(self, match_index: int, acknowledged: int) -> int:
        return acknowledged
