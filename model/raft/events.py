"""The events of a server: what it can be asked to do, besides receiving a message."""

from attrs import frozen

from model.raft.state import Configuration, ServerId, Value


@frozen(cache_hash=True)
class ElectionTimeout:
    """The server has not heard from a leader for too long."""


@frozen(cache_hash=True)
class ClientRequest:
    """A client asks for a value to be stored."""

    value: Value


@frozen(cache_hash=True)
class ChangeRequest:
    """An administrator asks for another configuration."""

    target: Configuration


@frozen(cache_hash=True)
class LeaveJoint:
    """It is time for a leader to leave the joint phase."""


@frozen(cache_hash=True)
class SendAppendEntries:
    """It is time to send a peer what it lacks, or a heartbeat."""

    peer: ServerId


@frozen(cache_hash=True)
class SendHeartbeat:
    """It is time to send a peer a heartbeat, and nothing else, whatever it lacks."""

    peer: ServerId


@frozen(cache_hash=True)
class LeaderTimeout:
    """The minimum election time-out passed without a word from the leader that the server heard from."""


@frozen(cache_hash=True)
class QuorumTimeout:
    """An election time-out passed at a leader, in which it heard from these peers."""

    heard: frozenset[ServerId]


@frozen(cache_hash=True)
class DoesNotLead:
    """The server is down, or does not lead: another's time-out needs it to be so."""


@frozen(cache_hash=True)
class IsDown:
    """The server is down: another hears nothing from it."""


@frozen(cache_hash=True)
class SharedTimeout:
    """The election time-outs of all servers that are up end at once, this one's among them."""


@frozen(cache_hash=True)
class Crash:
    """The server stops, and forgets what is in memory."""


@frozen(cache_hash=True)
class Restart:
    """A crashed server starts again, from its disk."""
