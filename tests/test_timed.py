"""Runs in time: every step is one that the model offers, and the same seed makes the same run."""

from collections.abc import Mapping
from typing import Any

import pytest

from checker.timed import Run, Scheduler, chance_of
from properties import elections
from properties.timed import MS, Experiment

PAPER = {"servers": 5, "broadcast": 15 * MS, "request": 3 * MS, "logs_differ": True}


def experiment(low: int, high: int, **settings: Any) -> Experiment:
    """Return the experiment of Figure 16 with time-outs in milliseconds."""
    (row,) = elections.rows({**PAPER, **settings, "timeouts": ((low * MS, high * MS),)})
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
