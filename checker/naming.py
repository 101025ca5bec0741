"""Parameters that are sets of names: which hosts are dead, say.

Such a parameter has `names`: a function of the values of the parameters before it that returns what may be
in the set. Its value is a whole number, as every parameter's is: the sum of 2 to the power of the place of
each name that is in the set. A user says the names.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from checker.protocol import Parameter, Scenario

NOBODY = "none"
"""What is said of a set that is empty."""


def is_set(parameter: Parameter) -> bool:
    """Say whether a parameter is a set of names."""
    return getattr(parameter, "names", None) is not None


def names_of(parameter: Parameter, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what may be in the set that a parameter is, given the values of those before it."""
    names: tuple[str, ...] = tuple(getattr(parameter, "names")(values))  # noqa: B009  # not every parameter has it
    return names


def number_of(said: str, names: Sequence[str]) -> int | None:
    """Return the number of the set that a user named; None if some of it are no names.

    Raises ValueError with the name that is there twice.
    """
    if said == NOBODY:
        return 0
    meant = [name.strip() for name in said.split(",")]
    if not set(meant) <= set(names):
        return None
    twice = next((name for name in meant if meant.count(name) > 1), None)
    if twice is not None:
        raise ValueError(twice)
    return sum(1 << names.index(name) for name in meant)


def named(number: int, names: Sequence[str]) -> str:
    """Return a set as a user says it: its names with commas between, or ``none``."""
    return ",".join(name for place, name in enumerate(names) if number >> place & 1) or NOBODY


def as_said(scenario: Scenario, values: Mapping[str, int | None]) -> dict[str, int | str | None]:
    """Return the values of all parameters of a scenario as they are shown: sets by their names."""
    told: dict[str, int | str | None] = dict(values)
    for parameter in scenario.parameters:
        value = values.get(parameter.name)
        if value is not None and is_set(parameter):
            told[parameter.name] = named(value, names_of(parameter, values))
    return told
