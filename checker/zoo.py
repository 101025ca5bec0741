"""The zoo: every mutant of the catalogue, hunted where it must die, with the healthy protocol as control.

A mutant is *killed* if the property that its hunt names objects. It has *survived* if the space was
exhausted and nothing objected. Where a limit ended the search, random walks have a try; what they find is
shrunk, and whether it is the shortest is said. The control is the healthy protocol under the very same
parameters, with all that the scenario must keep: it must be exhausted, and hold.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from checker.case import make_case
from checker.catalogue import complete, find_scenario, scenarios
from checker.check import check, search_case
from checker.encoding import Json
from checker.engines import Engine
from checker.errors import WrongUsage, unknown
from checker.naming import as_said
from checker.protocol import Hunt, Promise, Scenario
from checker.report import Report
from checker.trace import Trace
from checker.verdict import INTERRUPTED, Limits, Progress, Result, Verdict

LIMITS = Limits(seconds=300.0, memory=6 * 2**30)
"""When one search of the zoo gives up, unless told otherwise."""

WALKS = 10_000
"""How many runs are walked at random where a search gave up."""

Tell = Callable[[Progress], None]


@frozen
class Exhibit:
    """A mutant of the zoo: its scenario, by the name it was found under, and its hunt."""

    scenario: Scenario
    found_as: str
    hunt: Hunt

    @property
    def name(self) -> str:
        return self.hunt.mutant.name

    @property
    def parameters(self) -> Mapping[str, int | None]:
        """Return all parameters under which the mutant is hunted."""
        return complete(self.scenario, self.hunt.parameters)

    @property
    def promise(self) -> Promise | None:
        """Return the promise that the mutant breaks, if it is one: then only a lasso shows it."""
        return next((one for one in self.scenario.promises if one.name == self.hunt.killed_by), None)


@frozen
class Hunted:
    """What came of the hunt for a mutant: of the search, and of the walks where that gave up."""

    exhibit: Exhibit
    report: Report
    walked: Any = None
    """A `checker.simulation.SimulationReport`, or None."""
    control: Result | None = None

    @property
    def trace(self) -> Trace | None:
        """Return the run that shows the mistake; one that is violated at a bound only does not."""
        if self.report.result.verdict is Verdict.VIOLATED:
            return self.report.trace
        return None if self.walked is None else self.walked.trace

    @property
    def verdict(self) -> str:
        """Return ``violated``, ``survived``, ``undetermined`` or ``incomplete``."""
        if self.trace is not None:
            return Verdict.VIOLATED.value
        found = self.report.result.verdict
        return "survived" if found is Verdict.HOLDS else found.value

    @property
    def is_killed(self) -> bool:
        return self.trace is not None and self.trace.property == self.exhibit.hunt.killed_by

    @property
    def shortest(self) -> bool | None:
        """Say whether no run within the bounds is shorter; None if there is no run."""
        if self.trace is None:
            return None
        if self.walked is not None:
            return bool(self.walked.shortened.shortest)
        # The loop of a lasso is short, and not always the shortest.
        return self.trace.loop is None

    @property
    def found_by(self) -> str:
        """Return ``search``, ``liveness`` for what a promise decides, or ``simulation``."""
        if self.walked is not None:
            return "simulation"
        return "search" if self.exhibit.promise is None else "liveness"

    @property
    def unseen(self) -> tuple[str, ...]:
        """Name the witnesses that the mutant was seen to reach and that its control never does.

        A control in which what the mutant gets wrong does not even come about shows little.
        """
        if self.control is None:
            return ()
        return tuple(sorted(set(self.report.result.witnesses) - set(self.control.witnesses)))

    @property
    def interrupted(self) -> bool:
        results = (self.report.result, self.control, self.walked and self.walked.simulation)
        return any(one is not None and one.interrupted for one in results)

    def as_json(self) -> Json:
        """Return the hunt as one JSON object."""
        return {
            **told(self.exhibit),
            "verdict": self.verdict,
            "control": None if self.control is None else self.control.verdict.value,
            "control_states": None if self.control is None else self.control.states,
            "control_unseen": list(self.unseen),
            "steps": None if self.trace is None else len(self.trace.actions),
            "states": self.report.result.states,
            "seconds": round(self.report.result.seconds, 3),
            "shortest": self.shortest,
            "stopped_by": self.report.result.stopped_by,
            "found_by": self.found_by,
            "trace": None if self.trace is None else self.trace.as_json(),
        }


@frozen
class Score:
    """How many mutants were killed by the property that their hunt names, of how many."""

    killed: int
    of: int

    def as_json(self) -> Json:
        return {"killed": self.killed, "of": self.of}


def exhibits(scenario: str | None = None) -> tuple[Exhibit, ...]:
    """Return every mutant of the catalogue, or of one scenario: once, where it is hunted first."""
    places = (
        [(one, one.name) for one in scenarios()]
        if scenario is None
        else [(find_scenario(scenario), scenario)]
    )
    found: dict[str, Exhibit] = {}
    for place, found_as in places:
        for hunt in place.hunts:
            found.setdefault(hunt.mutant.name, Exhibit(place, found_as, hunt))
    return tuple(found.values())


def find_exhibit(name: str, scenario: str | None = None) -> Exhibit:
    """Return the mutant of this name. Raises WrongUsage if there is none in the zoo."""
    if ":" in name:
        raise WrongUsage(
            f"the zoo has the mutants of the catalogue only; expected seatrial check "
            f"{scenario or 'SCENARIO'} --mutant {name} for one of your own"
        )
    known = exhibits(scenario)
    found = next((one for one in known if one.name == name), None)
    if found is None:
        raise unknown("mutant in the zoo", name, (one.name for one in known), "seatrial zoo")
    return found


def hunt(
    exhibit: Exhibit,
    limits: Limits = LIMITS,
    tell: Tell = lambda _: None,
    notice: Callable[[str], None] = lambda _: None,
) -> Hunted:
    """Hunt a mutant breadth first, with nothing but what its hunt says must kill it; else walk at random."""
    killer = exhibit.hunt.killed_by
    report = check(
        exhibit.found_as, mutant=exhibit.name, property=killer, limits=limits, tell=tell, notice=notice
    )
    hunted = Hunted(exhibit, report)
    result = report.result
    if result.verdict is not Verdict.INCOMPLETE or result.interrupted or exhibit.promise is not None:
        return hunted
    walked = walk(exhibit, 0, tell, notice, seconds=limits.seconds)
    return hunted if walked.trace is None else evolve(hunted, walked=walked)


def walk(
    exhibit: Exhibit,
    seed: int,
    tell: Tell = lambda _: None,
    notice: Callable[[str], None] = lambda _: None,
    *,
    runs: int = WALKS,
    seconds: float | None = None,
) -> Any:
    """Look for a mutant by random walks; return a `checker.simulation.SimulationReport`."""
    # The walks load the machine code: only where they are used.
    from checker.compiled.simulate import Plan  # noqa: PLC0415
    from checker.simulation import run_simulation  # noqa: PLC0415

    return run_simulation(
        exhibit.found_as,
        {},
        Plan(runs, seed=seed, weights=exhibit.hunt.weights, seconds=seconds),
        mutant=exhibit.name,
        property=exhibit.hunt.killed_by,
        tell=tell,
        notice=notice,
    )


class Controls:
    """The healthy protocols: each searched once for all mutants that are hunted under its parameters."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._known: dict[Any, Result] = {}

    def of(
        self,
        exhibit: Exhibit,
        tell: Tell = lambda _: None,
        notice: Callable[[str], None] = lambda _: None,
    ) -> Result:
        """Search what the mutant departs from, with all that the scenario must keep.

        Of its promises only the one that the mutant breaks, if it is one, is held against it.
        """
        promise = exhibit.promise
        key = (exhibit.found_as, tuple(exhibit.parameters.items()), promise and promise.name)
        if key not in self._known:
            case = make_case(exhibit.found_as, exhibit.hunt.parameters)
            case = evolve(case, promised=() if promise is None else (promise,))
            result = search_case(case, self.limits, Engine(), tell, notice)
            if result.interrupted:
                return result
            self._known[key] = result
        return self._known[key]


