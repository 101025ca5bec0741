"""The command that makes a trace again, with only those parameters that are not as they would be anyway."""

from collections.abc import Iterator
from shlex import quote
from typing import Any

from checker.catalogue import find_mutant, is_switch, scenarios
from checker.naming import as_said, is_set
from checker.protocol import Parameter, Scenario
from checker.trace import Trace
from checker.verdict import DEADLOCK


def command_of(trace: Trace, scenario: Scenario) -> str:
    """Return the command that looks for what a trace shows: the shortest run to it.

    A trace that is not the shortest, as random walks may leave one, is made again by replaying its file only.
    """
    words = ["seatrial", "check", trace.scenario]
    if trace.mutant is not None:
        words += ["--mutant", trace.mutant]
    words += ["--deadlock"] if trace.property == DEADLOCK else ["--property", trace.property]
    if not trace.fair:
        words.append("--no-fairness")
    for parameter, value in _given(trace, scenario):
        words += _option(parameter, value)
    return " ".join(map(quote, words))


def _given(trace: Trace, scenario: Scenario) -> Iterator[tuple[Parameter, int | str | None]]:
    """Yield the parameters that have to be given: with a mutant, its hunt gives some already."""
    hunted_with = find_mutant(scenario, trace.mutant)[1] if trace.mutant is not None else {}
    values: dict[str, Any] = {}
    for parameter in scenario.parameters:
        default = hunted_with.get(parameter.name, parameter.default)
        expected = default(values) if callable(default) else default
        # A parameter that the trace's file does not have is as by default (`checker.catalogue.complete`).
        value = trace.parameters.get(parameter.name, _by_default(parameter, values))
        values[parameter.name] = value
        if value != expected:
            yield parameter, as_said(scenario, values)[parameter.name] if is_set(parameter) else value


def _by_default(parameter: Parameter, values: dict[str, Any]) -> Any:
    return parameter.default(values) if callable(parameter.default) else parameter.default


def _option(parameter: Parameter, value: int | str | None) -> list[str]:
    """Return how a parameter is given: by an option of its name, if the catalogue has one."""
    known = _of_the_catalogue(parameter)
    said = "none" if value is None else str(value)
    if not known:
        return ["--set", f"{parameter.name}={said}"]
    if all(map(is_switch, known)):
        return [f"--{parameter.name}" if value else f"--no-{parameter.name}"]
    return [f"--{parameter.name}", said]


def option_of(parameter: Parameter) -> str:
    """Return the option by which a parameter is given, without its value."""
    return f"--{parameter.name}" if _of_the_catalogue(parameter) else f"--set {parameter.name}"


def _of_the_catalogue(parameter: Parameter) -> list[Parameter]:
    return [one for scenario in scenarios() for one in scenario.parameters if one.name == parameter.name]
