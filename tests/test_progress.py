"""What a Raft group promises: kept where it is said to be, broken where nobody could keep it."""

from functools import cache

import pytest

from checker.check import check
from checker.engines import COMPILED, REFERENCE, Engine
from checker.replay import replay
from checker.report import Report
from checker.verdict import Limits
from properties.raft_progress_scenarios import PROGRESS_SCENARIOS
from properties.statement import Scenario

each_scenario = pytest.mark.parametrize("scenario", PROGRESS_SCENARIOS, ids=lambda one: one.name)
HUNTS = [(scenario.name, hunt) for scenario in PROGRESS_SCENARIOS for hunt in scenario.hunts]
each_hunt = pytest.mark.parametrize(("name", "hunt"), HUNTS, ids=[hunt.mutant.name for _, hunt in HUNTS])

COUNTS = {
    "raft-followers": (11_881, 80_082),
    "raft-commits": (94_714, 565_616),
    "raft-progress": (395_605, 3_136_347),
    "raft-split-votes": (10, 14),
    "raft-partial": (277, 1_303),
    "raft-partial-prevote": (708, 3_762),
    "raft-prevote-migration": (86, 273),
    "raft-learner": (5_207, 29_646),
}

SETTLED = {
    "raft-followers": {"candidates-follow": "holds"},
    "raft-commits": {"what-a-leader-takes-is-committed": "holds"},
    "raft-progress": {
        "a-leader-is-elected": "holds",
        "a-leader-stays": "holds",
        "what-a-leader-takes-is-committed": "holds",
    },
    "raft-split-votes": {"a-leader-is-elected": "violated"},
    "raft-partial": {"a-leader-is-elected": "holds", "a-leader-stays": "violated"},
    "raft-partial-prevote": {"a-leader-is-elected": "holds", "a-leader-stays": "holds"},
    "raft-prevote-migration": {"a-majority-elects": "holds"},
    "raft-learner": {"a-majority-elects": "holds"},
}


LASSOS = {
    "candidate-ignores-same-term-append": (15, 9, 10_441),
    "stop-commit-scan-at-old-term": (17, 14, 90_874),
    "partial-connectivity-livelock": (34, 10, 876),
    "prevote-deadlock": (8, 3, 10),
    "learner-refuses-vote": (5, 2, 10),
}
"""Of each mutant's lasso the steps, and how many lead to its loop; and the worlds looked at."""


@cache
def settled(name: str) -> Report:
    return check(name)


@each_scenario
def test_settled(scenario: Scenario) -> None:
    """Each scenario's verdict is the one it promises, on a space of so many worlds and steps."""
    report = settled(scenario.name)
    assert scenario.expected == report.result.verdict.value
    assert SETTLED[scenario.name] == report.result.promises
    assert COUNTS[scenario.name] == (report.result.states, report.result.transitions)
    assert report.result.uncalled == ()


@each_scenario
def test_no_bound_is_in_the_way(scenario: Scenario) -> None:
    """What is settled is settled whatever the bounds, but for budgets and the terms of the first two."""
    reached = set(settled(scenario.name).result.bounds_reached) - {"requests", "entries"}
    bounded = {"raft-followers": {"losses", "terms"}, "raft-commits": {"terms"}}
    assert reached <= bounded.get(scenario.name, set())


@pytest.mark.parametrize(
    ("name", "given"),
    [("raft-followers", {"losses": 0}), ("raft-progress", {"down": 1}), ("raft-progress", {"servers": 2})],
)
def test_engines_agree(name: str, given: dict[str, int]) -> None:
    """The plain search and the compiled one, with one worker and two, settle the same on the same space."""
    reports = [
        check(name, given, engine=engine)
        for engine in (Engine(REFERENCE), Engine(COMPILED), Engine(COMPILED, workers=2))
    ]
    seen = [(one.result.states, one.result.transitions, dict(one.result.promises)) for one in reports]
    assert seen[0] == seen[1] == seen[2]


def test_split_votes_for_ever() -> None:
    """If all time out together, each votes for itself, again and again: the same but for the terms."""
    trace = settled("raft-split-votes").trace
    assert trace is not None
    assert trace.finding == "from the beginning and for ever, no server leads"
    assert (trace.loop, len(trace.steps), trace.returns) == (1, 6, "every current term + 1")
    assert trace.steps[0].sentence == trace.steps[-1].sentence
    assert trace.steps[0].sentence == "the time of all servers runs out in the same moment"


