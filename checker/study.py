"""A study, from settings and a seed to a table: trials in time of each experiment, and what they say.

Every trial draws from a chance of its own, made of the seed, the row and its number: so the same seed gives
the same table, whichever rows are asked for, and the first trials of many are those of few.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from time import monotonic
from typing import Any, Protocol

from attrs import frozen

from checker.encoding import Json
from checker.errors import WrongUsage
from checker.protocol import Action
from checker.timed import Experiment, Scheduler, chance_of
from checker.verdict import Progress


class Distribution(Protocol):
    """A panel of the plot of a study: see `properties.timed.Distribution`."""

    @property
    def title(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def share(self) -> str: ...
    @property
    def legend(self) -> str: ...
    @property
    def picks(self) -> Callable[[Mapping[str, Any]], bool]: ...
    @property
    def names(self) -> Callable[[Mapping[str, Any]], str]: ...
    @property
    def of(self) -> Callable[[Any], int | None]: ...
    @property
    def is_log(self) -> bool: ...


class Study(Protocol):
    """A named table of experiments: see `properties.timed.Study`."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def cites(self) -> str: ...
    @property
    def protocol(self) -> type: ...
    @property
    def defaults(self) -> Mapping[str, Any]: ...
    @property
    def assumptions(self) -> Sequence[str]: ...
    @property
    def departures(self) -> Sequence[str]: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Callable[[Mapping[str, Any], type | None], Sequence[Experiment]]: ...
    @property
    def summary(self) -> Callable[[Any, Sequence[Any]], Mapping[str, Any]]: ...
    @property
    def plot(self) -> Sequence[Distribution]: ...
    @property
    def columns(self) -> Sequence[tuple[str, Callable[[Mapping[str, Any]], str]]]: ...


@frozen
class Row:
    """What came of an experiment: what was observed in each trial, in order, and the summary of it."""

    experiment: Experiment
    observed: tuple[Any, ...]
    summary: Mapping[str, Any]


@frozen
class Conducted:
    """A study that was conducted; with a mutant of its protocol, if that is not None."""

    study: Study
    settings: Mapping[str, Any]
    trials: int
    seed: int
    rows: tuple[Row, ...]
    mutant: type | None = None
    trace: None = None
    """A study is no search: there is nothing to replay."""

    def as_json(self) -> Json:
        """Return the table as one JSON object, with what it takes to make it again."""
        return {
            "study": self.study.name,
            "settings": {name: _listed(value) for name, value in self.settings.items()},
            "trials": self.trials,
            "seed": self.seed,
            "mutant": self.mutant and f"{self.mutant.__module__}:{self.mutant.__qualname__}",
            "assumptions": list(self.study.assumptions),
            "departures": list(self.study.departures),
            "rows": [{name: _listed(value) for name, value in row.summary.items()} for row in self.rows],
        }


def conduct(
    study: Study,
    settings: Mapping[str, Any],
    trials: int,
    seed: int = 0,
    tell: Callable[[Progress], None] = lambda _: None,
    *,
    mutant: type | None = None,
) -> Conducted:
    """Make the trials of each experiment; settings that are not given are the study's defaults.

    Raises WrongUsage for settings that make no sense, and for a mutant that is none of the study's protocol,
    or by which trials cannot begin.
    """
    settings = {**study.defaults, **settings}
    if mutant is not None and not issubclass(mutant, study.protocol):
        base = f"{study.protocol.__module__}.{study.protocol.__name__}"
        raise WrongUsage(f"{mutant.__name__} is no mutant of {study.name}; expected a subclass of {base}")
    try:
        experiments = study.rows(settings, mutant)
    except ValueError as error:
        raise WrongUsage(str(error)) from error
    counts = [min(trials, one.trials or trials) for one in experiments]
    began, done, steps, rows = monotonic(), 0, 0, list[Row]()
    for experiment, count in zip(experiments, counts, strict=True):
        scheduler, observed = Scheduler(experiment), list[Any]()
        for trial in range(count):
            moments = _run(scheduler, chance_of(seed, experiment, trial))
            observed.append(experiment.observe(moments))
            done, steps = done + 1, steps + len(moments)
            tell(Progress(done, steps, 0, sum(counts), monotonic() - began))
        rows.append(Row(experiment, tuple(observed), study.summary(experiment, observed)))
    return Conducted(study, settings, trials, seed, tuple(rows), mutant)


def _run(scheduler: Scheduler, chance: Random) -> Sequence[tuple[int, Action, Any]]:
    """Make a run; a mutant can lead it where its bounds forbid."""
    try:
        return scheduler.run(chance).moments
    except ValueError as error:
        raise WrongUsage(str(error)) from error


def _listed(value: Any) -> Json:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value
