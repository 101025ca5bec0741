"""One check, from names and numbers to a report: what ``seatrial check`` does, for any caller."""

from collections.abc import Callable, Mapping

from checker.case import Case, make_case
from checker.engines import Engine
from checker.errors import WrongUsage
from checker.liveness.judge import judge
from checker.replay import NotPossible, replay
from checker.report import Report
from checker.rule_watch import PURE
from checker.trace import Trace, make_trace
from checker.verdict import Limits, Progress, Result, Violation


def check(
    scenario: str,
    given: Mapping[str, object] | None = None,
    *,
    mutant: str | None = None,
    property: str | None = None,  # noqa: A002  # the word of the command line
    limits: Limits = Limits(),  # noqa: B008  # frozen
    engine: Engine = Engine(),  # noqa: B008  # frozen
    fair: bool = True,
    tell: Callable[[Progress], None] = lambda _: None,
    notice: Callable[[str], None] = lambda _: None,
) -> Report:
    """Search a scenario for a violation of its properties, or of the one named; then settle its promises.

    Unless it is `fair`, no promise may assume any fairness. What the names mean, and what is wrong with
    them, is for `checker.case.make_case` to say.
    """
    case = make_case(scenario, given or {}, mutant, property)
    if not fair and not case.promised:
        raise WrongUsage(
            f"--no-fairness is about promises, and {property or case.name} has none; expected it without"
        )
    with case.confirming():
        result = search_case(case, limits, engine, tell, notice, fair=fair)
    violation = result.violation
    trace = None
    if violation is not None:
        is_fair = fair or _is_fair(case, violation)
        trace = make_trace(case.name, case.parameters, mutant, case.system, violation, fair=is_fair)
        if mutant is not None:
            assert_replays(trace)
    return Report(case, result, trace, symmetric=engine.symmetric, fair=fair, tally=case.tally())


def assert_replays(trace: Trace) -> None:
    """Raise WrongUsage unless what a mutant was found to do is done again by the system built anew."""
    try:
        again = replay(trace)
        why = None if again.finding is not None else again.why_gone or f"{trace.property} does not object"
    except NotPossible as error:
        why = str(error).removeprefix(f"{trace.id}: ")
    if why is not None:
        raise WrongUsage(
            f"{trace.mutant} was found to violate {trace.property}, and when that run is made again it does "
            f"not ({why}); {PURE}"
        )


def _is_fair(case: Case, violation: Violation) -> bool:
    """Say whether a violation, found with no fairness assumed, is one under the promise's own, too."""
    promise = next((one for one in case.promised if one.name == violation.property), None)
    if promise is None:
        return True
    said = judge(case.system, promise, promise.fairness, violation.actions, violation.loop)
    return said.standing is not None


def search_case(
    case: Case,
    limits: Limits,
    engine: Engine,
    tell: Callable[[Progress], None],
    notice: Callable[[str], None],
    *,
    fair: bool = True,
) -> Result:
    """Search for a violation of what is checked in a case; then settle what is promised."""
    if not case.promised:
        return engine.search(case.system, case.checked, limits, tell, notice=notice)
    result, graph = engine.explore(case.system, case.checked, limits, tell, notice=notice)
    if graph is None:
        return result
    # It loads what promises are settled with: only where there is one.
    from checker.liveness.settle import settle  # noqa: PLC0415

    return settle(result, graph, case.promised, fair=fair)
