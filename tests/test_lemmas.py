"""The lemmas: each comes out as it should, and each depends on the model's own arithmetic."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
import z3

from checker.smt import prove
from model.raft import quorum
from properties import article_lemmas, availability_lemmas, membership_lemmas, quorum_lemmas
from properties.statement import Lemma, lemmas_in
from properties.symbolic import Whole, whole
from properties.venn import Venn

LEMMAS = lemmas_in(quorum_lemmas, availability_lemmas, membership_lemmas, article_lemmas)
BY_NAME = {lemma.name: lemma for lemma in LEMMAS}

each_lemma = pytest.mark.parametrize("lemma", LEMMAS, ids=lambda lemma: lemma.name)


def value_of(expression: object, **values: int) -> int:
    """Return what a symbolic expression is for these values."""
    pairs = [(z3.Int(name), z3.IntVal(value)) for name, value in values.items()]
    return int(z3.simplify(z3.substitute(expression, *pairs)).as_long())


def failing() -> set[str]:
    """Name the lemmas that do not come out as they should."""
    return {lemma.name for lemma in LEMMAS if not prove(lemma).as_expected}


# What comes out


@each_lemma
def test_outcome(lemma: Lemma) -> None:
    """Every lemma is proved, or refuted where its counterexample is the point."""
    assert lemma.expected == prove(lemma).outcome.value


@each_lemma
def test_is_stated(lemma: Lemma) -> None:
    """Every lemma has a sentence, and says where it comes from."""
    assert lemma.sentence.endswith(".")
    assert lemma.cites


def test_names() -> None:
    """No two lemmas have the same name."""
    assert len(LEMMAS) == len(BY_NAME)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("halves-intersect", "of 2 members, {n1} and {n2} have none in common"),
        (
            "two-added-keep-intersection",
            "from {n1} to {n1, n2, n3}, {n1} and {n2, n3} have none in common",
        ),
        (
            "one-replaced-keeps-intersection",
            "from {n1, n2, n3} to {n1, n2, n4}, {n1, n3} and {n2, n4} have none in common",
        ),
        (
            "majority-of-union-meets-old",
            "from {n1} to {n1, n2, n3}, {n2, n3} and {n1} have none in common",
        ),
    ],
)
def test_counterexamples(name: str, told: str) -> None:
    """The counterexample of a lemma that is stated to be refuted is the smallest, in words."""
    assert told == prove(BY_NAME[name]).told


# What they depend on: a wrong function in the model


@pytest.mark.parametrize(
    ("wrong", "name", "told"),
    [
        (
            lambda members: (members + 1) // 2,
            "majorities-intersect",
            "of 2 members, {n1} and {n2} have none in common",
        ),
        (
            lambda members: (members + 1) // 2,
            "single-change-keeps-intersection",
            "from {n1, n2} to {n1}, {n2} and {n1} have none in common",
        ),
        (
            lambda members: members // 2,
            "survives-failures",
            "with 1 of 1 member down, 0 remain, and the quorum is 0",
        ),
        (
            lambda members: members // 2 + 2,
            "majority-is-least",
            "of 1 member, two sets of 1 always have one in common, and the quorum is 2",
        ),
    ],
)
def test_wrong_majority(
    monkeypatch: pytest.MonkeyPatch, wrong: Callable[[int], int], name: str, told: str
) -> None:
    """A lemma is about the function that the model calls: a wrong one is refuted, by the smallest case."""
    monkeypatch.setattr(quorum, "majority", wrong)
    assert told == prove(BY_NAME[name]).told


def test_no_lemma_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some wrong function in the model changes the outcome of every lemma that speaks of the model's."""
    killed = set()
    for wrong in (
        lambda members: members // 2,
        lambda members: (members + 1) // 2,
        lambda members: members // 2 + 2,
        lambda members: members,
    ):
        monkeypatch.setattr(quorum, "majority", wrong)
        killed |= failing()
    monkeypatch.undo()
    for wrong in (lambda members: members // 2, lambda members: members % 2):
        monkeypatch.setattr(quorum, "tolerated", wrong)
        killed |= failing()
    assert set(BY_NAME) - {"halves-intersect"} == killed


# What they take for granted


@pytest.mark.parametrize("members", range(1, 51))
def test_symbolic_agrees_with_concrete(members: int) -> None:
    """On a number without a value, the model's functions are what they are on the numbers 1 to 50."""
    n, count = whole("N"), whole("count")
    assert quorum.majority(members) == value_of(quorum.majority(n), N=members)
    assert quorum.tolerated(members) == value_of(quorum.tolerated(n), N=members)
    for voters in range(members + 1):
        formula = z3.If(quorum.is_quorum(count, n), z3.IntVal(1), z3.IntVal(0))
        assert quorum.is_quorum(voters, members) == value_of(formula, N=members, count=voters)


@pytest.mark.parametrize(
    "calculate",
    [
        lambda number: number // 3,
        lambda number: number % 3,
        lambda number: -number // 2 + 1,
        lambda number: 7 - number * 2,
        lambda number: 3 * number - 5 + (2 + number),
    ],
)
def test_arithmetic_is_pythons(calculate: Callable[[int], int]) -> None:
    """The operators mean what Python means by them, for negative numbers, too."""
    numbers = range(-10, 11)
    assert [calculate(number) for number in numbers] == [
        value_of(calculate(whole("x")), x=number) for number in numbers
    ]


@pytest.mark.parametrize(
    "decide",
    [
        lambda number: "many" if number >= 3 else "few",
        lambda number: "three" if number == 3 else "another",
        lambda number: "another" if number != 3 else "three",
        lambda number: "some" if number else "none",
        lambda number: number >= 1 and number <= 3,
        lambda number: max(number, 3),
        lambda number: number in (1, 2, 3),
    ],
)
def test_is_no_condition(decide: Callable[[Whole], object]) -> None:
    """A number without a value, or a comparison of it, is never silently taken for true or false."""
    with pytest.raises(TypeError, match="cannot be taken for true or false"):
        decide(whole("x"))


@pytest.mark.parametrize(
    "calculate",
    [
        lambda number: number / 2,
        lambda number: 2 / number,
        lambda number: number // number,
        lambda number: number // -2,
        lambda number: number % 0,
        lambda number: 7 // number,
        lambda number: 7 % number,
        lambda number: number**2,
        abs,
    ],
)
def test_refused_arithmetic(calculate: Callable[[Whole], object]) -> None:
    """Where Z3's operator differs from Python's, it is refused."""
    with pytest.raises(TypeError, match="a whole number without a value"):
        calculate(whole("x"))


def test_venn_counts_sets() -> None:
    """The numbers of a Venn diagram count what any two sets of up to four members have."""
    sets = Venn(("A", "B"))
    for everyone in ("", "x", "xy", "xyz", "wxyz"):
        subsets = [set(some) for size in range(len(everyone) + 1) for some in combinations(everyone, size)]
        for a in subsets:
            for b in subsets:
                regions = {
                    "A&B": len(a & b),
                    "A": len(a - b),
                    "B": len(b - a),
                    "none": len(set(everyone) - a - b),
                }
                assert len(everyone) == value_of(sets.size(), **regions)
                assert len(a) == value_of(sets.size("A"), **regions)
                assert len(a & b) == value_of(sets.size("A", "B"), **regions)
                assert len(a - b) == value_of(sets.size_outside("A", "B"), **regions)


def test_venn_names_members() -> None:
    """A counterexample in numbers is spelt out as sets of so many members."""
    found = {"A&B": 1, "A": 2, "B": 0, "none": 3}
    assert Venn(("A", "B")).named(found) == {"A": "{n1, n2, n3}", "B": "{n1}"}


@pytest.mark.parametrize("members", [1, 3, 5, 7, 9])
@pytest.mark.parametrize("p", [Fraction(1, 10), Fraction(1, 2), Fraction(99, 100)])
def test_facts_of_probability(members: int, p: Fraction) -> None:
    """The three facts that `even_member_lowers_availability` is given are true of independent members."""

    def exactly(n: int, j: int) -> Fraction:
        return comb(n, j) * p**j * (1 - p) ** (n - j)

    def at_least(n: int, j: int) -> Fraction:
        return sum((exactly(n, up) for up in range(j, n + 1)), start=Fraction(0))

    enough = quorum.majority(members)
    assert exactly(members, enough) > 0
    assert at_least(members, enough) == at_least(members, enough + 1) + exactly(members, enough)
    assert at_least(members + 1, enough + 1) == at_least(members, enough + 1) + p * exactly(members, enough)
    assert at_least(members, enough) == availability_lemmas.available(members, p)
