"""The map of those reactions that have no column in a table: from (local, event) to an outcome."""

import numpy as np

from checker.compiled.growing import Array
from checker.compiled.kernels import put_in_map


class ReactionMap:
    """Open addressing in two arrays that the kernels read; `keys` holds (local << 32 | event) + 1, or 0."""

    def __init__(self) -> None:
        self.keys: Array = np.zeros(1 << 12, np.uint64)
        self.values: Array = np.zeros(1 << 12, np.int32)
        self._used = 0

    def put(self, reactions: dict[tuple[int, int], int]) -> None:
        """Put in the outcomes of some (local, event) that are not in yet."""
        keys = np.array([(local << 32 | event) + 1 for local, event in reactions], np.uint64)
        values = np.array(list(reactions.values()), np.int32)
        self._make_room(len(keys))
        put_in_map(self.keys, self.values, keys, values)
        self._used += len(keys)

    def _make_room(self, more: int) -> None:
        size = len(self.keys)
        while (self._used + more) * 2 > size:
            size *= 2
        if size > len(self.keys):
            there = self.keys != 0
            old_keys, old_values = self.keys[there], self.values[there]
            self.keys, self.values = np.zeros(size, np.uint64), np.zeros(size, np.int32)
            put_in_map(self.keys, self.values, old_keys, old_values)
