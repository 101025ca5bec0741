"""How Ongaro's specification is told to a reader: as a Raft group, with its own actions on messages."""

from collections.abc import Sequence
from typing import Any

from model.ongaro.state import Server, Volatile
from model.raft.state import Role
from properties.description import Fields
from properties.raft_description import RaftDescription, named, told_log

FATES = {
    "drop": "lost",
    "duplicate": "duplicated",
    "update-term": "read",
    "return-to-follower": "read",
    "remove-conflict": "read",
    "append-entry": "read",
}
"""What becomes of a message, by the kind of action; in any other it is received."""


class OngaroDescription(RaftDescription):
    """Describes the servers of the specification; their messages are those of `model.raft`."""

    def summary(self, local: Any) -> str | None:
        if not isinstance(local, Server):
            return None
        volatile, durable = local.volatile, local.durable
        in_office = volatile.role in {Role.LEADER, Role.CANDIDATE}
        votes = f", votes of {named(volatile.votes_granted)}" if volatile.role is Role.CANDIDATE else ""
        if volatile.role is Role.FOLLOWER and durable.voted_for:
            votes = f", voted for {durable.voted_for}"
        return (
            f"{volatile.role} {'of' if in_office else 'in'} term {durable.current_term}{votes}, "
            f"log {told_log(durable.log)}, commit {volatile.commit_index}"
        )

    def fields(self, local: Any) -> Fields | None:
        if not isinstance(local, Server):
            return None
        durable, volatile = local.durable, local.volatile
        return [
            ("role", volatile.role),
            ("term", durable.current_term),
            ("voted for", durable.voted_for or "nobody"),
            ("log", told_log(durable.log)),
            ("commit index", volatile.commit_index),
            ("votes", named(volatile.votes_granted)),
            ("answers", named(volatile.votes_responded)),
            *_indexes(volatile),
        ]

    def is_down(self, local: Any) -> bool:  # noqa: ARG002  # a restart is one step
        """A server is never down."""
        return False

    def account(self, stated: str, run: Sequence[tuple[Any, ...]], actions: Sequence[Any]) -> str | None:  # noqa: ARG002  # as above
        """Nothing is noted of elections, so there is nothing to tell of them."""
        return None

    def fate(self, action: Any) -> str | None:
        return FATES.get(action.kind, "received")


def _indexes(volatile: Volatile) -> Fields:
    peers = sorted(volatile.progress, key=lambda progress: progress.peer)
    return [(f"progress of {one.peer}", f"next {one.next_index}, match {one.match_index}") for one in peers]


ONGARO_DESCRIPTION = OngaroDescription()
