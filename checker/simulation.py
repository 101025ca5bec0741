"""One simulation, from names and numbers to a report: what ``seatrial simulate`` does, for any caller.

A run that fails is shrunk, and then held against a search breadth first that looks no further than its
length: if that is exhausted, the trace is the shortest; if it finds a shorter one, that is told instead.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, frozen

from checker.case import Case, make_case
from checker.check import assert_replays
from checker.compiled.kernels import are_compiled
from checker.compiled.search import search
from checker.compiled.simulate import Plan, Simulation, simulate
from checker.encoding import Json
from checker.engines import COMPILING
from checker.errors import WrongUsage, unknown
from checker.naming import as_said
from checker.protocol import Property, System
from checker.shrink import shrink
from checker.trace import Trace, make_trace
from checker.verdict import INTERRUPTED, Limits, Progress, Verdict, Violation

CONFIRM = Limits(states=3_000_000, seconds=20)
"""How far the search goes that looks for a shorter trace."""


@frozen
class Shortened:
    """What became of the run that failed.

    `found` and `shrunk` are the numbers of its actions before and after shrinking. `stopped_by` says what
    ended the search for a shorter run before it could show that there is none; else it is None.
    """

    found: int
    shrunk: int
    stopped_by: str | None = None

    @property
    def shortest(self) -> bool:
        """Say whether a search has shown that no run is shorter than the trace."""
        return self.stopped_by is None


@frozen
class SimulationReport:
    """What was simulated, and what came of it."""

    case: Case
    plan: Plan
    simulation: Simulation
    shortened: Shortened | None
    trace: Trace | None

    @property
    def verdict(self) -> Verdict:
        return Verdict.INCOMPLETE if self.trace is None else Verdict.VIOLATED

    @property
    def exit_code(self) -> int:
        if self.trace is None and self.simulation.interrupted:
            return INTERRUPTED
        return self.verdict.exit_code

    def as_json(self) -> Json:
        """Return the report as one JSON object."""
        simulation, shortened = self.simulation, self.shortened
        return {
            "verdict": self.verdict.value,
            "scenario": self.case.name,
            "parameters": as_said(self.case.scenario, self.case.parameters),
            "mutant": self.case.mutant,
            "engine": "simulation",
            "strategy": self.plan.strategy.value,
            "weights": dict(self.plan.weights),
            "seed": self.plan.seed,
            "runs": simulation.runs,
            "steps": simulation.steps,
            "seconds": round(simulation.seconds, 3),
            "stopped_by": simulation.stopped_by,
            "kinds": dict(simulation.kinds),
            "witnesses": dict(simulation.witnesses),
            "failed_run": simulation.failed_run,
            "found_steps": shortened and shortened.found,
            "shrunk_steps": shortened and shortened.shrunk,
            "shortest": shortened and shortened.shortest,
            "trace": self.trace.as_json() if self.trace else None,
        }


def run_simulation(
    scenario: str,
    given: Mapping[str, object],
    plan: Plan,
    *,
    mutant: str | None = None,
    property: str | None = None,  # noqa: A002  # the word of the command line
    tell: Callable[[Progress], None] = lambda _: None,
    notice: Callable[[str], None] = lambda _: None,
) -> SimulationReport:
    """Walk a scenario at random; shorten what fails. Raises WrongUsage as `make_case` does."""
    case = make_case(scenario, given, mutant, property)
    if case.promised and property is not None:
        raise WrongUsage(
            f"{property} is a promise, which no run at random can break, as it ends; expected a property"
        )
    if case.sought is not None:
        raise WrongUsage(
            f"{case.sought.name} is a witness, and every simulation counts the runs in which it is seen; "
            "expected a property that can be violated, or seatrial check to be shown it"
        )
    kinds = [kind.name for kind in case.system.kinds]
    for kind in plan.weights:
        if kind not in kinds:
            raise unknown(f"kind of action of {case.name}", kind, kinds)
    if not are_compiled("walk"):
        notice(COMPILING)
        simulate(case.system, case.checked, Plan(runs=1, steps=1))
    shortened, trace = None, None
    with case.confirming():
        simulation = simulate(case.system, case.checked, plan, tell)
        if simulation.violation is not None:
            stated = next(one for one in case.checked if one.name == simulation.violation.property)
            violation, shortened = _shorten(case.system, stated, simulation.violation)
            trace = make_trace(case.name, case.parameters, mutant, case.system, violation)
    if trace is not None and mutant is not None:
        assert_replays(trace)
    return SimulationReport(case, plan, simulation, shortened, trace)


def _shorten(system: System, stated: Property, violation: Violation) -> tuple[Violation, Shortened]:
    shrunk = shrink(system, stated, violation)
    lengths = len(violation.actions), len(shrunk.actions)
    if not shrunk.actions:
        return shrunk, Shortened(*lengths)
    # Up to the length of the shrunk run: the search finds it, or a shorter one, unless a limit ends it.
    result: Any = search(system, [stated], evolve(CONFIRM, depth=len(shrunk.actions)))
    if result.violation is not None:
        return result.violation, Shortened(*lengths)
    assert result.stopped_by is not None, "a run that fails is found by a search of its length"
    return shrunk, Shortened(*lengths, result.stopped_by)
