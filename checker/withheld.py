"""What a mutant never does: where its run ends in a loop, the actions that only the right rules enable.

A rule can be wrong in that nothing is done. Then no step of the run shows it; what does is what the right
protocol would do in the same worlds, and what the rule answers when it is asked for just that.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from checker.protocol import Action, System
from checker.rule_watch import RuleWatch
from checker.story import Application, Withheld


def withheld_in(
    healthy: System, watched: System, watch: RuleWatch, run: Sequence[Action], loop: int
) -> Iterator[Withheld]:
    """Yield what the right rules enable in the worlds of a loop, and the mutant's do not, each once.

    `watched` is the system of the protocol under watch. What no answer of the rule accounts for is left out.
    """
    world, worlds = watched.initial(), []
    for number, action in enumerate([None, *run]):
        if action is not None:
            world = watched.step(world, action)[0]  # type: ignore[index]  # it was replayed
        if number >= loop:
            worlds.append((number, world))
    told = set[str]()
    for number, here in worlds:
        enabled = {action for action, _, _ in watched.actions(here)}
        for action, _, beyond in healthy.actions(here):
            if action in enabled or beyond or str(action) in told:
                continue
            applied = tuple(dict.fromkeys(_asked(watched, watch, here, action)))
            if applied:
                told.add(str(action))
                yield Withheld(number, str(action), applied)


def _asked(watched: System, watch: RuleWatch, world: Any, action: Action) -> Iterator[Application]:
    """Ask the mutant for an action, part by part until one refuses; yield where its rule was wrong."""
    local = dict(zip(watched.processes, world.locals, strict=True))
    watch.taken()  # what was asked before is not about this action
    for process, event in action.parts:
        outcome = watched.react(process, local[process], event)
        for one in watch.taken():
            yield Application(process, watch.rule, one.arguments, one.wrong, one.right)
        if outcome is None:
            return
        local[process] = outcome.local
