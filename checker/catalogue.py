"""Finding scenarios, properties, mutants, lemmas and tables by name, and completing parameters.

The catalogue is a module with `SCENARIOS`, `LEMMAS` and `TABLES`, named by the entry point
``seatrial.catalogue``. A name with a colon is a Python object of the user's own: ``my_module:scenario``.
"""

import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from inspect import iscoroutinefunction
from pathlib import Path
from shlex import quote
from types import ModuleType
from typing import Any, Protocol, TypeVar, cast

from checker.claim_shape import Claim, Words
from checker.errors import WrongUsage, unknown
from checker.naming import is_set, names_of, number_of
from checker.practice import Account
from checker.protocol import Lemma, Mutant, Parameter, Promise, Property, Scenario, Survey, Table
from checker.study import Study
from checker.study_shape import StudyCommand
from checker.whereabouts import statements_of, unknown_statement

DEFAULT_CATALOGUE = "properties.catalogue"
"""Used where the distribution is not installed: from a checkout, with ``python -m checker``."""


_SCENARIO_HAS = tuple(name for name in vars(Scenario) if not name.startswith("_"))


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@cache
def _catalogues() -> tuple[ModuleType, ...]:
    installed = entry_points(group="seatrial.catalogue")
    named = [point.value for point in installed] or [DEFAULT_CATALOGUE]
    return tuple(import_module(module) for module in dict.fromkeys(named))


def scenarios() -> tuple[Scenario, ...]:
    """Return every scenario of the catalogue."""
    return tuple(scenario for module in _catalogues() for scenario in module.SCENARIOS)


def lemmas() -> tuple[Lemma, ...]:
    """Return every lemma of the catalogue."""
    return tuple(lemma for module in _catalogues() for lemma in module.LEMMAS)


def tables() -> tuple[Table, ...]:
    """Return every table of the catalogue."""
    return tuple(table for module in _catalogues() for table in module.TABLES)


def surveys() -> tuple[Survey, ...]:
    """Return every survey of the catalogues that have some."""
    return tuple(survey for module in _catalogues() for survey in getattr(module, "SURVEYS", ()))


def phrases(language: str) -> Mapping[str, str]:
    """Return how a language, by its tag, says what the catalogues' models say: see `checker.phrasebook`."""
    return {
        sentence: meaning
        for module in _catalogues()
        for sentence, meaning in getattr(module, "PHRASES", {}).get(language, {}).items()
    }


def studies() -> tuple[Study, ...]:
    """Return every study of the catalogues that have some."""
    return tuple(study for module in _catalogues() for study in getattr(module, "STUDIES", ()))


def claims() -> tuple[Claim, ...]:
    """Return every claim of the catalogues that have some."""
    return tuple(claim for module in _catalogues() for claim in getattr(module, "CLAIMS", ()))


def section_titles() -> Mapping[Enum, Words]:
    """Return the titles of the sections of claims."""
    return {key: title for module in _catalogues() for key, title in getattr(module, "SECTIONS", {}).items()}


def _scenarios_of_claims() -> dict[str, Scenario]:
    """Return the scenarios that claims search besides those of the catalogue, by name."""
    return {
        evidence.scenario.name: evidence.scenario
        for claim in claims()
        for evidence in (*claim.as_said, *claim.under_condition, *claim.as_corrected)
        if evidence.kind == "search"
    }


def study_commands() -> tuple[StudyCommand, ...]:
    """Return every command that conducts studies, of the catalogues that have some."""
    return tuple(one for module in _catalogues() for one in getattr(module, "STUDY_COMMANDS", ()))


def accounts() -> tuple[Account, ...]:
    """Return every account of ledgers, of the catalogues that have some."""
    return tuple(account for module in _catalogues() for account in getattr(module, "ACCOUNTS", ()))


def find_scenario(name: str) -> Scenario:
    """Return a scenario of the catalogue or of its claims, or the user's own ``module:object``."""
    if ":" in name:
        found = _load(name, "a scenario")
        missing = [member for member in _SCENARIO_HAS if not hasattr(found, member)]
        if missing or isinstance(found, type):
            has_no = f"it has no {', '.join(missing)}" if missing else "it is a class, not an object of it"
            raise WrongUsage(f"{name} is no scenario: {has_no}; expected what checker.protocol.Scenario has")
        return cast("Scenario", found)
    known = {scenario.name: scenario for scenario in scenarios()}
    return _find("scenario", name, (known if name in known else known | _scenarios_of_claims()).values())


def find_lemma(name: str) -> Lemma:
    """Return a lemma of the catalogue."""
    return _find("lemma", name, lemmas())


def find_table(name: str) -> Table:
    """Return a table of the catalogue."""
    return _find("table", name, tables())


def find_survey(name: str) -> Survey:
    """Return a survey of the catalogue."""
    return _find("survey", name, surveys())


def find_claim(name: str) -> Claim:
    """Return a claim of the catalogue."""
    by_id = {claim.id: claim for claim in claims()}
    if name not in by_id:
        raise unknown("claim", name, by_id, "seatrial claims")
    return by_id[name]


def find_study(name: str) -> Study:
    """Return a study of the catalogue."""
    return _find("study", name, studies())


def find_property(scenario: Scenario, name: str) -> Property | Promise:
    """Return a property of a scenario, a witness too, or one of its promises."""
    known = {stated.name: stated for stated in statements_of(scenario)}
    if name not in known:
        raise unknown_statement(name, scenario, scenarios())
    return known[name]


