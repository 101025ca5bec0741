"""Where a property, a promise or a witness is stated, for who asked for it where it is not."""

from collections.abc import Sequence

from checker.errors import WrongUsage, nearest
from checker.protocol import Promise, Property, Scenario, is_witness, kind_of

MOST = 3
"""How many scenarios are named that state something."""


def statements_of(scenario: Scenario) -> tuple[Property | Promise, ...]:
    """Return the properties of a scenario, witnesses too, and its promises."""
    return (*scenario.properties, *scenario.promises)


def unknown_statement(name: str, scenario: Scenario, others: Sequence[Scenario]) -> WrongUsage:
    """Say that a scenario states nothing of that name: which others do, or which name may be meant."""
    return WrongUsage(
        f"there is no property or promise of {scenario.name} {name!r}; {_hint(name, scenario, others)}"
    )


def _hint(name: str, scenario: Scenario, others: Sequence[Scenario]) -> str:
    elsewhere = {
        other.name: _kind(stated)
        for other in others
        for stated in statements_of(other)
        if stated.name == name
    }
    if elsewhere:
        what = " and a ".join(dict.fromkeys(elsewhere.values()))
        return f"it is a {what} of {_some(list(elsewhere))}; see seatrial list"
    near = nearest(name, [stated.name for stated in statements_of(scenario)])
    if near:
        return f"did you mean {' or '.join(near)}?"
    near = nearest(name, dict.fromkeys(stated.name for other in others for stated in statements_of(other)))
    if near:
        return f"did you mean {' or '.join(near)}, of other scenarios? see seatrial list"
    return "seatrial list names those that there are"


def _kind(stated: Property | Promise) -> str:
    if kind_of(stated) == "promise":
        return "promise"
    return "witness" if is_witness(stated) else "property"


def _some(names: list[str]) -> str:
    """Name the first few, and count the others."""
    shown, more = names[:MOST], len(names) - MOST
    last = f"{more} more" if more > 0 else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last
