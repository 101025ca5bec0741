"""Proving lemmas: Z3 looks for a counterexample, and for a reason to distrust finding none.

A lemma's claim is a formula; its free variables stand for every value. Three things can be wrong with
"no counterexample": there was no time to look (*unknown*); a premise can never be met, so that nothing
was said (*vacuous*); or there is one after all (*refuted*), and then the smallest teaches most.

The answer depends on the formula alone: each lemma is proved in a context of its own with a fixed seed.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction
from time import monotonic
from typing import Any

import z3
from attrs import Factory, frozen

from checker.protocol import Lemma

SEED = 0

IRRATIONAL_DIGITS = 12
"""A counterexample's value that is no fraction is given as one, to so many digits."""

Value = bool | int | Fraction


class Outcome(Enum):
    """What became of a lemma."""

    PROVED = "proved"
    """There is no counterexample, and every premise can be met."""
    REFUTED = "refuted"
    """There is a counterexample."""
    VACUOUS = "vacuous"
    """There is no counterexample because a premise can never be met."""
    UNKNOWN = "unknown"
    """Z3 gave up, or its time was over."""


@frozen
class Proof:
    """The answer about a lemma.

    `counterexample` gives each variable its value where the lemma is refuted, and `told` says it in the
    lemma's words; `reason` says why it is vacuous or unknown.
    """

    lemma: Lemma
    outcome: Outcome
    seconds: float
    counterexample: Mapping[str, Value] = Factory(dict)
    told: str | None = None
    reason: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether it is what the lemma expects: some lemmas are stated to be refuted."""
        return self.outcome.value == self.lemma.expected

    def __str__(self) -> str:
        why = self.told or self.reason
        return f"{self.lemma.name} is {self.outcome.value}" + (f": {why}" if why else "")


def prove(lemma: Lemma, seconds: float = 10.0) -> Proof:
    """Prove a lemma or find its smallest counterexample, in about so many seconds.

    The smallest has the least sum of its whole numbers (without their signs), then the least of each in
    the order of their names; where there is no time to find it, any counterexample is given. Raises
    TypeError where the claim is no formula, and KeyboardInterrupt where the search is interrupted.
    """
    began = monotonic()

    def answer(outcome: Outcome, **more: Any) -> Proof:
        return Proof(lemma, outcome, monotonic() - began, **more)

    def time_left() -> float:
        return seconds - (monotonic() - began)

    claim = _formula(lemma)
    refuting = z3.Not(claim)
    found, more = _solve(z3.Solver(ctx=claim.ctx), refuting, time_left())
    if found == z3.unknown:
        return answer(Outcome.UNKNOWN, reason=f"Z3 gave up: {more}")
    if found == z3.sat:
        smallest = _smallest(refuting, time_left())
        model = more if smallest is None else smallest
        counterexample = {str(name): _value(model, name) for name in _variables(claim)}
        return answer(Outcome.REFUTED, counterexample=counterexample, told=lemma.told(counterexample))
    for premise in _premises(claim):
        met, why = _solve(z3.Solver(ctx=claim.ctx), premise, time_left())
        if met == z3.unsat:
            return answer(Outcome.VACUOUS, reason=f"nothing meets its premise: {_on_one_line(premise)}")
        if met == z3.unknown:
            return answer(
                Outcome.UNKNOWN, reason=f"whether its premise can be met, Z3 did not find out: {why}"
            )
    return answer(Outcome.PROVED)


def _formula(lemma: Lemma) -> Any:
    """Return the claim in a context of its own, where no earlier lemma has left a trace."""
    claim = lemma.claim()
    if isinstance(claim, bool):
        claim = z3.BoolVal(claim)
    if not isinstance(claim, z3.BoolRef):
        raise TypeError(f"the claim of {lemma.name} is {claim!r}; expected a Z3 formula")
    return claim.translate(z3.Context())


def _premises(claim: Any, *above: Any) -> Iterator[Any]:
    """Yield what must be possible for the claim to say anything: each premise, with those above it."""
    if z3.is_and(claim):
        for part in claim.children():
            yield from _premises(part, *above)
    elif z3.is_implies(claim):
        premise, conclusion = claim.children()
        under = (*above, premise)
        yield z3.And(*under) if above else premise
        yield from _premises(conclusion, *under)


def _smallest(refuting: Any, seconds: float) -> Any | None:
    """Return the model of the smallest counterexample, or None if Z3 does not find out which it is."""
    optimizer = z3.Optimize(ctx=refuting.ctx)
    sizes = [z3.If(name < 0, -name, name) for name in _variables(refuting) if z3.is_int(name)]
    if len(sizes) > 1:
        optimizer.minimize(z3.Sum(sizes))
    for size in sizes:
        optimizer.minimize(size)
    found, model = _solve(optimizer, refuting, seconds)
    return model if found == z3.sat else None


def _solve(solver: Any, formula: Any, seconds: float) -> tuple[Any, Any]:
    """Return Z3's answer, with the model if there is one, or with the reason if there is no answer."""
    solver.set("random_seed", SEED)
    solver.set("timeout", max(1, round(seconds * 1000)))
    solver.add(formula)
    found = solver.check()
    if found == z3.sat:
        return found, solver.model()
    reason = solver.reason_unknown() if found == z3.unknown else None
    if reason is not None and "interrupted" in reason:
        raise KeyboardInterrupt
    return found, reason


def _variables(formula: Any) -> list[Any]:
    """Return the free variables, by name."""
    found, waiting, seen = {}, [formula], set()
    while waiting:
        part = waiting.pop()
        if part.get_id() in seen:
            continue
        seen.add(part.get_id())
        if z3.is_const(part) and part.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            found[str(part)] = part
        waiting.extend(part.children())
    return [found[name] for name in sorted(found)]


def _value(model: Any, name: Any) -> Value:
    value = model.eval(name, model_completion=True)
    if z3.is_int_value(value):
        return int(value.as_long())
    if z3.is_algebraic_value(value):
        value = value.approx(IRRATIONAL_DIGITS)
    if z3.is_rational_value(value):
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
    if z3.is_true(value) or z3.is_false(value):
        return bool(z3.is_true(value))
    raise TypeError(f"{name} is {value}; expected a whole number, a real one, true or false")


def _on_one_line(formula: Any) -> str:
    return " ".join(str(formula).split())
