"""Watching a mutant's rule: where it is asked in a run, and answers other than the right rule would.

A mutant overrides one method of its protocol's class. A subclass of the mutant asks both, the wrong one
and the one that it overrides, with the same arguments, and notes where they differ.
"""

import inspect
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

import attrs
from attrs import frozen

from checker.difference import changes
from checker.encoding import words
from checker.protocol import Mutant

LENGTH = 90
"""How long the words for an argument or an answer may be."""


@frozen
class Asked:
    """One question to the rule: its arguments, and both answers, in words."""

    arguments: tuple[tuple[str, str], ...]
    wrong: str
    right: str


class RuleWatch:
    """A mutant under watch: `protocol` is to be built, `taken` returns what was noted since it last did."""

    def __init__(self, mutant: Mutant) -> None:
        self._noted: list[Asked] = []
        self._asking = False
        self.rule = mutant.rule
        self.protocol = self._watched(mutant)

    def taken(self) -> tuple[Asked, ...]:
        """Return the questions that were answered differently, each once, and forget them."""
        noted = tuple(dict.fromkeys(self._noted))
        self._noted.clear()
        return noted

    def _watched(self, mutant: Mutant) -> type:
        wrong_class, rule = mutant.protocol, mutant.rule
        right_method = next(vars(base)[rule] for base in wrong_class.__mro__[1:] if rule in vars(base))

        def ask(rules: Any, *given: Any, **named: Any) -> Any:
            given = tuple(map(_kept, given))
            named = {name: _kept(value) for name, value in named.items()}
            wrong = _kept(getattr(super(watched, rules), rule)(*given, **named))
            if not self._asking:
                self._compare(rules, right_method, given, named, wrong)
            return wrong

        # What is asked first asks as the class that it stands for: same name, same module.
        watched = type(
            wrong_class.__name__,
            (wrong_class,),
            {rule: ask, "__module__": wrong_class.__module__, "__doc__": wrong_class.__doc__},
        )
        self._overridden = wrong_class
        return watched

    def _compare(
        self, rules: Any, method: Any, given: tuple[Any, ...], named: dict[str, Any], wrong: Any
    ) -> None:
        self._asking = True  # what the right rule asks of other rules is no question of the run
        try:
            right_rule = getattr(super(self._overridden, rules), self.rule)
            right = _kept(right_rule(*given, **named))
        except Exception as error:  # noqa: BLE001  # a state that the healthy protocol never comes to
            self._note(method, rules, given, named, told(wrong), f"none: it fails ({type(error).__name__})")
        else:
            if right != wrong:
                self._note(method, rules, given, named, *_apart(wrong, right))
        finally:
            self._asking = False

    def _note(  # noqa: PLR0917  # a question, and its two answers
        self, method: Any, rules: Any, given: tuple[Any, ...], named: dict[str, Any], wrong: str, right: str
    ) -> None:
        self._noted.append(Asked(tuple(_named(method, rules, given, named)), wrong, right))


def told(value: Any) -> str:
    """Return an argument or an answer in words, shortened; a record without its own, by its fields."""
    if attrs.has(type(value)) and "__str__" not in vars(type(value)):
        fields = [f for f in attrs.fields(type(value)) if f.eq]
        said = ", ".join(f"{f.name} {told(getattr(value, f.name))}" for f in fields)
    else:
        said = words(value)
    return shorten(said, LENGTH, placeholder=" …") or "nothing"


def _apart(wrong: Any, right: Any) -> tuple[str, str]:
    """Return two answers in words: of two records of one class, only the fields in which they differ."""
    if type(wrong) is type(right) and attrs.has(type(wrong)):
        found = changes("", wrong, right)
        if found:
            pair = [[(one.field, one.before) for one in found], [(one.field, one.after) for one in found]]
            first, second = (", ".join(f"{name} {value}" for name, value in one) for one in pair)
            return shorten(first, LENGTH, placeholder=" …"), shorten(second, LENGTH, placeholder=" …")
    return told(wrong), told(right)


def _kept(value: Any) -> Any:
    """Return a value that can be read twice: what can be read once only is read, and kept."""
    return tuple(value) if isinstance(value, Iterator) else value


def _named(
    method: Any, rules: Any, given: tuple[Any, ...], named: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield the arguments of a question by their names, all but the rules themselves."""
    (_, *arguments) = inspect.signature(method).bind(rules, *given, **named).arguments.items()
    for name, value in arguments:
        yield name, told(value).removeprefix(f"{name} ")  # not "node node w1"
