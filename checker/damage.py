"""What is wrong with JSON that should be a record: where, and what was expected there, in words.

The shape is that of the record's class: texts, whole numbers, truth values, lists, objects, and records in
them. A member of a list is told by its place, from 1 on: "step 3, change 1, field: it is missing".
"""

import json
from collections.abc import Iterator, Mapping
from textwrap import shorten
from types import UnionType
from typing import Any, get_args, get_origin

import attrs

from checker.encoding import Json

LONG = 60
"""How much of a wrong value is repeated."""

_PLAIN = {str: "a text", int: "a whole number", bool: "true or false", type(None): "null"}


def damage(value: Json, kind: Any, place: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what is wrong with a value that should be of a kind: a type as a record's fields have it."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return
    if origin is tuple:
        if not isinstance(value, list):
            yield _said(place, f"expected a list, and not {_shown(value)}")
            return
        for number, one in enumerate(value, start=1):
            yield from damage(one, inner[0], (*place[:-1], f"{_one_of(place)} {number}"))
        return
    if origin is Mapping or attrs.has(kind):
        if not isinstance(value, dict):
            yield _said(place, f"expected an object, and not {_shown(value)}")
        elif origin is Mapping:
            for name, one in value.items():
                yield from damage(one, inner[1], (*place, name))
        else:
            yield from _of_a_record(value, kind, place)
        return
    kinds = inner if isinstance(kind, UnionType) else (kind,)
    if not any(isinstance(value, one) and (one is bool or not isinstance(value, bool)) for one in kinds):
        yield _said(place, f"expected {' or '.join(_PLAIN[one] for one in kinds)}, and not {_shown(value)}")


def _of_a_record(value: Mapping[str, Json], kind: Any, place: tuple[str, ...]) -> Iterator[str]:
    fields = attrs.fields_dict(kind)
    for name, field in fields.items():
        if name in value:
            yield from damage(value[name], field.type, (*place, name))
        elif field.default is attrs.NOTHING:
            yield _said((*place, name), "it is missing")
    unknown = [name for name in value if name not in fields]
    if unknown:
        named = shorten(", ".join(map(_shown, unknown)), LONG, placeholder=" …")
        yield _said(place, f"it has {named}, of which this version knows nothing")


def _one_of(place: tuple[str, ...]) -> str:
    """Return what a member of a list is called: of `steps` one is a step."""
    return place[-1].removesuffix("s") if place else "member"


def _said(place: tuple[str, ...], what: str) -> str:
    return f"{', '.join(place)}: {what}" if place else what


def _shown(value: Json) -> str:
    return shorten(json.dumps(value), LONG, placeholder=" …")