def score_of(hunted: Iterable[Hunted]) -> Score:
    """Return how many were killed, of how many."""
    killed = [one.is_killed for one in hunted]
    return Score(sum(killed), len(killed))


def exit_code(hunted: Iterable[Hunted]) -> int:
    """Return 0 if each mutant was killed as its hunt says, and each control that was searched holds.

    What is wrong (a mutant that survived, a control that is violated) outweighs what is open.
    """
    code = Verdict.HOLDS.exit_code
    for one in hunted:
        if one.interrupted:
            return INTERRUPTED
        controlled = Verdict.HOLDS if one.control is None else one.control.verdict
        if one.verdict == "survived" or controlled is Verdict.VIOLATED:
            code = Verdict.VIOLATED.exit_code
        elif (not one.is_killed or controlled is not Verdict.HOLDS) and not code:
            code = Verdict.INCOMPLETE.exit_code
    return code


def told(exhibit: Exhibit) -> dict[str, Json]:
    """Return what is known of a mutant before any hunt, for JSON."""
    mutant = exhibit.hunt.mutant
    return {
        "name": mutant.name,
        "scenario": exhibit.found_as,
        "sentence": mutant.sentence,
        "rule": mutant.rule,
        "property": exhibit.hunt.killed_by,
        "cites": mutant.cites,
        "parameters": as_said(exhibit.scenario, exhibit.parameters),
    }
