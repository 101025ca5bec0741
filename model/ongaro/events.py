"""What a server can be asked to do: each event is one action of the TLA+, or one branch of a handler.

The event of the handlers' other branches, those that consume the message, is `model.process.Receive`.
"""

from attrs import frozen

from model.process import Message
from model.raft.state import ServerId, Value


@frozen(cache_hash=True)
class Restart:
    """``Restart``: the server forgets all but its term, its vote and its log."""


@frozen(cache_hash=True)
class ElectionTimeout:
    """``Timeout``: the server stands for election, in the next term."""


@frozen(cache_hash=True)
class SendRequestVote:
    """``RequestVote``: a candidate asks a server for its vote, perhaps itself."""

    peer: ServerId


@frozen(cache_hash=True)
class SendAppendEntries:
    """``AppendEntries``: a leader sends another server one entry, or none."""

    peer: ServerId


@frozen(cache_hash=True)
class BecomeLeader:
    """``BecomeLeader``: a candidate has the votes of a quorum."""


@frozen(cache_hash=True)
class ClientRequest:
    """``ClientRequest``: a leader appends a value to its log."""

    value: Value


@frozen(cache_hash=True)
class AdvanceCommitIndex:
    """``AdvanceCommitIndex``: a leader computes its commit index."""


@frozen(cache_hash=True)
class UpdateTerm:
    """``UpdateTerm``: a message is of a newer term."""

    message: Message


@frozen(cache_hash=True)
class DropStaleResponse:
    """``DropStaleResponse``: an answer is of an older term."""

    message: Message


@frozen(cache_hash=True)
class ReturnToFollower:
    """``HandleAppendEntriesRequest``, second branch: a candidate hears of the leader of its term."""

    message: Message


@frozen(cache_hash=True)
class RemoveConflict:
    """``HandleAppendEntriesRequest``: the log has another entry where the message's belongs."""

    message: Message


@frozen(cache_hash=True)
class AppendEntry:
    """``HandleAppendEntriesRequest``: the message's entry is the next one for the log."""

    message: Message


@frozen(cache_hash=True)
class Duplicate:
    """``DuplicateMessage``: the network puts another copy in flight; the receiver does not notice."""

    message: Message


@frozen(cache_hash=True)
class Drop:
    """``DropMessage``: the network loses a copy; the receiver does not notice."""

    message: Message
