"""Questions to a rule: one as it was put, one in words, and the tally of all."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from checker.encoding import Json


@frozen
class Question:
    """A question to a rule, as it was put."""

    rules: Any
    given: tuple[Any, ...]
    named: Mapping[str, Any]

    @property
    def key(self) -> Any:
        """Return what is the same of two questions that are the same."""
        return _hashable((self.rules, self.given, tuple(sorted(self.named.items()))))

    @property
    def is_read_once(self) -> bool:
        """Say whether an argument can be read once only, so that the question cannot be put again."""
        return any(isinstance(one, Iterator) for one in (*self.given, *self.named.values()))

    @property
    def written(self) -> str:
        """Return the arguments as Python writes them."""
        return ", ".join(map(repr, (*self.given, *self.named.values())))


@frozen
class Asked:
    """One question to the rule: its arguments, and both answers, in words."""

    arguments: tuple[tuple[str, str], ...]
    wrong: str
    right: str


@frozen
class Tally:
    """How many different questions a rule was asked, how many it answered otherwise; the first of these."""

    rule: str
    asked: int
    otherwise: int
    first: Asked | None

    def as_json(self) -> Json:
        """Return the tally as one JSON object."""
        first = None
        if self.first is not None:
            arguments = dict(self.first.arguments)
            first = {"arguments": arguments, "wrong": self.first.wrong, "right": self.first.right}
        return {"name": self.rule, "asked": self.asked, "otherwise": self.otherwise, "first": first}


def _hashable(value: Any) -> Any:
    """Return a value that can be looked up, and is the same for the same value."""
    try:
        hash(value)
    except TypeError:
        if isinstance(value, Mapping):
            return type(value), frozenset((key, _hashable(item)) for key, item in value.items())
        if isinstance(value, tuple | list):
            return type(value), tuple(map(_hashable, value))
        if isinstance(value, set):
            return type(value), frozenset(value)
        return type(value), repr(value)
    return value
