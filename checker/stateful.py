"""Fuzzing in three lines of a test file: any scenario, under pytest and Hypothesis::

    from checker.stateful import Fuzz

    class TestMine(Fuzz):
        scenario = my_scenario

A failure is shrunk to a short run (`checker.shrink`), which is shown as the trace that it is, and
written to a file that ``seatrial replay`` takes. What a run does is in `checker.machine`.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, TypeVar

from hypothesis import HealthCheck, Phase
from hypothesis import settings as Settings  # noqa: N812  # it is a class
from hypothesis.stateful import run_state_machine_as_test

from checker.case import Case, case_of
from checker.catalogue import find_scenario, scenarios
from checker.errors import WrongUsage
from checker.machine import Violated, machine_of
from checker.output import write
from checker.protocol import Scenario
from checker.render.trace import render_trace
from checker.replay import Replay
from checker.shrink import shrink
from checker.storyteller import story_of
from checker.trace import make_trace

E = TypeVar("E", bound=BaseException)

TRACES = "seatrial-traces"
"""The folder for traces, in the current one."""

TOO_STRICT = (HealthCheck.too_slow,)
"""Health checks that do not apply: to draw the next message of a burst takes a step of the model."""

NOT_NEEDED = (Phase.shrink, Phase.explain)
"""Phases of Hypothesis that are left out: `checker.shrink` shrinks the run instead.

Hypothesis shrinks its choices, and the same choices mean other messages as soon as an earlier one is
gone: it takes half a minute, and what it ends with is no shorter than what leaving actions out comes to
in a tenth of a second.
"""


class Fuzz:
    """A test class that fuzzes a scenario: subclass it under a name that pytest collects.

    `scenario` is a scenario or its name. `mutant` is the name of a mutant, or its class. `parameters`
    are those that do not have their defaults, or what the mutant's hunt uses. `traces` is the folder to
    which a failure's trace goes. `rests` and `bursts` are as in `machine_of`. `settings` are those of
    the Hypothesis profile unless given.
    """

    scenario: ClassVar[Scenario | str]
    parameters: ClassVar[Mapping[str, int | None]] = {}
    mutant: ClassVar[type | str | None] = None
    traces: ClassVar[Path | str] = TRACES
    rests: ClassVar[Mapping[str, int]] = {}
    bursts: ClassVar[Mapping[str, int]] = {}
    settings: ClassVar[Settings | None] = None

    def test_keeps_its_properties(self) -> None:
        """No run comes to a world, or takes a step, to which a property objects."""
        __tracebackhide__ = True
        _fuzz(type(self))

    # Hypothesis's plugin for pytest then shows the statistics, as it does for a machine's TestCase.
    test_keeps_its_properties.is_hypothesis_test = True  # type: ignore[attr-defined]  # a function takes any


def _fuzz(fuzz: type[Fuzz]) -> None:
    """Run the machine of a test class; raises Violated, shrunk and with its trace as a note.

    Raises WrongUsage for what makes no sense, and for a rule that may not be as it is: the sentence alone,
    with no word on how Hypothesis came to it.
    """
    __tracebackhide__ = True
    try:
        case = _case_of(fuzz)
        _run(fuzz, case)
    except (WrongUsage, BaseExceptionGroup) as failure:
        # To Hypothesis a rule that changes its answer is a flaky test, which is a group of failures.
        refused = next(_of_kind(WrongUsage, failure), None)
        if refused is None:
            raise
        raise WrongUsage(str(refused)) from None


def _run(fuzz: type[Fuzz], case: Case) -> None:
    """Run the machine of a test class, and tell what it violates; raises whatever Hypothesis raises."""
    __tracebackhide__ = True
    machine = machine_of(
        case.system,
        case.checked,
        name=f"{fuzz.__module__}.{fuzz.__qualname__}",
        rests=fuzz.rests,
        bursts=fuzz.bursts,
    )
    current = fuzz.settings or Settings()
    settings = Settings(
        current,
        deadline=None,
        suppress_health_check={*current.suppress_health_check, *TOO_STRICT},
        phases=[phase for phase in current.phases if phase not in NOT_NEEDED],
    )
    try:
        with case.confirming():
            run_state_machine_as_test(machine, settings=settings)
    except (Violated, BaseExceptionGroup) as failure:
        for violated in _of_kind(Violated, failure):
            _tell(case, violated, Path(fuzz.traces))
        raise failure.with_traceback(None) from None


def _case_of(fuzz: type[Fuzz]) -> Case:
    """Build what a test class is about. Raises WrongUsage for names and numbers that make no sense."""
    given = getattr(fuzz, "scenario", None)
    if given is None:
        raise WrongUsage(f"{fuzz.__qualname__} has nothing to fuzz; expected: scenario = my_scenario")
    if isinstance(given, str):
        name, scenario = given, find_scenario(given)
    else:
        known = {scenario.name: scenario for scenario in scenarios()}
        name, scenario = _name_of(given, known, f"{fuzz.__module__}:{fuzz.__qualname__}.scenario"), given
    mutant = fuzz.mutant
    if isinstance(mutant, type):
        hunts = {hunt.mutant.name: hunt.mutant.protocol for hunt in scenario.hunts}
        mutant = _name_of(mutant, hunts, mutant.__qualname__)
    return case_of(scenario, name, fuzz.parameters, mutant)


def _tell(case: Case, violated: Violated, folder: Path) -> None:
    """Shrink a violation, write its trace to a file, and note the trace and how to replay it."""
    stated = next(stated for stated in case.checked if stated.name == violated.violation.property)
    violated.violation = shrink(case.system, stated, violated.violation)
    trace = make_trace(case.name, case.parameters, case.mutant, case.system, violated.violation)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{trace.id}.json"
    write(path, trace.as_json())
    module, colon, _ = case.name.partition(":")
    where = f" (where Python can import {module})" if colon else ""
    # In place of what Hypothesis noted: how it came to the run before it was shrunk.
    again = Replay(
        trace, case.scenario, case.system, violated.violation.actions, trace.finding, len(trace.actions)
    )
    shown = render_trace(trace, case.scenario, story_of(again))
    told = f"\n{shown}\n\nTo replay it{where}: seatrial replay {path}"
    violated.__notes__ = [told]


def _name_of(thing: object, known: Mapping[str, object], otherwise: str) -> str:
    """Return the name by which the command line finds a scenario or a mutant.

    A scenario that is in no catalogue and has no name in a module can be fuzzed, but its traces do not
    replay.
    """
    for name, value in known.items():
        if value is thing:
            return name
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is thing:
                return f"{module.__name__}:{name}"
    return otherwise


def _of_kind(kind: type[E], failure: BaseException) -> Iterator[E]:
    """Yield a failure if it is of a kind, or those of a group that are."""
    if isinstance(failure, kind):
        yield failure
    elif isinstance(failure, BaseExceptionGroup):
        for one in failure.exceptions:
            yield from _of_kind(kind, one)
