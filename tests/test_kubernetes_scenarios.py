"""The scenarios of the cluster: each gives its verdict and its counts, and each hunt ends with its mutant."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from checker.case import case_of
from checker.catalogue import scenarios
from checker.check import search_case
from checker.engines import Engine
from checker.verdict import Limits, Result, Verdict
from model.kubernetes.rules import Kubernetes
from model.rules import rules_of
from properties.kubernetes_scenario import MUTANTS
from properties.kubernetes_scenarios import SCENARIOS
from properties.statement import Hunt, Kind, Scenario

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}

COUNTS = {
    "kubernetes-writes": (377_869, 1_498_904, 20),
    "kubernetes-partition": (63_514, 279_454, 18),
    "kubernetes-restore": (80_822, 338_328, 31),
    "kubernetes-intruder": (3_245, 11_931, 16),
    "kubernetes-one-control-plane": (182_896, 1_365_900, 33),
    "kubernetes-no-control-plane": (100, 283, 9),
    "kubernetes-two-schedulers": (759_734, 4_368_910, 36),
    "kubernetes-two-leaders": (1_761_624, 9_347_168, 45),
    "kubernetes-one-scheduler": (5_376, 20_816, 27),
    "kubernetes-stateful-set": (7_768_174, 62_487_917, 46),
    "kubernetes-stateful-set-silent": (1_862_592, 12_723_294, 39),
    "kubernetes-stateful-set-dead": (726, 3_578, 12),
    "kubernetes-silent-node": (868_940, 5_741_200, 34),
    "kubernetes-dead-worker": (1_192_324, 8_237_015, 35),
    "kubernetes-surplus": (3_425, 14_469, 29),
    "kubernetes-all-silent": (4, 4, 3),
    "kubernetes-addresses": (347_176, 1_797_602, 59),
    "kubernetes-proxy": (91_326, 474_895, 33),
    "kubernetes-balancer-unchecked": (29, 55, 9),
    "kubernetes-balancer": (1_608, 3_784, 18),
    "kubernetes-topology": (1_617, 6_314, 24),
    "kubernetes-on-raft": (273_029, 915_636, 33),
}
"""How many worlds, steps and levels."""

UNSEEN = {
    "kubernetes-no-control-plane": {"pod-bound", "pod-replaced"},
    "kubernetes-stateful-set-dead": {"evicted-pod-removed", "pod-replaced"},
    "kubernetes-balancer-unchecked": {"retry-succeeds"},
}
"""What is not to be seen, though the whole space is searched: that is what these scenarios are about."""

ENDS = {
    ("writes", "write-on-one-disk"): (5, 647),
    ("writes", "anyone-may-lead"): (6, 1_449),
    ("writes", "read-before-own-commit"): (8, 7_574),
    ("writes", "forgets-in-crash"): (5, 570),
    ("partition", "read-without-quorum"): (8, 3_772),
    ("restore", "restore-under-apiservers"): (7, 1_198),
    ("restore", "restore-under-kubelets"): (7, 1_183),
    ("restore", "restore-keeps-later-writes"): (6, 662),
    ("restore", "watch-skips-one"): (7, 1_052),
    ("intruder", "no-authoriser"): (2, 11),
    ("intruder", "one-certificate-for-all"): (5, 105),
    ("intruder", "store-open-to-all"): (2, 11),
    ("one-control-plane", "stop-when-cut-off"): (2, 34),
    ("no-control-plane", "leave-what-failed"): (4, 33),
    ("two-schedulers", "bind-without-precondition"): (8, 1_436),
    ("two-schedulers", "no-admission"): (8, 362),
    ("two-leaders", "bind-without-precondition"): (16, 42_424),
    ("two-leaders", "last-write-wins"): (9, 670),
    ("two-leaders", "take-lease-at-once"): (5, 41),
    ("two-leaders", "lead-without-lease"): (2, 6),
    ("one-scheduler", "forget-assumed"): (6, 68),
    ("one-scheduler", "ignore-room"): (8, 250),
    ("one-scheduler", "one-range-for-all"): (10, 504),
    ("stateful-set", "trust-cache-after-restart"): (20, 411_022),
    ("stateful-set", "remove-without-kubelet"): (10, 16_095),
    ("stateful-set", "report-end-early"): (13, 89_368),
    ("stateful-set", "create-over"): (19, 61_446),
    ("stateful-set-silent", "evict-by-force"): (14, 364_947),
    ("silent-node", "suspect-at-first-sight"): (2, 40),
    ("silent-node", "forget-expected"): (11, 33_639),
    ("surplus", "delete-the-oldest"): (3, 18),
    ("all-silent", "evict-when-all-are-silent"): (5, 9),
    ("all-silent", "untaint-at-first-sight"): (3, 5),
    ("addresses", "reuse-address-early"): (10, 917),
    ("addresses", "take-name-for-pod"): (22, 33_045),
    ("addresses", "keep-what-is-marked"): (25, 1_036),
    ("proxy", "proxy-flushes"): (2, 19),
    ("proxy", "keep-old-backends"): (18, 44_058),
    ("proxy", "serve-from-the-ending"): (13, 1_348),
    ("balancer", "check-the-port"): (2, 10),
    ("balancer", "stick-to-last"): (6, 93),
    ("topology", "first-endpoint-only"): (1, 2),
    ("on-raft", "ack-before-fsync"): (9, 2_720),
}
"""For each hunt the length of the shortest run, and the worlds looked at."""

BROKEN_TOO = [
    ("kubernetes-intruder", "no-authoriser", "unauthorised-is-refused", 3),
    ("kubernetes-intruder", "one-certificate-for-all", "nothing-is-deleted", 4),
    ("kubernetes-intruder", "store-open-to-all", "nothing-is-deleted", 4),
    ("kubernetes-two-schedulers", "bind-without-precondition", "unbound-never-runs", 10),
    ("kubernetes-writes", "forgets-in-crash", "acknowledged-survives", 8),
]
"""Mutants that break another property, too, and in how many steps."""

HUNTS = [(scenario, hunt) for scenario in SCENARIOS for hunt in scenario.hunts]

each_scenario = pytest.mark.parametrize("name", BY_NAME)
each_hunt = pytest.mark.parametrize(
    ("scenario", "hunt"), HUNTS, ids=[f"{scenario.name}-{hunt.mutant.name}" for scenario, hunt in HUNTS]
)


@cache
def result_of(name: str) -> Result:
    """Return what comes of a scenario."""
    return _searched(BY_NAME[name], {})


def _searched(scenario: Scenario, given: Mapping[str, int | None], *names: str) -> Result:
    """Return what comes of a scenario with these parameters, with a mutant and a property that are named."""
    case = case_of(scenario, scenario.name, given, *names)
    return search_case(case, Limits(), Engine(), lambda _: None, lambda _: None)


@cache
def hunted(scenario: str, mutant: str, killer: str | None = None) -> Result:
    """Return what comes of a hunt, with nothing but the property that must kill the mutant, or another."""
    hunt = next(hunt for hunt in BY_NAME[scenario].hunts if hunt.mutant.name == mutant)
    return _searched(BY_NAME[scenario], hunt.parameters, mutant, killer or hunt.killed_by)


@each_scenario
def test_holds(name: str) -> None:
    """The whole space is searched, and everything holds."""
    assert BY_NAME[name].expected == result_of(name).verdict.value


@each_scenario
def test_counts(name: str) -> None:
    """The number of worlds, of steps and of levels is the same on every machine, and known."""
    result = result_of(name)
    assert COUNTS[name] == (result.states, result.transitions, result.depth)


@each_scenario
def test_sights(name: str) -> None:
    """What a scenario is to show is seen; what it is to show impossible is not, in the whole space."""
    sights = {stated.name for stated in BY_NAME[name].properties if stated.kind is Kind.SOMETIMES}
    assert UNSEEN.get(name, set()) == sights - set(result_of(name).witnesses)


def test_one_is_large() -> None:
    """A healthy cluster of more than a million worlds is exhausted."""
    assert result_of("kubernetes-stateful-set").states > 1_000_000


@each_hunt
def test_hunt_ends_with_its_mutant(scenario: Scenario, hunt: Hunt) -> None:
    """A mutant is killed by the property that its hunt names, in a run of known length."""
    result = hunted(scenario.name, hunt.mutant.name)
    assert (hunt.killed_by,) == result.violated
    assert result.violation is not None
    found = (len(result.violation.actions), result.states)
    assert ENDS[scenario.name.removeprefix("kubernetes-"), hunt.mutant.name] == found


@each_hunt
def test_healthy_cluster_survives_the_hunt(scenario: Scenario, hunt: Hunt) -> None:
    """The healthy cluster survives the very parameters that kill the mutant, with all its properties."""
    result = _searched(scenario, hunt.parameters) if hunt.parameters else result_of(scenario.name)
    assert result.verdict is Verdict.HOLDS


def test_every_mutant_is_hunted() -> None:
    """Each mutant has a hunt, and there are eight or more."""
    hunted_ones = {hunt.mutant.name for scenario, hunt in HUNTS if scenario.protocol is Kubernetes}
    assert set(MUTANTS) == hunted_ones
    assert len(MUTANTS) >= 8


@pytest.mark.parametrize("rule", rules_of(Kubernetes))
def test_every_rule_has_a_mutant(rule: str) -> None:
    """Each rule is got wrong by a mutant that dies: none is a decision that no property would notice."""
    assert rule in {mutant.rule for mutant in MUTANTS.values()}


def test_every_property_has_a_mutant() -> None:
    """Each property that must hold is broken by a mutant somewhere: none holds because it says nothing."""
    kept = {
        stated.name
        for scenario in SCENARIOS
        if scenario.protocol is Kubernetes
        for stated in (*scenario.properties, *scenario.promises)
        if getattr(stated, "kind", None) is not Kind.SOMETIMES
    }
    killers = {hunt.killed_by for scenario, hunt in HUNTS if scenario.protocol is Kubernetes}
    assert kept == killers | {killer for _, _, killer, _ in BROKEN_TOO}


@pytest.mark.parametrize(("scenario", "mutant", "killer", "steps"), BROKEN_TOO)
def test_mutant_breaks_this_too(scenario: str, mutant: str, killer: str, steps: int) -> None:
    """A mutant may break more than what its hunt names."""
    result = hunted(scenario, mutant, killer)
    assert result.violation is not None
    assert (killer, steps) == (result.violation.property, len(result.violation.actions))


def test_every_scenario_is_in_the_catalogue() -> None:
    """The catalogue has them all."""
    assert set(BY_NAME) <= {scenario.name for scenario in scenarios()}


@pytest.mark.parametrize("rule", rules_of(Kubernetes).values(), ids=lambda rule: rule.name)
def test_rule_is_cited(rule: object) -> None:
    """Every rule has a sentence, and says where it is from."""
    assert getattr(rule, "sentence", "").endswith(".")
    assert getattr(rule, "cites", "")


def test_the_page_has_the_counts() -> None:
    """The page on the cluster has a row for each scenario and each hunt, with the numbers that come out."""
    page = (Path(__file__).parent.parent / "docs" / "kubernetes.md").read_text(encoding="utf-8")
    for name, (states, _, _) in COUNTS.items():
        assert f"| `{name}` | {BY_NAME[name].expected} | {states:,} |" in page
    for (scenario, mutant), (steps, _) in ENDS.items():
        assert f"| `{mutant}` | `kubernetes-{scenario}` | {steps} |" in page
