"""How a trace is cited: by its id, which anyone can recompute, and by the command that makes it again.

A citation is of what can be seen again. So the trace is replayed, and all that its file says is held
against what the model does now.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from checker.command import command_of
from checker.contradiction import WHY, contradiction, differences
from checker.errors import WrongUsage
from checker.release import YEAR, author, program, version
from checker.render.phrases import holds, shows
from checker.replay import Replay, replay
from checker.trace import Trace


@frozen
class Citation:
    """A trace's id, the command that makes it again, and its citation as text and for BibTeX."""

    id: str
    command: str
    text: str
    bibtex: str


def citation_of(trace: Trace, path: Path) -> Citation:
    """Return how to cite a trace. Raises WrongUsage if its file says what a replay does not."""
    again = replay(trace)
    if again.finding is None and contradiction(trace, again) is None:
        gone = again.why_gone or holds(trace.property, again.kind)
        raise WrongUsage(f"{path} cannot be cited: on the model as it is now, {gone}")
    difference = next(differences(trace, again), None)
    if difference is not None:
        raise WrongUsage(f"{path} cannot be cited: {difference}; {WHY}")
    command = command_of(trace, again.scenario)
    said = _said(again)
    return Citation(trace.id, command, _text(trace.id, said, command), _bibtex(trace.id, said, command))


def _said(again: Replay) -> str:
    trace = again.trace
    with_mutant = f" with the mutant {trace.mutant}" if trace.mutant else ""
    steps = len(trace.actions)
    return (
        f"{again.scenario.name}{with_mutant} {shows(trace.property, again.kind, trace.loop)} "
        f"in {steps} step{'' if steps == 1 else 's'}: {trace.finding}"
    )


def _text(identity: str, said: str, command: str) -> str:
    return f"{author()} ({YEAR}). {said}. Trace {identity} of {program()}; made again by: {command}"


def _bibtex(identity: str, said: str, command: str) -> str:
    number = version()
    fields: Mapping[str, str] = {
        "author": f"{{{_tex(author())}}}",
        "title": f"{{{_tex(said)}}}",
        "year": str(YEAR),
        **({} if number is None else {"version": _tex(number)}),
        "howpublished": f"Trace {identity} of {_tex(program())}",
        "note": f"Made again by \\texttt{{{_tex(command)}}}",
    }
    lines = (f"  {name:12} = {{{value}}}," for name, value in fields.items())
    return "\n".join([f"@misc{{{identity},", *lines, "}"])


_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "→": r"$\rightarrow$",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def _tex(text: str) -> str:
    """Return text as TeX prints it as it is; two hyphens stay two."""
    signs = "".join(_SIGNS.get(sign, sign) for sign in text)
    return re.sub(r"-(?=-)", "-{}", signs)
