"""What one action does to one row: the parts that expanding, building and walking share."""

import numpy as np
from numba import njit

from checker.compiled.kernels.program import (
    DISABLED,
    GOLDEN,
    HALF,
    NO_MESSAGE,
    ONE,
    UNKNOWN,
    URGENT,
    ZERO,
)


@njit(cache=True, nogil=True, inline="always")
def outcome_of(slots, dense, map_keys, map_values, local, eid):
    slot = slots[eid]
    if slot >= 0:
        outcome = dense[local, slot]
    else:
        key = ((np.uint64(local) << HALF) | np.uint64(eid)) + ONE
        mask = np.uint64(map_keys.shape[0] - 1)
        place = ((key * GOLDEN) >> HALF) & mask
        while map_keys[place] != key and map_keys[place] != ZERO:
            place = (place + ONE) & mask
        outcome = map_values[place] if map_keys[place] == key else UNKNOWN
    return outcome


@njit(cache=True, nogil=True, inline="always")
def attempt(
    actions, parts, slots, dense, map_keys, map_values, outcomes, sent,
    rows, r, aid, current, sends, used, result,
):  # fmt: skip
    """Take the parts of an action in `current`: the number of messages sent, DISABLED or UNKNOWN.

    Writes the mask of bounds into result[0]; for UNKNOWN the local and the eid into result[1:3]. If
    nothing is taken, `current` is as it was: as in row `r`.
    """
    first, last = actions[aid, 0], actions[aid, 1]
    count = 0
    mask = 0
    i = first
    while i < last:
        process = parts[i, 0]
        local = current[process]
        outcome = outcome_of(slots, dense, map_keys, map_values, local, parts[i, 1])
        if outcome < 0:
            result[1] = local
            result[2] = parts[i, 1]
            for j in range(first, i):
                current[parts[j, 0]] = rows[r, parts[j, 0]]
            count = outcome
            break
        used[i - first] = outcome
        current[process] = outcomes[outcome, 0]
        mask |= outcomes[outcome, 1]
        for j in range(outcomes[outcome, 2], outcomes[outcome, 3]):
            sends[count] = sent[j]
            count += 1
        i += 1
    result[0] = mask
    return count


@njit(cache=True, nogil=True)
def without_known(rows, r, begin, end, removed, sends, count):
    """In a set, drop from `sends` what stays in flight or is sent twice; return how many are left."""
    kept = 0
    for i in range(count):
        message = sends[i]
        known = False
        if message != removed:
            for j in range(begin, end):
                if rows[r, j] == message:
                    known = True
        for j in range(kept):
            if sends[j] == message:
                known = True
        if not known:
            sends[kept] = message
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def most_copies_of(rows, r, begin, end, removed, sends, count):
    """In a bag, return how many copies there would be of the sent message that has the most."""
    most = 0
    for i in range(count):
        copies = -1 if sends[i] == removed else 0
        for j in range(begin, end):
            if rows[r, j] == sends[i]:
                copies += 1
        for j in range(count):
            if sends[j] == sends[i]:
                copies += 1
        most = max(most, copies)
    return most


@njit(cache=True, nogil=True, inline="always")
def merge(rows, r, processes, rank, removed, sends, count, into, at):
    """Write the messages of row `r`, without the removed one and with the sent, in order, into a row."""
    size = processes
    j = processes
    while j < rows.shape[1] and rows[r, j] >= 0:
        if rows[r, j] == removed:
            removed = NO_MESSAGE
        else:
            into[at, size] = rows[r, j]
            size += 1
        j += 1
    for i in range(count):
        message = sends[i]
        place = size
        while place > processes and rank[into[at, place - 1]] > rank[message]:
            into[at, place] = into[at, place - 1]
            place -= 1
        into[at, place] = message
        size += 1
    for j in range(size, into.shape[1]):
        into[at, j] = -1


@njit(cache=True, nogil=True)
def in_flight_of(row, processes):
    """Return how many messages a row has."""
    count = 0
    for j in range(processes, row.shape[0]):
        if row[j] < 0:
            break
        count += 1
    return count


@njit(cache=True, nogil=True)
def print_of(p, row):
    """Return the fingerprint of the world of a row: the least under all renamings, never 0."""
    least = ZERO
    for k in range(p.local_numbers.shape[1]):
        total = ZERO
        for j in range(p.processes):
            total += p.local_numbers[row[j], k]
        for j in range(p.processes, p.processes + in_flight_of(row, p.processes)):
            total += p.message_numbers[row[j], k]
        if k == 0 or total < least:
            least = total
    return least if least != ZERO else ONE


@njit(cache=True, nogil=True)
def prints_of(p, rows, used, into):
    """Write the fingerprints of the first `used` rows."""
    for r in range(used):
        into[r] = print_of(p, rows[r])


@njit(cache=True, nogil=True)
def hurries(
    kinds, abouts, actions, parts, slots, dense, map_keys, map_values, outcomes, sent,
    rows, r, processes, current, sends, used, result,
):  # fmt: skip
    """Say whether an urgent action is enabled in a row: 1, 0, or UNKNOWN (see `attempt` for what is missing).

    `current` must be as in the row, and is left so.
    """
    for kind in range(kinds.shape[0]):
        if kinds[kind, 3] != URGENT:
            continue
        about = kinds[kind, 0]
        at = processes if about >= 0 else kinds[kind, 1]
        while at < (rows.shape[1] if about >= 0 else kinds[kind, 2]):
            if about >= 0 and rows[r, at] < 0:
                break
            aid = abouts[rows[r, at], about] if about >= 0 else np.int32(at)
            at += 1
            if aid < 0:
                continue
            count = attempt(
                actions, parts, slots, dense, map_keys, map_values, outcomes, sent,
                rows, r, aid, current, sends, used, result,
            )  # fmt: skip
            if count == UNKNOWN:
                return UNKNOWN
            if count != DISABLED:
                for j in range(processes):
                    current[j] = rows[r, j]
                return 1
    return 0
