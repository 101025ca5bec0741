"""Walking: one world after another, by actions drawn at random, without a memory of where one was.

A walk is drawn from its seed alone, so that any run can be walked again. (More than 300 lines: the
kernel is one loop, as a call in it costs more than what it would do.)
"""

import numpy as np
from numba import njit

from checker.compiled.kernels.hashing import place_of
from checker.compiled.kernels.program import (
    GOLDEN,
    HALF,
    MOST_PARTS,
    MOST_SENDS,
    NO_MESSAGE,
    ONE,
    PATIENT,
    UNKNOWN,
    ZERO,
)
from checker.compiled.kernels.steps import hurries, merge, most_copies_of, without_known

# What the state of a walk says: which run and step it is at, the generator, why it halted, how many
# keys are new, how many steps were taken, what is missing or how wide rows must be, and which witnesses
# the run has seen.
RUN, STEP, RANDOM, WHY, NEWS, TAKEN, LOCAL, EVENT, WIDTH, SEEN, STATE = range(11)

DONE, MISSES, NARROW, NEW = range(4)

# What a piece of news is about.
A_LOCAL, A_MESSAGE, A_PAIR, AN_ALL, AN_OUTCOME, A_STEP, VIEW = range(7)
"""News of a view over all processes is told as AN_ALL + VIEW times its number."""

TRIES = 48
"""After so many actions drawn in vain, all of them are looked at."""


