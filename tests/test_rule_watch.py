"""Watching a mutant's rule: both are asked the same, and what differs is noted, once."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from attrs import Factory, evolve, frozen

from checker.errors import WrongUsage
from checker.rule_question import Asked
from checker.rule_watch import RuleWatch
from checker.rule_words import told
from model.rules import mutant_of, rule


@frozen
class Record:
    """A value without words of its own."""

    number: int = 0
    name: str | None = None


@frozen
class Protocol:
    """A protocol with all that a rule can be."""

    limit: int = 3

    @rule(cites="")
    def fits(self, number: int, *, strict: bool = False) -> bool:
        """What is no more than the limit fits."""
        return number < self.limit if strict else number <= self.limit

    @rule(cites="")
    def total(self, numbers: Iterable[int]) -> int:
        """All are counted."""
        return sum(numbers)

    @rule(cites="")
    def even(self, numbers: Iterable[int]) -> Iterator[int]:
        """The even ones, in order."""
        return (number for number in numbers if number % 2 == 0)

    @rule(cites="")
    def kept(self, record: Record) -> Record:
        """A record is kept as it is."""
        return record

    @rule(cites="")
    def share(self, number: int) -> int:
        """What each gets."""
        return 12 // number

    @rule(cites="")
    def thing(self) -> object:
        """Something is made."""
        return Thing()

    @rule(cites="")
    def within(self, limit: int) -> "Protocol":
        """The same rules, with another limit."""
        return evolve(self, limit=limit)


class FitsAll(Protocol):
    def fits(self, number: int, *, strict: bool = False) -> bool:
        return True


class CountsFirst(Protocol):
    def total(self, numbers: Iterable[int]) -> int:
        return next(iter(numbers), 0)


class Odd(Protocol):
    def even(self, numbers: Iterable[int]) -> Iterator[int]:
        return (number for number in numbers if number % 2)


class Renames(Protocol):
    def kept(self, record: Record) -> Record:
        return evolve(record, name="other")


@frozen(eq=False)
class FitsAtFirst(Protocol):
    """Fits when it is asked first, which a watch does twice."""

    asked: list[int] = Factory(list)

    def fits(self, number: int, *, strict: bool = False) -> bool:
        self.asked.append(number)
        return len(self.asked) <= 2


class Thing:
    """Equal to itself only."""


class MakesThings(Protocol):
    def thing(self) -> Thing:
        return Thing()


class SharesWords(Protocol):
    def share(self, number: int) -> Any:
        return "all"


class SharesWithNobody(Protocol):
    def share(self, number: int) -> int:
        return 12


def watching(mutant: type) -> tuple[RuleWatch, Any]:
    """Return a watch, and the rules that it watches."""
    watch = RuleWatch(mutant_of(mutant, name="mutant"))
    return watch, watch.protocol()


def test_what_differs_is_noted() -> None:
    """A question is noted if the two answer differently, with its arguments by their names."""
    watch, rules = watching(FitsAll)
    assert rules.fits(4)
    assert rules.fits(3)
    assert rules.fits(3, strict=True)
    assert watch.taken() == (
        Asked((("number", "4"),), "yes", "no"),
        Asked((("number", "3"), ("strict", "yes")), "yes", "no"),
    )
    assert watch.taken() == ()


def test_a_question_is_noted_once() -> None:
    """The same question, asked twice in a step, is told once."""
    watch, rules = watching(FitsAll)
    assert rules.fits(4)
    assert rules.fits(number=4)
    assert len(watch.taken()) == 1


def test_what_can_be_read_once_is_refused() -> None:
    """No question can be put twice with an iterator, and no two iterators can be compared."""
    watch, rules = watching(CountsFirst)
    assert rules.total((1, 2, 3)) == 1
    assert watch.taken() == (Asked((("numbers", "[1, 2, 3]"),), "1", "6"),)
    with pytest.raises(
        WrongUsage, match=r"^total of the mutant mutant was asked with an iterator, .*; expected"
    ):
        rules.total(iter([1, 2, 3]))
    _, rules = watching(Odd)
    with pytest.raises(
        WrongUsage, match=r"answered an iterator \(asked with numbers \[1, 2\]\); expected what"
    ):
        rules.even([1, 2])


def test_a_question_that_is_asked_again_is_put_again() -> None:
    """A rule that answers a later question otherwise is told as soon as that is asked."""
    watch, rules = watching(FitsAtFirst)
    assert rules.fits(4)
    with pytest.raises(
        WrongUsage, match=r"answered True and then False to the same question \(asked with number 4"
    ):
        rules.fits(4)
    assert watch.tally().asked == 1


def test_answers_that_are_equal_to_themselves_only() -> None:
    """An answer of a class without an equality is no other answer for being another object."""
    watch, rules = watching(MakesThings)
    assert isinstance(rules.thing(), Thing)
    assert isinstance(rules.thing(), Thing)
    watch.confirm()


def test_a_wrong_answer_where_the_right_rule_fails() -> None:
    """The kind of an answer is looked at where there is no right one, too."""
    _, rules = watching(SharesWords)
    with pytest.raises(
        WrongUsage, match=r"share of the mutant mutant answered 'all', where an int was expected"
    ):
        rules.share(0)


def test_what_fails_is_laid_to_a_rule_that_is_no_function() -> None:
    """Where something fails, and the rule answers otherwise now, that is told; else what failed is."""

    def fails_under(mutant: type) -> None:
        watch, rules = watching(mutant)
        with watch.confirming():
            rules.fits(4)
            raise KeyError

    with pytest.raises(WrongUsage, match="answered True and then False"):
        fails_under(FitsAtFirst)
    with pytest.raises(KeyError):
        fails_under(FitsAll)


def test_records_are_told_by_what_differs() -> None:
    """Of two records, only the fields in which they differ are told; a record is told by its fields."""
    watch, rules = watching(Renames)
    rules.kept(Record(7, "mine"))
    assert watch.taken() == (Asked((("record", "number 7, name mine"),), "name other", "name mine"),)


def test_a_right_rule_that_fails() -> None:
    """A state to which only the mutant comes may be none that the right rule has an answer for."""
    watch, rules = watching(SharesWithNobody)
    assert rules.share(0) == 12
    assert watch.taken() == (Asked((("number", "0"),), "12", "none: it fails (ZeroDivisionError)"),)


def test_rules_that_make_rules_are_watched() -> None:
    """What a rule makes of itself, with other parameters, is under the same watch."""
    watch, rules = watching(FitsAll)
    assert rules.within(0).fits(1)
    assert watch.taken() == (Asked((("number", "1"),), "yes", "no"),)
    assert isinstance(rules, FitsAll)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (None, "none"),
        (frozenset({2, 1}), "{1, 2}"),
        (Record(), "number 0, name none"),
        ("", "nothing"),
        (
            "word " * 40,
            "word word word word word word word word word word word word word word word word word …",
        ),
    ],
)
def test_words(value: object, words: str) -> None:
    """An argument or an answer is told in a few words."""
    assert words == told(value)
