"""Commands that conduct studies: which there are, and what each can be told, is the catalogue's."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from checker.catalogue import find_protocol
from checker.errors import WrongUsage
from checker.options import SEED, TRIALS, table_options
from checker.output import check_outputs, write_text
from checker.publish import publish
from checker.render.plot import draw
from checker.render.study import plot_study, render_study
from checker.screen import progress_line, words_of_walks
from checker.study import conduct
from checker.study_shape import Option, StudyCommand


def study_command(told: StudyCommand) -> click.Command:
    """Return the command of the command line that conducts the studies of one."""
    default = next(iter(told.studies))
    options = list({option.name: option for _, few in told.studies.values() for option in few}.values())

    @table_options
    def command(what: str, mutant: str | None, trials: int, seed: int, plot: Path | None, **rest: Any) -> int:
        form, output = rest.pop("form"), rest.pop("output")
        given = {name: said for name, said in rest.items() if said not in {None, ()}}
        _check_goes_with(told, what, [*given, *(["plot"] if plot is not None else [])])
        check_outputs(output, plot)
        study, known = told.studies[what]
        settings = settings_of(known, given)
        protocol = None if mutant is None else find_protocol(mutant)
        with progress_line(words_of_walks) as tell:
            conducted = conduct(study, settings, trials, seed, tell, mutant=protocol)
        if plot is not None:
            write_text(plot, draw(plot_study(conducted)))
        publish(conducted, lambda _: render_study(conducted), form, output)
        return 0

    for decorate in (
        click.option(
            "--plot",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="draw how many trials took how long into this file, as SVG",
        ),
        click.option("--seed", type=SEED, default=0, metavar="N", help="what the times are drawn from [0]"),
        click.option("--trials", type=TRIALS, default=1000, metavar="N", help="trials a row [1000]"),
        click.option("--mutant", metavar="NAME", help="with this mistake, a name or my_module:MyMutant"),
        *map(_option, reversed(options)),
        click.option("--what", type=click.Choice(list(told.studies)), default=default, help=told.what),
    ):
        command = decorate(command)
    return click.command(told.name, short_help=told.short, help=told.sentence)(command)


def settings_of(known: Sequence[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a study that were given, by the names of its options."""
    settings: dict[str, Any] = {}
    for option in known:
        said = given.get(option.name, ())
        for one in said if isinstance(said, tuple) else (said,):
            try:
                read = option.read(one)
            except ValueError as error:
                raise WrongUsage(f"--{option.name} {one} makes no sense; {error}") from None
            for name, value in read.items():
                together = (*settings.get(name, ()), *value) if option.several else value
                settings[name] = tuple(dict.fromkeys(together)) if option.several else together
    return settings


def _check_goes_with(told: StudyCommand, what: str, given: Sequence[str]) -> None:
    """Refuse an option of other studies than the one that is asked for; only some have a plot."""
    takes = {
        one: {*(option.name for option in options), *(["plot"] if study.plot else [])}
        for one, (study, options) in told.studies.items()
    }
    for name in given:
        if name not in takes[what]:
            other = next(one for one in takes if name in takes[one])
            raise WrongUsage(f"--{name} goes with --what {other}, and not with --what {what}")


def _option(option: Option) -> Callable[[Any], Any]:
    shape: dict[str, Any] = (
        {"type": click.Choice(list(option.values))} if option.values else {"metavar": option.metavar}
    )
    return click.option(f"--{option.name}", help=option.sentence, multiple=option.several, **shape)
