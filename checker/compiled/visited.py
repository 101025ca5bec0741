"""The visited set: fingerprints in open addressing, split into shards by fingerprint."""

import numpy as np

from checker.compiled.growing import Array
from checker.compiled.kernels import rehash

FULLEST = 0.7
"""Beyond this share of places in use, a shard doubles: probing gets slow, and slower."""


class Visited:
    """One table a shard; a fingerprint belongs to one shard, and 0 marks a free place."""

    def __init__(self, shards: int) -> None:
        self.tables: list[Array] = [np.zeros(1 << 12, np.uint64) for _ in range(shards)]
        self._used = [0] * shards

    @property
    def states(self) -> int:
        """How many fingerprints are in."""
        return sum(self._used)

    def make_room(self, shard: int, more: int) -> None:
        """Make sure that so many fingerprints can be put into a shard."""
        size = len(self.tables[shard])
        while self._used[shard] + more > FULLEST * size:
            size *= 2
        if size > len(self.tables[shard]):
            larger = np.zeros(size, np.uint64)
            rehash(self.tables[shard], larger)
            self.tables[shard] = larger

    def count(self, shard: int, more: int) -> None:
        """Take note of so many more in a shard."""
        self._used[shard] += more
