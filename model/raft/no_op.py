"""The leader's no-op: an entry of its own term, with which it learns what is committed.

A leader may not count replicas of an old entry (§5.4.2); until one of its own term is committed it does
not know how far its log is. So it appends one at once, that asks for nothing (§8, dissertation §6.4).
"""

from attrs import frozen

from model.raft.membership import SingleChange
from model.raft.rules import Raft
from model.raft.state import Entry, Value
from model.rules import rule

NO_OP = Value("no-op")
"""What a no-op stores. Two of them are told apart by their terms: a leader is elected once in each."""


@frozen
class NoOp(Raft):
    """Raft in which a new leader appends a no-op."""

    @rule(cites="§8, dissertation §6.4")
    def entries_on_election(self, term: int) -> tuple[Entry, ...]:
        """A new leader appends an entry of its own term that asks for nothing."""
        return (Entry(term, NO_OP),)


@frozen
class NoOpChange(NoOp, SingleChange):
    """One change of one server at a time, by leaders that begin with a no-op: then each may soon change."""
