"""What a step changed: of two values of one class, the fields that differ, and nothing else."""

from collections.abc import Iterator

import attrs
from attrs import frozen

from checker.encoding import words


@frozen
class Change:
    """A field of a process that a step changed, with what it was and what it is, in words.

    `field` is dotted where records nest: ``durable.current_term``.
    """

    process: str
    field: str
    before: str
    after: str


def changes(process: str, before: object, after: object) -> tuple[Change, ...]:
    """Return what differs between two local states of a process."""
    return tuple(Change(process, *difference) for difference in _differences((), before, after))


def _differences(path: tuple[str, ...], before: object, after: object) -> Iterator[tuple[str, str, str]]:
    if before == after:
        return
    if type(before) is type(after) and attrs.has(type(before)):
        for field in attrs.fields(type(before)):  # type: ignore[arg-type]  # has() was asked
            if field.eq:
                one, other = getattr(before, field.name), getattr(after, field.name)
                yield from _differences((*path, field.name), one, other)
    elif isinstance(before, frozenset) and isinstance(after, frozenset) and before - after and after - before:
        # Where members of a set were replaced, only those: the others are no news.
        yield ".".join(path), words(before - after), words(after - before)
    else:
        yield ".".join(path), words(before), words(after)
