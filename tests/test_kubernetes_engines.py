"""On the cluster, too, the compiled engine gives the reference search's answers."""

from typing import Any

import pytest
from test_compiled import comparable

from checker import reference
from checker.case import case_of
from checker.catalogue import complete
from checker.check import search_case
from checker.compiled import search as compiled
from checker.engines import NAMES, Engine
from checker.verdict import Limits
from properties.kubernetes_scenarios import SCENARIOS
from properties.statement import Hunt, Scenario

SMALL: dict[str, dict[str, int]] = {
    "kubernetes-writes": {"deaths": 1, "returns": 0, "give-ups": 1, "revisions": 1},
    "kubernetes-one-control-plane": {"revisions": 4, "failures": 0},
    "kubernetes-two-schedulers": {"nodes": 1, "pods": 2},
    "kubernetes-two-leaders": {"revisions": 5},
    "kubernetes-stateful-set": {"revisions": 3, "crashes": 0},
    "kubernetes-stateful-set-silent": {"revisions": 5},
    "kubernetes-silent-node": {"revisions": 5},
    "kubernetes-dead-worker": {"revisions": 5, "returns": 0},
    "kubernetes-addresses": {"revisions": 6, "requests": 1},
    "kubernetes-proxy": {"revisions": 6, "requests": 1},
    "kubernetes-restore": {"revisions": 2},
    "kubernetes-partition": {"revisions": 1},
    "kubernetes-on-raft": {"terms": 1, "crashes": 1},
}
"""Parameters under which the reference search is soon done."""

HUNTS = [(scenario, hunt) for scenario in SCENARIOS for hunt in scenario.hunts]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_agrees_on_the_healthy_cluster(scenario: Scenario) -> None:
    """At small bounds both search the whole space, and agree in everything."""
    system = scenario.build(complete(scenario, SMALL.get(scenario.name, {})), None)
    expected = reference.search(system, scenario.properties, Limits(states=60_000))
    assert expected.stopped_by is None
    assert comparable(expected) == comparable(compiled.search(system, scenario.properties))


@pytest.mark.parametrize(
    ("scenario", "hunt"), HUNTS, ids=[f"{scenario.name}-{hunt.mutant.name}" for scenario, hunt in HUNTS]
)
def test_agrees_on_each_hunt(scenario: Scenario, hunt: Hunt) -> None:
    """Each mutant dies by the same trace; the longest stories are left to a depth that both reach."""
    if any(promise.name == hunt.killed_by for promise in scenario.promises):
        case = case_of(scenario, scenario.name, hunt.parameters, hunt.mutant.name, hunt.killed_by)
        fast, plain = (
            search_case(case, Limits(), Engine(name), lambda _: None, lambda _: None) for name in NAMES
        )
        assert fast.violation is not None
        assert fast.violation == plain.violation
        return
    system = scenario.build(complete(scenario, hunt.parameters), hunt.mutant.protocol)
    stated: list[Any] = [one for one in scenario.properties if one.name == hunt.killed_by]
    fast = compiled.search(system, stated)
    assert fast.violation is not None
    limits = Limits() if fast.states <= 50_000 else Limits(depth=8)
    assert comparable(reference.search(system, stated, limits)) == comparable(
        compiled.search(system, stated, limits)
    )
