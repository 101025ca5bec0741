"""Whether what a scenario states can be asked at all: said in a sentence, before anything is searched."""

from collections import Counter
from collections.abc import Sequence

from checker.errors import WrongUsage
from checker.protocol import Promise, Property, Scenario, System

TELLS = {"properties": ("property", "shape"), "promises": ("promise", "lack")}
"""Where a scenario has its statements: what each must be, and what only such a one has."""


def check_statements(scenario: Scenario, name: str, system: System) -> None:
    """Raise WrongUsage if a property or a promise of a scenario is none, or speaks of nothing."""
    stated: list[Property | Promise] = []
    for where, (what, member) in TELLS.items():
        given = getattr(scenario, where)
        if not isinstance(given, Sequence):
            raise WrongUsage(f"{where} of {name} is {given!r}; expected a tuple, with a comma even if of one")
        for one in given:
            if not hasattr(one, member):
                said = getattr(one, "name", repr(one))
                raise WrongUsage(f"{said} is among the {where} of {name} and is no {what}; expected one")
            stated.append(one)
    for one_name, count in Counter(one.name for one in stated).items():
        if count > 1:
            raise WrongUsage(f"{name} has {count} statements named {one_name}; expected one")
    for promise in scenario.promises:
        _check_promise(promise, name, system)


def _check_promise(promise: Promise, name: str, system: System) -> None:
    if not all(hasattr(promise.fairness, member) for member in ("words", "weak", "strong")):
        raise WrongUsage(
            f"{promise.name} of {name} has the fairness {promise.fairness!r}; expected one with words, weak "
            "and strong, as properties.promise.Fairness has"
        )
    there = tuple(dict.fromkeys(type(local) for local in system.initial().locals))
    if not any(issubclass(one, promise.of) for one in there):
        raise WrongUsage(
            f"{promise.name} of {name} speaks of {promise.of.__name__}, and no process is one; expected one "
            f"of: {', '.join(one.__name__ for one in there)}"
        )