def test_fairness_does_not_help() -> None:
    """Three servers split their votes for ever, too, however fair the network: only randomness helps."""
    report = check("raft-split-votes", {"servers": 3})
    assert report.result.promises == {"a-leader-is-elected": "violated"}
    assert report.result.bounds_reached == ()


def test_deposed_for_ever() -> None:
    """Connected in part, n1 and n2 depose each other for ever by way of n3; the loop has both elected."""
    trace = settled("raft-partial").trace
    assert trace is not None
    assert trace.returns == "every current term + 2"
    loop = [step.sentence for step in trace.steps[trace.loop :]]
    assert any(sentence.startswith("n1 times out") for sentence in loop)
    assert any(sentence.startswith("n2 times out") for sentence in loop)
    elected = [
        change.process
        for step in trace.steps[trace.loop :]
        for change in step.changes
        if change.after == "leader"
    ]
    assert {"n1", "n2"} <= set(elected)


def test_without_fairness_nothing_is_promised() -> None:
    """Without any fairness the group need do nothing: the promise is broken by the empty run."""
    report = check("raft-progress", {"servers": 2}, fair=False)
    assert report.trace is not None
    assert (report.trace.property, report.trace.steps) == ("a-leader-is-elected", ())


def test_slow_messages_make_it_undetermined() -> None:
    """With a loss and too few terms for the elections that may follow, it is the bound that decides."""
    report = check("raft-progress", {"losses": 1, "terms": 1, "servers": 2})
    assert report.result.exit_code == 20
    assert report.result.promises["a-leader-is-elected"] == "undetermined"
    assert report.trace is not None
    assert report.trace.finding == (
        "after step 2 no server leads, and what comes next is not shown: the bound on terms forbids "
        "what is owed then (n1 times out and stands for election)"
    )
    assert replay(report.trace).undetermined


@pytest.mark.parametrize("given", [{"crashes": 1, "requests": 0}, {"down": 1}, {"servers": 2}])
def test_progress_of_what_is_left(given: dict[str, int]) -> None:
    """With a server that is down from the beginning, or crashes, the rest does all it promised."""
    report = check("raft-progress", given)
    assert set(report.result.promises.values()) == {"holds"}


def test_a_lost_heartbeat_unseats_nobody() -> None:
    """With PreVote, a server that stands in vain as a heartbeat was lost leaves the leader its majority."""
    assert check("raft-partial-prevote", {"losses": 1}).result.promises == {
        "a-leader-is-elected": "holds",
        "a-leader-stays": "holds",
    }


def test_too_few_terms_to_depose() -> None:
    """With one term nobody can be deposed: that a leader stays then says nothing of a group with more."""
    report = check("raft-partial", {"terms": 1})
    assert report.result.promises == {"a-leader-is-elected": "holds", "a-leader-stays": "undetermined"}
    assert report.trace is not None
    assert report.trace.finding == (
        "after step 8 the goal is there, and whether it stays is not shown: the bound on terms forbids "
        "what is owed then (n2 times out and stands for election)"
    )


@each_hunt
def test_hunt_ends_with_its_mutant(name: str, hunt: object) -> None:
    """Each mistake against progress breaks the promise that is named for it, and no safety property."""
    report = check(name, mutant=hunt.mutant.name)  # type: ignore[attr-defined]  # a hunt
    assert (report.result.exit_code, report.result.violated) == (13, (hunt.killed_by,))  # type: ignore[attr-defined]  # a hunt
    assert report.trace is not None
    assert replay(report.trace).finding == report.trace.finding
    lasso = (len(report.trace.steps), report.trace.loop, report.result.states)
    assert LASSOS[hunt.mutant.name] == lasso  # type: ignore[attr-defined]  # a hunt


@each_hunt
def test_healthy_group_survives_the_hunt(name: str, hunt: object) -> None:
    """The healthy group keeps all its promises in the very scenario that kills the mutant."""
    report = check(name, hunt.parameters)  # type: ignore[attr-defined]  # a hunt
    assert report.result.exit_code == 0


def test_a_limit_leaves_promises_open() -> None:
    """A space that was not exhausted settles no promise."""
    report = check("raft-progress", limits=Limits(states=1000))
    assert report.result.exit_code == 20
    assert set(report.standing().values()) == {"unchecked"}


def test_every_promise_is_broken_by_something() -> None:
    """Each promise is broken somewhere: by a mutant, or by a scenario in which nobody could keep it."""
    broken = {hunt.killed_by for _, hunt in HUNTS}
    broken |= {name for standing in SETTLED.values() for name, one in standing.items() if one == "violated"}
    assert {promise.name for scenario in PROGRESS_SCENARIOS for promise in scenario.promises} == broken
