"""The arithmetic of majorities (§5.2, §5.3).

`majority` and `is_quorum` use nothing but ``//``, ``+`` and ``>=``, so that the very same functions
can be evaluated on a symbolic number of members: `properties.quorum_lemmas` proves them for every N.
"""

from enum import Enum


class VoteResult(Enum):
    """How an election stands."""

    PENDING = "pending"
    WON = "won"
    LOST = "lost"


def majority(members: int) -> int:
    """Return the least number of members that is more than half of them."""
    return members // 2 + 1


def is_quorum(count: int, members: int) -> bool:
    """Say whether so many of the members are a majority."""
    return count >= majority(members)


def tolerated(members: int) -> int:
    """Return how many members can fail while a majority is left."""
    return members - majority(members)
