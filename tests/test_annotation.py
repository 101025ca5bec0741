"""What an annotation says of a value: whether it fits."""

from typing import Any, Literal

import pytest

from checker.annotation import Misfit, fits, misfit


@pytest.mark.parametrize(
    ("value", "annotation", "does"),
    [
        (1.5, float, True),
        (1, float, True),
        ("1.5", float, False),
        (None, float, False),
        (True, float, False),
        (1, Literal[1, 2], True),
        (3, Literal[1, 2], False),
        (True, Literal[1, 2], False),
        (1.0, Literal[1, 2], False),
        ((1, 2), tuple[int, ...], True),
        ((1, "2"), tuple[int, ...], False),
        (iter(()), tuple[int, ...], False),
        ("n1", Any, True),
    ],
    ids=range(13),
)
def test_fits(value: object, annotation: object, does: bool) -> None:  # noqa: FBT001  # what is expected
    """A value fits what it is of the kind of: true is no number, and an int is a float."""
    assert fits(value, annotation) is does
    assert misfit(value, annotation) == (None if does else Misfit(value, annotation))
