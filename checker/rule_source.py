"""The source of a rule, right and wrong: what a mutant overrides, and with what."""

import ast
import inspect
import re
from collections.abc import Sequence
from itertools import zip_longest
from textwrap import dedent

from attrs import frozen

from checker.protocol import Mutant

_FOR_A_LINTER = re.compile(r"\s*# (noqa|type:).*$")


@frozen
class Source:
    """A rule as it is written in one class: its lines, without decorator, docstring and linter's notes."""

    owner: str
    sentence: str
    cites: str
    lines: tuple[str, ...]


def right_and_wrong(mutant: Mutant) -> tuple[Source, Source]:
    """Return the rule as the protocol has it, and as the mutant has it."""
    wrong, right, *_ = (one for one in mutant.protocol.__mro__ if mutant.rule in vars(one))
    return source_of(right, mutant.rule), source_of(wrong, mutant.rule)


def source_of(owner: type, rule: str) -> Source:
    """Return the source of a rule as a class writes it; no lines if that is nowhere to be read."""
    method = vars(owner)[rule]
    stated = getattr(method, "__rule__", None)
    try:
        text = dedent(inspect.getsource(method))
    except (OSError, TypeError):
        text = ""
    return Source(owner.__name__, getattr(stated, "sentence", ""), getattr(stated, "cites", ""), _bare(text))


def _bare(text: str) -> tuple[str, ...]:
    """Leave out what only a linter or the documentation reads."""
    lines = text.splitlines()
    try:
        (function,) = ast.parse(text).body
    except (SyntaxError, ValueError):  # a lambda in the middle of something, or nothing
        return tuple(lines)
    if not isinstance(function, ast.FunctionDef):
        return tuple(lines)
    first, *_ = function.body
    left_out = set(range(1, function.lineno))
    if ast.get_docstring(function) is not None and len(function.body) > 1:
        left_out |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    kept = [line for number, line in enumerate(lines, start=1) if number not in left_out]
    return tuple(_FOR_A_LINTER.sub("", line).rstrip() for line in kept)


def beside(left: Sequence[str], right: Sequence[str], width: int, gap: str = "   ") -> list[str] | None:
    """Return two texts side by side, or None where they are too wide for that.

    A head that is too long is broken: one parameter a line.
    """
    for shape in (tuple, _head_broken):
        pair = [shape(text) for text in (left, right)]
        widths = [max(map(len, text), default=0) for text in pair]
        if sum(widths) + len(gap) <= width:
            return [
                f"{one.ljust(widths[0])}{gap}{other}".rstrip()
                for one, other in zip_longest(*pair, fillvalue="")
            ]
    return None


def within(lines: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a text, with a head that is too long broken: one parameter a line."""
    return tuple(lines) if max(map(len, lines), default=0) <= width else _head_broken(lines)


def _head_broken(lines: Sequence[str]) -> tuple[str, ...]:
    """Return lines of which the head of a function has one parameter a line."""
    broken: list[str] = []
    for line in lines:
        head = re.fullmatch(r"(def \w+\()(.*)(\).*:)", line)
        if head is None:
            broken.append(line)
        else:
            broken += [head[1], *(f"    {one}," for one in _parameters(head[2])), head[3]]
    return tuple(broken)


def _parameters(written: str) -> list[str]:
    """Return parameters one by one: a comma within brackets is of a type."""
    parameters, depth, part = [], 0, ""
    for sign in f"{written},":
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parameters.append(part.strip())
            part = ""
        else:
            part += sign
    return [one for one in parameters if one]
