"""Building the rows of new worlds, and noting what they show."""

import numpy as np
from numba import njit

from checker.compiled.kernels.hashing import remember
from checker.compiled.kernels.program import GOLDEN, HALF, MOST_PARTS, MOST_SENDS, NO_MESSAGE, ONE, ZERO
from checker.compiled.kernels.steps import attempt, merge, without_known


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
    sends = np.empty(MOST_SENDS, np.int32)
    used = np.empty(MOST_PARTS, np.int32)
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
        count = attempt(
            actions, parts, slots, dense, map_keys, map_values, outcomes, sent,
            rows, r, aid, current, sends, used, result,
        )  # fmt: skip
        removed = actions[aid, 2] if actions[aid, 3] else NO_MESSAGE
        if not bag:
            count = without_known(rows, r, processes, upto_message, removed, sends, count)
        for j in range(processes):
            into[at, j] = current[j]
        merge(rows, r, processes, rank, removed, sends, count, into, at)
        parents[c] = level_start + r
        ordinals[c] = keys[i] & 0xFFFF
        for j in range(count):
            # To write what is there already would take the line from the other workers.
            if not message_seen[sends[j]]:
                message_seen[sends[j]] = 1
        changed = False
        for j in range(processes):
            a = into[at, j]
            if a == rows[r, j]:
                continue
            changed = True
            if not local_seen[a]:
                local_seen[a] = 1
            a = faces[a]
            if a >= 0:
                for k in range(processes):
                    b = faces[into[at, k]]
                    if b >= 0:
                        key = ((np.uint64(a) << HALF) | np.uint64(b)) + ONE
                        remember(pairs, key, pairs_pending, pairs_state)
                        key = ((np.uint64(b) << HALF) | np.uint64(a)) + ONE
                        remember(pairs, key, pairs_pending, pairs_state)
        if changed:
            for view in range(views.shape[1]):
                total = np.uint64(view + 1) * GOLDEN
                for j in range(processes):
                    total += views[into[at, j], view]
                if total == ZERO:
                    total = ONE
                if remember(alls, total, alls_pending, alls_state):
                    kept = alls_state[1] - 1
                    alls_rows[kept, 0] = view
                    for j in range(processes):
                        alls_rows[kept, 1 + j] = into[at, j]
