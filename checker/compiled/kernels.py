"""The machine code: from rows of integers to rows of integers.

A row is a world: the numbers of the local states, one a process, then those of the messages in
flight in their order, then -1. The kernels read the tables of `checker.compiled.tables` and never
call Python; what a table does not know yet they write down as missing, and are called again.

The names that they share: ``p`` is the `Program`; ``aid`` the number of an action, ``eid`` of a pair
(process, event); an *outcome* is the number of a reaction.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit

UNKNOWN = -2
DISABLED = -1
NO_MESSAGE = -1

# What `expand` writes into its counters: see there.
NEXT, FOUND, TRANSITIONS, BOUNDS, ORBITS, STUCK, MISSED, TOO_WIDE, TOO_MANY, COUNTERS = range(10)

LOOK_AHEAD = 512
"""For so many rows behind one that lacks a reaction, `expand` notes what else is lacking."""

IN_FLIGHT_BIT, COPIES_BIT = 1, 2

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio: an odd number by which a product spreads keys."""

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_HALF = np.uint64(32)


class Program(NamedTuple):
    """The tables as arrays: everything that a kernel reads of a system (and the marks it leaves)."""

    kinds: Any
    """int32 [kinds, 3]: the index among the kinds about messages or -1; first and last + 1 static aid."""
    about: Any
    """int32 [messages, kinds about messages]: the aid, -1 if there is none."""
    actions: Any
    """int32 [aids, 5]: first part, last + 1, message or -1, consumes it, a process has several parts."""
    parts: Any
    """int32 [parts, 2]: process, eid."""
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


@njit(cache=True, nogil=True, inline="always")
def _outcome_of(slots, dense, map_keys, map_values, local, eid):
    slot = slots[eid]
    if slot >= 0:
        outcome = dense[local, slot]
    else:
        key = ((np.uint64(local) << _HALF) | np.uint64(eid)) + _ONE
        mask = np.uint64(map_keys.shape[0] - 1)
        place = ((key * GOLDEN) >> _HALF) & mask
        while map_keys[place] != key and map_keys[place] != _ZERO:
            place = (place + _ONE) & mask
        outcome = map_values[place] if map_keys[place] == key else UNKNOWN
    return outcome


def are_compiled() -> bool:
    """Say whether the kernels are compiled already, by an earlier run on this machine."""
    source = Path(__file__).stat().st_mtime
    cache = expand._cache  # type: ignore[attr-defined]  # noqa: SLF001  # numba tells it nowhere else
    kept = Path(cache.cache_path).glob("kernels.expand-*.nbi")
    return any(index.stat().st_mtime >= source for index in kept)


@njit(cache=True, nogil=True)
def put_in_map(keys, values, new_keys, new_values):
    """Put keys that are not there yet into the map; it must be large enough."""
    mask = np.uint64(keys.shape[0] - 1)
    for i in range(new_keys.shape[0]):
        place = ((new_keys[i] * GOLDEN) >> _HALF) & mask
        while keys[place] != _ZERO:
            place = (place + _ONE) & mask
        keys[place] = new_keys[i]
        values[place] = new_values[i]


@njit(cache=True, nogil=True)
def put_keys(table, keys):
    """Put keys into a set that is large enough."""
    mask = np.uint64(table.shape[0] - 1)
    for i in range(keys.shape[0]):
        place = ((keys[i] * GOLDEN) >> _HALF) & mask
        while table[place] != _ZERO and table[place] != keys[i]:
            place = (place + _ONE) & mask
        table[place] = keys[i]


