"""Settling promises: from a search's result and the graph that it left to a result with promises in it."""

from collections.abc import Sequence
from time import monotonic

from attrs import evolve

from checker.liveness.fairness import fairness_of
from checker.liveness.graph import Graph
from checker.liveness.judge import judge
from checker.liveness.keep import Kept, keep
from checker.protocol import Promise
from checker.quotient import lifted
from checker.verdict import Result, Verdict, Violation


def settle(result: Result, graph: Graph, promises: Sequence[Promise], *, fair: bool = True) -> Result:
    """Return the result of a search that exhausted a space, with each promise settled.

    The first that is violated, else the first that is undetermined, is shown by its lasso.
    """
    began = monotonic()
    kept = [keep(graph, promise, fairness_of(promise, fair=fair)) for promise in promises]
    worst = next(
        (one for wanted in ("violated", "undetermined") for one in kept if one.standing == wanted), None
    )
    return evolve(
        result,
        verdict=Verdict(worst.standing) if worst is not None else result.verdict,
        violation=violation_of(graph, worst) if worst is not None else None,
        violated=tuple(sorted(one.promise.name for one in kept if one.standing == "violated")),
        promises={one.promise.name: one.standing for one in kept},
        seconds=result.seconds + monotonic() - began,
    )


def violation_of(graph: Graph, kept: Kept) -> Violation:
    """Tell the lasso of a promise that is not known to be kept, once the model has confirmed it."""
    assert kept.lasso is not None, "only a promise that holds has no lasso"
    steps = (*kept.lasso.stem, *kept.lasso.loop)
    run = lifted(graph.system, [graph.actions[graph.labels[step]] for step in steps])
    loop = len(kept.lasso.stem)
    said = judge(graph.system, kept.promise, kept.fairness, run, loop)
    assert said.standing == kept.standing, f"the model does not confirm the lasso: {said}"
    assert said.finding is not None
    return Violation(kept.promise.name, said.finding, run, loop, said.returns)
