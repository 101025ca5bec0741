"""Messages to nobody: what a wrong rule may name is a process that its system does not have."""

from typing import Any

import attrs

from checker.errors import WrongUsage
from checker.protocol import Mutant, System


def addressed(system: System, mutant: Mutant | None = None) -> System:
    """Return a system that raises WrongUsage where a message is sent that a process it lacks must take.

    It looks as a reaction is made, once for each that an engine remembers, so that all engines object
    alike; within a bound or beyond it. A system that is no record of attrs is returned as it is.
    """
    if not attrs.has(type(system)):
        return system
    react, known = system.react, frozenset(system.processes)

    def reacts(process: Any, local: Any, event: Any) -> Any:
        outcome = react(process, local, event)
        if outcome is not None:
            for message in outcome.sends:
                if getattr(message, "destination", None) not in known:
                    _check(system, mutant, process, message)
        return outcome

    changed: Any = attrs.evolve(system, react=reacts)  # type: ignore[misc]  # it was asked for
    return changed  # type: ignore[no-any-return]


def _check(system: System, mutant: Mutant | None, process: str, message: Any) -> None:
    """Raise WrongUsage if some action about a message has a part at a process that is not there.

    Where there is none, an address is the system's own affair: it may be that of a group.
    """
    made = [about(message) for _, about in system.menu if about is not None]
    parts = (part for action in made if action is not None for part, _ in action.parts)
    missing = next((part for part in parts if part not in system.processes), None)
    if missing is None:
        return
    what = f"{process} sends {getattr(message, 'payload', message)} to {missing}"
    whose = "" if mutant is None else f"with {mutant.rule} of the mutant {mutant.name}, "
    raise WrongUsage(
        f"{whose}{what}, which is no process of the system; expected one of: {', '.join(system.processes)}"
    )
