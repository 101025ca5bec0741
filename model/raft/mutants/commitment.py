"""Mistakes in what is taken for committed."""

from collections.abc import Collection

from model.raft.rules import Raft
from model.raft.state import Durable, Entry, Progress, ServerId, last_index
from model.rules import mutant


@mutant("commit-quorum-half", cites="§5.3; akka-raft#42")
class CommitQuorumHalf(Raft):
    """Half of the copies is taken for a majority. A later leader lacks what was acknowledged."""

    def commit_quorum(self) -> int:
        return len(self.servers) // 2


@mutant("commit-index-regress", cites="Figure 2 (AppendEntries 5); PySyncObj#166, raft.tla#19")
class CommitIndexRegress(Raft):
    """A follower takes the commit index of every message. One that comes late takes it back."""

    def follower_commit_index(self, commit_index: int, leader_commit: int, last_new_index: int) -> int:  # noqa: ARG002  # the mistake
        return min(leader_commit, last_new_index)


@mutant("commit-without-min", cites="Figure 2 (AppendEntries 5); copycat#265, scylladb#9965, etcd#1203")
class CommitWithoutMin(Raft):
    """A follower takes the leader's commit index beyond what a message matched. It applies its own."""

    def follower_commit_index(self, commit_index: int, leader_commit: int, last_new_index: int) -> int:  # noqa: ARG002  # the mistake
        return max(commit_index, leader_commit)


@mutant("commit-old-term-by-count", cites="§5.4.2, Figure 8; logcabin#44, PySyncObj#169, canonical/raft#220")
class CommitOldTermByCount(Raft):
    """A leader counts the replicas of an old entry. A leader with a later one overwrites it all the same."""

    def is_committed_by_counting(self, entry: Entry, current_term: int) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("stop-commit-scan-at-old-term", cites="§5.4.2, Figure 2 (leaders); raftos PR#30")
class StopCommitScanAtOldTerm(Raft):
    """A leader looks from the commit index up, and stops at an old entry. It commits nothing behind that."""

    def leader_commit_index(
        self, durable: Durable, commit_index: int, leader: ServerId, progress: Collection[Progress]
    ) -> int:
        for index in range(commit_index + 1, last_index(durable.log) + 1):
            if not self.is_committed_by_counting(durable.log[index - 1], durable.current_term):
                break
            if self.is_replicated(self.replicas(index, leader, progress)):
                commit_index = index
        return commit_index
