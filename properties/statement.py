"""Statements: properties of a model, lemmas for every N, and the scenarios that put them to the test.

A property is a function of what it ranges over that returns a *finding*, a sentence, or None. For a
property of kind *always* or *step* the finding is the objection, "n1 and n2 both lead term 2"; for
*sometimes* it says how the thing was seen. The function's docstring is the property's sentence.
"""

from collections.abc import Callable, Hashable, Mapping
from enum import Enum
from types import ModuleType
from typing import Any, TypeVar

from attrs import Factory, field, frozen
from attrs.validators import min_len

from model.rules import Mutant, mutant_of, sentence_of
from model.world import System
from properties.description import Description
from properties.promise import Promise

Finding = str | None

T = TypeVar("T")


class Kind(Enum):
    """When a property must hold."""

    ALWAYS = "always"
    """In every reachable world."""
    STEP = "step"
    """In every step of a process, from the local state before to the one after."""
    SOMETIMES = "sometimes"
    """In some reachable world: a guard against holding vacuously."""


class Shape(Enum):
    """What a property ranges over: what its function is called with."""

    ONE = "one"
    """One process: ``check(local)``."""
    PAIR = "pair"
    """Any two processes, in both orders, and each with itself: ``check(a, b)``."""
    ALL = "all"
    """The processes as a whole: ``check(locals)``, a tuple in the order of the system."""
    MESSAGE = "message"
    """One message in flight: ``check(message)``."""
    STEP = "step"
    """One process's step: ``check(before, after)``."""


@frozen
class Property:
    """A named, cited statement about a model; `of` is the class of local (or payload) that it speaks of.

    A property over pairs, or over all processes, may say what it `sees` of each: a function from a local
    state to a smaller one, which is all that its function is given. An engine need ask it once only
    about local states of which it sees the same.
    """

    name: str
    sentence: str
    cites: str
    kind: Kind
    shape: Shape
    of: type
    check: Callable[..., Finding] = field(eq=False)
    sees: Callable[[Any], Hashable] | None = field(default=None, eq=False)

    def __call__(self, *arguments: Any) -> Finding:
        return self.check(*arguments)


Decorator = Callable[[Callable[..., Finding]], Property]


Sees = Callable[[Any], Hashable] | None
"""From a local state to what a property sees of it, a value of the same class."""


def always(shape: Shape, of: type, *, cites: str, sees: Sees = None) -> Decorator:
    """State what holds in every reachable world."""
    return _stating(Kind.ALWAYS, shape, of, cites, sees)


def each_step(of: type, *, cites: str) -> Decorator:
    """State what holds between the local states before and after each step of a process."""
    return _stating(Kind.STEP, Shape.STEP, of, cites)


def sometimes(shape: Shape, of: type, *, cites: str = "", sees: Sees = None) -> Decorator:
    """State what must be reachable. With `Shape.STEP` it may be seen in a step."""
    return _stating(Kind.SOMETIMES, shape, of, cites, sees)


def _stating(kind: Kind, shape: Shape, of: type, cites: str, sees: Sees = None) -> Decorator:
    def state(check: Callable[..., Finding]) -> Property:
        name = check.__name__.replace("_", "-")
        asked = check if sees is None else lambda *given: check(*_seen(sees, given))
        return Property(name, sentence_of(check), cites, kind, shape, of, asked, sees)

    return state


