"""Whole numbers without a value: what a model's arithmetic is evaluated on to be proved for every N.

`Whole` is a Z3 integer on which Python's operators mean what they mean on `int`: a function that uses
nothing but them runs unchanged on a `Whole` and returns a formula. Where the two languages differ, the
operator is either given Python's meaning or refused; nothing is silently something else.

- ``//`` and ``%``: Python rounds down, Z3 keeps the remainder from being negative. For a positive divisor
  that is the same, so the divisor must be a positive number that is known.
- ``/`` makes a fraction in Python and drops it in Z3: refused.
- ``==`` on Z3's own expressions, taken as a condition, asks whether they are *written* alike: refused,
  as is every other condition (``if``, ``and``, ``or``, ``not``, ``min``, ``max``).
"""

from typing import Any, NoReturn

from z3 import And, ArithRef, BoolRef, Int


class Truth(BoolRef):  # type: ignore[misc]  # z3 ships no types
    """What comparing whole numbers gives: a formula, which nothing may take for true or for false."""

    def __bool__(self) -> bool:
        raise _as_condition(self)


class Whole(ArithRef):  # type: ignore[misc]  # z3 ships no types
    """A whole number without a value. Z3 takes it wherever it takes an integer of its own."""

    def __add__(self, other: object) -> "Whole":
        return _whole(super().__add__(other))

    def __radd__(self, other: object) -> "Whole":
        return _whole(super().__radd__(other))

    def __sub__(self, other: object) -> "Whole":
        return _whole(super().__sub__(other))

    def __rsub__(self, other: object) -> "Whole":
        return _whole(super().__rsub__(other))

    def __mul__(self, other: object) -> "Whole":
        return _whole(super().__mul__(other))

    def __rmul__(self, other: object) -> "Whole":
        return _whole(super().__rmul__(other))

    def __neg__(self) -> "Whole":
        return _whole(super().__neg__())

    def __floordiv__(self, divisor: object) -> "Whole":
        return _whole(super().__div__(_positive(divisor)))

    def __mod__(self, divisor: object) -> "Whole":
        return _whole(super().__mod__(_positive(divisor)))

    def __ge__(self, other: object) -> Truth:
        return _truth(super().__ge__(other))

    def __gt__(self, other: object) -> Truth:
        return _truth(super().__gt__(other))

    def __le__(self, other: object) -> Truth:
        return _truth(super().__le__(other))

    def __lt__(self, other: object) -> Truth:
        return _truth(super().__lt__(other))

    def __eq__(self, other: object) -> Truth:  # a formula, as with z3's own
        return _truth(super().__eq__(other))

    def __ne__(self, other: object) -> Truth:  # a formula, as with z3's own
        return _truth(super().__ne__(other))

    __hash__ = ArithRef.__hash__

    def __bool__(self) -> bool:
        raise _as_condition(self)

    def _refused(self, *_: object) -> NoReturn:
        raise TypeError(
            f"{self} is a whole number without a value: of Python's arithmetic it knows +, -, *, // and %, "
            "the last two by a positive number that is known"
        )

    __truediv__ = __rtruediv__ = __div__ = __rdiv__ = __rfloordiv__ = __rmod__ = _refused
    __pow__ = __rpow__ = __abs__ = _refused


def whole(name: str) -> Whole:
    """Return the whole number of that name: any, negative ones included, until a formula says otherwise."""
    return _whole(Int(name))


def at_least_none(*numbers: Whole) -> Any:
    """Say that no number is negative: what makes numbers the sizes of sets."""
    return And(*(number >= 0 for number in numbers))


def _whole(expression: Any) -> Whole:
    return Whole(expression.as_ast(), expression.ctx)


def _truth(expression: Any) -> Truth:
    return Truth(expression.as_ast(), expression.ctx)


def _positive(divisor: object) -> int:
    if isinstance(divisor, int) and divisor > 0:
        return divisor
    raise TypeError(
        f"a whole number without a value is divided by {divisor}; expected a positive number that is known, "
        "because Z3 and Python round alike for those only"
    )


def _as_condition(formula: object) -> TypeError:
    return TypeError(
        f"{formula} has no value, so it cannot be taken for true or false; a function that is proved for "
        "every N must do without `if`, `and`, `or`, `not`, `min` and `max`"
    )
