"""Stories to look at: the traces of mutants that are hunted quickly, each told once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from checker.case import make_case
from checker.check import check
from checker.replay import Replay, replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import Trace, encode_action, tell, trace_id
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


def replay_of_run(scenario: str, run: Sequence[Any], **parameters: int | None) -> Replay:
    """Return a run of a healthy scenario as if a trace of it had been replayed; it violates nothing."""
    case = make_case(scenario, {name.replace("_", "-"): value for name, value in parameters.items()})
    stated = next(one for one in case.checked if one.kind.value != "sometimes")
    actions = tuple(map(encode_action, run))
    trace = Trace(
        id=trace_id(case.name, case.parameters, None, actions),
        scenario=case.name,
        parameters=case.parameters,
        mutant=None,
        property=stated.name,
        finding="nothing",
        actions=actions,
        steps=tell(case.system, run),
    )
    return Replay(trace, case.scenario, case.system, tuple(run), None, None)


@st.composite
def runs(draw: st.DrawFn, system: Any, most: int = 40) -> list[Any]:
    """Draw a run of a system, within its bounds."""
    world, run = system.initial(), []
    for _ in range(draw(st.integers(0, most))):
        offered = [(action, after) for action, after, beyond in system.actions(world) if not beyond]
        if not offered:
            break
        action, world = draw(st.sampled_from(offered))
        run.append(action)
    return run