def find_mutant(scenario: Scenario, name: str) -> tuple[Mutant, Mapping[str, int | None]]:
    """Return a mutant and parameters that suffice for it (none for the user's own ``module:Class``)."""
    if ":" in name:
        protocol = _load(name, "a mutant")
        base = scenario.protocol
        if base is None or not isinstance(protocol, type) or not issubclass(protocol, base):
            raise WrongUsage(
                f"{name} is no mutant of {scenario.name}; expected a subclass of "
                f"{f'{base.__module__}.{base.__name__}' if base else 'its protocol, but it has none'}"
            )
        try:
            mutant = scenario.describe_mutant(protocol, name)
        except TypeError as error:
            raise WrongUsage(f"{name}: {error}") from error
        if iscoroutinefunction(getattr(protocol, mutant.rule)):  # never asked, as nobody would await it
            raise WrongUsage(f"{name}: {mutant.rule} is a coroutine (async def); expected a method (def)")
        return mutant, {}
    for hunt in scenario.hunts:
        if hunt.mutant.name == name:
            return hunt.mutant, hunt.parameters
    others = [one.name for one in scenarios() if any(hunt.mutant.name == name for hunt in one.hunts)]
    if others:
        raise WrongUsage(f"{name} is no mutant of {scenario.name}, but of {' and '.join(others)}")
    raise unknown(f"mutant of {scenario.name}", name, (hunt.mutant.name for hunt in scenario.hunts))


def find_protocol(name: str) -> type:
    """Return the protocol of a mutant, of whichever scenario, or the user's own ``module:Class``."""
    if ":" in name:
        protocol = _load(name, "a mutant")
        if not isinstance(protocol, type):
            raise WrongUsage(f"{name} is no mutant; expected a class that overrides a rule of a protocol")
        return protocol
    known = {hunt.mutant.name: hunt.mutant for scenario in scenarios() for hunt in scenario.hunts}
    if name not in known:
        raise unknown("mutant", name, known)
    return known[name].protocol


def complete(scenario: Scenario, given: Mapping[str, object]) -> dict[str, int | None]:
    """Return the value of every parameter: what was given, else the default. A set may be given by names.

    Raises WrongUsage for a parameter that the scenario does not have, a value out of range, and
    values that make no sense together.
    """
    by_name = {parameter.name: parameter for parameter in scenario.parameters}
    for name in given:
        if name not in by_name:
            raise unknown(f"parameter of {scenario.name}", name, by_name)
    values: dict[str, Any] = {}
    for parameter in scenario.parameters:
        value = given.get(parameter.name, parameter.default)
        values[parameter.name] = value(values) if callable(value) else value
        if is_set(parameter):
            values[parameter.name] = _set_of(parameter, values)
        else:
            _check_range(parameter, values[parameter.name])
    objection = scenario.objection(values)
    if objection is not None:
        raise WrongUsage(objection)
    return values


def _check_range(parameter: Parameter, value: object) -> None:
    fits = isinstance(value, int) and not isinstance(value, bool)
    if value is None and parameter.none_is is not None:
        return
    if fits and value >= parameter.least and (parameter.most is None or value <= parameter.most):  # type: ignore[operator]  # an int
        return
    said = "none" if value is None else value
    raise WrongUsage(f"--{parameter.name} {said} makes no sense; expected {range_of(parameter)}")


def _set_of(parameter: Parameter, values: Mapping[str, Any]) -> int:
    """Return the number of a set that was given by names, or by its number, as it is in a trace."""
    given, names = values[parameter.name], names_of(parameter, values)
    expected = f"expected some of {', '.join(names)}, with commas between, or none"
    try:
        number = number_of(given, names) if isinstance(given, str) else given
    except ValueError as error:
        raise WrongUsage(f"--{parameter.name} {given} has {error} twice; {expected}, each once") from error
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 1 << len(names):
        return number
    said = "none" if given is None else quote(str(given))
    raise WrongUsage(f"--{parameter.name} {said} makes no sense; {expected}")


def range_of(parameter: Parameter) -> str:
    """Say in words which values a parameter can have."""
    if parameter.most is None:
        words = f"a whole number, {parameter.least} or more"
    else:
        words = f"a whole number from {parameter.least} to {parameter.most}"
    return f"{words}, or none ({parameter.none_is})" if parameter.none_is else words


def is_switch(parameter: Parameter) -> bool:
    """Say whether a parameter is 1 or 0: something is, or is not."""
    return (parameter.least, parameter.most, parameter.none_is) == (0, 1, None)


def _find(what: str, name: str, things: Iterable[N]) -> N:
    by_name = {thing.name: thing for thing in things}
    if name not in by_name:
        raise unknown(what, name, by_name)
    return by_name[name]


def _load(name: str, what: str) -> Any:
    module_name, _, attribute = name.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        module = import_module(module_name)
    except (Exception, SystemExit) as error:  # what a user's module raises is to be told, and no crash
        said = " ".join(f"{type(error).__name__}: {error}".split())
        if isinstance(error, ModuleNotFoundError) and error.name == module_name:
            said += f"; expected it in the folder {here}, or on PYTHONPATH"
        raise WrongUsage(f"{name}: the module {module_name!r} cannot be imported: {said}") from error
    if not hasattr(module, attribute):
        raise WrongUsage(f"{name}: the module {module_name!r} has no {attribute!r}; expected {what}")
    return getattr(module, attribute)
