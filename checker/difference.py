"""What a step changed: of two values of one class, the fields that differ, and nothing else."""

from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args

import attrs
from attrs import frozen

from checker.encoding import words


@frozen
class Change:
    """A field of a process that a step changed, with what it was and what it is, in words.

    `field` is dotted where records nest: ``disk.size``, or ``members[db1].size`` for one of a tuple of
    records that have ids.
    """

    process: str
    field: str
    before: str
    after: str


def changes(process: str, before: object, after: object) -> tuple[Change, ...]:
    """Return what differs between two local states of a process."""
    return tuple(Change(process, *difference) for difference in _differences((), before, after))


def _differences(
    path: tuple[str, ...], before: Any, after: Any, *, is_whole: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield what differs; of what `is_whole` no parts are told, if that tells it apart."""
    if before == after:
        return
    if is_whole and words(before) != words(after):
        yield ".".join(path), words(before), words(after)
    elif type(before) is type(after) and attrs.has(type(before)):
        for field in attrs.fields(type(before)):
            if field.eq:
                one, other = getattr(before, field.name), getattr(after, field.name)
                # In a member of a list, what comes and goes is another one each time.
                comes_and_goes = "[" in "".join(path) and NoneType in get_args(field.type)
                yield from _differences((*path, field.name), one, other, is_whole=comes_and_goes)
    elif _names(before) and _names(before) == _names(after):
        for name, one, other in zip(_names(before), before, after, strict=True):
            yield from _differences((*path[:-1], f"{''.join(path[-1:])}[{name}]"), one, other)
    elif isinstance(before, frozenset) and isinstance(after, frozenset) and before - after and after - before:
        # Where members of a set were replaced, only those: the others are no news.
        yield ".".join(path), words(before - after), words(after - before)
    else:
        yield ".".join(path), words(before), words(after)


def _names(value: object) -> tuple[str, ...]:
    """Return the ids of the records in a list, if each has one of its own; else nothing."""
    if not isinstance(value, tuple) or not all(attrs.has(type(one)) and hasattr(one, "id") for one in value):
        return ()
    names = tuple(str(one.id) for one in value)
    return names if len(set(names)) == len(names) else ()
