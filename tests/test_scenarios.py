"""The catalogue: what each scenario is expected to give it gives, and each hunt ends with its mutant."""

from functools import cache

import pytest
from attrs import fields

from checker.catalogue import complete
from checker.compiled.search import search
from checker.verdict import Result, Verdict
from model.raft.group import RaftBounds
from model.raft.mutants import commitment, disks, logs, membership, offices, votes
from model.rules import mutants_in
from properties.catalogue import SCENARIOS as ALL
from properties.kubernetes_scenarios import SCENARIOS as CLUSTERS
from properties.raft import RAFT, RAFT_SCENARIOS
from properties.raft_parameters import build_raft, object_to_prevote, with_defaults
from properties.raft_progress_scenarios import PROGRESS_SCENARIOS
from properties.statement import Kind, Scenario

SCENARIOS = tuple(scenario for scenario in ALL if scenario not in (*CLUSTERS, *PROGRESS_SCENARIOS))
"""Those of a cluster, and those that promise something, have rooms of their own."""

MUTANTS = mutants_in(votes, logs, commitment, disks, offices, membership)
HUNTS = {
    hunt.mutant.name: (scenario, hunt) for scenario in reversed(RAFT_SCENARIOS) for hunt in scenario.hunts
}
"""Each hunt, in the first scenario that has it."""

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
SEEN = {
    "raft": {"leader-elected", "leader-replaced", "entry-committed", "entry-overwritten"},
    "raft-election": {"leader-elected", "split-vote"},
    "raft-faults": {"leader-elected", "entry-committed"},
    "raft-partition": {"leader-elected", "leader-replaced", "entry-committed"},
    "raft-heartbeats": {"leader-elected", "leader-replaced", "entry-committed", "entry-overwritten"},
    "raft-no-op": {"leader-elected", "leader-replaced", "entry-committed", "entry-overwritten"},
    "raft-check-quorum": {"leader-elected", "leader-replaced", "entry-committed", "split-vote"},
    "raft-prevote": {"leader-elected", "leader-replaced", "leader-unseated"},
    "raft-return": {"leader-elected", "leader-replaced", "leader-unseated"},
    "raft-return-prevote": {"leader-elected"},
    "raft-single-change": {"leader-elected", "leader-replaced", "entry-committed", "configuration-changed"},
    "raft-single-change-no-op": {
        "leader-elected",
        "leader-replaced",
        "entry-committed",
        "entry-overwritten",
        "configuration-changed",
    },
    "raft-single-change-of-four": {
        "leader-elected",
        "leader-replaced",
        "entry-committed",
        "configuration-changed",
        "split-vote",
    },
    "raft-joint": {"leader-elected", "leader-replaced", "entry-committed", "configuration-changed"},
    "raft-joint-to-one": {
        "leader-elected",
        "leader-replaced",
        "entry-committed",
        "entry-overwritten",
        "configuration-changed",
    },
    "ongaro": {"leader-elected", "entry-committed", "commit-index-goes-back"},
}
"""What is seen in each, so that nothing holds only because nothing happens."""

REACHED = {
    "raft": ("entries", "in-flight", "requests", "terms"),
    "raft-election": ("terms",),
    "raft-faults": ("crashes", "duplicates", "entries", "in-flight", "losses", "requests", "terms"),
    "raft-partition": ("cuts", "entries", "in-flight", "requests", "terms"),
    "raft-heartbeats": ("entries", "in-flight", "requests", "terms"),
    "raft-no-op": ("entries", "in-flight", "requests", "terms"),
    "raft-check-quorum": ("entries", "in-flight", "requests", "terms"),
    "raft-prevote": ("in-flight", "terms"),
    "raft-return": ("cuts", "in-flight", "terms"),
    "raft-return-prevote": ("cuts", "in-flight"),
    "raft-single-change": ("changes", "entries", "in-flight", "requests", "terms"),
    "raft-single-change-no-op": ("changes", "entries", "in-flight", "terms"),
    "raft-single-change-of-four": ("entries", "in-flight", "requests", "terms"),
    "raft-joint": ("changes", "entries", "in-flight", "terms"),
    "raft-joint-to-one": ("changes", "entries", "in-flight", "requests", "terms"),
    "ongaro": ("copies", "entries", "in-flight", "terms"),
}
"""The bounds that cut each short: those that make it finite, and no others."""

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
each_hunt = pytest.mark.parametrize("name", HUNTS)


@cache
def result_of(name: str) -> Result:
    """Return what comes of a scenario, by the engine that users have."""
    return survived(name, tuple(complete(BY_NAME[name], {}).items()))


@cache
def hunted(name: str) -> Result:
    """Return what comes of the hunt for a mutant, with nothing but the property that must kill it."""
    scenario, hunt = HUNTS[name]
    stated = [one for one in scenario.properties if one.name == hunt.killed_by]
    return search(scenario.build(complete(scenario, hunt.parameters), hunt.mutant.protocol), stated)


