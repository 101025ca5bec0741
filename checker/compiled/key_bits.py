"""Keys that a walk meets, and for each the witnesses that were seen in it."""

import numpy as np

from checker.compiled import kernels
from checker.compiled.growing import Array

FIRST_KEYS = 1 << 14


class KeyBits:
    """A table of keys that the walk fills, with the witnesses that were seen in each."""

    def __init__(self) -> None:
        self.keys: Array = np.zeros(FIRST_KEYS, np.uint64)
        self.bits: Array = np.zeros(FIRST_KEYS, np.int64)
        self._used = 0

    def make_room(self, more: int) -> None:
        """Make sure that so many keys can come."""
        used = self._used
        if (used + more) * 2 > len(self.keys):
            there = self.keys != 0
            keys, bits = self.keys[there], self.bits[there]
            size = len(self.keys)
            while (used + more) * 2 > size:
                size *= 2
            self.keys, self.bits = np.zeros(size, np.uint64), np.zeros(size, np.int64)
            kernels.put_keys(self.keys, keys)
            for key, bit in zip(keys, bits, strict=True):
                self.bits[kernels.place_of(self.keys, key)] = bit

    def mark(self, key: int, bits: int) -> None:
        """Take note of a key that came, and say which witnesses were seen in it."""
        self._used += 1
        if bits:
            self.bits[kernels.place_of(self.keys, np.uint64(key))] |= bits
