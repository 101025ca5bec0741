"""Fingerprints: 64-bit numbers that derive from content, not from the order of discovery.

The fingerprint of a world is the sum (modulo 2^64) of the numbers of its local states and messages.
A successor's costs a few additions; the order of messages does not matter, and copies count.
"""

import json
from hashlib import blake2b

from checker.encoding import encode

BITS = 64


def number_of(*values: object) -> int:
    """Return the number of some frozen values: 64 bits of BLAKE2b over their canonical JSON, never 0."""
    canonical = json.dumps([encode(value) for value in values], sort_keys=True, separators=(",", ":"))
    return int.from_bytes(blake2b(canonical.encode(), digest_size=BITS // 8).digest(), "little") or 1


def collision_probability(states: int, transitions: int) -> float:
    """Estimate, as TLC does, how likely it is that two distinct worlds had one fingerprint.

    Each of the transitions that found a known world may instead have found a new one whose
    fingerprint was taken: states x (transitions - states) / 2^64, the optimistic figure.
    """
    return float(states * max(transitions + 1 - states, 0) / 2**BITS)
