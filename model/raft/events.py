"""The events of a server: what it can be asked to do, besides receiving a message."""

from attrs import frozen

from model.raft.state import ServerId, Value


@frozen(cache_hash=True)
class ElectionTimeout:
    """The server has not heard from a leader for too long."""


@frozen(cache_hash=True)
class ClientRequest:
    """A client asks for a value to be stored."""

    value: Value


@frozen(cache_hash=True)
class SendAppendEntries:
    """It is time to send a peer what it lacks, or a heartbeat."""

    peer: ServerId


@frozen(cache_hash=True)
class Crash:
    """The server stops, and forgets what is in memory."""


@frozen(cache_hash=True)
class Restart:
    """A crashed server starts again, from its disk."""