@cache
def survived(scenario: str, parameters: tuple[tuple[str, int | None], ...]) -> Result:
    """Return what comes of the healthy group, with all its properties."""
    return search(BY_NAME[scenario].build(dict(parameters), None), BY_NAME[scenario].properties)


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
        ("raft-heartbeats", 36_556, 125_892, 30),
        ("raft-no-op", 90_247, 248_655, 35),
        ("raft-check-quorum", 648_991, 3_598_149, 37),
        ("raft-prevote", 2_643_286, 14_459_457, 52),
        ("raft-return", 2_217, 9_274, 19),
        ("raft-return-prevote", 572, 3_292, 13),
        ("raft-single-change", 443_746, 1_217_328, 43),
        ("raft-single-change-no-op", 214_069, 589_845, 35),
        ("raft-single-change-of-four", 4_937_498, 19_101_395, 50),
        ("raft-joint", 295_192, 805_545, 38),
        ("raft-joint-to-one", 177_383, 496_948, 38),
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
    """Each mutant is hunted, for a property or for a promise: one that nothing kills is not there."""
    breaks_progress = {hunt.mutant.name for scenario in PROGRESS_SCENARIOS for hunt in scenario.hunts}
    assert {mutant.name for mutant in MUTANTS} == breaks_progress | set(HUNTS)
    assert not breaks_progress & set(HUNTS)


@each_hunt
def test_hunt_ends_with_its_mutant(name: str) -> None:
    """A mutant is killed by the property that its hunt names."""
    assert hunted(name).verdict is Verdict.VIOLATED
    assert (HUNTS[name][1].killed_by,) == hunted(name).violated


@each_hunt
def test_healthy_group_survives_the_hunt(name: str) -> None:
    """The healthy group survives the very scenario that kills the mutant, with all its properties."""
    scenario, hunt = HUNTS[name]
    parameters = tuple(complete(scenario, hunt.parameters).items())
    assert survived(scenario.name, parameters).verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("name", "actions", "states", "finding"),
    [
        ("quorum-half", 2, 19, "n1 and n2 were both elected in term 1"),
        ("vote-twice", 6, 568, "n1 and n3 were both elected in term 1"),
        ("no-stepdown-on-higher-term", 8, 163, "n1 and n2 both lead term 2"),
        ("stale-term-vote-counted", 9, 8_506, "n1 and n2 were both elected in term 2"),
        ("vote-cleared-on-same-term-stepdown", 8, 1_630, "n1 and n3 were both elected in term 1"),
        ("duplicate-votes-counted", 8, 22_481, "n1 and n3 were both elected in term 1"),
        (
            "no-log-check-in-vote",
            12,
            1_978,
            "n3 leads term 2 without v1 (term 1) at index 1, committed in term 1",
        ),
        (
            "compare-last-term-only",
            19,
            37_594,
            "n3 leads term 2 without v2 (term 1) at index 2, committed in term 1",
        ),
        (
            "compare-length-only",
            18,
            53_197,
            "n1 leads term 3 without v2 (term 2) at index 1, committed in term 2",
        ),
        ("match-index-too-high", 13, 3_748, "v2 (term 2) at index 1, committed in term 2"),
        ("truncate-without-conflict", 11, 955, "v1 (term 1) at index 1, committed in term 1"),
        ("match-index-regress", 12, 1_324, "n1 took what it knows of n2 back from index 1 to 0"),
        (
            "stale-term-append-accepted",
            21,
            58_522,
            "n1 leads term 3 without v1 (term 1) at index 1, committed in term 2",
        ),
        ("no-prev-term-check", 18, 52_843, "the logs of n1 and n2 both have an entry of term 3"),
        ("nack-treated-as-ack", 16, 16_786, "v2 (term 2) at index 2, committed in term 2"),
        ("commit-quorum-half", 9, 655, "n2 leads term 2 without v1 (term 1) at index 1, committed in term 1"),
        ("commit-index-regress", 13, 1_696, "n2 took its commit index back from 1 to 0"),
        (
            "commit-old-term-by-count",
            26,
            176_554,
            "n2 leads term 4 without v1 (term 1) at index 1, committed in term 3",
        ),
        ("vote-not-persisted", 8, 6_293, "n1 and n3 were both elected in term 1"),
        ("term-not-persisted", 8, 7_565, "n1 was twice elected in term 1"),
        (
            "ack-before-fsync",
            14,
            22_118,
            "n3 leads term 2 without v1 (term 1) at index 1, committed in term 1",
        ),
        ("commit-without-min", 15, 9_484, "at index 1, n1 applied v1 (term 1) and n2 applied v2 (term 2)"),
        ("reconfig-before-own-term-commit", 14, 196_954, "n1 leads term 3 without voters {n1, n2, n4}"),
        ("direct-config-switch", 12, 32_573, "n1 and n2 were both elected in term 2"),
        ("quorum-over-union", 16, 320_345, "n1 and n2 were both elected in term 2"),
        ("joint-left-before-committed", 10, 7_372, "n2 leads term 2 without joint: {n1, n2, n3} and {n1}"),
        ("conf-change-at-apply-lag", 17, 782_236, "at index 3, n1 applied v1 (term 1) and n1 applied v2"),
        ("leader-grants-prevote", 7, 106, "n1 led term 1 and granted a pre-vote"),
        ("prevote-raises-term", 1, 3, "n1 went from term 0 to 1 as a pre-candidate"),
    ],
)
def test_how_a_hunt_ends(name: str, actions: int, states: int, finding: str) -> None:
    """The length of the shortest run, the worlds looked at, and the objection are known."""
    result = hunted(name)
    assert result.violation is not None
    assert (actions, states) == (len(result.violation.actions), result.states)
    assert result.violation.finding.startswith(finding)


