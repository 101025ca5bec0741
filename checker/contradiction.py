"""What a trace file says and its run does not: it was edited, or the model has changed since it was written.

The id vouches for the scenario, the parameters, the mutant and the actions. All else that a file says is held
against the run: which property objects, to what, and of a lasso whether it closes there, under that fairness.
What its steps are told to be is only held against it where the file is cited: elsewhere they are told anew.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from checker.errors import WrongUsage
from checker.inspection import Inspector
from checker.liveness.fairness import fairness_of
from checker.liveness.judge import judge
from checker.replay import Replay, replay
from checker.trace import Step, Trace, load

WHY = "the file was edited, or the model has changed since"


def replayed(path: Path) -> Replay:
    """Load a trace file and run it again. Raises WrongUsage as these two do, and for a contradiction."""
    written = load(path)
    again = replay(written)
    said = contradiction(written, again)
    if said is not None:
        raise WrongUsage(f"{path}: {said}; {WHY}")
    return again


def contradiction(written: Trace, again: Replay) -> str | None:
    """Say in what a file contradicts its run: the property, the finding, the loop; None if in nothing.

    A run that shows nothing any more contradicts nothing, unless it shows what is said of something else.
    """
    if written.loop is None and (written.returns is not None or not written.fair):
        return "it says how its loop returns, or under which fairness, and has no loop"
    said = _of_another(written, again) if again.finding is None else _of_the_same(written, again)
    return said or _of_the_loop(written, again)


def differences(written: Trace, again: Replay) -> Iterator[str]:
    """Yield what a file says of its trace and the run does not, the first step first."""
    replayed = again.trace
    pairs = zip_longest(written.steps, replayed.steps)
    for number, (said, done) in enumerate(pairs, start=1):
        if said is None or done is None:
            yield f"it tells {len(written.steps)} steps, and a replay has {len(replayed.steps)}"
            break
        yield from (f"step {number} {difference}" for difference in _of_a_step(said, done))
    said_so = contradiction(written, again)
    if said_so is not None:
        yield said_so


def _of_the_same(written: Trace, again: Replay) -> str | None:
    if written.finding != again.finding:
        return f"it says of {written.property} {written.finding!r}, and its run {again.finding!r}"
    if written.returns != again.trace.returns:
        return (
            f"it says that its loop returns but for {written.returns!r}, and its run {again.trace.returns!r}"
        )
    return None


def _of_another(written: Trace, again: Replay) -> str | None:
    """Say that a run shows what the file finds, and that it is another property that objects so."""
    inspector = Inspector(again.scenario.properties)
    for seen in inspector.of_run(again.system, again.run):
        if seen.stated.name != written.property and seen.finding == written.finding:
            return f"it says {written.finding!r} of {written.property}, and its run of {seen.stated.name}"
    return None


def _of_the_loop(written: Trace, again: Replay) -> str | None:
    """Say that a lasso is to be read otherwise: the first of its readings is the one that a search finds."""
    promise = next((one for one in again.scenario.promises if one.name == written.property), None)
    if promise is None:
        return None
    # Without fairness a run may break much, and that is no news of one that is to be fair.
    for fair in (True,) if written.fair else (True, False):
        for loop in range(len(again.run) + 1):
            found = judge(again.system, promise, fairness_of(promise, fair=fair), again.run, loop)
            if found.standing != "violated":
                continue
            if written.fair != fair:
                how = f"breaks {promise.name} under the fairness that it assumes"
                return f"it says that fair is false, and its run {how}"
            if written.loop != loop:
                return f"it says that it returns to step {written.loop}, and its run returns to step {loop}"
            return None
    return None


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
