"""Promises: what must eventually happen, and the fairness under which it must.

Safety says that nothing bad happens; a system that does nothing is safe. A promise says that something
good comes about in every *fair* run. What "fair" is belongs to the promise: without any fairness the
run in which nothing happens any more breaks every promise that is not kept from the beginning.
"""

from collections.abc import Callable, Hashable
from enum import Enum
from typing import Any

from attrs import field, frozen
from attrs.validators import deep_iterable, instance_of

from model.rules import sentence_of

Lack = str | None
"""What is lacking, as a sentence ("no server leads"), or None where nothing is."""

Goal = Callable[[tuple[Any, ...]], Lack]


class When(Enum):
    """When the goal of a promise must be reached."""

    EVENTUALLY = "eventually"
    """At some time in every run (◇ goal)."""
    ALWAYS_EVENTUALLY = "always eventually"
    """Again and again, for ever (□◇ goal)."""
    LEADS_TO = "leads to"
    """At, or some time after, every moment at which the trigger is so (□ (trigger → ◇ goal))."""
    EVENTUALLY_ALWAYS = "eventually always"
    """From some time on, for ever (◇□ goal)."""


KINDS = deep_iterable(instance_of(str), instance_of(tuple))
"""Names of kinds of action, in a tuple: ``("deliver",)``."""


@frozen
class Fairness:
    """What a run must not put off for ever, by kind of action; each action of a kind for itself.

    *Weak*: an action that is enabled from some time on, without a break, is taken. *Strong*: an action
    that is enabled again and again is taken. Each is meant again and again, for ever. What is in neither
    need never be taken. `words` says the same to a reader.
    """

    words: str
    weak: tuple[str, ...] = field(default=(), validator=KINDS)
    strong: tuple[str, ...] = field(default=(), validator=KINDS)


@frozen
class Promise:
    """A named, cited statement of what must come about; `of` is the class of local it speaks of.

    `lack` says of the local states of that class, in the order of the system, what is lacking to the
    goal. `trigger`, for `When.LEADS_TO`, says what must lead to the goal, or None where nothing must.
    Both are given what the promise `sees` of each, as properties are.
    """

    name: str
    sentence: str
    cites: str
    when: When
    of: type
    fairness: Fairness
    lack: Goal = field(eq=False)
    trigger: Goal | None = field(default=None, eq=False)
    sees: Callable[[Any], Hashable] | None = field(default=None, eq=False)


Sees = Callable[[Any], Hashable] | None
Decorator = Callable[[Goal], Promise]


def eventually(of: type, *, fairness: Fairness, cites: str, sees: Sees = None) -> Decorator:
    """Promise that the goal is reached at some time; the function says what is lacking to it, or None."""
    return _promising(When.EVENTUALLY, of, fairness=fairness, cites=cites, sees=sees)


def always_eventually(of: type, *, fairness: Fairness, cites: str, sees: Sees = None) -> Decorator:
    """Promise that the goal is reached again and again."""
    return _promising(When.ALWAYS_EVENTUALLY, of, fairness=fairness, cites=cites, sees=sees)


def leads_to(of: type, trigger: Goal, *, fairness: Fairness, cites: str, sees: Sees = None) -> Decorator:
    """Promise that whenever the trigger says something, the goal is reached then or later."""
    return _promising(When.LEADS_TO, of, fairness=fairness, cites=cites, sees=sees, trigger=trigger)


def eventually_always(of: type, *, fairness: Fairness, cites: str, sees: Sees = None) -> Decorator:
    """Promise that the goal is reached at some time, and never left again."""
    return _promising(When.EVENTUALLY_ALWAYS, of, fairness=fairness, cites=cites, sees=sees)


def _promising(
    when: When, of: type, *, fairness: Fairness, cites: str, sees: Sees, trigger: Goal | None = None
) -> Decorator:
    def promise(lack: Goal) -> Promise:
        name = lack.__name__.replace("_", "-")
        return Promise(name, sentence_of(lack), cites, when, of, fairness, lack, trigger, sees)

    return promise
