"""The four messages of Figure 2, and the two of PreVote; who sends one and who gets it is on its envelope."""

from attrs import frozen

from model.raft.state import Entry


@frozen(cache_hash=True)
class RequestVote:
    """A candidate gathers votes (§5.2). The candidate is the message's source."""

    term: int
    last_log_index: int
    last_log_term: int

    def __str__(self) -> str:
        return (
            f"RequestVote(term {self.term}, last log index {self.last_log_index} "
            f"of term {self.last_log_term})"
        )


@frozen(cache_hash=True)
class RequestVoteResponse:
    """A voter answers."""

    term: int
    vote_granted: bool

    def __str__(self) -> str:
        return f"RequestVoteResponse(term {self.term}, {'granted' if self.vote_granted else 'refused'})"


@frozen(cache_hash=True)
class AppendEntries:
    """A leader replicates entries; without any, it is a heartbeat (§5.2, §5.3)."""

    term: int
    prev_log_index: int
    prev_log_term: int
    entries: tuple[Entry, ...]
    leader_commit: int

    def __str__(self) -> str:
        what = " and ".join(map(str, self.entries)) or "heartbeat"
        return (
            f"AppendEntries(term {self.term}, {what}, after index {self.prev_log_index} "
            f"of term {self.prev_log_term}, leader's commit index {self.leader_commit})"
        )


@frozen(cache_hash=True)
class AppendEntriesResponse:
    """A follower answers; `match_index` is the last index known to be as the leader's, 0 if refused.

    The paper's response has no index: it lets the leader remember what it sent. Real implementations
    say it in the answer, so that answers may come late or twice.
    """

    term: int
    success: bool
    match_index: int = 0

    def __str__(self) -> str:
        said = f"success up to index {self.match_index}" if self.success else "refused"
        return f"AppendEntriesResponse(term {self.term}, {said})"


@frozen(cache_hash=True)
class RequestPreVote:
    """A server asks who would vote for it, in the term in which it would stand (dissertation §9.6)."""

    term: int
    last_log_index: int
    last_log_term: int

    def __str__(self) -> str:
        return (
            f"RequestPreVote(term {self.term}, last log index {self.last_log_index} "
            f"of term {self.last_log_term})"
        )


@frozen(cache_hash=True)
class PreVoteResponse:
    """A server answers: with the term it was asked about if it grants, with its own if it refuses."""

    term: int
    vote_granted: bool

    def __str__(self) -> str:
        return f"PreVoteResponse(term {self.term}, {'granted' if self.vote_granted else 'refused'})"


Payload = (
    RequestVote
    | RequestVoteResponse
    | AppendEntries
    | AppendEntriesResponse
    | RequestPreVote
    | PreVoteResponse
)
