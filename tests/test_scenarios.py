"""The catalogue: what each scenario is expected to give it gives, and each hunt ends with its mutant."""

from functools import cache

import pytest
from attrs import fields

from checker.catalogue import complete
from checker.compiled.search import search as compiled
from checker.reference import search
from checker.verdict import Result, Verdict
from model.raft.group import RaftBounds
from properties.catalogue import MUTANTS, RAFT, build_raft, with_defaults
from properties.catalogue import SCENARIOS as ALL
from properties.kubernetes_scenarios import SCENARIOS as CLUSTERS
from properties.statement import Hunt, Kind, Scenario

SCENARIOS = tuple(scenario for scenario in ALL if scenario not in CLUSTERS)
"""Those of a cluster have a room of their own."""

HUNTS = {hunt.mutant.name: hunt for hunt in RAFT.hunts}
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
SEEN = {
    "raft": {"leader-elected", "leader-replaced", "entry-committed", "entry-overwritten"},
    "raft-election": {"leader-elected", "split-vote"},
    "raft-faults": {"leader-elected", "entry-committed"},
    "raft-partition": {"leader-elected", "leader-replaced", "entry-committed"},
    "ongaro": {"leader-elected", "entry-committed", "commit-index-goes-back"},
}
"""What is seen in each, so that nothing holds only because nothing happens."""

REACHED = {
    "raft": ("entries", "in_flight", "terms"),
    "raft-election": ("terms",),
    "raft-faults": ("crashes", "duplicates", "in_flight", "losses", "terms"),
    "raft-partition": ("cuts", "in_flight", "terms"),
    "ongaro": ("copies", "entries", "in_flight", "terms"),
}
"""The bounds that cut each short: those that make it finite, and no others."""

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
each_hunt = pytest.mark.parametrize("hunt", RAFT.hunts, ids=lambda hunt: hunt.mutant.name)


@cache
def result_of(name: str) -> Result:
    """Return what comes of a scenario, by the engine that users have."""
    scenario = BY_NAME[name]
    return compiled(scenario.build(complete(scenario, {}), None), scenario.properties)


@cache
def hunted(name: str) -> Result:
    """Return what comes of the hunt for a mutant, with nothing but the property that must kill it."""
    hunt = HUNTS[name]
    stated = [one for one in RAFT.properties if one.name == hunt.killed_by]
    return search(RAFT.build(complete(RAFT, hunt.parameters), hunt.mutant.protocol), stated)


@cache
def survived(parameters: tuple[tuple[str, int | None], ...]) -> Result:
    """Return what comes of the healthy group, with all its properties."""
    return search(RAFT.build(dict(parameters), None), RAFT.properties)


# Scenarios


@each_scenario
def test_expected_verdict(scenario: Scenario) -> None:
    """Every scenario gives the verdict that it promises."""
    assert scenario.expected == result_of(scenario.name).verdict.value


@pytest.mark.parametrize(
    ("name", "states", "transitions", "depth"),
    [
        ("raft", 28_048, 75_918, 30),
        ("raft-election", 4_963, 27_054, 16),
        ("raft-faults", 195_650, 751_566, 25),
        ("raft-partition", 98_270, 348_486, 32),
        ("ongaro", 1_931_973, 10_974_420, 52),
    ],
)
def test_counts(name: str, states: int, transitions: int, depth: int) -> None:
    """The number of worlds, of steps and of levels is the same on every machine, and known."""
    result = result_of(name)
    assert (states, transitions, depth) == (result.states, result.transitions, result.depth)


@each_scenario
def test_something_happens(scenario: Scenario) -> None:
    """What a scenario is about is seen in it."""
    assert SEEN[scenario.name] == set(result_of(scenario.name).witnesses)


@each_scenario
def test_what_cuts_it_short(scenario: Scenario) -> None:
    """The bounds that a scenario reaches are told."""
    assert REACHED[scenario.name] == result_of(scenario.name).bounds_reached


def test_every_sight_is_seen_somewhere() -> None:
    """All that must be reachable is reached somewhere; what only larger bounds show is named."""
    sights = {
        stated.name
        for scenario in SCENARIOS
        for stated in scenario.properties
        if stated.kind is Kind.SOMETIMES
    }
    assert sights == {"entry-removed"}.union(*SEEN.values())


def test_no_two_scenarios_have_one_name() -> None:
    """A name means one scenario."""
    assert len(BY_NAME) == len(SCENARIOS)