@njit(cache=True, nogil=True)
def mixed(number):
    """Return a number that looks random (the finaliser of SplitMix64)."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))


@njit(cache=True, nogil=True)
def news_a_step(processes, views):
    """Return how much can be new in one step at most."""
    return 2 * processes * processes + processes * (3 + views) + MOST_PARTS + MOST_SENDS


@njit(cache=True, nogil=True)
def _tell(news, state, what, key):
    """Write down something that is met for the first time."""
    news[state[NEWS], 0] = what
    news[state[NEWS], 1] = np.int64(key)
    state[NEWS] += 1


@njit(cache=True, nogil=True)
def walk(
    p, first_row, rows, runs, steps, seed, weights, leave_out,
    local_bits, message_bits, outcome_bits, pairs, pair_bits, alls, all_bits, step_keys, step_bits,
    news, run_bits, kinds_taken, record, state,
):  # fmt: skip
    """Walk up to `runs` runs of up to `steps` steps each; halt where Python is needed, to be called again.

    rows[0] is the world of the walk, rows[1] room for the next. `weights` has a row for each kind: its
    weight, and whether that is the weight of the whole kind, else of each of its actions. With
    `leave_out`, each run leaves out each kind with that probability. The `_bits` say which witnesses were
    seen in a thing, and are gathered for each run in `run_bits`; what has no entry yet is news, and the
    walk halts after the step that it came in: what is seen in it counts for the next runs, too, and
    nothing is walked after an objection. `record` gets the actions of the run.
    """
    actions, parts, slots, dense = p.actions, p.parts, p.slots, p.dense
    map_keys, map_values, outcomes, sent = p.map_keys, p.map_values, p.outcomes, p.sent
    kinds, abouts, taken, rank = p.kinds, p.about, p.taken, p.rank
    local_seen, message_seen, faces, views = p.local_seen, p.message_seen, p.faces, p.views
    processes, bag, capacity, most_copies = p.processes, p.bag, p.capacity, p.copies
    map_mask = np.uint64(map_keys.shape[0] - 1)
    width = rows.shape[1]
    current = np.empty(processes, np.int32)
    sends = np.empty(MOST_SENDS, np.int32)
    used = np.empty(MOST_PARTS, np.int32)
    result = np.empty(3, np.int64)
    enabled = np.empty((1, 2), np.int64)
    total = kinds.shape[0]
    running = np.empty(total, np.float64)
    while state[RUN] < runs:
        if state[STEP] == 0:
            for j in range(width):
                rows[0, j] = first_row[j]
            state[RANDOM] = np.int64(mixed(np.uint64(seed) + np.uint64(state[RUN] + 1) * GOLDEN))
            state[SEEN] = 0
        while state[STEP] < steps:
            in_flight = 0
            while processes + in_flight < width and rows[0, processes + in_flight] >= 0:
                in_flight += 1
            for j in range(processes):
                current[j] = rows[0, j]
            # What a run leaves out is drawn from the seed of the run, and so is the same at each step.
            whole = 0.0
            left_out = mixed(np.uint64(seed) ^ mixed(np.uint64(state[RUN] + 1) * GOLDEN))
            for k in range(total):
                size = in_flight if kinds[k, 0] >= 0 else kinds[k, 2] - kinds[k, 1]
                weight = weights[k, 0] * (min(size, 1) if weights[k, 1] else size)
                if leave_out > 0.0:
                    left_out = mixed(left_out + GOLDEN)
                    if np.float64(left_out >> np.uint64(11)) * 2.0**-53 < leave_out:
                        weight = 0.0
                whole += weight
                running[k] = whole
            random = np.uint64(state[RANDOM])
            chosen = -1
            count = 0
            removed = NO_MESSAGE
            chosen_kind = 0
            tries = 0
            number_enabled = 0
            weight_enabled = 0.0
            at_kind, at = 0, 0
            hurry = -1
            # First, draw an action until one can be taken; then look at all, and draw among those.
            while chosen < 0:
                kind, index = 0, 0
                looking = tries >= TRIES or whole <= 0.0
                if not looking:
                    tries += 1
                    random += GOLDEN
                    draw = np.float64(mixed(random) >> np.uint64(11)) * 2.0**-53 * whole
                    while kind < total - 1 and running[kind] <= draw:
                        kind += 1
                    before = running[kind - 1] if kind > 0 else 0.0
                    size = in_flight if kinds[kind, 0] >= 0 else kinds[kind, 2] - kinds[kind, 1]
                    if running[kind] <= before or size == 0:
                        continue
                    index = min(size - 1, np.int64((draw - before) / (running[kind] - before) * size))
                else:
                    while at_kind < total:
                        size = in_flight if kinds[at_kind, 0] >= 0 else kinds[at_kind, 2] - kinds[at_kind, 1]
                        before = running[at_kind - 1] if at_kind > 0 else 0.0
                        if at < size and running[at_kind] > before:
                            break
                        at_kind += 1
                        at = 0
                    if at_kind == total:
                        break
                    kind, index = at_kind, at
                    at += 1
                if kinds[kind, 0] >= 0:
                    if index > 0 and rows[0, processes + index - 1] == rows[0, processes + index]:
                        continue
                    aid = abouts[rows[0, processes + index], kinds[kind, 0]]
                    if aid < 0:
                        continue
                else:
                    aid = np.int32(kinds[kind, 1] + index)
                if kinds[kind, 3] == PATIENT:
                    if hurry < 0:
                        hurry = hurries(
                            kinds, abouts, actions, parts, slots, dense, map_keys, map_values, outcomes, sent,
                            rows, 0, processes, current, sends, used, result,
                        )  # fmt: skip
                        if hurry == UNKNOWN:
                            state[LOCAL], state[EVENT] = result[1], result[2]
                            state[WHY] = MISSES
                            return
                    if hurry == 1:
                        continue
                # This is `attempt`, written out: see there.
                first, last = actions[aid, 0], actions[aid, 1]
                sending = 0
                mask = 0
                part = first
                while part < last:
                    eid = parts[part, 1]
                    local = current[parts[part, 0]]
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
                            state[LOCAL], state[EVENT] = local, eid
                            state[WHY] = MISSES
                            return
                        break
                    used[part - first] = outcome
                    current[parts[part, 0]] = outcomes[outcome, 0]
                    mask |= outcomes[outcome, 1]
                    for j in range(outcomes[outcome, 2], outcomes[outcome, 3]):
                        sends[sending] = sent[j]
                        sending += 1
                    part += 1
                if part == last and not mask:
                    removed = actions[aid, 2] if actions[aid, 3] else NO_MESSAGE
                    upto = processes + in_flight
                    too_many = False
                    if sending > 0:
                        if not bag:
                            sending = without_known(rows, 0, processes, upto, removed, sends, sending)
                        elif most_copies > 0:
                            copies = most_copies_of(rows, 0, processes, upto, removed, sends, sending)
                            too_many = copies > most_copies
                    after = in_flight + sending - (1 if removed >= 0 else 0)
                    if not too_many and (capacity < 0 or after <= capacity):
                        if after > width - processes:
                            state[WIDTH] = after
                            state[WHY] = NARROW
                            return
                        if not looking:
                            chosen, chosen_kind, count = aid, kind, sending
                            continue
                        # Keep each of the enabled with a probability in proportion to its weight.
                        before = running[at_kind - 1] if at_kind > 0 else 0.0
                        weight = (running[at_kind] - before) / size
                        weight_enabled += weight
                        number_enabled += 1
                        random += GOLDEN
                        if np.float64(mixed(random) >> np.uint64(11)) * 2.0**-53 * weight_enabled < weight:
                            enabled[0, 0], enabled[0, 1] = aid, kind
                for j in range(first, part):
                    current[parts[j, 0]] = rows[0, parts[j, 0]]
            if chosen < 0 and number_enabled > 0:
                # Take the one that was kept; it is known to be possible.
                chosen, chosen_kind = np.int32(enabled[0, 0]), enabled[0, 1]
                first, last = actions[chosen, 0], actions[chosen, 1]
                for part in range(first, last):
                    eid, local = parts[part, 1], current[parts[part, 0]]
                    if slots[eid] >= 0:
                        outcome = dense[local, slots[eid]]
                    else:
                        key = ((np.uint64(local) << HALF) | np.uint64(eid)) + ONE
                        outcome = map_values[place_of(map_keys, key)]
                    used[part - first] = outcome
                    current[parts[part, 0]] = outcomes[outcome, 0]
                    for j in range(outcomes[outcome, 2], outcomes[outcome, 3]):
                        sends[count] = sent[j]
                        count += 1
                removed = actions[chosen, 2] if actions[chosen, 3] else NO_MESSAGE
                if not bag:
                    count = without_known(rows, 0, processes, processes + in_flight, removed, sends, count)
            state[RANDOM] = np.int64(random)
            if chosen < 0:
                break
            for j in range(processes):
                rows[1, j] = current[j]
            merge(rows, 0, processes, rank, removed, sends, count, rows, 1)
            record[state[STEP]] = chosen
            kinds_taken[chosen_kind] += 1
            state[TAKEN] += 1
            state[STEP] += 1
            seen = state[SEEN]
            if actions[chosen, 4]:
                for j in range(processes):
                    old, new = rows[0, j], rows[1, j]
                    if old != new and p.steps_watched[old]:
                        key = ((np.uint64(old) << HALF) | np.uint64(new)) + ONE
                        place = place_of(step_keys, key)
                        if step_keys[place] == ZERO:
                            step_keys[place] = key
                            _tell(news, state, A_STEP, key)
                        seen |= step_bits[place]
            else:
                for i in range(actions[chosen, 1] - actions[chosen, 0]):
                    outcome = used[i]
                    if not taken[outcome]:
                        taken[outcome] = 1
                        _tell(news, state, AN_OUTCOME, outcome)
                    seen |= outcome_bits[outcome]
            for i in range(count):
                if not message_seen[sends[i]]:
                    message_seen[sends[i]] = 1
                    _tell(news, state, A_MESSAGE, sends[i])
                seen |= message_bits[sends[i]]
            changed = False
            for j in range(processes):
                a = rows[1, j]
                if a == rows[0, j]:
                    continue
                changed = True
                if not local_seen[a]:
                    local_seen[a] = 1
                    _tell(news, state, A_LOCAL, a)
                seen |= local_bits[a]
                face = faces[a]
                if face < 0:
                    continue
                for k in range(processes):
                    other = faces[rows[1, k]]
                    if other < 0:
                        continue
                    for turn in range(2):
                        x, y = (face, other) if turn == 0 else (other, face)
                        key = ((np.uint64(x) << HALF) | np.uint64(y)) + ONE
                        place = place_of(pairs, key)
                        if pairs[place] == ZERO:
                            pairs[place] = key
                            _tell(news, state, A_PAIR, key)
                        seen |= pair_bits[place]
            if changed:
                for view in range(views.shape[1]):
                    key = np.uint64(view + 1) * GOLDEN
                    for j in range(processes):
                        key += views[rows[1, j], view]
                    if key == ZERO:
                        key = ONE
                    place = place_of(alls, key)
                    if alls[place] == ZERO:
                        alls[place] = key
                        _tell(news, state, AN_ALL + VIEW * view, key)
                    seen |= all_bits[place]
            state[SEEN] = seen
            for j in range(width):
                rows[0, j] = rows[1, j]
            if state[NEWS] > 0:
                state[WHY] = NEW
                return
        run_bits[state[RUN]] |= state[SEEN]
        state[RUN] += 1
        state[STEP] = 0
    state[WHY] = DONE
