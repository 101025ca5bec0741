"""The graph of a system, by the plain search: world by world, action by action, as `checker.reference`."""

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from checker.inspection import seen_by
from checker.liveness.graph import Array, Graph
from checker.protocol import Action, System
from checker.quotient import normal_of


def explore(system: System) -> Graph:
    """Return the graph of a system whose space is known to be finite, as a search has exhausted it.

    Under a quotient its worlds are those that stand for all that are the same.
    """
    normal = normal_of(system)
    worlds = [normal(system.initial())]
    numbers = {worlds[0]: 0}
    levels = [0]
    actions: dict[Action, int] = {}
    starts, targets, labels, forbidden = [0], [], [], []
    # The list grows while it is gone through: that is the frontier.
    for number, world in enumerate(worlds):
        for action, after, beyond in system.actions(world):
            label = actions.setdefault(action, len(actions))
            if beyond:
                forbidden.append((number, label))
                continue
            stands = normal(after)
            target = numbers.setdefault(stands, len(worlds))
            if target == len(worlds):
                worlds.append(stands)
                levels.append(levels[number] + 1)
            targets.append(target)
            labels.append(label)
        starts.append(len(targets))

    def ask(
        goal: Callable[[tuple[Any, ...]], str | None], of: type, sees: Callable[[Any], Hashable] | None
    ) -> Array:
        known: dict[Any, bool] = {}
        reached = np.zeros(len(worlds), bool)
        for number, world in enumerate(worlds):
            seen = seen_by(world.locals, of, sees)
            if seen not in known:
                known[seen] = goal(seen) is None
            reached[number] = known[seen]
        return reached

    return Graph(
        system=system,
        starts=np.array(starts, np.int64),
        targets=np.array(targets, np.int32),
        labels=np.array(labels, np.int32),
        levels=np.array(levels, np.int32),
        forbidden=np.array(forbidden, np.int64).reshape(-1, 2),
        actions=list(actions),
        ask=ask,
    )
