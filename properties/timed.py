"""What is said of time: when which action is due, and studies that measure what comes of it.

The model has no clock, and none of this gives it one. A clock says, of each step that was taken, what is
due because of it, and after how long; `checker.timed` draws the time, and takes the action if the model
offers it by then. All times are whole microseconds.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import field, frozen

from model.process import Event, Local, Outcome, ProcessId
from model.world import Action, System, World

MS = 1_000
"""Microseconds in a millisecond."""

SECOND = 1_000_000

Span: TypeAlias = tuple[int, int]
"""The shortest time and the longest; each whole number of microseconds between them is as likely."""


@frozen
class Due:
    """An action that is due after a span of time, from the step that it is due to.

    One with a `name` takes the place of what was due by that name, as a timer that is set anew; with no
    `wait`, it only takes that away. With probability `chance`, and where the action is not enabled when its
    time has come, `otherwise` happens in its place, if that is enabled; else nothing does.
    """

    action: Action
    wait: Span | None
    name: Hashable = None
    otherwise: Action | None = None
    chance: Fraction = Fraction(0)


Clock: TypeAlias = Callable[[ProcessId, Local, Event, Outcome], Iterable[Due]]
"""What is due as a process, in a local state, has taken an event with this outcome."""

Moments: TypeAlias = Sequence[tuple[int, Action, World]]
"""The actions of a run, each with the time at which it was taken, and the world after it."""


@frozen
class Experiment:
    """One row of a study: a system under a clock, what is due at first, and what is observed of a run.

    A run ends when it `is_over`, when nothing is due any more, or at the time `until`. At most so many
    `trials` are made, None for as many as are asked for.
    """

    name: str
    system: System
    clock: Clock = field(eq=False)
    opening: tuple[Due, ...]
    is_over: Callable[[World], bool] = field(eq=False)
    until: int
    observe: Callable[[Moments], Any] = field(eq=False)
    trials: int | None = None
    facts: Mapping[str, Any] = field(factory=dict)
    """What the row says of itself, before anything is measured."""


@frozen
class Distribution:
    """A panel of a study's plot: how many of the trials of a row took at most how long.

    `picks` says of a row's summary whether it is shown, and `names` how the legend calls it; `of` returns the
    time of a trial, None if it took longer than anyone waited. `label` is that of the times, `share` that of
    the trials, in per cent.
    """

    title: str
    label: str
    share: str
    legend: str
    picks: Callable[[Mapping[str, Any]], bool] = field(eq=False)
    names: Callable[[Mapping[str, Any]], str] = field(eq=False)
    of: Callable[[Any], int | None] = field(eq=False)
    is_log: bool = False


@frozen
class Study:
    """A named table of experiments; `rows` makes them of settings, and `summary` what is said of one.

    The `defaults` are all the settings that there are. `rows` is given settings and a protocol: None for
    the healthy one, `protocol`, or a subclass of that, a mutant. It raises ValueError, with a sentence, for
    settings that make no sense, and for a mutant by which trials cannot begin. The `assumptions` are
    sentences; so are the `departures`, from the source that the study repeats. A column is its heading, and
    how it words what the summary of a row says. The `notes` explain the columns.
    """

    name: str
    title: str
    sentence: str
    cites: str
    protocol: type
    defaults: Mapping[str, Any]
    assumptions: tuple[str, ...]
    departures: tuple[str, ...]
    rows: Callable[[Mapping[str, Any], type | None], tuple[Experiment, ...]] = field(eq=False)
    summary: Callable[[Experiment, Sequence[Any]], Mapping[str, Any]] = field(eq=False)
    columns: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = field(eq=False)
    notes: tuple[str, ...] = ()
    plot: tuple[Distribution, ...] = ()
