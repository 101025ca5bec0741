"""Watching a mutant's rule: what it is asked, what it answers, and what the right rule would have said.

A mutant overrides one method of its protocol's class. A subclass of the mutant asks both, the wrong one
and the one that it overrides, with the same arguments, and notes where they differ.

Every engine remembers answers, so a rule must be a function of its arguments alone. That cannot be seen in
general; what is seen is a rule that answers one question in two ways. So each question is put twice when it
is asked first, again whenever it is asked again, and once more when all is done (`RuleWatch.confirm`).
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from checker.annotation import Misfit, answer_of, misfit, said
from checker.errors import WrongUsage
from checker.protocol import Mutant
from checker.rule_question import Asked, Question, Tally
from checker.rule_words import apart, in_a_row, is_plain, quoted, told

OFTEN = 1_000
"""In the end, so many questions are put at least: what is drawn at random seldom shows in few."""

TWICE = "expected what can be read twice, as a tuple can"

PURE = "a rule must be a function of its arguments alone, as engines remember its answers"


@frozen
class _Answer:
    """What a question was answered; `right` is the right rule's answer, where that is another one."""

    question: Question
    wrong: Any
    differs: bool
    right: Any = None
    failure: str | None = None


class RuleWatch:
    """A mutant under watch: `protocol` is to be built, `taken` returns what was noted since it last did.

    Where the rule's answer is none that the right rule could give, or not always the same, building or
    running what is built of `protocol` raises WrongUsage.
    """

    def __init__(self, mutant: Mutant) -> None:
        self._answers: dict[Any, _Answer] = {}
        self._noted: dict[Any, _Answer] = {}
        self._first: _Answer | None = None
        self._otherwise = 0
        self._asking = False
        self.rule = mutant.rule
        self.name = mutant.name
        self._overridden = mutant.protocol
        owner = next(base for base in mutant.protocol.__mro__[1:] if mutant.rule in vars(base))
        self._owner, self._right_method = owner, vars(owner)[mutant.rule]
        self._annotation = answer_of(self._right_method, owner)
        self.protocol = self._watched()

    def taken(self) -> tuple[Asked, ...]:
        """Return the questions that were answered differently, each once, and forget them."""
        noted = tuple(dict.fromkeys(map(self._in_words, self._noted.values())))
        self._noted.clear()
        return noted

    def tally(self) -> Tally:
        """Return what there was to the questions, since the watch began."""
        first = None if self._first is None else self._in_words(self._first)
        return Tally(self.rule, len(self._answers), self._otherwise, first)

    def confirm(self) -> None:
        """Put every question once more, few of them often. Raises WrongUsage if an answer differs."""
        self._asking = True
        try:
            for _ in range(max(1, OFTEN // max(1, len(self._answers)))):
                for answer in self._answers.values():
                    self._hold_against(answer.question, answer.wrong, self._wrong(answer.question))
        finally:
            self._asking = False

    @contextmanager
    def confirming(self) -> Iterator[None]:
        """Confirm the answers in the end; where something failed, as the likely cause of that."""
        try:
            yield
        except WrongUsage:
            raise
        except Exception:
            self.confirm()
            raise
        self.confirm()

    def _watched(self) -> type:
        def ask(rules: Any, *given: Any, **named: Any) -> Any:
            question = Question(rules, given, named)
            # What either rule asks of other rules, to answer this, is no question of the run.
            return self._wrong(question) if self._asking else self._answered(question)

        # What is asked first asks as the class that it stands for: same name, same module.
        wrong = self._overridden
        names = {self.rule: ask, "__module__": wrong.__module__, "__doc__": wrong.__doc__}
        return type(wrong.__name__, (wrong,), {**names, "__qualname__": wrong.__qualname__})

    def _answered(self, question: Question) -> Any:
        self._asking = True
        try:
            return self._looked_up(question)
        finally:
            self._asking = False

    def _looked_up(self, question: Question) -> Any:
        key = question.key
        known = self._answers.get(key)
        if known is not None:
            wrong = self._wrong(question)
            self._hold_against(question, known.wrong, wrong)
        else:
            before = question.written  # a record may remember its hash
            if question.is_read_once:
                raise WrongUsage(f"{self._of} was asked with an iterator, {before}; {TWICE}")
            wrong = self._wrong(question)
            if isinstance(wrong, Iterator):
                raise WrongUsage(f"{self._of} answered an iterator{self._asked_with(question)}; {TWICE}")
            if question.written != before:
                raise WrongUsage(f"{self._of} changed what it was asked with, {before}; {PURE}")
            known = self._answers[key] = self._compared(question, wrong)
            if known.differs:
                self._first = self._first or known
                self._otherwise += 1
            self._hold_against(question, wrong, self._wrong(question))
        if known.differs:
            self._noted[key] = known
        return wrong

    def _wrong(self, question: Question) -> Any:
        given, named = question.given, question.named
        try:
            return getattr(super(self.protocol, question.rules), self.rule)(*given, **named)
        except SystemExit as error:
            raise WrongUsage(f"{self._of} raised SystemExit: it ends the program") from error

    def _compared(self, question: Question, wrong: Any) -> _Answer:
        """Hold an answer against what the right rule says."""
        try:
            right_rule = getattr(super(self._overridden, question.rules), self.rule)
            right = right_rule(*question.given, **question.named)
        except Exception as error:  # noqa: BLE001  # a state that the healthy protocol never comes to
            self._check_kind(question, wrong)
            return _Answer(question, wrong, differs=True, failure=f"none: it fails ({type(error).__name__})")
        if misfit(right, self._annotation, self._owner) is None:
            self._check_kind(question, wrong)
        if isinstance(right, bool) and not isinstance(wrong, bool):
            raise self._misfit(question, Misfit(wrong, bool))
        return _Answer(question, wrong, right=right, differs=bool(right != wrong))

    def _check_kind(self, question: Question, wrong: Any) -> None:
        found = misfit(wrong, self._annotation, self._owner)
        if found is not None:
            raise self._misfit(question, found)

    def _misfit(self, question: Question, found: Misfit) -> WrongUsage:
        kind = "" if is_plain(found.value) else f" (of the class {type(found.value).__name__})"
        what = f"{quoted(found.value)}{kind}"
        answered = f"{self._of} answered {f'{found.within} {what}' if found.within else what}"
        expected = f"where {said(found.expected)} was expected"
        return WrongUsage(f"{answered}, {expected}{self._asked_with(question)}")

    def _hold_against(self, question: Question, before: Any, now: Any) -> None:
        """Raise WrongUsage if the same question was answered in two ways."""
        compares: Any = type(before).__eq__
        if before == now or (type(before) is type(now) and compares is object.__eq__):
            return
        first, second = (quoted(one) for one in (before, now))
        raise WrongUsage(
            f"{self._of} answered {first} and then {second} to the same question"
            f"{self._asked_with(question)}; {PURE}"
        )

    @property
    def _of(self) -> str:
        return f"{self.rule} of the mutant {self.name}"

    def _asked_with(self, question: Question) -> str:
        arguments = in_a_row(self._named(question))
        return f" (asked with {arguments})" if arguments else ""

    def _in_words(self, answer: _Answer) -> Asked:
        if answer.failure is not None:
            pair = told(answer.wrong), answer.failure
        else:
            pair = apart(answer.wrong, answer.right)
        return Asked(tuple(self._named(answer.question)), *pair)

    def _named(self, question: Question) -> Iterator[tuple[str, str]]:
        """Yield the arguments of a question by their names, all but the rules themselves."""
        signature = inspect.signature(self._right_method)
        bound = signature.bind(question.rules, *question.given, **question.named)
        (_, *arguments) = bound.arguments.items()
        for name, value in arguments:
            yield name, told(value).removeprefix(f"{name} ")  # not "node node w1"
