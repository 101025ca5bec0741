"""How a trace is cited: by its id, which anyone can recompute, and by the command that makes it again.

A citation is of what can be seen again. So the trace is replayed, and all that its file says is held
against what the model does now.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from pathlib import Path

from attrs import frozen

from checker.command import command_of
from checker.errors import WrongUsage
from checker.protocol import Scenario
from checker.replay import replay
from checker.trace import Step, Trace


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
    if again.finding is None:
        raise WrongUsage(
            f"{path} cannot be cited: on the model as it is now, {trace.id} does not violate {trace.property}"
        )
    difference = next(_differences(trace, again.trace), None)
    if difference is not None:
        raise WrongUsage(f"{path} cannot be cited, for it was edited: {difference}")
    command = command_of(trace, again.scenario)
    said = _said(trace, again.scenario)
    return Citation(trace.id, command, _text(trace, said, command), _bibtex(trace, said, command))


def _differences(written: Trace, replayed: Trace) -> Iterator[str]:
    """Yield what a file says of its trace and a replay does not, the first step first."""
    pairs = zip_longest(written.steps, replayed.steps)
    for number, (said, done) in enumerate(pairs, start=1):
        if said is None or done is None:
            yield f"it tells {len(written.steps)} steps, and a replay has {len(replayed.steps)}"
            return
        yield from (f"step {number} {difference}" for difference in _of_a_step(said, done))
    if written.finding != replayed.finding:
        yield f"it says {written.finding!r}, and a replay {replayed.finding!r}"
    if written.returns != replayed.returns:
        yield f"its loop differs by {written.returns!r}, and in a replay by {replayed.returns!r}"


def _of_a_step(said: Step, done: Step) -> Iterator[str]:
    if said.sentence != done.sentence:
        yield f"says {said.sentence!r}, and in a replay it is {done.sentence!r}"
    for one, other in zip_longest(said.changes, done.changes):
        if one != other:
            told = [
                "no such change"
                if change is None
                else f"{change.process}: {change.field} {change.before} → {change.after}"
                for change in (one, other)
            ]
            yield f"has {told[0]!r}, and in a replay {told[1]!r}"
    for sent, again in zip_longest(said.sent, done.sent):
        if sent != again:
            yield f"sends {sent or 'nothing more'!r}, and in a replay {again or 'nothing more'!r}"


def _said(trace: Trace, scenario: Scenario) -> str:
    with_mutant = f" with the mutant {trace.mutant}" if trace.mutant else ""
    verb = "breaks the promise" if trace.loop is not None else "violates"
    steps = len(trace.actions)
    return (
        f"{scenario.name}{with_mutant} {verb} {trace.property} in {steps} step{'' if steps == 1 else 's'}: "
        f"{trace.finding}"
    )


def _text(trace: Trace, said: str, command: str) -> str:
    return f"{trace.id}: {said}. A trace of {_program()}; made again by: {command}"


def _bibtex(trace: Trace, said: str, command: str) -> str:
    return "\n".join(
        [
            f"@misc{{{trace.id},",
            f"  title        = {{{{{_tex(said)}}}}},",
            f"  howpublished = {{Trace {trace.id} of {_tex(_program())}}},",
            f"  note         = {{Made again by \\texttt{{{_tex(command)}}}}},",
            "}",
        ]
    )


def _program() -> str:
    try:
        return f"seatrial {version('seatrial')}"
    except PackageNotFoundError:  # a checkout that is not installed
        return "seatrial"


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
