"""The report of a check: one JSON object, the same whichever engine searched."""

from attrs import frozen

from checker.case import Case
from checker.encoding import Json
from checker.liveness.fairness import fairness_of
from checker.naming import as_said
from checker.protocol import is_witness
from checker.rule_question import Tally
from checker.trace import Trace
from checker.verdict import DEADLOCK, Result, Verdict


@frozen
class Report:
    """What was checked, and what came out of it.

    `symmetric` says whether renamed worlds counted as one, `fair` whether the promises could assume the
    fairness that they state. `tally` is what a mutant's rule was asked in the search.
    """

    case: Case
    result: Result
    trace: Trace | None
    symmetric: bool = False
    fair: bool = True
    tally: Tally | None = None

    @property
    def verdict(self) -> str:
        """The verdict in a word; a witness that was looked for is ``seen`` or ``never seen``."""
        verdict = self.result.verdict
        is_settled = self.case.sought is not None and verdict in {Verdict.VIOLATED, Verdict.HOLDS}
        if not is_settled:
            return verdict.value
        return "seen" if verdict is Verdict.VIOLATED else "never seen"

    @property
    def is_not_its_doing(self) -> bool:
        """Say whether what is shown came about though the mutant's rule was never wrong."""
        return self.trace is not None and self.tally is not None and not self.tally.otherwise

    @property
    def _seen(self) -> tuple[str, ...]:
        """The witness that was looked for, if it was seen."""
        sought = self.case.sought
        return (sought.name,) if sought is not None and self.verdict == "seen" else ()

    @property
    def exit_code(self) -> int:
        """The result's own, but for a witness: to have seen it is well, and that it is nowhere is not."""
        if self.verdict == "seen":
            return Verdict.HOLDS.exit_code
        return Verdict.VIOLATED.exit_code if self.verdict == "never seen" else self.result.exit_code

    def standing(self) -> dict[str, str]:
        """Return for each property and promise ``holds``, ``violated``, ``undetermined`` or ``unchecked``.

        A property holds if the space was exhausted; after a violation the rest of the space is unknown.
        """
        case, result = self.case, self.result
        names = [stated.name for stated in case.scenario.properties if not is_witness(stated)]
        checked = {stated.name for stated in case.checked}
        # Promises are settled only on a space that was exhausted, and in which every property holds.
        holds = result.verdict is Verdict.HOLDS or bool(result.promises)
        standing = {name: "holds" if holds and name in checked else "unchecked" for name in names}
        sought = {DEADLOCK} if case.sought is None else {DEADLOCK, case.sought.name}
        violated = {name: "violated" for name in result.violated if name not in sought}
        promised = {promise.name: "unchecked" for promise in case.scenario.promises}
        return standing | promised | violated | dict(result.promises)

    def fairness(self) -> dict[str, str]:
        """Return for each promise that was settled the fairness that it was held under, in words."""
        return {
            promise.name: fairness_of(promise, fair=self.fair).words
            for promise in self.case.promised
            if promise.name in self.result.promises
        }

    def kinds_missing(self, words: str) -> list[str]:
        """Name the kinds of action that a fairness speaks of and this system has none of."""
        fairness = (
            fairness_of(promise, fair=self.fair)
            for promise in self.case.promised
            if promise.name in self.result.promises
        )
        named = dict.fromkeys(
            kind for one in fairness if one.words == words for kind in (*one.weak, *one.strong)
        )
        there = {kind.name for kind in self.case.system.kinds}
        return [kind for kind in named if kind not in there]

    def as_json(self) -> Json:
        """Return the report as one JSON object."""
        case, result = self.case, self.result
        return {
            "verdict": self.verdict,
            "scenario": case.name,
            "parameters": as_said(case.scenario, case.parameters),
            "mutant": case.mutant,
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
            "fairness": self.fairness(),
            "never_called_for": list(result.uncalled),
            "mutant_rule": None if self.tally is None else self.tally.as_json(),
            "bounds_reached": list(result.bounds_reached),
            "witnesses": sorted(set(result.witnesses).union(self._seen)),
            "trace": self.trace.as_json() if self.trace else None,
        }
