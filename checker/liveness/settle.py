"""Settling promises: from a search's result and the graph that it left to a result with promises in it."""

from collections.abc import Sequence
from time import monotonic

from attrs import evolve

from checker.liveness.fairness import fairness_of
from checker.liveness.graph import Graph
from checker.liveness.judge import judge
from checker.liveness.keep import Kept, keep
from checker.liveness.units import Owed, classes_are_fair
from checker.protocol import Fairness, Promise
from checker.quotient import lifted
from checker.verdict import Result, Verdict, Violation

RENAMED = (
    "{}: with renamed worlds, what is owed to each message could not be told from what is owed to all of its "
    "class"
)
"""What stops a search under a quotient."""


def settle(result: Result, graph: Graph, promises: Sequence[Promise], *, fair: bool = True) -> Result:
    """Return the result of a search that exhausted a space, with each promise settled.

    The first that is violated, else the first that is undetermined, is shown by a run. If one cannot be
    settled it is unchecked, and the result incomplete.
    """
    began = monotonic()
    shown: dict[str, Violation] = {}
    uncalled: list[str] = []
    standing: dict[str, str] = {}
    for promise in promises:
        name = promise.name
        standing[name], violation, was_called_for = _settled(graph, promise, fairness_of(promise, fair=fair))
        if violation is not None:
            shown.setdefault(standing[name], violation)
        if not was_called_for:
            uncalled.append(name)
    open_ones = [name for name, said in standing.items() if said == "unchecked"]
    worst = next((one for one in ("violated", "undetermined") if one in shown), None)
    verdict = Verdict(worst) if worst else Verdict.INCOMPLETE if open_ones else result.verdict
    return evolve(
        result,
        verdict=verdict,
        violation=shown.get(worst or ""),
        violated=tuple(sorted(name for name, said in standing.items() if said == "violated")),
        promises=standing,
        uncalled=tuple(uncalled),
        stopped_by=RENAMED.format(" and ".join(open_ones)) if open_ones else result.stopped_by,
        seconds=result.seconds + monotonic() - began,
    )


def _settled(graph: Graph, promise: Promise, fairness: Fairness) -> tuple[str, Violation | None, bool]:
    """Say how a promise stands, show it, and say whether anything ever called for it.

    Under a quotient nothing says which message of one turn of a loop is which of the next. So what is owed
    to each is first owed to its class (see `unit_key`), then to what has its name in the renamed worlds,
    then to none. A run that one of these finds is shown if the model, following each message, finds that
    none is put off. That there is none is the answer where classes are as fair as messages, or nothing was
    owed.
    """
    renames = graph.system.quotient is not None
    kept = keep(graph, promise, fairness, Owed.CLASSES if renames else Owed.ACTIONS)
    if kept.standing == "holds" and (not renames or classes_are_fair(graph, fairness)):
        return "holds", None, kept.was_called_for
    for owed in (None, Owed.ACTIONS, Owed.NO_MESSAGES) if renames else (None,):
        kept = keep(graph, promise, fairness, owed) if owed is not None else kept
        violation = _shown(graph, kept) if kept.standing != "holds" else None
        if violation is not None:
            return kept.standing, violation, True
    return "holds" if kept.standing == "holds" else "unchecked", None, kept.was_called_for


def _shown(graph: Graph, kept: Kept) -> Violation | None:
    """Tell the run that shows how a promise stands, as the model has it; None if it starves a message."""
    if kept.lasso is not None:
        steps, loop = (*kept.lasso.stem, *kept.lasso.loop), len(kept.lasso.stem)
    else:
        assert kept.run is not None, "only a promise that holds has nothing to show"
        steps, loop = kept.run, None
    run = lifted(graph.system, [graph.actions[graph.labels[step]] for step in steps])
    said = judge(graph.system, kept.promise, kept.fairness, run, loop)
    if said.starves:
        return None
    assert said.standing == kept.standing, f"the model does not confirm what was found: {said}"
    assert said.finding is not None
    return Violation(kept.promise.name, said.finding, run, loop, said.returns)
