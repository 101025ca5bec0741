"""Any frozen value of any model as JSON, the same on every machine; and as words; and what it holds."""

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

Json = Any


def encode(value: Any) -> Json:  # noqa: PLR0911  # a case a line
    """Return the JSON of a value, another for each value that a model could tell apart.

    A record and a member of an enumeration say their class in ``type`` (a record's field of that name
    becomes ``type_``); a set is sorted, and called one.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Enum):
        return {"type": type(value).__name__, "value": encode(value.value)}
    if attrs.has(type(value)):
        fields = {f.name: encode(getattr(value, f.name)) for f in attrs.fields(type(value)) if f.eq}
        if "type" in fields:
            fields["type_"] = fields.pop("type")
        return {"type": type(value).__name__, **fields}
    if isinstance(value, set | frozenset):
        return {"set": sorted((encode(item) for item in value), key=repr)}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    raise TypeError(
        f"a model's values are frozen records, tuples, sets, texts and numbers, not {type(value)}"
    )


def words(value: object) -> str:
    """Return a value as a reader wants to see it, on one line."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(words, value))) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(words, value)) + "]"
    return str(value)


def holds(value: Any, other: Any) -> bool:
    """Say whether a value is equal to another, or has it in one of its fields."""
    if not attrs.has(type(value)):
        return bool(value == other)
    return any(getattr(value, f.name) == other for f in attrs.fields(type(value)))


def with_fractions(row: Mapping[str, Any]) -> dict[str, Json]:
    """Return a row as JSON: each fraction in it as a number, and beside it exact as text."""
    told: dict[str, Json] = {}
    for name, value in row.items():
        if isinstance(value, Fraction):
            told |= {name: float(value), f"{name}_exact": str(value)}
        else:
            told[name] = value
    return told
