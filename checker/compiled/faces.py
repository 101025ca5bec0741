"""Faces: what the properties over pairs see of a local state. Two that look the same are one to them."""

from collections.abc import Iterable
from typing import Any

from checker.protocol import Property


class Faces:
    """Numbers for faces, and for each number a local state that has the face."""

    def __init__(self, properties: Iterable[Property]) -> None:
        self._properties = tuple(properties)
        self._numbers: dict[Any, int] = {}
        self._locals: list[Any] = []

    def number(self, local: Any) -> int:
        """Return the number of a local state's face, -1 if no property looks at it."""
        face = tuple(seen_of(stated, local) for stated in self._properties)
        if not any(face):
            return -1
        if face not in self._numbers:
            self._numbers[face] = len(self._locals)
            self._locals.append(local)
        return self._numbers[face]

    def __getitem__(self, number: int) -> Any:
        return self._locals[number]


def seen_of(stated: Property, local: Any) -> tuple[Any, ...]:
    """Return what a property over several processes sees of one: nothing, if it is of another class."""
    if not isinstance(local, stated.of):
        return ()
    return (stated.sees(local) if stated.sees else local,)
