"""The levels of a breadth-first search: the rows of two of them, and where every world came from."""

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np

from checker.compiled.growing import Array

CHUNK = 1 << 15
"""Rows in one block of memory."""


class Level:
    """The rows of one level, in the order of discovery, in blocks; `start` numbers its first world."""

    def __init__(self, width: int, start: int) -> None:
        self.width = width
        self.start = start
        self.size = 0
        self._blocks: list[Array] = []

    def reserve(self, more: int) -> int:
        """Make room for so many rows at the end, and return the number of the first of them."""
        first = self.size
        self.size += more
        while self.size > CHUNK * len(self._blocks):
            self._blocks.append(np.empty((CHUNK, self.width), np.int32))
        return first

    def stretch(self, first: int, most: int) -> tuple[Array, int, int]:
        """Return the block in which a row is, its place there, and how many follow there, up to `most`."""
        at = first % CHUNK
        return self._blocks[first // CHUNK], at, min(most, CHUNK - at)

    def blocks(self) -> Iterator[tuple[int, Array, int]]:
        """Yield each block: the number of its first row, the rows, how many are in use (0: it was freed)."""
        for number, block in enumerate(self._blocks):
            first = number * CHUNK
            yield first, block, min(len(block), self.size - first)

    def block(self, first: int) -> Array:
        """Return the block whose first row has this number in the level."""
        return self._blocks[first // CHUNK]

    def free(self, first: int) -> None:
        """Give back the memory of a block that is not needed any more."""
        self._blocks[first // CHUNK] = np.empty((0, self.width), np.int32)

    def widen(self, width: int) -> None:
        """Make every row so wide."""
        blocks = []
        for block in self._blocks:
            wide = np.full((len(block), width), -1, np.int32)
            wide[:, : self.width] = block
            blocks.append(wide)
        self._blocks, self.width = blocks, width


class Origins:
    """For every world but the first: the number of the world it was found from, and by which action.

    An action is told by its place among the candidates of that world. Six bytes a world.
    """

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._parents: list[Array] = []
        self._ordinals: list[Array] = []
        self._next = 1

    def append(self, parents: Array, ordinals: Array) -> None:
        """Keep where the next worlds came from."""
        if len(parents):
            self._starts.append(self._next)
            self._parents.append(parents)
            self._ordinals.append(ordinals)
            self._next += len(parents)

    def of(self, world: int) -> tuple[int, int]:
        """Return where a world came from: a world, and the place of an action."""
        block = bisect_right(self._starts, world) - 1
        at = world - self._starts[block]
        return int(self._parents[block][at]), int(self._ordinals[block][at])

    def path(self, world: int) -> list[int]:
        """Return the places of the actions that lead from the first world to this one."""
        ordinals = []
        while world:
            world, ordinal = self.of(world)
            ordinals.append(ordinal)
        return ordinals[::-1]