# Hunts


def test_every_mutant_is_hunted() -> None:
    """Each mutant of the catalogue has a hunt: one that nothing kills is not in it."""
    assert {mutant.name for mutant in MUTANTS} == {hunt.mutant.name for hunt in RAFT.hunts}


@each_hunt
def test_hunt_ends_with_its_mutant(hunt: Hunt) -> None:
    """A mutant is killed by the property that its hunt names."""
    result = hunted(hunt.mutant.name)
    assert result.verdict is Verdict.VIOLATED
    assert (hunt.killed_by,) == result.violated


@each_hunt
def test_healthy_group_survives_the_hunt(hunt: Hunt) -> None:
    """The healthy group survives the very scenario that kills the mutant, with all its properties."""
    parameters = tuple(complete(RAFT, hunt.parameters).items())
    assert survived(parameters).verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("name", "actions", "states", "finding"),
    [
        ("quorum-half", 2, 19, "n1 and n2 were both elected in term 1"),
        ("vote-twice", 6, 568, "n1 and n3 were both elected in term 1"),
        (
            "ack-before-fsync",
            14,
            22_118,
            "n3 leads term 2 without v1 (term 1) at index 1, committed in term 1 (as n1 knows)",
        ),
    ],
)
def test_how_a_hunt_ends(name: str, actions: int, states: int, finding: str) -> None:
    """The length of the shortest run, the worlds looked at, and the objection are known."""
    result = hunted(name)
    assert result.violation is not None
    assert (actions, states) == (len(result.violation.actions), result.states)
    assert finding == result.violation.finding


def test_vote_twice_step_by_step() -> None:
    """The shortest story of a server that votes twice, sentence by sentence."""
    result = hunted("vote-twice")
    assert result.violation is not None
    assert [str(action) for action in result.violation.actions] == [
        "n1 times out and stands for election",
        "n2 receives RequestVote(term 1, last log index 0 of term 0) from n1",
        "n1 receives RequestVoteResponse(term 1, granted) from n2",
        "n3 times out and stands for election",
        "n1 receives RequestVote(term 1, last log index 0 of term 0) from n3",
        "n3 receives RequestVoteResponse(term 1, granted) from n1",
    ]


# Parameters


def test_parameters_are_the_bounds() -> None:
    """Every bound of a group is a parameter of the scenario, and the other way round."""
    names = {parameter.name.replace("-", "_") for parameter in RAFT.parameters}
    assert names == {field.name for field in fields(RaftBounds)}


def test_defaults_can_be_changed() -> None:
    """A scenario may differ from another in its defaults only, those that are none among them."""
    changed = with_defaults(RAFT.parameters, terms=7, in_flight=None)
    defaults = {parameter.name: parameter.default for parameter in changed}
    assert (defaults["terms"], defaults["in-flight"], defaults["servers"]) == (7, None, 3)


@pytest.mark.parametrize("servers", range(1, 8))
def test_messages_of_one_election_are_the_default(servers: int) -> None:
    """By default as many messages may be in flight as one election sends, and one where there is none."""
    assert max(1, servers - 1) == complete(RAFT, {"servers": servers})["in-flight"]


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"servers": 3, "down": 4, "in-flight": 2}, "--down 4 is more than there are servers (3)"),
        ({"servers": 5, "down": 0, "in-flight": 3}, "--in-flight 3 forbids every election among 5 servers"),
        (
            {"servers": 3, "down": 0, "in-flight": None, "copies": 2},
            "--in-flight none goes with --copies 1 only",
        ),
        ({"servers": 3, "down": 3, "in-flight": 2, "copies": 2}, None),
        ({"servers": 1, "down": 0, "in-flight": 1, "copies": 1}, None),
    ],
)
def test_parameters_that_make_no_sense_together(
    parameters: dict[str, int | None], reason: str | None
) -> None:
    """What each number allows and both together do not is refused, with the numbers."""
    objection = RAFT.objection(parameters)
    assert (reason is None) == (objection is None)
    assert (objection or "").startswith(reason or "")


def test_built_with_its_parameters() -> None:
    """A scenario's system is the group of that size, with these bounds."""
    system = build_raft(complete(RAFT, {"servers": 2, "in-flight": 5}))
    assert system.processes == ("n1", "n2", "environment")
    assert system.network.capacity == 5
