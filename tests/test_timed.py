"""Runs in time: every step is one that the model offers, and the same seed makes the same run."""

from collections.abc import Mapping
from typing import Any

import pytest

from checker.catalogue import scenarios
from checker.timed import Run, Scheduler, chance_of
from model.raft.mutants.votes import NoLogCheckInVote
from model.raft.rules import Raft
from model.raft.state import ServerId
from properties import broadcast, elections
from properties.timed import MS, Experiment

MUTANTS = sorted(
    {
        hunt.mutant.protocol
        for scenario in scenarios()
        for hunt in scenario.hunts
        if issubclass(hunt.mutant.protocol, Raft)
    },
    key=lambda mutant: mutant.__name__,
)


def experiment(low: int, high: int, **settings: Any) -> Experiment:
    """Return the experiment of Figure 16 with time-outs in milliseconds."""
    protocol = settings.pop("protocol", None)
    given = {**elections.STUDY.defaults, **settings, "timeouts": ((low * MS, high * MS),)}
    (row,) = elections.rows(given, protocol)
    return row


def run(row: Experiment, trial: int = 0, seed: int = 0) -> Run:
    return Scheduler(row).run(chance_of(seed, row, trial))


@pytest.mark.parametrize("trial", range(5))
@pytest.mark.parametrize("settings", [{}, {"servers": 3}, {"servers": 6, "logs_differ": False}])
def test_every_step_is_one_that_the_model_offers(trial: int, settings: Mapping[str, Any]) -> None:
    """A run in time is a run: the model, without a clock, offers each of its actions and goes along."""
    row = experiment(150, 155, **settings)
    made = run(row, trial)
    world = row.system.initial()
    for _, action, after in made.moments:
        offered = {one: (there, beyond) for one, there, beyond in row.system.actions(world)}
        assert (after, ()) == offered[action]
        world = after
    assert made.is_over
    assert any(server.leads() for server in world.locals[1 : len(row.system.processes) - 1])


def test_time_never_goes_back() -> None:
    """The actions of a run are in the order of their times."""
    times = [time for time, _, _ in run(experiment(150, 151)).moments]
    assert times == sorted(times)
    assert len(set(times)) > 1


def test_same_seed_makes_the_same_run() -> None:
    """A run depends on the seed, the row and the number of the trial, and on nothing else."""
    row = experiment(150, 155)
    scheduler = Scheduler(row)
    runs = [scheduler.run(chance_of(0, row, trial)) for trial in range(3)]
    assert [run(row, trial) for trial in (2, 1, 0)] == runs[::-1]
    assert run(row, 0, seed=1) != runs[0] != runs[1]


def winners(row: Experiment, trials: int = 60) -> set[str]:
    """Return who is elected in the trials of an experiment."""
    scheduler = Scheduler(row)
    return {row.observe(scheduler.run(chance_of(0, row, trial)).moments).winner for trial in range(trials)}


def test_only_logs_that_are_good_enough_win() -> None:
    """Of five logs, each shorter than the one before, the two longest that are left can win (§5.4.1)."""
    assert winners(experiment(150, 300)) == {"n2", "n3"}
    assert winners(experiment(150, 300, logs_differ=False)) == {"n2", "n3", "n4", "n5"}


def test_runs_follow_the_rules_of_the_model() -> None:
    """With one rule of the model wrong, no look at the candidate's log, the shortest log wins, too."""
    assert winners(experiment(150, 300, protocol=NoLogCheckInVote)) == {"n2", "n3", "n4", "n5"}


class NobodyVotes(Raft):
    """A server gives its vote to nobody."""

    def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:
        return False


def test_a_mutant_by_which_nothing_begins_is_refused() -> None:
    """Where the rules elect no leader, there is none that could crash: one sentence says so."""
    with pytest.raises(ValueError, match="by these rules n1 is not elected, though it has every vote"):
        experiment(150, 300, protocol=NobodyVotes)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_run_in_time(mutant: type) -> None:
    """With any mistake of the catalogue, trials run, or are refused in a sentence: nothing else is raised."""
    refused = ""
    try:
        row = experiment(150, 200, protocol=mutant)
    except ValueError as error:
        refused = str(error)
    assert refused.startswith("by these rules") or run(row).moments


def test_each_server_has_its_own_time_out() -> None:
    """With time-outs apart, each server's is so much longer: without randomness, in the order of servers."""
    row = experiment(150, 150, apart=10 * MS, logs_differ=False)
    moments = run(row).moments
    (stood,) = [action.parts[-1][0] for _, action, _ in moments if "ElectionTimeout" in str(action.parts)]
    assert stood == "n2"
    shortest = [row.clock.timeouts_of(server) for server in ("n1", "n2", "n5")]  # type: ignore[attr-defined]
    assert shortest == [(150 * MS, 150 * MS), (160 * MS, 160 * MS), (190 * MS, 190 * MS)]


# How long messages take


def by_counting(one: tuple[int, int], other: tuple[int, int], of: int) -> float:
    """Return the mean of the slowest by all sums of whole numbers, and how many ways lead to each."""
    ways = [0] * (one[1] + other[1] + 2)
    for first in range(one[0], one[1] + 1):
        for second in range(other[0], other[1] + 1):
            ways[first + second] += 1
    reached, total, mean = 0, sum(ways), 0.0
    for value, count in enumerate(ways):
        mean += value * (((reached + count) / total) ** of - (reached / total) ** of)
        reached += count
    return mean


@pytest.mark.parametrize("of", [1, 2, 4, 6])
@pytest.mark.parametrize(
    ("one", "other"), [((200, 400), (600, 900)), ((0, 0), (0, 300)), ((100, 300), (0, 0)), ((0, 90), (9, 99))]
)
def test_the_slowest_answer_is_what_counting_says(
    one: tuple[int, int], other: tuple[int, int], of: int
) -> None:
    """The mean of the slowest of several answers agrees with counting, up to the grain of whole numbers."""
    assert float(broadcast.slowest(one, other, of)) == pytest.approx(by_counting(one, other, of), abs=1)


@pytest.mark.parametrize(
    ("mean", "more", "part", "of"), [(2_500, 833, 1, 3), (100, 0, 0, 1), (100, 50, 1, 2), (100, 100, 1, 1)]
)
def test_a_message_varies_by_a_part_of_its_mean(mean: int, more: int, part: int, of: int) -> None:
    """A message takes so much more or less, and a broadcast as long on average as without."""
    assert broadcast.around(mean, (part, of)) == (mean - more, mean + more)
    way, answer = broadcast.spans_of(15 * MS, 2_500, 4, (part, of))
    assert float(broadcast.slowest(way, answer, 4)) == pytest.approx(15 * MS, abs=2)


@pytest.mark.parametrize(("mean", "request_", "peers"), [(15, 2.5, 4), (15, 7.5, 2), (100, 1, 6)])
def test_a_broadcast_is_over_when_all_have_answered(mean: int, request_: float, peers: int) -> None:
    """The broadcast time is what the slowest takes on average (§5.6): one answer takes less than that."""
    way, answer = broadcast.spans_of(mean * MS, round(request_ * MS), peers)
    assert float(broadcast.slowest(way, answer, peers)) == pytest.approx(mean * MS, abs=2)
    assert sum(way) / 2 == request_ * MS
    assert sum(way) / 2 + sum(answer) / 2 < 0.97 * mean * MS
