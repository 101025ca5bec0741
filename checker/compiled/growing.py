"""Arrays that grow at the end, or to the right, by doubling."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Growing:
    """A numpy array of rows of which the first `size` are in use; more room is made by doubling.

    `across` is the length of a row, or None for single numbers.
    """

    def __init__(self, dtype: npt.DTypeLike, across: int | None = None, fill: int = 0) -> None:
        self._fill = fill
        self.size = 0
        shape = (64,) if across is None else (64, across)
        self.array: Array = np.full(shape, fill, dtype)

    def append(self, value: Any) -> int:
        """Append a row, and return its number."""
        if self.size == len(self.array):
            more = np.full_like(self.array, self._fill)
            self.array = np.concatenate([self.array, more])
        self.array[self.size] = value
        self.size += 1
        return self.size - 1

    def widen(self, across: int) -> None:
        """Give each row at least so many places."""
        had = self.array.shape[1]
        if across > had:
            wide = np.full((len(self.array), max(across, 2 * had)), self._fill, self.array.dtype)
            wide[:, :had] = self.array
            self.array = wide
