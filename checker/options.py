"""The options of the command line that come from the parameters of scenarios."""

from collections.abc import Callable
from typing import Any

import click

from checker.catalogue import range_of, scenarios
from checker.errors import WrongUsage
from checker.protocol import Parameter


class WholeNumber(click.ParamType[str | int]):
    """A whole number, or ``none``; which ones make sense is for the scenario to say."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str | int:
        if value == "none":
            return "none"
        try:
            return int(value)
        except ValueError:
            self.fail(f"{value!r} is not a whole number", param, ctx)


def scenario_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for every parameter of every scenario in the catalogue."""
    known: dict[str, Parameter] = {}
    for scenario in scenarios():
        for parameter in scenario.parameters:
            known.setdefault(parameter.name, parameter)
    for parameter in reversed(known.values()):
        told = f"{parameter.sentence} ({range_of(parameter)})"
        command = click.option(f"--{parameter.name}", type=WholeNumber(), help=told)(command)
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=N",
        help="a parameter of a scenario of your own",
    )(command)


def given_parameters(options: dict[str, Any], settings: tuple[str, ...]) -> dict[str, int | None]:
    """Return the parameters that were given, of the options that `scenario_options` added."""
    given = {name.replace("_", "-"): value for name, value in options.items() if value is not None}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise WrongUsage(f"--set {setting} makes no sense; expected NAME=N")
        given[name] = WholeNumber().convert(value, None, None)
    return {name: None if value == "none" else value for name, value in given.items()}
