"""A liveness checker that is obviously right, for graphs of a few worlds; and a judge of lassos.

A run stays, from some time on, in some set of worlds, and again and again takes some steps between
them. So try every set: it must be connected; what it owes is judged on all steps inside it, as to take
more of them never breaks a fairness. Nothing here is shared with `checker.liveness`.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from attrs import frozen

Step = tuple[int, str, int]
"""From a world, by an action, to a world."""


@frozen
class Plain:
    """A graph by its steps, world 0 being the initial one; and what only a bound forbids, where."""

    size: int
    steps: tuple[Step, ...]
    forbidden: tuple[tuple[int, str], ...] = ()

    def reachable(self, begin: Iterable[int], allowed: frozenset[int]) -> frozenset[int]:
        found = frozenset(begin) & allowed
        while True:
            more = found | {to for world, _, to in self.steps if world in found and to in allowed}
            if more == found:
                return found
            found = more

    def enabled(self, world: int) -> set[str]:
        bounded = {action for at, action in self.forbidden if at == world}
        return {action for source, action, _ in self.steps if source == world} | bounded

    def is_fair(
        self,
        worlds: Sequence[int],
        taken: set[str],
        weak: frozenset[str],
        strong: frozenset[str],
    ) -> bool:
        """Say whether a run that visits these worlds for ever, and takes these actions, owes nothing."""
        for action in weak | strong:
            where = [action in self.enabled(world) for world in worlds]
            is_owed = any(where) if action in strong else all(where)
            if is_owed and action not in taken:
                return False
        return True


def homes(graph: Plain, weak: frozenset[str], strong: frozenset[str]) -> list[frozenset[int]]:
    """Return every set of worlds in which a fair run can stay for ever, visiting all of them."""
    found = []
    for count in range(1, graph.size + 1):
        for chosen in map(frozenset, combinations(range(graph.size), count)):
            is_connected = all(chosen <= graph.reachable([world], chosen) for world in chosen)
            taken = {action for source, action, to in graph.steps if {source, to} <= chosen}
            if is_connected and graph.is_fair(sorted(chosen), taken, weak, strong):
                found.append(chosen)
    return found


def is_broken(  # noqa: PLR0917  # the graph, the promise and the fairness
    graph: Plain,
    when: str,
    goal: frozenset[int],
    trigger: frozenset[int],
    weak: frozenset[str],
    strong: frozenset[str],
) -> bool:
    """Say whether some fair run breaks a promise."""
    everywhere = frozenset(range(graph.size))
    lacking = everywhere - goal
    reached = graph.reachable([0], everywhere)
    for home in homes(graph, weak, strong):
        match when:
            case "eventually":
                breaks = bool(home & graph.reachable([0], lacking)) and home <= lacking
            case "always eventually":
                breaks = bool(home & reached) and home <= lacking
            case "leads to":
                owing = graph.reachable(trigger & lacking & reached, lacking)
                breaks = bool(home & owing) and home <= lacking
            case "eventually always":
                breaks = bool(home & reached) and not home <= goal
        if breaks:
            return True
    return False


def beyond(graph: Plain, owed: frozenset[str]) -> Plain:
    """Return the graph with one world more, without any step: behind each owed action that is forbidden.

    So it may be without the bound, as far as anybody knows who sees what is within it.
    """
    last = graph.size
    steps = tuple((world, action, last) for world, action in graph.forbidden if action in owed)
    left = tuple((world, action) for world, action in graph.forbidden if action not in owed)
    return Plain(last + 1, graph.steps + steps, left)


def standing(  # noqa: PLR0917  # as above
    graph: Plain,
    when: str,
    goal: frozenset[int],
    trigger: frozenset[int],
    weak: frozenset[str],
    strong: frozenset[str],
) -> str:
    """Return how a promise stands: what is so whether all is well behind the bounds, or nothing is."""
    more = beyond(graph, weak | strong)
    if is_broken(more, when, goal | {graph.size}, trigger, weak, strong):
        return "violated"
    if is_broken(more, when, goal, trigger | {graph.size}, weak, strong):
        return "undetermined"
    return "holds"


def nearest(graph: Plain, stop: frozenset[int], allowed: frozenset[int]) -> int | None:
    """Return how many steps it is to the nearest of some worlds, within those that are allowed."""
    now, known, steps = frozenset([0]) & allowed, frozenset[int](), 0
    while now and not now & stop:
        known |= now
        now = frozenset(to for source, _, to in graph.steps if source in now and to in allowed) - known
        steps += 1
    return steps if now else None


def objection_to(  # noqa: PLR0917  # the graph, the promise, the fairness and the lasso
    graph: Plain,
    when: str,
    goal: frozenset[int],
    trigger: frozenset[int],
    weak: frozenset[str],
    strong: frozenset[str],
    stem: Sequence[Step],
    loop: Sequence[Step],
) -> str | None:
    """Say what is wrong with a lasso that shall break a promise; None if nothing is."""
    here, worlds = 0, [0]
    for step in (*stem, *loop):
        if step not in graph.steps or step[0] != here:
            return f"{step} is no step from {here}"
        here = step[2]
        worlds.append(here)
    on_loop = worlds[len(stem) :]
    if on_loop[0] != on_loop[-1]:
        return "the loop does not close"
    taken = {action for _, action, _ in loop}
    if not graph.is_fair(on_loop, taken, weak, strong):
        return "it is not fair"
    match when:
        case "eventually":
            is_kept = bool(goal & set(worlds))
        case "always eventually":
            is_kept = bool(goal & set(on_loop))
        case "leads to":
            last = max((n for n, world in enumerate(worlds) if world in goal), default=-1)
            is_kept = bool(goal & set(on_loop)) or not trigger & set(worlds[last + 1 :])
        case "eventually always":
            is_kept = set(on_loop) <= goal
    return "the promise is kept" if is_kept else None
