"""The options of the command line that come from the parameters of scenarios, and how help shows them."""

import os
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import click

from checker.catalogue import find_scenario, is_switch, scenarios
from checker.errors import WrongUsage
from checker.naming import is_set
from checker.protocol import Parameter
from checker.render.forms import FORMS

FORMATS = click.Choice(["text", "json"])
TRACE_FORMATS = click.Choice(["text", "json", *FORMS])
"""How a trace can be shown, and so whatever ends in one."""


class Limit(click.ParamType[float]):
    """A number above zero, whole or not, and up to `most`."""

    def __init__(
        self, kind: type[int] | type[float], name: str, expected: str, most: float | None = None
    ) -> None:
        self.kind, self.name, self.expected = kind, name, expected
        self.most = inf if most is None else most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ARG002  # click's signature
        try:
            number = self.kind(value)
        except ValueError:
            number = 0
        if 0 < number < inf and number <= self.most:
            return number
        option = param.opts[0] if param else self.name
        raise WrongUsage(f"{option} {value} makes no sense; expected {self.expected}")


STATES = Limit(int, "N", "a whole number, 1 or more")
RUNS = Limit(int, "N", "a whole number of runs from 1 to 100,000,000", 100_000_000)
TRIALS = Limit(int, "N", "a whole number of trials from 1 to 100,000", 100_000)
STEPS = Limit(int, "N", "a whole number of actions from 1 to 10,000,000", 10_000_000)
SEED = click.IntRange(min=0, max=2**63 - 1)
DEPTH = Limit(int, "N", "a whole number of actions, 1 or more")
MEBIBYTES = Limit(int, "MIB", "a whole number of MiB, 1 or more")
SECONDS = Limit(float, "SECONDS", "a number of seconds above 0")


MOST_WORKERS = 64

MOST_WEIGHT = 1_000_000
"""So large that a kind with it is taken nearly always, and so small that the sum of all is a number."""


class ParameterOption(click.Option):
    """An option that is a parameter of a scenario. Its value is text: only the scenario knows its range."""


class CheckCommand(click.Command):
    """A command whose help tells the parameters of scenarios apart from the other options."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        parameters = [option for option in options if isinstance(option, ParameterOption)]
        others = [option for option in options if not isinstance(option, ParameterOption)]
        with formatter.section("Options"):
            formatter.write_dl([record for option in others if (record := option.get_help_record(ctx))])
        with formatter.section("Parameters of SCENARIO; seatrial list says which values it has by default"):
            formatter.write_dl([record for option in parameters if (record := option.get_help_record(ctx))])


def scenario_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for every parameter of every scenario in the catalogue."""
    meanings: dict[str, dict[str, list[str]]] = {}  # of each parameter, and the scenarios that mean it so
    switches, numbers, sets = set[str](), set[str](), set[str]()
    for scenario in scenarios():
        for parameter in scenario.parameters:
            told = _told(parameter)
            meanings.setdefault(parameter.name, {}).setdefault(told, []).append(scenario.name)
            shapes = sets if is_set(parameter) else switches if is_switch(parameter) else numbers
            shapes.add(parameter.name)
    switches -= numbers | sets  # what is a number somewhere is typed as one everywhere
    command = click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=N",
        cls=ParameterOption,
        help="any parameter, such as one of a scenario of your own; can be given several times",
    )(command)
    for name in reversed(meanings):
        usual, *others = meanings[name]
        variants = (f"; {', '.join(meanings[name][told])}: {told}" for told in others)
        told = f"{usual}{''.join(variants)}"
        shape: dict[str, Any] = {"default": None} if name in switches else {"metavar": _metavar(name, sets)}
        option = f"--{name}/--no-{name}" if name in switches else f"--{name}"
        command = click.option(option, cls=ParameterOption, help=told, **shape)(command)
    return command


def given_parameters(
    scenario: str, options: dict[str, Any], settings: tuple[str, ...]
) -> dict[str, int | str | None]:
    """Return the parameters that were given to a scenario, of the options that `scenario_options` added.

    What is neither a whole number nor ``none`` stays text, which `checker.catalogue.complete` refuses; so
    does whatever is said of a set of names, which that reads.
    """
    sets = {parameter.name for parameter in find_scenario(scenario).parameters if is_set(parameter)}
    given = {name.replace("_", "-"): value for name, value in options.items() if value is not None}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise WrongUsage(f"--set {setting} makes no sense; expected NAME=N")
        given[name] = value
    return {name: text if name in sets else _value(text) for name, text in given.items()}


def case_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which mutant and which property it is about."""
    command = click.option(
        "--property",
        "stated",
        metavar="NAME",
        help="hold only this property against the scenario; a witness: show the shortest run to it",
    )(command)
    return click.option(
        "--mutant",
        metavar="NAME",
        help="with this mistake, a name or my_module:MyMutant; parameters that you do not give are then "
        "those that suffice to show it",
    )(command)


_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="write the report to this file as JSON, and keep the text on the screen",
)


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command whose report has no trace the options that say what becomes of it."""
    return click.option("--format", "form", type=FORMATS, default="text", help="how to print it [text]")(
        _output(command)
    )


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what becomes of its report, and of the trace in it."""
    return click.option(
        "--format",
        "form",
        type=TRACE_FORMATS,
        default="text",
        help="how to print the report [text]; but for text and json, of its trace only",
    )(_output(command))


def weights_of(said: tuple[str, ...]) -> dict[str, float]:
    """Return the weights of kinds of action, each said as KIND=X."""
    weights = {}
    for one in said:
        kind, _, number = one.partition("=")
        try:
            weights[kind] = float(number)
        except ValueError:
            weights[kind] = -1.0
        if not 0 <= weights[kind] <= MOST_WEIGHT:
            raise WrongUsage(
                f"--weight {one} makes no sense; expected KIND=X, with X a number from 0 to {MOST_WEIGHT:,}"
            )
    return weights


def workers_of(said: str) -> int:
    """Return how many workers are meant: a number, or one a processor for ``auto``."""
    if said == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = int(said) if said.isdecimal() else 0
    if 0 < workers <= MOST_WORKERS:
        return workers
    raise WrongUsage(
        f"--workers {said} makes no sense; expected a whole number from 1 to {MOST_WORKERS}, or auto"
    )


def _value(text: str | bool) -> int | str | None:  # noqa: FBT001  # what click makes of an option
    if isinstance(text, bool):
        return int(text)
    if text == "none":
        return None
    try:
        return int(text)
    except ValueError:
        return text


def _metavar(name: str, sets: set[str]) -> str:
    return "NAME,…" if name in sets else "N"


def _told(parameter: Parameter) -> str:
    """Return the sentence of a parameter, and its range unless that goes without saying."""
    if is_switch(parameter) or is_set(parameter):
        return parameter.sentence
    most = "or more" if parameter.most is None else f"to {parameter.most}"
    none = f"; none: {parameter.none_is}" if parameter.none_is else ""
    return f"{parameter.sentence} [{parameter.least} {most}{none}]"
