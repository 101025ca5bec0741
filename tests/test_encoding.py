"""Values as JSON, the same on every machine and another for each value; and as words."""

import json
from enum import Enum, IntEnum, StrEnum, auto
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from checker.encoding import encode, words
from model.process import ProcessId


class Ask(Enum):
    VOTE = auto()


class Answer(Enum):
    VOTE = auto()


class Place(Enum):
    HOME = (0, 0)


class Level(IntEnum):
    LOW = 1


class Name(StrEnum):
    ANNA = "anna"


@frozen
class Point:
    x: Any
    y: Any = 0


@frozen
class Vector:
    x: Any
    y: Any = 0


@frozen
class Noted:
    number: int
    note: str = field(eq=False, default="")


@frozen
class Typed:
    type: str


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (0.5, 0.5),
        ("Å", "Å"),
        (ProcessId("n1"), "n1"),
        ((1, (2,)), [1, [2]]),
        ([1, 2], [1, 2]),
        (frozenset({3, 1, 2}), {"set": [1, 2, 3]}),
        (frozenset(), {"set": []}),
        (Ask.VOTE, {"type": "Ask", "value": 1}),
        (Place.HOME, {"type": "Place", "value": [0, 0]}),
        (Level.LOW, 1),
        (Name.ANNA, "anna"),
        (Point(1), {"type": "Point", "x": 1, "y": 0}),
        (Point(Point(1), (None,)), {"type": "Point", "x": {"type": "Point", "x": 1, "y": 0}, "y": [None]}),
        (Typed("x"), {"type": "Typed", "type_": "x"}),
        ({"a": (1,), 2: None}, {"a": [1], "2": None}),
    ],
    ids=str,
)
def test_encoded(value: object, encoded: object) -> None:
    """A value is encoded by what it is made of; a record and a member of an enumeration say their class."""
    assert encode(value) == encoded
    assert json.loads(json.dumps(encode(value))) == encoded


def test_subclass_of_text_is_plain_text() -> None:
    """An id is encoded as the text that it is, and not as an object of its class."""
    assert type(encode(ProcessId("n1"))) is str


def test_sets_are_sorted() -> None:
    """However a set of records is made, it is encoded in one order."""
    points = [Point(number) for number in range(20)]
    assert encode(frozenset(points)) == encode(frozenset(reversed(points)))
    assert encode(frozenset(points))["set"][0] == {"type": "Point", "x": 0, "y": 0}


def test_what_does_not_count_is_left_out() -> None:
    """A field that does not count when two records are compared does not count here."""
    assert encode(Noted(1, "a")) == encode(Noted(1, "b")) == {"type": "Noted", "number": 1}


@pytest.mark.parametrize("value", [object(), {1: object()}, (b"bytes",), range(3), lambda: None, 1j])
def test_not_a_value_of_a_model(value: object) -> None:
    """What is no record, tuple, set, text or number is refused, with what would be one."""
    with pytest.raises(
        TypeError, match="a model's values are frozen records, tuples, sets, texts and numbers"
    ):
        encode(value)


ATOMS = st.none() | st.integers(-2, 2) | st.sampled_from(["", "a", "set", "type", *Ask, *Answer, *Place])
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(tuple),
        st.frozensets(inner, max_size=2),
        st.builds(Point, inner, inner),
        st.builds(Vector, inner, inner),
    ),
    max_leaves=4,
)


@given(VALUES, VALUES)
def test_told_apart(a: object, b: object) -> None:
    """Two values are encoded alike exactly where they are equal: no two states shall merge."""
    assert (a == b) == (encode(a) == encode(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Ask.VOTE, Answer.VOTE),
        ((), frozenset()),
        (Point(1), Vector(1)),
        (1, "1"),
        (None, "none"),
        ((1, 2), (2, 1)),
    ],
    ids=str,
)
def test_told_apart_where_it_is_easily_forgotten(a: object, b: object) -> None:
    """What looks alike and is not equal is encoded apart."""
    assert a != b
    assert encode(a) != encode(b)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "none"),
        (0, "0"),
        (False, "no"),
        ("n1", "n1"),
        ((), "[]"),
        (("a", None, ("b",)), "[a, none, [b]]"),
        (["a"], "[a]"),
        (frozenset(), "{}"),
        (frozenset({"n2", "n1", None}), "{n1, n2, none}"),
        (frozenset({10, 9}), "{10, 9}"),
    ],
    ids=lambda given: given if isinstance(given, str) else type(given).__name__,
)
def test_words(value: object, said: str) -> None:
    """A value is worded on one line, and a set in the order of its words."""
    assert words(value) == said


def test_words_of_a_record() -> None:
    """A record is worded as it words itself."""
    assert words((Place.HOME, Noted(1, "x"))) == "[Place.HOME, Noted(number=1, note='x')]"
