"""Proving: what is proved, refuted by the smallest case, vacuous, or unknown."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
import z3

from checker.smt import Outcome, Proof, prove
from model.raft import quorum
from properties.quorum_lemmas import majorities_intersect
from properties.statement import Lemma
from properties.symbolic import whole

N, F = whole("N"), whole("f")
X, Y, Z = z3.Ints("x y z")
P = z3.Real("p")


def lemma(
    claim: Callable[[], Any],
    told: Callable[[Mapping[str, Any]], str] = str,
    expected: str = "proved",
) -> Lemma:
    return Lemma("a-lemma", "A sentence.", "", claim, told, expected)


def proof_of(formula: object, seconds: float = 10) -> Proof:
    return prove(lemma(lambda: formula), seconds)


def test_proved() -> None:
    """What has no counterexample is proved."""
    proof = proof_of(z3.Implies(X > 2, X * X > 4))
    assert (proof.outcome, proof.counterexample, proof.told) == (Outcome.PROVED, {}, None)
    assert str(proof) == "a-lemma is proved"


def test_refuted_by_the_smallest() -> None:
    """That a majority survives f failures if N >= 2f is refuted by one failure of two members."""
    claim = z3.Implies(z3.And(N >= 1, F >= 0, F <= N, N >= 2 * F), quorum.is_quorum(N - F, N))
    assert proof_of(claim).counterexample == {"N": 2, "f": 1}


def test_smallest_without_signs() -> None:
    """A small number is one near zero, and among those of the least sum the first by name is least."""
    assert proof_of(X > -3).counterexample == {"x": -3}
    assert proof_of(X + Y != 5).counterexample == {"x": 0, "y": 5}


def test_told() -> None:
    """A counterexample is told in the lemma's own words."""
    proof = prove(lemma(lambda: X < 7, told=lambda found: f"there is {found['x']}"))
    assert str(proof) == "a-lemma is refuted: there is 7"


def test_real_numbers() -> None:
    """A real number is given as a fraction."""
    assert {"p": Fraction(1, 3)} == proof_of(P * 3 != 1).counterexample


def test_irrational_numbers() -> None:
    """A number that is no fraction is given as one that is near it."""
    root = proof_of(z3.Implies(P > 0, P * P != 2)).counterexample["p"]
    assert float(root) ** 2 == pytest.approx(2)


def test_truth_values() -> None:
    """A variable can be true or false, and whether a counterexample needs it or not, it is given."""
    a, b = z3.Bools("a b")
    assert proof_of(z3.Implies(b, z3.And(b, a))).counterexample == {"a": False, "b": True}


def test_nothing_symbolic() -> None:
    """A claim without variables is true or false."""
    assert proof_of(quorum.is_quorum(2, 3)).outcome == Outcome.PROVED
    assert proof_of(quorum.is_quorum(1, 3)).outcome == Outcome.REFUTED


@pytest.mark.parametrize(
    ("claim", "premise"),
    [
        (z3.Implies(z3.And(X > 3, X < 2), X == 7), "And(x > 3, x < 2)"),
        (z3.And(Y * Y >= 0, z3.Implies(X > X + 1, Y == 0)), "x > x + 1"),
        (z3.Implies(X > 3, z3.Implies(X < 2, Y == 0)), "And(x > 3, x < 2)"),
    ],
)
def test_vacuous(claim: object, premise: str) -> None:
    """A lemma whose premise nothing meets is vacuous, not proved, wherever in it the premise stands."""
    proof = proof_of(claim)
    assert proof.outcome == Outcome.VACUOUS
    assert f"nothing meets its premise: {premise}" == proof.reason


def test_unknown() -> None:
    """What takes too long is unknown: neither proved nor refuted."""
    fermat = z3.Implies(z3.And(X > 0, Y > 0, Z > 0), X * X * X + Y * Y * Y != Z * Z * Z)
    proof = proof_of(fermat, seconds=0.2)
    assert proof.outcome == Outcome.UNKNOWN
    assert str(proof).startswith("a-lemma is unknown: Z3 gave up: ")
    assert proof.seconds < 5


def test_no_formula() -> None:
    """A claim that is no formula is refused, by the lemma's name."""
    with pytest.raises(TypeError, match=r"the claim of a-lemma is N \+ 1; expected a Z3 formula"):
        proof_of(N + 1)


def test_as_expected() -> None:
    """Whether an outcome is as expected is the lemma's to say."""
    assert prove(lemma(lambda: X * X >= 0)).as_expected
    assert not prove(lemma(lambda: X > 0)).as_expected
    assert prove(lemma(lambda: X > 0, expected="refuted")).as_expected
    assert not prove(lemma(lambda: X * X >= 0, expected="refuted")).as_expected


def test_same_answer_after_other_lemmas() -> None:
    """The answer depends on the lemma alone, not on what was proved before it."""
    claim = z3.Implies(z3.And(P > 0, P < 1, X > 3), P * X > 1)
    first = proof_of(claim)
    assert prove(majorities_intersect).as_expected
    assert first.counterexample == proof_of(claim).counterexample
