"""What an annotation says of a value, as far as it can be told: whether the value fits, and words for it.

Where an annotation says what cannot be looked at here (a type variable, a name that is not known), any
value fits: nobody is accused on a guess.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Self, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

_MODULES = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")


def answer_of(method: Any, owner: type) -> Any:
    """Return what a method of a class is annotated to answer; Any where that is not said, or not known."""
    function = inspect.unwrap(getattr(method, "__func__", method))
    said = getattr(function, "__annotations__", {})
    if "return" not in said:
        return Any
    holder = type("Holder", (), {"__annotations__": {"return": said["return"]}})
    try:
        return get_type_hints(holder, getattr(function, "__globals__", {}), {owner.__name__: owner})["return"]
    except (NameError, TypeError, SyntaxError, AttributeError):
        return Any


@frozen
class Misfit:
    """A value, or the field of a record that `within` names, that is not what was expected."""

    value: Any
    expected: Any
    within: str = ""


def misfit(value: Any, annotation: Any, me: type = object) -> Misfit | None:
    """Return what of a value is not as an annotation says, or None; ``Self`` stands for the class `me`."""
    if fits(value, annotation, me):
        return None
    for name, kind in _kinds_of(_class_of(value)):
        if not fits(getattr(value, name), kind, type(value)):
            return Misfit(getattr(value, name), kind, f"a {type(value).__name__} with {name}")
    return Misfit(value, annotation)


def fits(value: Any, annotation: Any, me: type = object) -> bool:
    """Say whether a value, with all that is in it, is what an annotation says."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, UnionType) or origin is Union:
        return any(fits(value, one, me) for one in arguments)
    if hasattr(annotation, "__supertype__"):  # a NewType
        return fits(value, annotation.__supertype__, me)
    if origin is Annotated:
        return fits(value, arguments[0], me)
    if origin is Literal:
        return any(value == one and type(value) is type(one) for one in arguments)
    kind = {Self: me, None: NoneType}.get(annotation, origin or annotation)
    if not isinstance(kind, type):
        return True
    return _is(value, kind) and _items_fit(value, kind, arguments, me) and _fields_fit(value)


def _is(value: Any, kind: type) -> bool:
    """Say whether a value is of a class: what is true or false is no number, as an int is a float.

    A text will do for a class of texts, as the two are equal: a name made of another one, say.
    """
    if type(value) is str and issubclass(kind, str) and not issubclass(kind, Enum):
        return True
    if kind is bool or type(value) is bool:
        return type(value) is bool and issubclass(bool, kind) and kind is not int
    if kind is float:
        return isinstance(value, int | float)
    try:
        return isinstance(value, kind)
    except TypeError:  # a protocol that cannot be asked at run time
        return True


def _items_fit(value: Any, origin: type, arguments: tuple[Any, ...], me: type) -> bool:
    if not arguments:
        return True
    if origin is tuple and arguments[1:] != (Ellipsis,):
        return len(value) == len(arguments) and all(
            _item_fits(item, one, me) for item, one in zip(value, arguments, strict=True)
        )
    if isinstance(value, Mapping):
        return len(arguments) != 2 or all(
            _item_fits(key, arguments[0], me) and _item_fits(item, arguments[1], me)
            for key, item in value.items()
        )
    if isinstance(value, tuple | list | set | frozenset):
        return all(_item_fits(item, arguments[0], me) for item in value)
    return True


def _item_fits(item: Any, annotation: Any, me: type) -> bool:
    """Say whether something will do in a collection: a record of another class may be there on purpose."""
    return attrs.has(type(item)) or fits(item, annotation, me)


def _fields_fit(value: Any) -> bool:
    """Say whether each field of a record is what its class says."""
    kinds = _kinds_of(_class_of(value))
    return all(fits(getattr(value, name), kind, type(value)) for name, kind in kinds)


def _class_of(value: Any) -> Any:
    return type(value)


@cache
def _kinds_of(record: Any) -> tuple[tuple[str, Any], ...]:
    if not isinstance(record, type) or not attrs.has(record):
        return ()
    try:
        hints = get_type_hints(record)
    except (NameError, TypeError, SyntaxError, AttributeError):
        return ()
    return tuple((field.name, hints[field.name]) for field in attrs.fields(record) if field.name in hints)


def said(annotation: Any) -> str:
    """Return an annotation in words: ``a bool``, ``ServerId | None``, without the names of modules."""
    if annotation in {bool, str, float, tuple, frozenset}:
        return f"a {annotation.__name__}"
    if annotation is int:
        return "an int"
    if annotation is None or annotation is NoneType:
        return "None"
    written: Callable[[Any], str] = inspect.formatannotation
    return _MODULES.sub("", written(annotation))