def _seen(sees: Callable[[Any], Any], given: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a property sees of its arguments: two local states, or the tuple of all of them."""
    return tuple(tuple(map(sees, one)) if isinstance(one, tuple) else sees(one) for one in given)


def properties_in(*modules: ModuleType) -> tuple[Property, ...]:
    """Return the properties stated in modules, in the order in which they are written."""
    return _stated_in(modules, Property)


def promises_in(*modules: ModuleType) -> tuple[Promise, ...]:
    """Return the promises made in modules, in the order in which they are written."""
    return _stated_in(modules, Promise)


@frozen
class Lemma:
    """A statement for every N, to be proved by refuting its negation.

    `claim` returns a Z3 formula; its free variables are universally quantified. `told` puts a
    counterexample, a mapping from the names of variables to their values, into words.
    """

    name: str
    sentence: str
    cites: str
    claim: Callable[[], Any] = field(eq=False)
    told: Callable[[Mapping[str, Any]], str] = field(eq=False)
    expected: str = "proved"
    """``proved``, or ``refuted`` where the point of the lemma is its counterexample."""


def lemma(
    told: Callable[[Mapping[str, Any]], str], *, cites: str, expected: str = "proved"
) -> Callable[[Callable[[], Any]], Lemma]:
    """State a lemma: a function that returns a formula; its docstring is the sentence."""

    def state(claim: Callable[[], Any]) -> Lemma:
        name = claim.__name__.replace("_", "-")
        return Lemma(name, sentence_of(claim), cites, claim, told, expected)

    return state


def lemmas_in(*modules: ModuleType) -> tuple[Lemma, ...]:
    """Return the lemmas stated in modules, in the order in which they are written."""
    return _stated_in(modules, Lemma)


@frozen
class Parameter:
    """A whole number that a scenario can be given; `default` may depend on the others.

    `most` is None where there is no highest value. Where `none_is` has a sentence, the value may be
    None, said ``none``, and that is what it means. With `names` it is a set, said by the names that are in
    it: of those that the function returns for the parameters before it (`least` and `most` are then unused).
    Its number is the sum of 2 to the power of their places.
    """

    name: str
    sentence: str
    default: int | Callable[[Mapping[str, Any]], int] | None
    least: int = 0
    most: int | None = None
    none_is: str | None = None
    names: Callable[[Mapping[str, Any]], tuple[str, ...]] | None = None


@frozen
class Hunt:
    """How a mutant is hunted: the property that must kill it, and parameters that suffice.

    `weights` are factors for kinds of action, by name, for walks at random: where the run that shows the
    mutant is rare, they make it likely. A search needs none.
    """

    mutant: Mutant
    killed_by: str
    parameters: Mapping[str, int | None]
    weights: Mapping[str, float] = Factory(dict)


def hunt(
    protocol: type,
    killed_by: Property | Promise,
    parameters: Mapping[str, int | None],
    weights: Mapping[str, float] | None = None,
    **more: int | None,
) -> Hunt:
    """Say how a class that is marked as a mutant is hunted; `more` parameters are named as in Python."""
    told: Mutant = protocol.__mutant__  # type: ignore[attr-defined]  # @mutant has put it there
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return Hunt(told, killed_by.name, {**parameters, **named}, weights or {})


@frozen
class Scenario:
    """A system with bounds, the properties that it must keep, and the expected verdict.

    `build(parameters, protocol)` makes the system; `protocol` is None for the healthy one.
    `objection(parameters)` says what is wrong with parameters that are each in range and make no
    sense together, or returns None. The `promises` are of what must come about (`properties.promise`).
    The `description` says how its values are told to a reader (`properties.description`).
    """

    name: str
    sentence: str
    parameters: tuple[Parameter, ...]
    build: Callable[[Mapping[str, Any], type | None], System] = field(eq=False)
    properties: tuple[Property, ...] = field(validator=min_len(1))
    promises: tuple[Promise, ...] = ()
    hunts: tuple[Hunt, ...] = ()
    protocol: type | None = None
    expected: str = "holds"
    objection: Callable[[Mapping[str, Any]], str | None] = field(default=lambda _: None, eq=False)
    description: Description = field(factory=Description, eq=False)

    def describe_mutant(self, protocol: type, name: str) -> Mutant:
        """Describe a subclass of the protocol as a mutant; raises TypeError unless it overrides one rule."""
        return mutant_of(protocol, name=name, healthy=self.protocol)


@frozen
class Row:
    """One row of a table that has to be earned: its cells, and what confirms them.

    `lemma` must be proved. Each search is a scenario, its parameters, a *sometimes* property, and
    whether that must be reached (True) or the space exhausted without it (False).
    """

    cells: tuple[str, ...]
    lemma: Lemma
    searches: tuple[tuple[Scenario, Mapping[str, int | None], str, bool], ...] = ()


@frozen
class Table:
    """A named table, each row of which is proved, and where `Row.searches` says so, searched."""

    name: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = Factory(tuple)


def _stated_in(modules: tuple[ModuleType, ...], what: type[T]) -> tuple[T, ...]:
    return tuple(thing for module in modules for thing in vars(module).values() if isinstance(thing, what))
