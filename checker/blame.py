"""Whose error it is: what a model, a property or a scenario raises is told in a sentence, not as a crash.

An engine asks others' code in many places. So what they raise is caught in one, the command line, and
known by its traceback: the last that was called out of the checker is no library of it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import FrameType

from checker.catalogue import find_mutant, find_scenario
from checker.errors import WrongUsage

LIBRARIES = frozenset({"attr", "attrs", "cattr", "cattrs", "click", "hypothesis", "llvmlite", "numba"}) | {
    *("numpy", "rich", "scipy", "z3"),
    *sys.stdlib_module_names,
}
"""What the checker is made with: an error there that nobody else had a part in is the checker's own."""


def blamed(error: Exception) -> str | None:
    """Say in a sentence who raised an error: a rule, a property, …; None if it is the checker's own."""
    frames = [(frame, line) for frame, line in walk_tb(error.__traceback__) if not _watches(frame)]
    last = max((number for number, (frame, _) in enumerate(frames) if _room(frame) == "checker"), default=-1)
    beyond = frames[last + 1 :]
    if not beyond or _room(beyond[0][0]) in LIBRARIES:
        return None
    frame, line = next(one for one in reversed(beyond) if _room(one[0]) not in LIBRARIES)
    said = " ".join(f"{type(error).__name__}: {error}".split())
    code = frame.f_code
    raised = f"{code.co_qualname} ({Path(code.co_filename).name}, line {line}) raised {said.rstrip(': ')}"
    return "; ".join([raised, *getattr(error, "__notes__", ())])


@contextmanager
def suspecting(scenario: str, mutant: str | None) -> Iterator[None]:
    """Note with an error which mutant was at work: what a wrong rule returns may fail far from it."""
    try:
        yield
    except WrongUsage:
        raise
    except Exception as error:
        if mutant is not None:
            rule = find_mutant(find_scenario(scenario), mutant)[0].rule
            error.add_note(f"this is with the mutant {mutant}, which overrides {rule}")
        raise


def _watches(frame: FrameType) -> bool:
    """Say whether a frame is of the watch on a rule: it asks for a protocol, on which it is no part."""
    return frame.f_globals.get("__name__") in {"checker.rule_watch", "checker.rule_question"}


def _room(frame: FrameType) -> str:
    """Return the outermost package that a frame's module is in."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
