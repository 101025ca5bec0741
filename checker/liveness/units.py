"""What fairness is owed to: the actions of the fair kinds, each for itself."""

from collections.abc import Hashable

import numpy as np
from attrs import frozen

from checker.liveness.fairness import unit_key
from checker.liveness.graph import Array, Graph
from checker.protocol import Fairness

NOT_FAIR = -1


@frozen(eq=False)
class Units:
    """For each action of a graph the unit that it belongs to, or -1; and what each unit is owed.

    `weak` and `strong` (bool) tell of each unit whether it is owed that fairness; strong is more.
    `are_actions` says that each unit is one action.
    """

    of_action: Array
    weak: Array
    strong: Array
    names: tuple[str, ...]
    are_actions: bool

    @property
    def size(self) -> int:
        return len(self.names)


def units_of(graph: Graph, fairness: Fairness, *, narrow: bool = False) -> Units:
    """Return the units of a graph under a fairness: see `unit_key`; *narrow* ones are actions in any case."""
    numbers: dict[Hashable, int] = {}
    names: list[str] = []
    strong: list[bool] = []
    of_action = np.full(max(1, len(graph.actions)), NOT_FAIR, np.int32)
    for number, action in enumerate(graph.actions):
        if action.kind in fairness.weak or action.kind in fairness.strong:
            key, name = (number, str(action)) if narrow else unit_key(graph.system, action)
            if key not in numbers:
                numbers[key] = len(names)
                names.append(name)
                strong.append(action.kind in fairness.strong)
            of_action[number] = numbers[key]
    is_strong = np.array(strong, bool)
    are_actions = int(np.count_nonzero(of_action != NOT_FAIR)) == len(names)
    return Units(of_action, ~is_strong, is_strong, tuple(names), are_actions)
