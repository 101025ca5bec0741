"""Rules: the named, cited decisions of a protocol; and mutants, which get one of them wrong.

A protocol is one class whose methods are rules. A mutant is a subclass that overrides exactly one, and
nothing else of its protocol.
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar

from attrs import frozen

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=type)


@frozen
class Rule:
    """A decision: its name, its sentence, and where the sentence comes from."""

    name: str
    sentence: str
    cites: str


@frozen
class Mutant:
    """A protocol with one rule overridden: a mistake that people really made."""

    name: str
    sentence: str
    cites: str
    protocol: type
    rule: str


def rule(*, cites: str) -> Callable[[F], F]:
    """Mark a method as a rule of its protocol. Its docstring is the rule's sentence."""

    def mark(method: F) -> F:
        record = Rule(method.__name__, sentence_of(method), cites)
        method.__rule__ = record  # type: ignore[attr-defined]  # a function takes any attribute
        return method

    return mark


def rules_of(protocol: type) -> dict[str, Rule]:
    """Return every rule of a protocol by its name, in the order in which they are written."""
    found = {}
    for ancestor in reversed(protocol.__mro__):
        for name, member in vars(ancestor).items():
            if hasattr(member, "__rule__"):
                found[name] = member.__rule__
    return found


def overridden(protocol: type, healthy: type | None = None) -> tuple[str, ...]:
    """Name the rules that a class itself overrides; or in which it departs from a healthy ancestor."""
    bases = protocol.__bases__ if healthy is None else (healthy,)
    rules = {name for base in bases for name in rules_of(base)}
    return tuple(name for name in _departing(protocol, healthy) if name in rules)


def _overridden_besides(protocol: type, healthy: type | None) -> tuple[str, ...]:
    """Name what a class overrides of its protocol that is no rule; what Python itself looks for is let be."""
    bases = protocol.__bases__ if healthy is None else (healthy,)
    rules = {name for base in bases for name in rules_of(base)}
    known = {name for base in bases for name in dir(base)} - rules
    return tuple(
        name
        for name in _departing(protocol, healthy)
        if name in known and not (name.startswith("__") and name.endswith("__"))
    )


def _departing(protocol: type, healthy: type | None) -> tuple[str, ...]:
    """Return the names that a class itself has, or with a healthy ancestor, all that are not as there."""
    ancestors = (protocol,) if healthy is None else protocol.__mro__
    departing = (one for one in ancestors if healthy is None or one not in healthy.__mro__)
    return tuple(dict.fromkeys(name for one in departing for name in vars(one)))


def mutant(name: str, *, cites: str) -> Callable[[C], C]:
    """Mark a subclass of a protocol as a mutant. Its docstring tells the mistake.

    Raises TypeError unless the class overrides exactly one rule, and nothing else of the protocol.
    """

    def mark(protocol: C) -> C:
        protocol.__mutant__ = mutant_of(protocol, name=name, cites=cites)  # type: ignore[attr-defined]  # a class takes any
        return protocol

    return mark


def mutant_of(protocol: type, *, name: str, cites: str = "", healthy: type | None = None) -> Mutant:
    """Describe a class as a mutant: of its bases, or of a `healthy` ancestor.

    Raises TypeError unless it overrides exactly one rule, by one that takes the same arguments, and nothing
    else: what another method does would be laid to the rule.
    """
    rules = overridden(protocol, healthy)
    if len(rules) != 1:
        others = [one for one in vars(protocol) if callable(vars(protocol)[one]) and one[0] != "_"]
        none = f"none ({', '.join(others)}: no rule)" if others else "none"
        said = ", ".join(rules) if rules else none
        raise TypeError(f"a mutant overrides exactly one rule of its protocol; {protocol.__name__}: {said}")
    besides = _overridden_besides(protocol, healthy)
    if besides:
        raise TypeError(
            f"a mutant overrides one rule of its protocol and nothing else of it; {protocol.__name__}: "
            f"{rules[0]}, and {', '.join(besides)}, no rule; expected new names only besides the rule"
        )
    _check_arguments(protocol, rules[0])
    return Mutant(name, sentence_of(protocol), cites, protocol, rules[0])


def mutants_in(*modules: ModuleType) -> tuple[Mutant, ...]:
    """Return the mutants of modules, in the order in which they are written."""
    return tuple(
        vars(thing)["__mutant__"]
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and "__mutant__" in vars(thing)
    )


def _check_arguments(protocol: type, rule: str) -> None:
    """Raise TypeError if a rule that a class overrides cannot be asked as the rule that it inherits is."""
    wrong, right, *_ = (vars(one)[rule] for one in protocol.__mro__ if rule in vars(one))
    expected = inspect.signature(right).parameters
    names = ", ".join(expected)
    is_method = callable(wrong) or isinstance(wrong, staticmethod | classmethod)
    if not is_method:
        raise TypeError(f"{protocol.__name__}.{rule} is no method; expected {rule}({names})")
    try:
        (_, *positional) = [name for name, one in expected.items() if one.kind is not one.KEYWORD_ONLY]
        named = {name: None for name, one in expected.items() if one.kind is one.KEYWORD_ONLY}
        # As it is asked: a static method or one of the class takes no rules.
        asked = wrong.__get__(object(), protocol) if hasattr(wrong, "__get__") else wrong
        inspect.signature(asked).bind(*positional, **named)
    except TypeError:
        taken = getattr(wrong, "__func__", wrong)
        takes = ", ".join(map(str, inspect.signature(taken).parameters.values()))
        raise TypeError(
            f"{protocol.__name__}.{rule} takes ({takes}); expected the arguments of the rule: ({names})"
        ) from None


def sentence_of(thing: object) -> str:
    """Return the first paragraph of a docstring, on one line: the sentence of what is so documented."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
