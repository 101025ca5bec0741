"""One check, from names and numbers to a report: what ``seatrial check`` does, for any caller."""

from collections.abc import Callable, Mapping

from checker.catalogue import complete, find_mutant, find_property, find_scenario
from checker.engines import Engine
from checker.report import Report
from checker.trace import make_trace
from checker.verdict import Limits, Progress


def check(
    scenario: str,
    given: Mapping[str, object] | None = None,
    *,
    mutant: str | None = None,
    property: str | None = None,  # noqa: A002  # the word of the command line
    limits: Limits = Limits(),  # noqa: B008  # frozen
    engine: Engine = Engine(),  # noqa: B008  # frozen
    tell: Callable[[Progress], None] = lambda _: None,
    notice: Callable[[str], None] = lambda _: None,
) -> Report:
    """Search a scenario for a violation of its properties, or of the one named.

    With a mutant, parameters that are not given are those that its hunt uses. Raises WrongUsage for
    names that do not exist and parameters that make no sense.
    """
    found = find_scenario(scenario)
    which, hunted_with = find_mutant(found, mutant) if mutant is not None else (None, {})
    parameters = complete(found, {**hunted_with, **(given or {})})
    checked = tuple(found.properties)
    if property is not None:
        only = find_property(found, property)
        checked = tuple(stated for stated in checked if stated is only or stated.kind.value == "sometimes")
    system = found.build(parameters, which.protocol if which else None)
    result = engine.search(system, checked, limits, tell, notice=notice)
    violation = result.violation
    trace = make_trace(scenario, parameters, mutant, system, violation) if violation else None
    return Report(found, scenario, parameters, mutant, checked, result, trace, engine.symmetric)
