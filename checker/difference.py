"""What a step changed: of two values of one class, the fields that differ, and nothing else."""

from collections.abc import Iterator

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


def _ids(value: object) -> tuple[object, ...]:
    """Return the ids of a tuple of records that each have one, and another; else nothing."""
    if not isinstance(value, tuple) or not all(attrs.has(type(one)) and hasattr(one, "id") for one in value):
        return ()
    ids = tuple(one.id for one in value)
    return ids if len(set(ids)) == len(ids) else ()


def _differences(path: tuple[str, ...], before: object, after: object) -> Iterator[tuple[str, str, str]]:
    if before == after:
        return
    if type(before) is type(after) and attrs.has(type(before)):
        for field in attrs.fields(type(before)):  # type: ignore[arg-type]  # has() was asked
            if field.eq:
                one, other = getattr(before, field.name), getattr(after, field.name)
                yield from _differences((*path, field.name), one, other)
    elif _ids(before) == _ids(after) != ():
        # Parts that have ids are told apart by them: only those that changed, and only what of them did.
        for one, other in zip(before, after, strict=True):  # type: ignore[call-overload]  # they are tuples
            yield from _differences((*path[:-1], f"{''.join(path[-1:])}[{one.id}]"), one, other)
    elif isinstance(before, frozenset) and isinstance(after, frozenset) and before - after and after - before:
        # Where members of a set were replaced, only those: the others are no news.
        yield ".".join(path), words(before - after), words(after - before)
    else:
        yield ".".join(path), words(before), words(after)
