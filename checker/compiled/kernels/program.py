"""The program: everything that the kernels read of a system, as arrays; and the constants they share.

A row is a world: the numbers of the local states, one a process, then those of the messages in flight
in their order, then -1. The names that the kernels share: ``p`` is the `Program`; ``aid`` the number of
an action, ``eid`` of a pair (process, event); an *outcome* is the number of a reaction.
"""

from typing import Any, NamedTuple

import numpy as np

UNKNOWN = -2
DISABLED = -1
NO_MESSAGE = -1

IN_FLIGHT_BIT, COPIES_BIT = 1, 2

URGENT, PATIENT = 1, 2

MOST_SENDS = 1024
MOST_PARTS = 64
"""What the kernels have room for in one action."""

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio: an odd number by which a product spreads keys."""

ONE = np.uint64(1)
ZERO = np.uint64(0)
HALF = np.uint64(32)


class Program(NamedTuple):
    """The tables as arrays: everything that a kernel reads of a system (and the marks it leaves)."""

    kinds: Any
    """int32 [kinds, 4]: the index among the kinds about messages or -1; first and last + 1 static aid;
    URGENT, PATIENT or 0."""
    about: Any
    """int32 [messages, kinds about messages]: the aid, -1 if there is none."""
    actions: Any
    """int32 [aids, 5]: first part, last + 1, message or -1, consumes it, a process has several parts."""
    parts: Any
    """int32 [parts, 2]: process, eid."""
    offers: Any
    """uint64 [locals, words]: a bit for each static aid whose first part the local may take: not those that
    it is known to refuse, nor those that begin with another process."""
    slots: Any
    """int32 [eids]: the column in `dense`, or -1: look in the map."""
    dense: Any
    """int32 [locals, columns]: outcome, DISABLED or UNKNOWN."""
    map_keys: Any
    """uint64 [power of two]: (local << 32 | eid) + 1, or 0."""
    map_values: Any
    """int32: outcome or DISABLED."""
    outcomes: Any
    """int32 [outcomes, 4]: next local, mask of bounds exceeded, first and last + 1 in `sent`."""
    taken: Any
    """uint8 [outcomes]: marked when a step takes it."""
    sent: Any
    """int32: messages."""
    rank: Any
    """int32 [messages]: their order."""
    local_numbers: Any
    """uint64 [locals, permutations]: the fingerprints, the first of them without a renaming."""
    message_numbers: Any
    """uint64 [messages, permutations]."""
    local_seen: Any
    """uint8 [locals]: marked when a new world has it."""
    message_seen: Any
    """uint8 [messages]: marked when a new world has it."""
    steps_watched: Any
    """uint8 [locals]: 1 if a property ranges over its steps."""
    faces: Any
    """int32 [locals]: the number of what the properties over pairs see of it; -1: no such property."""
    views: Any
    """uint64 [locals, views]: the number of what a property over all processes sees of a local."""
    processes: int
    bag: bool
    capacity: int
    copies: int
