"""Raft as one class of rules: every decision that the protocol makes, named and cited.

The handlers only call these. To get Raft wrong in one way, override one of them (`model.raft.mutants`).
No rule changes anything, sees the network, or reads a server's history. It is more than 300 lines, as all
that the protocol decides is to be read in one place.
"""

from collections.abc import Collection
from typing import Self

from attrs import frozen

from model.raft.messages import AppendEntriesResponse, Payload, RequestVote, RequestVoteResponse
from model.raft.quorum import VoteResult, majority
from model.raft.state import Durable, Entry, Log, Progress, Role, ServerId, Volatile, last_index, term_at
from model.rules import rule


@frozen
class Raft:
    """The rules of a group of `servers`; an AppendEntries carries at most `batch` entries."""

    servers: tuple[ServerId, ...]
    batch: int = 1

    # The group

    @rule(cites="§5, §6")
    def in_force(self, log: Log, commit_index: int) -> Self:  # noqa: ARG002  # where servers come and go, the log says which there are
        """The servers of the group are always the same."""
        return self

    @rule(cites="§5.2, Figure 2 (candidates)")
    def asked_for_votes(self, candidate: ServerId) -> tuple[ServerId, ...]:
        """A candidate asks all other servers for their votes."""
        return tuple(peer for peer in self.servers if peer != candidate)

    @rule(cites="§5.3, Figure 2 (leaders)")
    def followed_up(self, leader: ServerId) -> tuple[ServerId, ...]:
        """A leader keeps account of all other servers, and sends them what they lack."""
        return tuple(peer for peer in self.servers if peer != leader)

    @rule(cites="Figure 2 (leaders: upon election); the paper's leader tells all at once: see `Prompt`")
    def announced_to(self, leader: ServerId) -> tuple[ServerId, ...]:  # noqa: ARG002  # a prompt one tells its peers
        """A new leader tells the others with the first it sends to each, as an action of its own."""
        return ()

    # Terms

    @rule(cites="§5.2")
    def may_stand(self, server: ServerId, role: Role) -> bool:
        """A server of the group whose election time-out elapses stands for election, unless it leads."""
        return server in self.servers and role is not Role.LEADER

    @rule(cites="§5.2, Figure 2 (followers)")
    def role_to_stand_as(self) -> Role:
        """To begin an election, a follower becomes a candidate at once."""
        return Role.CANDIDATE

    @rule(cites="§5.2")
    def term_to_stand_in(self, current_term: int) -> int:
        """To begin an election, a follower increments its current term."""
        return current_term + 1

    @rule(cites="§5.2, Figure 2 (candidates)")
    def vote_of_candidate(self, candidate: ServerId) -> ServerId | None:
        """A candidate votes for itself, and so for nobody else in its term."""
        return candidate

    @rule(cites="§5.2, Figure 2 (candidates)")
    def votes_to_begin_with(self, candidate: ServerId, votes: frozenset[ServerId]) -> frozenset[ServerId]:  # noqa: ARG002  # a mutant keeps them
        """A candidate begins with its own vote: those of an earlier election are void."""
        return self.with_vote(frozenset(), candidate)

    @rule(cites="§5.4.1, Figure 2 (RequestVote)")
    def log_told(self, log: Log) -> tuple[int, int]:
        """A candidate tells the index and the term of the last entry in its log."""
        return last_index(log), term_at(log, last_index(log)) or 0

    @rule(cites="§5.1")
    def ignores(self, payload: Payload, role: Role, leader: ServerId | None, current_term: int) -> bool:  # noqa: ARG002  # a lease makes one deaf
        """A server ignores no message of its own or a newer term, whoever leads."""
        return False

    @rule(cites="§5.1")
    def term_told(self, payload: Payload) -> int:
        """The term that a message tells is the one that it carries."""
        return payload.term

    @rule(cites="§5.1, Figure 2 (all servers)")
    def is_newer_term(self, term: int, current_term: int) -> bool:
        """A server that learns of a larger term adopts it."""
        return term > current_term

    @rule(cites="Figure 2 (state: votedFor)")
    def vote_in_adopted_term(self, voted_for: ServerId | None) -> ServerId | None:  # noqa: ARG002  # a mutant may keep it
        """In a term that it has just adopted, a server has not voted."""
        return None

    @rule(cites="§5.1, Figure 2 (all servers)")
    def role_in_adopted_term(self, role: Role) -> Role:  # noqa: ARG002  # a mutant may keep it
        """A server that discovers a larger term becomes a follower."""
        return Role.FOLLOWER

    # Votes

    @rule(cites="§5.1, Figure 2 (RequestVote 1)")
    def request_is_current(self, request: RequestVote, current_term: int) -> bool:
        """A request of an older term is refused."""
        return request.term >= current_term

    @rule(cites="§5.2, Figure 2 (RequestVote 2)")
    def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:
        """Each server votes for at most one candidate in a term, first come, first served."""
        return voted_for is None or voted_for == candidate

    @rule(cites="§5.4.1")
    def log_is_up_to_date(self, last_log_index: int, last_log_term: int, log: Log) -> bool:
        """A candidate's log must be at least as up to date as the voter's: later last term, then longer."""
        own_term = term_at(log, last_index(log))
        return (last_log_term, last_log_index) >= (own_term, last_index(log))

    @rule(cites="§5.2, §6")
    def may_vote(self, server: ServerId) -> bool:  # noqa: ARG002  # a mutant asks whether it is a voter
        """Every server that is asked for its vote may give it, whether it knows itself as a voter or not."""
        return True

    @rule(cites="Figure 2 (RequestVote)")
    def grants_vote(self, request: RequestVote, candidate: ServerId, durable: Durable) -> bool:
        """A vote is granted if the request is current, the vote is free and the log is up to date."""
        return (
            self.request_is_current(request, durable.current_term)
            and self.vote_is_free(durable.voted_for, candidate)
            and self.log_is_up_to_date(request.last_log_index, request.last_log_term, durable.log)
        )

    @rule(cites="§5.2, Figure 2 (state: votedFor)")
    def vote_recorded(self, voted_for: ServerId | None, candidate: ServerId) -> ServerId | None:  # noqa: ARG002  # a mutant keeps the old one
        """Whoever grants its vote records for whom."""
        return candidate

    @rule(cites="§5.1, §5.2")
    def counts_vote(self, response: RequestVoteResponse, role: Role, current_term: int) -> bool:
        """Only a candidate counts votes, and only those of the term in which it stands."""
        return role is Role.CANDIDATE and response.term == current_term

    @rule(cites="§5.2")
    def with_vote(self, votes: frozenset[ServerId], voter: ServerId) -> frozenset[ServerId]:
        """A server's vote counts once, however often its answer arrives."""
        return votes | {voter}

    @rule(cites="§5.2")
    def vote_quorum(self) -> int:
        """A candidate wins with votes from a majority of the servers in the full group."""
        return majority(len(self.servers))

    @rule(cites="§5.2; LOST as in etcd, whose candidate then gives up: the paper's waits for its time-out")
    def vote_result(self, granted: frozenset[ServerId], refused: frozenset[ServerId]) -> VoteResult:
        """An election is won with a quorum of votes, lost when too many have refused, else pending."""
        if len(granted) >= self.vote_quorum():
            return VoteResult.WON
        if len(self.servers) - len(refused) < self.vote_quorum():
            return VoteResult.LOST
        return VoteResult.PENDING

    @rule(cites="§5.2, §8")
    def entries_on_election(self, term: int) -> tuple[Entry, ...]:  # noqa: ARG002  # a no-op carries its term
        """A new leader appends nothing of its own."""
        return ()

    # The leader's side of replication

    @rule(cites="§5.3, Figure 2 (leaders)")
    def first_next_index(self, log: Log) -> int:
        """A new leader begins with the index just after the last one in its log."""
        return last_index(log) + 1

    @rule(cites="Figure 2 (state: matchIndex, initialized to 0)")
    def first_match_index(self, log: Log) -> int:  # noqa: ARG002  # a mutant takes its length
        """A new leader knows nothing of the others' logs to match its own."""
        return 0

    @rule(cites="§5.3, §8")
    def takes_requests(self, role: Role) -> bool:
        """Only a leader takes what clients ask for."""
        return role is Role.LEADER

    @rule(cites="§5.3")
    def log_after_request(self, log: Log, entry: Entry) -> Log:
        """A leader appends a client's command to its log as a new entry, and changes nothing else."""
        return (*log, entry)

    @rule(cites="§5.3, Figure 2 (leaders)")
    def entries_to_send(self, log: Log, next_index: int) -> tuple[Entry, ...]:
        """A leader sends the entries from the next index on: up to a batch of them, or none."""
        return log[next_index - 1 : next_index - 1 + self.batch]

    @rule(cites="§5.3, Figure 2 (AppendEntries)")
    def entry_before(self, log: Log, next_index: int) -> tuple[int, int]:
        """With what it sends, a leader tells the index and the term of the entry just before."""
        return next_index - 1, term_at(log, next_index - 1) or 0

    @rule(cites="§5.3, Figure 2 (AppendEntries)")
    def commit_index_told(self, commit_index: int, match_index: int) -> int:  # noqa: ARG002  # etcd's heartbeats tell no more than matches
        """With what it sends, a leader tells its commit index, whatever the follower has."""
        return commit_index

    @rule(cites="§5.1")
    def counts_append(self, response: AppendEntriesResponse, role: Role, current_term: int) -> bool:
        """Only a leader counts acknowledgements, and only those of its own term."""
        return role is Role.LEADER and response.term == current_term

    @rule(cites="§5.3, Figure 2 (leaders)")
    def index_acknowledged(self, response: AppendEntriesResponse, sent_up_to: int) -> int | None:  # noqa: ARG002  # a mutant takes it for granted
        """Only a successful answer says that the follower's log matches, up to the index that it names."""
        return response.match_index if response.success else None

    @rule(cites="Figure 2 (state: matchIndex, increases monotonically)")
    def match_index_after(self, match_index: int, acknowledged: int) -> int:
        """An acknowledgement that comes late takes nothing back."""
        return max(match_index, acknowledged)

    @rule(cites="Figure 2 (leaders)")
    def next_index_after(self, match_index: int) -> int:
        """After an acknowledgement, the leader goes on just behind what is known to match."""
        return match_index + 1

    @rule(cites="§5.3; the lower limit, for answers that come late or twice, as in etcd")
    def next_index_after_refusal(self, next_index: int, match_index: int) -> int:
        """After a refusal, the leader goes back one index, but not behind what is known to match."""
        return max(next_index - 1, match_index + 1)

    # Commitment

    @rule(cites="§5.3")
    def commit_quorum(self) -> int:
        """An entry is committed once it is on a majority of the servers."""
        return majority(len(self.servers))

    @rule(cites="§5.3")
    def replicas(self, index: int, leader: ServerId, progress: Collection[Progress]) -> frozenset[ServerId]:
        """Those that hold an entry are the leader itself and the followers that match so far."""
        return frozenset((leader, *(known.peer for known in progress if known.match_index >= index)))

    @rule(cites="§5.3")
    def is_replicated(self, holders: frozenset[ServerId]) -> bool:
        """Each of those that hold an entry counts once towards the quorum."""
        return len(holders) >= self.commit_quorum()

    @rule(cites="§5.4.2, Figure 8")
    def is_committed_by_counting(self, entry: Entry, current_term: int) -> bool:
        """Only entries from the leader's current term are committed by counting replicas."""
        return entry.term == current_term

    @rule(cites="§5.3, §5.4.2, Figure 2 (leaders)")
    def leader_commit_index(
        self, durable: Durable, commit_index: int, leader: ServerId, progress: Collection[Progress]
    ) -> int:
        """The commit index becomes the largest index that a quorum holds, and so covers all before it."""
        for index in range(last_index(durable.log), commit_index, -1):
            if self.is_committed_by_counting(
                durable.log[index - 1], durable.current_term
            ) and self.is_replicated(self.replicas(index, leader, progress)):
                return index
        return commit_index

    # The follower's side of replication

    @rule(cites="§5.1, Figure 2 (AppendEntries 1)")
    def accepts_leader(self, term: int, current_term: int) -> bool:
        """A follower refuses the entries of a leader of an older term."""
        return term >= current_term

    @rule(cites="§5.2, Figure 2 (candidates)")
    def role_under_leader(self, role: Role) -> Role:  # noqa: ARG002  # a mutant may keep it
        """A candidate that hears of the leader of its term becomes a follower."""
        return Role.FOLLOWER

    @rule(cites="§5.2")
    def leader_remembered(self, leader: ServerId) -> ServerId | None:  # noqa: ARG002  # a lease is held from it
        """To hear from a leader leaves no trace in memory."""
        return None

    @rule(cites="§5.2, Figure 2 (state: votedFor)")
    def vote_under_leader(self, voted_for: ServerId | None) -> ServerId | None:
        """To recognise the leader of its term, a server neither takes its vote back nor gives it again."""
        return voted_for

    @rule(cites="§5.3, Figure 2 (AppendEntries 2)")
    def log_has(self, log: Log, prev_log_index: int, prev_log_term: int) -> bool:
        """Entries are refused unless the log has the one before them, with the same term."""
        return term_at(log, prev_log_index) == prev_log_term

    @rule(cites="§5.3, Figure 2 (AppendEntries 3 and 4)")
    def log_after_append(self, log: Log, prev_log_index: int, entries: tuple[Entry, ...]) -> Log:
        """A conflicting entry goes, with all that follow it; what is new is appended; the rest stays."""
        for offset, entry in enumerate(entries):
            index = prev_log_index + offset + 1
            if term_at(log, index) != entry.term:
                return log[: index - 1] + entries[offset:]
        return log

    @rule(cites="Figure 2 (AppendEntries 5)")
    def follower_commit_index(self, commit_index: int, leader_commit: int, last_new_index: int) -> int:
        """A follower's commit index follows the leader's, up to the last new entry, and never falls."""
        return max(commit_index, min(leader_commit, last_new_index))

    @rule(cites="§5.3")
    def index_to_acknowledge(self, prev_log_index: int, entries: tuple[Entry, ...], log: Log) -> int:  # noqa: ARG002  # a mutant reports the log's length
        """A follower acknowledges what this very message showed to match, up to its last entry."""
        return prev_log_index + len(entries)

    # Crashes

    @rule(cites="§5.1, Figure 2 (state: updated on stable storage before responding to RPCs)")
    def survives_crash(self, durable: Durable) -> Durable:
        """The current term, the vote and the log were on disk before they were answered for."""
        return durable

    @rule(cites="§5.2, Figure 2 (state)")
    def after_restart(self) -> Volatile:
        """A server starts as a follower that knows nothing to be committed."""
        return Volatile()
