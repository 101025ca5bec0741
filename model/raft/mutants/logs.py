"""Mistakes in how a log is copied, and in what is known of the copy."""

from model.raft.messages import AppendEntriesResponse
from model.raft.rules import Raft
from model.raft.state import Entry, Log, last_index
from model.rules import mutant


@mutant("match-index-too-high", cites="§5.3; CCF#6016, RavenDB#9325")
class MatchIndexTooHigh(Raft):
    """A follower acknowledges the length of its log. Entries of its own, in conflict, count as copies."""

    def index_to_acknowledge(self, prev_log_index: int, entries: tuple[Entry, ...], log: Log) -> int:  # noqa: ARG002  # the mistake
        return last_index(log)


@mutant("truncate-without-conflict", cites="§5.3, Figure 2; akka-raft#66, CCF#5991, raftos#26")
class TruncateWithoutConflict(Raft):
    """A follower cuts its log behind what a message brings. One that comes late removes what is committed."""

    def log_after_append(self, log: Log, prev_log_index: int, entries: tuple[Entry, ...]) -> Log:
        return log[:prev_log_index] + entries


@mutant("match-index-regress", cites="Figure 2 (state: matchIndex); raftos#25, raft.tla#18")
class MatchIndexRegress(Raft):
    """The latest acknowledgement counts, even if it is an old one. The leader forgets what it knew."""

    def match_index_after(self, match_index: int, acknowledged: int) -> int:  # noqa: ARG002  # the mistake
        return acknowledged


@mutant("stale-term-append-accepted", cites="§5.1, Figure 2 (AppendEntries 1)")
class StaleTermAppendAccepted(Raft):
    """Entries of a leader of an older term are accepted. They overwrite what is committed since."""

    def accepts_leader(self, term: int, current_term: int) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("no-prev-term-check", cites="§5.3, Figure 2 (AppendEntries 2); akka-raft#58")
class NoPrevTermCheck(Raft):
    """A follower looks only whether its log is long enough. New entries come to stand on different ones."""

    def log_has(self, log: Log, prev_log_index: int, prev_log_term: int) -> bool:  # noqa: ARG002  # the mistake
        return prev_log_index <= last_index(log)


@mutant("nack-treated-as-ack", cites="§5.3; CCF (NSDI 2025, Table 2)")
class NackTreatedAsAck(Raft):
    """A leader takes a refusal for an acknowledgement of what it sent. It commits what only it has."""

    def index_acknowledged(self, response: AppendEntriesResponse, sent_up_to: int) -> int | None:
        return response.match_index if response.success else sent_up_to
