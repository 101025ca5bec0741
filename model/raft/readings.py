"""Raft as somebody might read it: rules that sound right, and that nobody should build.

They break no safety property, so they are no mutants of the zoo; what each costs is asked by the claims.
"""

from model.raft.quorum import majority
from model.raft.rules import Raft


class MajorityOfFollowers(Raft):
    """An entry is committed once (N/2) + 1 *followers* have it: the leader's own copy does not count."""

    def commit_quorum(self) -> int:
        # The leader is always among those that hold an entry.
        return majority(len(self.servers)) + 1
