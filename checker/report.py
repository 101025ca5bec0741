"""The report of a check: one JSON object, the same whichever engine searched."""

from collections.abc import Mapping

from attrs import frozen

from checker.encoding import Json
from checker.protocol import Property, Scenario
from checker.trace import Trace
from checker.verdict import DEADLOCK, Result, Verdict


@frozen
class Report:
    """What was checked, and what came out of it.

    `checked` are the properties that were held against the scenario: all of it, or the one asked for.
    """

    scenario: Scenario
    name: str
    parameters: Mapping[str, int | None]
    mutant: str | None
    checked: tuple[Property, ...]
    result: Result
    trace: Trace | None
    symmetric: bool = False

    def standing(self) -> dict[str, str]:
        """Return for each property ``holds``, ``violated`` or ``unchecked``.

        A property holds if the space was exhausted; after a violation the rest of the space is unknown.
        """
        names = [stated.name for stated in self.scenario.properties if stated.kind.value != "sometimes"]
        checked = {stated.name for stated in self.checked}
        holds = self.result.verdict is Verdict.HOLDS
        standing = {name: "holds" if holds and name in checked else "unchecked" for name in names}
        violated = {name: "violated" for name in self.result.violated if name != DEADLOCK}
        return standing | violated

    def as_json(self) -> Json:
        """Return the report as one JSON object."""
        result = self.result
        return {
            "verdict": result.verdict.value,
            "scenario": self.name,
            "parameters": dict(self.parameters),
            "mutant": self.mutant,
            "engine": result.engine,
            "workers": result.workers,
            "symmetry": self.symmetric,
            "stands_for": result.stands_for,
            "states": result.states,
            "transitions": result.transitions,
            "depth": result.depth,
            "seconds": round(result.seconds, 3),
            "stopped_by": result.stopped_by,
            "collision_probability": result.collision_probability,
            "properties": self.standing(),
            "bounds_reached": list(result.bounds_reached),
            "witnesses": sorted(result.witnesses),
            "trace": self.trace.as_json() if self.trace else None,
        }
