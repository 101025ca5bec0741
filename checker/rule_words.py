"""What a rule was asked, and what it answered, in a few words."""

from collections.abc import Iterable
from textwrap import shorten
from typing import Any

import attrs

from checker.difference import changes
from checker.encoding import words

LENGTH = 90
"""How long the words for an argument or an answer may be."""


def told(value: Any) -> str:
    """Return an argument or an answer in words, shortened; a record without its own, by its fields."""
    if attrs.has(type(value)) and "__str__" not in vars(type(value)):
        fields = [f for f in attrs.fields(type(value)) if f.eq]
        said = ", ".join(f"{f.name} {told(getattr(value, f.name))}" for f in fields)
    else:
        said = words(value)
    return shorten(said, LENGTH, placeholder=" …") or "nothing"


def in_a_row(arguments: Iterable[tuple[str, str]]) -> str:
    """Return the arguments of a question in a row, each behind its name."""
    return ", ".join(f"{name} {value}" for name, value in arguments)


def apart(wrong: Any, right: Any) -> tuple[str, str]:
    """Return two answers in words: of two records of one class, only the fields in which they differ."""
    if type(wrong) is type(right) and attrs.has(type(wrong)):
        found = changes("", wrong, right)
        if found:
            pair = [[(one.field, one.before) for one in found], [(one.field, one.after) for one in found]]
            first, second = (", ".join(f"{name} {value}" for name, value in one) for one in pair)
            return shorten(first, LENGTH, placeholder=" …"), shorten(second, LENGTH, placeholder=" …")
    return told(wrong), told(right)


def is_plain(value: Any) -> bool:
    """Say whether a value is best told as Python writes it."""
    return value is None or type(value) in {bool, str, int, float}


def quoted(value: Any) -> str:
    """Return an answer as Python writes it, where that is plain: 'maybe' is a text, and no name."""
    return repr(value) if is_plain(value) else told(value)
