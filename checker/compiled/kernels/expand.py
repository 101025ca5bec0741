"""Expanding rows: every action of each, and the fingerprint of the world it leads to."""

import numpy as np
from numba import njit

from checker.compiled.kernels.hashing import remember
from checker.compiled.kernels.program import (
    COPIES_BIT,
    GOLDEN,
    HALF,
    IN_FLIGHT_BIT,
    MOST_PARTS,
    MOST_SENDS,
    NO_MESSAGE,
    ONE,
    PATIENT,
    UNKNOWN,
    URGENT,
    ZERO,
)
from checker.compiled.kernels.steps import most_copies_of, without_known

# What `expand` writes into its counters: see there.
NEXT, FOUND, TRANSITIONS, BOUNDS, ORBITS, STUCK, MISSED, TOO_WIDE, TOO_MANY, FORBIDDEN, COUNTERS = range(11)

LOOK_AHEAD = 512
"""For so many rows behind one that lacks a reaction, `expand` notes what else is lacking."""


@njit(cache=True, nogil=True)
def expand(p, rows, end, prints, keys, aids, missing, steps, steps_pending, steps_state, forbidden, counters):
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
    kinds, abouts, taken, watched, offers = p.kinds, p.about, p.taken, p.steps_watched, p.offers
    local_numbers, message_numbers = p.local_numbers, p.message_numbers
    processes, bag, capacity, most_copies = p.processes, p.bag, p.capacity, p.copies
    permutations = local_numbers.shape[1]
    room = rows.shape[1] - processes
    current = np.empty(processes, np.int32)
    sends = np.empty(MOST_SENDS, np.int32)
    used = np.empty(MOST_PARTS, np.int32)
    base = np.empty(permutations, np.uint64)
    offered = np.empty(offers.shape[1], np.uint64)
    map_mask = np.uint64(map_keys.shape[0] - 1)
    counters[MISSED] = 0
    counters[TOO_WIDE] = 0
    counters[TOO_MANY] = 0
    found = counters[FOUND]
    transitions = counters[TRANSITIONS]
    bounds = counters[BOUNDS]
    orbits = counters[ORBITS]
    beyond = counters[FORBIDDEN]
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
                counters[FORBIDDEN] = beyond
        elif r >= end_of_look or counters[TOO_MANY]:
            break
        upto_message = processes
        while upto_message < rows.shape[1] and rows[r, upto_message] >= 0:
            upto_message += 1
        in_flight = upto_message - processes
        for j in range(processes):
            current[j] = rows[r, j]
        for k in range(permutations):
            total = ZERO
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
        for word in range(offers.shape[1]):
            offered[word] = ZERO
            for j in range(processes):
                offered[word] |= offers[rows[r, j], word]
        is_stuck = True
        hurries = False
        ordinal = -1
        for kind in range(kinds.shape[0]):
            about = kinds[kind, 0]
            waits = hurries and kinds[kind, 3] == PATIENT
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
                if waits:
                    continue
                if about < 0 and not (offered[aid >> 6] >> np.uint64(aid & 63)) & ONE:
                    continue
                # This is `attempt`, written out: it is what the search spends its time on.
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
                        key = ((np.uint64(local) << HALF) | np.uint64(eid)) + ONE
                        place = ((key * GOLDEN) >> HALF) & map_mask
                        there = map_keys[place]
                        while there not in (key, ZERO):
                            place = (place + ONE) & map_mask
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
                hurries |= kinds[kind, 3] == URGENT
                removed = actions[aid, 2] if actions[aid, 3] else NO_MESSAGE
                if count > 0:
                    if not bag:
                        count = without_known(rows, r, processes, upto_message, removed, sends, count)
                    elif most_copies > 0:
                        copies = most_copies_of(rows, r, processes, upto_message, removed, sends, count)
                        if copies > most_copies:
                            mask |= COPIES_BIT
                after = in_flight + count - (1 if removed >= 0 else 0)
                if capacity >= 0 and after > capacity:
                    mask |= IN_FLIGHT_BIT
                if mask:
                    bounds |= mask
                    if forbidden.shape[0] > 0:
                        if beyond == forbidden.shape[0]:
                            counters[TOO_MANY] = 1
                        else:
                            forbidden[beyond, 0], forbidden[beyond, 1] = r, aid
                            beyond += 1
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
                                key = ((np.uint64(old) << HALF) | np.uint64(new)) + ONE
                                remember(steps, key, steps_pending, steps_state)
                    else:
                        for i in range(last - first):
                            # To write what is there already would take the line from the other workers.
                            if not taken[used[i]]:
                                taken[used[i]] = 1
                    least = ZERO
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
                    prints[found] = least if least != ZERO else ONE
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
        counters[FORBIDDEN] = beyond
