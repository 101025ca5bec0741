"""Settling claims: what each of them asks is run, and its verdict computed from the answers.

A claim brings evidence in three groups (`properties.claim`): as said, under a condition, as corrected. Each
piece is a search, a lemma, a count, or trials in time, and its answer speaks for the claim, against it,
or is open. Nothing else decides: no verdict is written down anywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from attrs import Factory, define, evolve, frozen

from checker.answer import Answer, Unmoved
from checker.case import Case, case_of
from checker.catalogue import complete
from checker.check import search_case
from checker.claim_shape import Claim, Evidence
from checker.engines import Engine
from checker.errors import WrongUsage
from checker.protocol import Lemma, Scenario
from checker.smt import Outcome, prove
from checker.study import Study, conduct
from checker.trace import Trace, make_trace
from checker.verdict import INTERRUPTED, Limits, Progress, Verdict

LIMITS = Limits(seconds=120.0, memory=6 * 2**30)
"""When one search gives up."""

Tell = Callable[[Progress], None]


class Standing(Enum):
    """What became of a claim."""

    TRUE = "true"
    FALSE = "false"
    ONLY_IF = "only-if"
    UNSETTLED = "unsettled"
    """A search was stopped early, or the correct statement did not hold either."""


@frozen
class Settled:
    """A claim and the answers to what it asks, in its three groups; of which `mutant`, if of one."""

    claim: Claim
    as_said: tuple[Answer, ...]
    under_condition: tuple[Answer, ...]
    as_corrected: tuple[Answer, ...]
    mutant: type | None = None

    @property
    def answers(self) -> tuple[Answer, ...]:
        return (*self.as_said, *self.under_condition, *self.as_corrected)

    @property
    def standing(self) -> Standing:
        """The verdict: as said, or else under the condition, and in any case as corrected."""
        if any(answer.speaks is None for answer in self.answers):
            return Standing.UNSETTLED
        if not _all_speak_for(self.as_corrected):
            return Standing.UNSETTLED
        if _all_speak_for(self.as_said):
            return Standing.TRUE
        if self.under_condition and _all_speak_for(self.under_condition):
            return Standing.ONLY_IF
        return Standing.FALSE

    @property
    def is_corrected(self) -> bool | None:
        """Whether the correct statement holds in this run; None if that is open.

        It does where the evidence for it speaks for it, and the claim comes out as it takes for granted: so
        as said, if it repeats that; else not so as said, and under the condition so, if there is one.
        """
        if any(answer.speaks is False for answer in self._resting):
            return False
        if any(answer.speaks is None for answer in (*self._resting, *self.as_said)):
            return None
        return self.claim.repeats or not _all_speak_for(self.as_said)

    @property
    def is_by_right_rules(self) -> bool:
        """Whether the correct statement rests on something that was not asked of the mutant, if it is of one.

        A mutant may replace the very rule that a lemma is about: that the lemma holds says nothing of it.
        """
        return self.mutant is not None and any(answer.unmoved is not None for answer in self._resting)

    @property
    def _resting(self) -> tuple[Answer, ...]:
        """The answers that the correct statement rests on."""
        return (*self.as_corrected, *(self.as_said if self.claim.repeats else self.under_condition))

    @property
    def deciding(self) -> tuple[Answer, ...]:
        """The answers that made the verdict what it is."""
        match self.standing:
            case Standing.TRUE:
                return self.as_said
            case Standing.UNSETTLED:
                open_ones = tuple(answer for answer in self.answers if answer.speaks is None)
                return open_ones or tuple(one for one in self.as_corrected if not one.speaks)
        return tuple(answer for answer in self.as_said if not answer.speaks)

    @property
    def finding(self) -> str | None:
        """What was found that made the verdict what it is: against the condition, if that fails, too."""
        failed = [one for one in self.under_condition if not one.speaks]
        deciding = failed if failed and self.standing is Standing.FALSE else self.deciding
        return next((one.finding for one in deciding if one.finding is not None), None)

    @property
    def trace(self) -> Trace | None:
        """The run that shows it: why the claim fails as said, or what goes with it where it is true."""
        decided = () if self.standing is Standing.TRUE else self.deciding
        by_weight = (*decided, *self.as_corrected, *self.as_said, *self.under_condition)
        return next((answer.trace for answer in by_weight if answer.trace is not None), None)

    @property
    def interrupted(self) -> bool:
        return any(answer.interrupted for answer in self.answers)


def _all_speak_for(answers: Sequence[Answer]) -> bool:
    return all(answer.speaks for answer in answers)


@define
class Court:
    """Settles claims; the same search, lemma or study is run once, however many claims ask for it.

    A `mutant`, a protocol with one rule overridden, takes the place of every healthy protocol that it is a
    mutant of.
    """

    mutant: type | None = None
    limits: Limits = LIMITS
    notice: Callable[[str], None] = lambda _: None
    _known: dict[Any, Answer] = Factory(dict)

    def settle(self, claim: Claim, tell: Tell = lambda _: None) -> Settled:
        """Ask for all the evidence of a claim."""

        def ask(group: Sequence[Any]) -> tuple[Answer, ...]:
            return tuple(self._ask(one, tell) for one in group)

        as_said, under_condition = ask(claim.as_said), ask(claim.under_condition)
        mutant = self.mutant if self.concerns(claim) else None
        return Settled(claim, as_said, under_condition, ask(claim.as_corrected), mutant)

    def concerns(self, claim: Claim) -> bool:
        """Say whether anything that a claim asks is asked of the mutant."""
        asked = (*claim.as_said, *claim.under_condition, *claim.as_corrected)
        return any(self._mutant_for(one) is not None for one in asked)

    def _ask(self, evidence: Evidence, tell: Tell) -> Answer:
        answer = ASKING[evidence.kind](self, evidence, tell)
        return evolve(answer, unmoved=self._unmoved(evidence))

    def _mutant_for(self, evidence: Any) -> type | None:
        """Return the mutant, if the evidence follows rules that it is a mutant of."""
        bases = RULES[evidence.kind](evidence)
        return self.mutant if self.mutant is not None and issubclass(self.mutant, bases) else None

    def _unmoved(self, evidence: Any) -> Unmoved | None:
        """Say why evidence has nothing to do with the mutant; None if it has, or has its own mistake."""
        if self.mutant is None or self._mutant_for(evidence) is not None:
            return None
        if getattr(evidence, "protocol", None) is not None:
            return None
        return Unmoved.OTHER_RULES if RULES[evidence.kind](evidence) else Unmoved.RULELESS

    def search(self, search: Any, tell: Tell) -> Answer:
        """Search a scenario; the answer is open if the search did not come to an end."""
        scenario: Scenario = search.scenario
        protocol = self._mutant_for(search) or search.protocol
        given = complete(scenario, search.given)
        key = (scenario.name, tuple(given.items()), search.asked, protocol)
        if key not in self._known:
            name = None if protocol is None else f"{protocol.__module__}:{protocol.__qualname__}"
            case = case_of(scenario, scenario.name, given, name, search.asked)
            self._known[key] = self._searched(search, case, tell)
        known = self._known[key]
        speaks = None if known.speaks is None else known.speaks == search.kept
        return Answer(search, speaks, known.finding, known.case, known.result, known.trace)

    def _searched(self, search: Any, case: Case, tell: Tell) -> Answer:
        result = search_case(case, self.limits, Engine(), tell, self.notice)
        violation, verdict = result.violation, result.verdict
        trace = None
        if violation is not None and verdict is Verdict.VIOLATED:
            trace = make_trace(case.name, case.parameters, case.mutant, case.system, violation)
        kept = {Verdict.HOLDS: True, Verdict.VIOLATED: False}.get(verdict)
        finding = result.stopped_by if violation is None else violation.finding
        return Answer(search, kept, finding, case, result, trace)

    def proof(self, evidence: Any, _: Tell) -> Answer:
        """Prove a lemma; the answer is open if Z3 does not find out, or the lemma says nothing."""
        lemma: Lemma = evidence.lemma
        if lemma.name not in self._known:
            proof = prove(lemma)
            proved = {Outcome.PROVED: True, Outcome.REFUTED: False}.get(proof.outcome)
            self._known[lemma.name] = Answer(evidence, proved, proof.told or proof.reason, proof=proof)
        known = self._known[lemma.name]
        speaks = None if known.speaks is None else known.speaks == evidence.proved
        return Answer(evidence, speaks, known.finding, proof=known.proof)

    def count(self, evidence: Any, _: Tell) -> Answer:
        """Count something out, or compute it exactly; of the mutant, if it follows the mutant's rules."""
        mutant = self._mutant_for(evidence)
        if mutant is not None:
            evidence = evidence.under(mutant)
        objection = evidence.objection()
        return Answer(evidence, objection is None, objection, mutant=mutant)

    def trials(self, evidence: Any, _: Tell) -> Answer:
        """Conduct a study, from the same seed always, and see what its rows say.

        The answer is open if by the rules of a mutant no trial can begin.
        """
        study: Study = evidence.study
        mutant = self._mutant_for(evidence)
        key = study.name, tuple(sorted(evidence.settings.items())), evidence.number, evidence.seed
        if key not in self._known:
            try:
                made = conduct(study, evidence.settings, evidence.number, evidence.seed, mutant=mutant)
                self._known[key] = Answer(evidence, None, conducted=made)
            except WrongUsage as error:
                if mutant is None:
                    raise
                self._known[key] = Answer(evidence, None, str(error))
        conducted = self._known[key].conducted
        if conducted is None:
            return Answer(evidence, None, self._known[key].finding, mutant=mutant)
        rows = [row.summary for row in conducted.rows]
        objection, measured = evidence.objection(rows), evidence.measured(rows)
        return Answer(
            evidence, objection is None, objection, conducted=conducted, measured=measured, mutant=mutant
        )


ASKING: Mapping[str, Callable[[Court, Any, Tell], Answer]] = {
    "search": Court.search,
    "lemma": Court.proof,
    "count": Court.count,
    "trials": Court.trials,
}


def _rules_of_search(search: Any) -> tuple[type, ...]:
    base = search.scenario.protocol
    return () if search.protocol is not None or base is None else (base,)


RULES: Mapping[str, Callable[[Any], tuple[type, ...]]] = {
    "search": _rules_of_search,
    "lemma": lambda _: (),
    "count": lambda evidence: tuple(evidence.rules),
    "trials": lambda evidence: (evidence.study.protocol,),
}
"""The protocols whose rules a piece of evidence follows."""


def exit_code(settled: Sequence[Settled]) -> int:
    """Return 0 if every claim was settled, however; 20 if one is unsettled; 130 if it was interrupted."""
    if any(one.interrupted for one in settled):
        return INTERRUPTED
    is_open = any(one.standing is Standing.UNSETTLED for one in settled)
    return (Verdict.INCOMPLETE if is_open else Verdict.HOLDS).exit_code