@njit(cache=True, nogil=True)
def _attempt(
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
        outcome = _outcome_of(slots, dense, map_keys, map_values, local, parts[i, 1])
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
def _without_known(rows, r, begin, end, removed, sends, count):
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
def _most_copies(rows, r, begin, end, removed, sends, count):
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


@njit(cache=True, nogil=True)
def _remember(table, key, pending, state):
    """Put a key into a set; if it is new, append it to `pending`. state = [keys, pending]."""
    mask = np.uint64(table.shape[0] - 1)
    place = ((key * GOLDEN) >> _HALF) & mask
    while True:
        found = table[place]
        if found == key:
            return False
        if found == _ZERO:
            table[place] = key
            state[0] += 1
            pending[state[1]] = key
            state[1] += 1
            return True
        place = (place + _ONE) & mask


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
def expand(p, rows, end, prints, keys, aids, missing, steps, steps_pending, steps_state, counters):
    """Take every action of the rows up to `end`; write what each leads to, in order.

    For each step within the bounds: the fingerprint of the world it leads to, the key (row << 16 |
    place of the action among the candidates), the action.

    The counters say which row is the NEXT one, how many steps were FOUND so far and how many of them
    were TRANSITIONS of this batch, which BOUNDS were reached, how many worlds the rows stand for with
    all renamings (ORBITS), and which row is STUCK (-1: none). If NEXT is not `end`, something has to be
    done before the kernel is called again: reactions are MISSED, rows must be as wide as TOO_WIDE says,
    or there are TOO_MANY steps for the buffers.
    """
    # Local names for the arrays: to take one out of the tuple costs more than to use it.
    actions, parts, slots, dense = p.actions, p.parts, p.slots, p.dense
    map_keys, map_values, outcomes, sent = p.map_keys, p.map_values, p.outcomes, p.sent
    kinds, abouts, taken, watched = p.kinds, p.about, p.taken, p.steps_watched
    local_numbers, message_numbers = p.local_numbers, p.message_numbers
    processes, bag, capacity, most_copies = p.processes, p.bag, p.capacity, p.copies
    permutations = local_numbers.shape[1]
    room = rows.shape[1] - processes
    current = np.empty(processes, np.int32)
    sends = np.empty(1024, np.int32)
    used = np.empty(64, np.int32)
    base = np.empty(permutations, np.uint64)
    map_mask = np.uint64(map_keys.shape[0] - 1)
    counters[MISSED] = 0
    counters[TOO_WIDE] = 0
    counters[TOO_MANY] = 0
    found = counters[FOUND]
    transitions = counters[TRANSITIONS]
    bounds = counters[BOUNDS]
    orbits = counters[ORBITS]
    is_halted = False
    end_of_look = end
    for r in range(counters[NEXT], end):
        if not is_halted:
            if counters[MISSED] or counters[TOO_WIDE] or counters[TOO_MANY]:
                # The row before this one is incomplete: what follows it here is only a look ahead.
                is_halted = True
                end_of_look = r + LOOK_AHEAD
            else:
                counters[NEXT] = r
                counters[FOUND] = found
                counters[TRANSITIONS] = transitions
                counters[BOUNDS] = bounds
                counters[ORBITS] = orbits
        elif r >= end_of_look or counters[TOO_MANY]:
            break
        upto_message = processes
        while upto_message < rows.shape[1] and rows[r, upto_message] >= 0:
            upto_message += 1
        in_flight = upto_message - processes
        for j in range(processes):
            current[j] = rows[r, j]
        for k in range(permutations):
            total = _ZERO
            for j in range(processes):
                total += local_numbers[rows[r, j], k]
            for j in range(processes, upto_message):
                total += message_numbers[rows[r, j], k]
            base[k] = total
        # The renamings that leave this world as it is are a group: the others come in its cosets.
        fixed = 0
        for k in range(permutations):
            fixed += base[k] == base[0]
        orbits += permutations // fixed
        is_stuck = True
        ordinal = -1
        for kind in range(kinds.shape[0]):
            about = kinds[kind, 0]
            at = processes if about >= 0 else kinds[kind, 1]
            upto = upto_message if about >= 0 else kinds[kind, 2]
            while at < upto:
                aid = at
                if about >= 0:
                    if at > processes and rows[r, at - 1] == rows[r, at]:
                        at += 1
                        continue
                    aid = abouts[rows[r, at], about]
                    if aid < 0:
                        at += 1
                        continue
                at += 1
                ordinal += 1
                # This is `_attempt`, written out: it is what the search spends its time on.
                first, last = actions[aid, 0], actions[aid, 1]
                count = 0
                mask = 0
                taken_parts = first
                outcome = 0
                while taken_parts < last:
                    process = parts[taken_parts, 0]
                    eid = parts[taken_parts, 1]
                    local = current[process]
                    slot = slots[eid]
                    if slot >= 0:
                        outcome = dense[local, slot]
                    else:
                        key = ((np.uint64(local) << _HALF) | np.uint64(eid)) + _ONE
                        place = ((key * GOLDEN) >> _HALF) & map_mask
                        there = map_keys[place]
                        while there not in (key, _ZERO):
                            place = (place + _ONE) & map_mask
                            there = map_keys[place]
                        outcome = map_values[place] if there == key else UNKNOWN
                    if outcome < 0:
                        if outcome == UNKNOWN:
                            is_stuck = False
                            if counters[MISSED] < missing.shape[0]:
                                missing[counters[MISSED], 0] = local
                                missing[counters[MISSED], 1] = eid
                                counters[MISSED] += 1
                        break
                    used[taken_parts - first] = outcome
                    current[process] = outcomes[outcome, 0]
                    mask |= outcomes[outcome, 1]
                    for j in range(outcomes[outcome, 2], outcomes[outcome, 3]):
                        sends[count] = sent[j]
                        count += 1
                    taken_parts += 1
                if taken_parts < last:
                    for j in range(first, taken_parts):
                        current[parts[j, 0]] = rows[r, parts[j, 0]]
                    continue
                is_stuck = False
                removed = actions[aid, 2] if actions[aid, 3] else NO_MESSAGE
                if count > 0:
                    if not bag:
                        count = _without_known(rows, r, processes, upto_message, removed, sends, count)
                    elif most_copies > 0:
                        copies = _most_copies(rows, r, processes, upto_message, removed, sends, count)
                        if copies > most_copies:
                            mask |= COPIES_BIT
                after = in_flight + count - (1 if removed >= 0 else 0)
                if capacity >= 0 and after > capacity:
                    mask |= IN_FLIGHT_BIT
                if mask:
                    bounds |= mask
                elif after > room:
                    counters[TOO_WIDE] = max(counters[TOO_WIDE], after)
                elif found == prints.shape[0]:
                    counters[TOO_MANY] = 1
                else:
                    transitions += 1
                    repeats = actions[aid, 4]
                    if repeats:
                        for i in range(first, last):
                            old, new = rows[r, parts[i, 0]], current[parts[i, 0]]
                            if old != new and watched[old]:
                                key = ((np.uint64(old) << _HALF) | np.uint64(new)) + _ONE
                                _remember(steps, key, steps_pending, steps_state)
                    else:
                        for i in range(last - first):
                            taken[used[i]] = 1
                    least = _ZERO
                    for k in range(permutations):
                        total = base[k]
                        for i in range(first, last):
                            process = parts[i, 0]
                            # A process with several parts counts once, with the last of them.
                            counts = True
                            if repeats:
                                for j in range(i + 1, last):
                                    if parts[j, 0] == process:
                                        counts = False
                            old, new = rows[r, process], current[process]
                            if counts and old != new:
                                total += local_numbers[new, k] - local_numbers[old, k]
                        if removed >= 0:
                            total -= message_numbers[removed, k]
                        for i in range(count):
                            total += message_numbers[sends[i], k]
                        if k == 0 or total < least:
                            least = total
                    prints[found] = least if least != _ZERO else _ONE
                    keys[found] = (np.int64(r) << 16) | ordinal
                    aids[found] = aid
                    found += 1
                for i in range(first, last):
                    current[parts[i, 0]] = rows[r, parts[i, 0]]
        if is_stuck and counters[STUCK] < 0 and not is_halted:
            counters[STUCK] = r
    if not (counters[MISSED] or counters[TOO_WIDE] or counters[TOO_MANY]):
        counters[NEXT] = end
        counters[FOUND] = found
        counters[TRANSITIONS] = transitions
        counters[BOUNDS] = bounds
        counters[ORBITS] = orbits


@njit(cache=True, nogil=True)
def admit(table, shard, shards, prints, found, fresh, start):
    """Put into a shard's visited set the fingerprints that are its own; mark the new ones in `fresh`.

    `fresh[i]` is 1 for the first appearance of a world that was not visited. Returns how many.
    """
    mask = np.uint64(table.shape[0] - 1)
    shift = np.uint64(20)
    mine = np.uint64(shard)
    parts = np.uint64(shards)
    count = 0
    for i in range(start, found):
        key = prints[i]
        if parts != _ONE and (key >> np.uint64(7)) % parts != mine:
            continue  # see shard_of
        place = (key >> shift) & mask
        is_new = 0
        while True:
            there = table[place]
            if there == key:
                break
            if there == _ZERO:
                table[place] = key
                is_new = 1
                break
            place = (place + _ONE) & mask
        fresh[i] = is_new
        count += is_new
    return count


@njit(cache=True, nogil=True)
def shard_of(number, shards):
    """Return the shard that a fingerprint belongs to."""
    return np.int64((number >> np.uint64(7)) % np.uint64(shards))


@njit(cache=True, nogil=True)
def put_print(table, number):
    """Put one fingerprint into a visited set."""
    mask = np.uint64(table.shape[0] - 1)
    place = (number >> np.uint64(20)) & mask
    while table[place] != _ZERO:
        place = (place + _ONE) & mask
    table[place] = number


@njit(cache=True, nogil=True)
def print_of(p, row):
    """Return the fingerprint of the world of a row: the least under all renamings, never 0."""
    least = _ZERO
    for k in range(p.local_numbers.shape[1]):
        total = _ZERO
        for j in range(p.processes):
            total += p.local_numbers[row[j], k]
        for j in range(p.processes, p.processes + in_flight_of(row, p.processes)):
            total += p.message_numbers[row[j], k]
        if k == 0 or total < least:
            least = total
    return least if least != _ZERO else _ONE


@njit(cache=True, nogil=True)
def rehash(old, new):
    """Move the fingerprints of a visited set into a larger one."""
    mask = np.uint64(new.shape[0] - 1)
    shift = np.uint64(20)
    for i in range(old.shape[0]):
        key = old[i]
        if key != _ZERO:
            place = (key >> shift) & mask
            while new[place] != _ZERO:
                place = (place + _ONE) & mask
            new[place] = key


@njit(cache=True, nogil=True)
def pick_fresh(fresh, found, chosen):
    """Write the places of the fresh ones in order; return how many."""
    count = 0
    for i in range(found):
        if fresh[i]:
            chosen[count] = i
            count += 1
    return count


@njit(cache=True, nogil=True)
def _merge(rows, r, processes, rank, removed, sends, count, into, at):
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
def build(
    p, rows, keys, aids, chosen, begin, end, into, offset, parents, ordinals, level_start,
    pairs, pairs_pending, pairs_state, alls, alls_pending, alls_rows, alls_state,
):  # fmt: skip
    """Write the rows of the chosen steps, and where each came from; mark what the new worlds show.

    What the properties over pairs see of two processes, and those over all of all, is remembered once.
    """
    actions, parts, slots, dense = p.actions, p.parts, p.slots, p.dense
    map_keys, map_values, outcomes, sent = p.map_keys, p.map_values, p.outcomes, p.sent
    rank, local_seen, message_seen, faces, views = p.rank, p.local_seen, p.message_seen, p.faces, p.views
    processes, bag = p.processes, p.bag
    current = np.empty(processes, np.int32)
    sends = np.empty(1024, np.int32)
    used = np.empty(64, np.int32)
    result = np.empty(3, np.int64)
    for c in range(begin, end):
        i = chosen[c]
        r = keys[i] >> 16
        at = offset + c - begin
        aid = aids[i]
        upto_message = processes
        while upto_message < rows.shape[1] and rows[r, upto_message] >= 0:
            upto_message += 1
        for j in range(processes):
            current[j] = rows[r, j]
        count = _attempt(
            actions, parts, slots, dense, map_keys, map_values, outcomes, sent,
            rows, r, aid, current, sends, used, result,
        )  # fmt: skip
        removed = actions[aid, 2] if actions[aid, 3] else NO_MESSAGE
        if not bag:
            count = _without_known(rows, r, processes, upto_message, removed, sends, count)
        for j in range(processes):
            into[at, j] = current[j]
        _merge(rows, r, processes, rank, removed, sends, count, into, at)
        parents[c] = level_start + r
        ordinals[c] = keys[i] & 0xFFFF
        for j in range(count):
            message_seen[sends[j]] = 1
        changed = False
        for j in range(processes):
            a = into[at, j]
            if a == rows[r, j]:
                continue
            changed = True
            local_seen[a] = 1
            a = faces[a]
            if a >= 0:
                for k in range(processes):
                    b = faces[into[at, k]]
                    if b >= 0:
                        key = ((np.uint64(a) << _HALF) | np.uint64(b)) + _ONE
                        _remember(pairs, key, pairs_pending, pairs_state)
                        key = ((np.uint64(b) << _HALF) | np.uint64(a)) + _ONE
                        _remember(pairs, key, pairs_pending, pairs_state)
        if changed:
            for view in range(views.shape[1]):
                total = np.uint64(view + 1) * GOLDEN
                for j in range(processes):
                    total += views[into[at, j], view]
                if total == _ZERO:
                    total = _ONE
                if _remember(alls, total, alls_pending, alls_state):
                    kept = alls_state[1] - 1
                    alls_rows[kept, 0] = view
                    for j in range(processes):
                        alls_rows[kept, 1 + j] = into[at, j]