def test_every_hunt_is_pinned() -> None:
    """There is a line above for each hunt."""
    (mark,) = test_how_a_hunt_ends.pytestmark  # type: ignore[attr-defined]  # pytest has put it there
    assert sorted(HUNTS) == sorted(name for name, *_ in mark.args[1])


def test_mutants_of_progress_are_safe() -> None:
    """What breaks a promise of progress only keeps every safety property, as far as one can look here."""
    for mutant in (votes.CandidateIgnoresSameTermAppend, commitment.StopCommitScanAtOldTerm):
        parameters = complete(RAFT, {"terms": 2, "entries": 2, "requests": 2})
        assert search(RAFT.build(parameters, mutant), RAFT.properties).verdict is Verdict.HOLDS


def test_duplicate_votes_need_an_even_group() -> None:
    """In a group of three, a duplicate makes no majority that its first copy did not make."""
    stated = [one for one in RAFT.properties if one.name == "election-safety"]
    _, hunt = HUNTS["duplicate-votes-counted"]
    three = complete(RAFT, {**hunt.parameters, "servers": 3, "in-flight": None})
    assert search(RAFT.build(three, votes.DuplicateVotesCounted), stated).verdict is Verdict.HOLDS


def test_reconfig_before_own_term_commit_needs_four() -> None:
    """Of three servers, two changes of one server leave no two majorities apart; of four they do."""
    scenario = BY_NAME["raft-single-change"]
    three = complete(scenario, {"terms": 3, "entries": 1, "requests": 0, "changes": 2, "learners": 0})
    protocol = membership.ReconfigBeforeOwnTermCommit
    result = search(scenario.build(three, protocol), scenario.properties)
    assert result.verdict is Verdict.HOLDS
    assert "configuration-changed" in result.witnesses


def test_changes_happen_in_the_controls_of_membership() -> None:
    """Where a mistake in a change is hunted, the healthy group does change its configuration."""
    controls = [
        survived(scenario.name, tuple(complete(scenario, hunt.parameters).items()))
        for scenario, hunt in HUNTS.values()
        if "change" in scenario.name or "joint" in scenario.name
    ]
    assert [True] * 5 == ["configuration-changed" in one.witnesses for one in controls]


def test_commit_without_min_needs_a_heartbeat() -> None:
    """Where each message brings what the follower lacks, no conflict is left behind what it brings."""
    stated = [one for one in RAFT.properties if one.name == "state-machine-safety"]
    _, hunt = HUNTS["commit-without-min"]
    parameters = complete(RAFT, hunt.parameters)
    assert search(RAFT.build(parameters, commitment.CommitWithoutMin), stated).verdict is Verdict.HOLDS


@pytest.mark.parametrize(("terms", "entries"), [(1, 1), (1, 2)])
def test_match_index_too_high_needs_two_terms(terms: int, entries: int) -> None:
    """In one term, what a follower has beyond a message is the leader's, too: its length is no lie."""
    parameters = complete(RAFT, {"terms": terms, "entries": entries, "requests": entries})
    assert search(RAFT.build(parameters, logs.MatchIndexTooHigh), RAFT.properties).verdict is Verdict.HOLDS


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
    """Every bound that is a number is a parameter of the scenario; the others a scenario fixes."""
    names = {parameter.name.replace("-", "_") for parameter in RAFT.parameters}
    fixed = {"timing", "severed", "frail", "heartbeats"}
    assert names == {field.name for field in fields(RaftBounds)} - fixed


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


@pytest.mark.parametrize(("servers", "needed"), [(1, 1), (2, 1), (3, 3), (4, 4), (5, 6)])
def test_messages_of_two_rounds(servers: int, needed: int) -> None:
    """With PreVote, the last pre-votes may still be on their way when a candidate asks for votes."""
    scenario = BY_NAME["raft-prevote"]
    assert needed == complete(scenario, {"servers": servers})["in-flight"]
    given = {"servers": servers, "down": 0, "copies": 1, "in-flight": needed}
    assert object_to_prevote(given) is None
    if needed > max(1, servers - 1):
        assert "with PreVote" in (object_to_prevote(given | {"in-flight": needed - 1}) or "")
