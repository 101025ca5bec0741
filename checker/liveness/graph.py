"""The graph of an exhausted space: its worlds by number, the steps between them, and what bounds forbid."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from checker.protocol import Action, System

Array = npt.NDArray[Any]

Ask = Callable[[Callable[[tuple[Any, ...]], str | None], type, Callable[[Any], Hashable] | None], Array]
"""Which worlds a goal is reached in: of the goal, the class of local that it speaks of, what it sees."""


@frozen(eq=False)
class Graph:
    """Worlds are numbered in the order of their discovery, breadth first; the initial one is 0.

    `starts` (int64, one more than there are worlds): the steps from world w are those from ``starts[w]``
    to ``starts[w + 1]``, in the order of the actions. `targets` (int32) is where a step leads, `labels`
    (int32) the number in `actions` of the action that makes it. `levels` (int32) is the length of the
    shortest path to a world. `forbidden` (int64, two columns) are the world and the action of each
    step that would go beyond a bound.
    """

    system: System
    starts: Array
    targets: Array
    labels: Array
    levels: Array
    forbidden: Array
    actions: Sequence[Action]
    ask: Ask

    @property
    def size(self) -> int:
        """How many worlds there are."""
        return len(self.starts) - 1

    def sources(self) -> Array:
        """Return for each step the world that it starts from (int32)."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.starts))
