"""Hash tables of 64-bit keys in open addressing, 0 for a free place; and the visited set, which is one."""

import numpy as np
from numba import njit

from checker.compiled.kernels.program import GOLDEN, HALF, ONE, ZERO


@njit(cache=True, nogil=True)
def put_in_map(keys, values, new_keys, new_values):
    """Put keys that are not there yet into the map; it must be large enough."""
    mask = np.uint64(keys.shape[0] - 1)
    for i in range(new_keys.shape[0]):
        place = ((new_keys[i] * GOLDEN) >> HALF) & mask
        while keys[place] != ZERO:
            place = (place + ONE) & mask
        keys[place] = new_keys[i]
        values[place] = new_values[i]


@njit(cache=True, nogil=True)
def place_of(table, key):
    """Return the place of a key in a table, or the free place where it belongs."""
    mask = np.uint64(table.shape[0] - 1)
    place = ((key * GOLDEN) >> HALF) & mask
    while table[place] != ZERO and table[place] != key:
        place = (place + ONE) & mask
    return place


@njit(cache=True, nogil=True)
def put_keys(table, keys):
    """Put keys into a set that is large enough."""
    mask = np.uint64(table.shape[0] - 1)
    for i in range(keys.shape[0]):
        place = ((keys[i] * GOLDEN) >> HALF) & mask
        while table[place] != ZERO and table[place] != keys[i]:
            place = (place + ONE) & mask
        table[place] = keys[i]


@njit(cache=True, nogil=True)
def remember(table, key, pending, state):
    """Put a key into a set; if it is new, append it to `pending`. state = [keys, pending]."""
    mask = np.uint64(table.shape[0] - 1)
    place = ((key * GOLDEN) >> HALF) & mask
    while True:
        found = table[place]
        if found == key:
            return False
        if found == ZERO:
            table[place] = key
            state[0] += 1
            pending[state[1]] = key
            state[1] += 1
            return True
        place = (place + ONE) & mask


@njit(cache=True, nogil=True)
def shard_of(number, shards):
    """Return the shard that a fingerprint belongs to: by its highest bits, which `put_print` does not use."""
    return np.int64(((number >> HALF) * np.uint64(shards)) >> HALF)


@njit(cache=True, nogil=True)
def put_print(table, number):
    """Put one fingerprint into a visited set."""
    mask = np.uint64(table.shape[0] - 1)
    place = (number >> np.uint64(20)) & mask
    while table[place] != ZERO:
        place = (place + ONE) & mask
    table[place] = number


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
        if parts != ONE and ((key >> HALF) * parts) >> HALF != mine:
            continue  # see shard_of
        place = (key >> shift) & mask
        is_new = 0
        while True:
            there = table[place]
            if there == key:
                break
            if there == ZERO:
                table[place] = key
                is_new = 1
                break
            place = (place + ONE) & mask
        fresh[i] = is_new
        count += is_new
    return count


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
def rehash(old, new):
    """Move the fingerprints of a visited set into a larger one."""
    mask = np.uint64(new.shape[0] - 1)
    shift = np.uint64(20)
    for i in range(old.shape[0]):
        key = old[i]
        if key != ZERO:
            place = (key >> shift) & mask
            while new[place] != ZERO:
                place = (place + ONE) & mask
            new[place] = key


@njit(cache=True, nogil=True)
def put_numbers(keys, values, prints, first):
    """Put fingerprints, no two of them alike, into a map to numbers: the first one to `first`, and so on."""
    mask = np.uint64(keys.shape[0] - 1)
    for i in range(prints.shape[0]):
        place = (prints[i] >> np.uint64(20)) & mask
        while keys[place] != ZERO:
            place = (place + ONE) & mask
        keys[place] = prints[i]
        values[place] = first + i


@njit(cache=True, nogil=True)
def numbers_of(keys, values, prints, found, into):
    """Write the numbers of fingerprints; each must be in the map."""
    mask = np.uint64(keys.shape[0] - 1)
    for i in range(found):
        place = (prints[i] >> np.uint64(20)) & mask
        while keys[place] != prints[i]:
            place = (place + ONE) & mask
        into[i] = values[place]
