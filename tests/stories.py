"""Stories to look at: the traces of mutants that are hunted quickly, each told once."""

from functools import cache

from attrs import evolve

from checker.check import check
from checker.replay import Replay, replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import Trace
from checker.verdict import Limits
from checker.zoo import exhibits

SLOW = {
    "commit-old-term-by-count",
    "conf-change-at-apply-lag",
    "quorum-over-union",
    "reconfig-before-own-term-commit",
    "partial-connectivity-livelock",
    "read-before-own-commit",
}
"""Mutants that take more than a second or two to hunt."""

QUICK = tuple(exhibit for exhibit in exhibits() if exhibit.name not in SLOW)
NAMES = tuple(exhibit.name for exhibit in QUICK)


@cache
def trace_of(
    scenario: str,
    mutant: str | None = None,
    stated: str | None = None,
    *,
    deadlock: bool = False,
    **parameters: int,
) -> Trace:
    """Return the trace of the violation that a check finds."""
    given = {name.replace("_", "-"): value for name, value in parameters.items()}
    report = check(scenario, given, mutant=mutant, property=stated, limits=Limits(deadlock=deadlock))
    assert report.trace is not None
    return report.trace


@cache
def replay_of(name: str) -> Replay:
    """Return the trace of a mutant of the zoo, replayed."""
    exhibit = next(one for one in QUICK if one.name == name)
    return replay(trace_of(exhibit.found_as, name, exhibit.hunt.killed_by))


@cache
def zoo_story(name: str) -> Story:
    """Return the story of a mutant of the zoo."""
    return story_of(replay_of(name))


def told(trace: Trace) -> Story:
    """Tell a trace."""
    return story_of(replay(trace))


def cut_short(trace: Trace, steps: int) -> Trace:
    """Return a trace of the first steps only; its id is no longer its own."""
    return evolve(trace, actions=trace.actions[:steps], steps=trace.steps[:steps], loop=None)
