"""Settling promises: from a search's result and the graph that it left to a result with promises in it."""

from collections.abc import Sequence
from time import monotonic

from attrs import evolve

from checker.liveness.fairness import fairness_of
from checker.liveness.graph import Graph
from checker.liveness.judge import judge
from checker.liveness.keep import Kept, keep
from checker.protocol import Fairness, Promise
from checker.quotient import lifted
from checker.verdict import Result, Verdict, Violation

RENAMED = (
    "{}: each run that was found puts off for ever what is owed to one message; with renamed worlds there is "
    "no telling whether there is another"
)
"""What stops a search under a quotient."""


def settle(result: Result, graph: Graph, promises: Sequence[Promise], *, fair: bool = True) -> Result:
    """Return the result of a search that exhausted a space, with each promise settled.

    The first that is violated, else the first that is undetermined, is shown by a run. If one cannot be
    settled it is unchecked, and the result incomplete.
    """
    began = monotonic()
    shown: dict[str, Violation] = {}
    standing: dict[str, str] = {}
    for promise in promises:
        name = promise.name
        standing[name], violation = _settled(graph, promise, fairness_of(promise, fair=fair))
        if violation is not None:
            shown.setdefault(standing[name], violation)
    open_ones = [name for name, said in standing.items() if said == "unchecked"]
    worst = next((one for one in ("violated", "undetermined") if one in shown), None)
    verdict = Verdict(worst) if worst else Verdict.INCOMPLETE if open_ones else result.verdict
    return evolve(
        result,
        verdict=verdict,
        violation=shown.get(worst or ""),
        violated=tuple(sorted(name for name, said in standing.items() if said == "violated")),
        promises=standing,
        stopped_by=RENAMED.format(" and ".join(open_ones)) if open_ones else result.stopped_by,
        seconds=result.seconds + monotonic() - began,
    )


def _settled(graph: Graph, promise: Promise, fairness: Fairness) -> tuple[str, Violation | None]:
    """Say how a promise stands, and show it.

    Under a quotient the messages of one class share what is owed to each (see `unit_key`): whoever owes more
    has fewer fair runs, so that what holds holds. What is broken may be so by a run that starves a message.
    Then look for a run that takes all that it owes under the name that it has in the renamed worlds.
    """
    kept = keep(graph, promise, fairness)
    if kept.standing == "holds":
        return kept.standing, None
    violation = _shown(graph, kept)
    if violation is None:
        kept = keep(graph, promise, fairness, narrow=True)
        violation = _shown(graph, kept) if kept.lasso is not None else None
    return (kept.standing, violation) if violation is not None else ("unchecked", None)


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
