"""What fairness is owed to: the actions of the fair kinds, each for itself."""

from collections.abc import Hashable
from enum import Enum

import numpy as np
from attrs import frozen

from checker.liveness.graph import Array, Graph
from checker.liveness.parts import strong_parts
from checker.protocol import Action, Fairness

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
    are_actions: bool

    @property
    def size(self) -> int:
        return len(self.strong)


class Owed(Enum):
    """What fairness is owed to."""

    ACTIONS = "actions"
    """Each action for itself; under a quotient, by its name in the worlds that stand for others."""
    CLASSES = "classes"
    """The same, but messages of one class on one link together: see `unit_key`."""
    NO_MESSAGES = "no messages"
    """Each action that is about no message."""


def units_of(graph: Graph, fairness: Fairness, to: Owed = Owed.ACTIONS) -> Units:
    """Return the units of a graph under a fairness."""
    numbers: dict[Hashable, int] = {}
    strong: list[bool] = []
    of_action = np.full(max(1, len(graph.actions)), NOT_FAIR, np.int32)
    for number, action in enumerate(graph.actions):
        is_owed = action.kind in fairness.weak or action.kind in fairness.strong
        if is_owed and not (to is Owed.NO_MESSAGES and action.message is not None):
            key = unit_key(action) if to is Owed.CLASSES else number
            if key not in numbers:
                numbers[key] = len(strong)
                strong.append(action.kind in fairness.strong)
            of_action[number] = numbers[key]
    is_strong = np.array(strong, bool)
    are_actions = int(np.count_nonzero(of_action != NOT_FAIR)) == len(strong)
    return Units(of_action, ~is_strong, is_strong, are_actions)


def unit_key(action: Action) -> Hashable:
    """Return what tells the unit of an action from others.

    Under a quotient an action goes by other names from one turn of a loop to the next, as its message has
    a higher number. So there the messages of one class on one link, in one direction, are a unit.
    """
    message = action.message
    if message is None:
        return (action.kind, action.parts)
    ends = (getattr(message, "source", None), getattr(message, "destination", None))
    return (action.kind, *ends, type(getattr(message, "payload", message)))


def classes_are_fair(graph: Graph, fairness: Fairness) -> bool:
    """Say whether a run that is fair to each message is so to each class, taken together.

    It is if messages are owed strong fairness in one kind of action only, and nothing else takes messages
    out of the network again and again. For if the messages of a class are never taken from some time on, they
    stay, and as the space is finite there are no new ones from some time on. If then the class is enabled
    again and again, so is one of them, and the run puts it off. (A class that loses its messages to something
    else can be enabled for ever, while each message is so for a moment only.)
    """
    kinds = {action.kind for action in graph.actions if action.message is not None}
    owed = {kind for kind in kinds if kind in fairness.weak or kind in fairness.strong}
    if not owed:
        return True
    takes = np.array(
        [
            action.message is not None and action.consumes and action.kind not in owed
            for action in graph.actions
        ]
    )
    about = [action for action in graph.actions if action.message is not None and action.kind in owed]
    if len(owed) > 1 or not owed <= set(fairness.strong) or not all(action.consumes for action in about):
        return False
    sources = graph.sources()
    part = strong_parts(graph.size, sources, graph.targets)
    goes_on = part[sources] == part[graph.targets]
    return not bool((takes[graph.labels] & goes_on).any())
