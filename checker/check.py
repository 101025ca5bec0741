"""One check, from names and numbers to a report: what ``seatrial check`` does, for any caller."""

from collections.abc import Callable, Mapping

from checker.case import make_case
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

    What the names mean, and what is wrong with them, is for `checker.case.make_case` to say.
    """
    case = make_case(scenario, given or {}, mutant, property)
    result = engine.search(case.system, case.checked, limits, tell, notice=notice)
    violation = result.violation
    trace = make_trace(case.name, case.parameters, mutant, case.system, violation) if violation else None
    return Report(
        case.scenario, case.name, case.parameters, mutant, case.checked, result, trace, engine.symmetric
    )
