"""The catalogue as text and as JSON: what can be checked, hunted and proved, each with its sentence."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from checker import catalogue
from checker.encoding import Json
from checker.protocol import Hunt, Promise, Property, Scenario, is_witness
from checker.render.lines import bounds_of, paragraph

T = TypeVar("T")
Names = tuple[str, ...]


def listing_json() -> Json:
    """Return the catalogue as one JSON object."""
    return {
        "scenarios": [_scenario_json(scenario) for scenario in catalogue.scenarios()],
        "properties": [
            {
                "name": stated.name,
                "sentence": stated.sentence,
                "cites": stated.cites,
                "kind": stated.kind.value,
                "scenarios": list(scenarios),
            }
            for stated, scenarios in _with_scenarios(_properties_of)
        ],
        "promises": [
            {
                "name": promise.name,
                "sentence": promise.sentence,
                "cites": promise.cites,
                "when": promise.when.value,
                "fairness": promise.fairness.words,
                "scenarios": list(scenarios),
            }
            for promise, scenarios in _with_scenarios(_promises_of)
        ],
        "mutants": [
            {
                "name": hunt.mutant.name,
                "sentence": hunt.mutant.sentence,
                "cites": hunt.mutant.cites,
                "rule": hunt.mutant.rule,
                "killed_by": hunt.killed_by,
                "scenarios": list(scenarios),
            }
            for hunt, scenarios in _with_scenarios(_hunts_of)
        ],
        "lemmas": [
            {"name": lemma.name, "sentence": lemma.sentence, "cites": lemma.cites, "expected": lemma.expected}
            for lemma in catalogue.lemmas()
        ],
        "tables": [{"name": table.name, "sentence": table.sentence} for table in catalogue.tables()],
        "claims": [{"id": one.id, "statement": one.statement.said("en")} for one in catalogue.claims()],
    }


def render_listing() -> str:
    """Return the catalogue as text."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "Scenarios (seatrial check NAME)"
    for scenario in catalogue.scenarios():
        yield from _item(scenario.name, f"{scenario.sentence} Expected: {scenario.expected}.")
        yield from paragraph(f"by default: {bounds_of(scenario, catalogue.complete(scenario, {}))}", "      ")
    yield from _stated_lines()
    yield "\nLemmas (seatrial prove NAME)"
    for lemma in catalogue.lemmas():
        yield from _item(lemma.name, lemma.sentence)
    yield "\nTables (seatrial table NAME)"
    for table in catalogue.tables():
        yield from _item(table.name, table.sentence)
    if catalogue.claims():
        yield "\nClaims (seatrial claims NAME)"
    for claim in catalogue.claims():
        yield from _item(claim.id, claim.statement.said("en"))


def _stated_lines() -> Iterator[str]:
    """Yield what is stated of scenarios, and the mistakes that break it."""
    for scenarios, stated in _by_scenarios(_checked_of):
        yield from _title("Properties", scenarios, "seatrial check SCENARIO --property NAME")
        for one in stated:
            yield from _item(one.name, f"{one.sentence} ({one.cites})")
    for scenarios, promises in _by_scenarios(_promises_of):
        yield from _title("Promises", scenarios, "seatrial check SCENARIO --property NAME")
        for promise in promises:
            told = f"{promise.sentence} ({promise.cites}) Fairness: {promise.fairness.words}."
            yield from _item(promise.name, told)
    for scenarios, stated in _by_scenarios(_witnesses_of):
        seen = "seen or not by each check; seatrial check SCENARIO --property NAME shows one"
        yield from _title("Witnesses", scenarios, seen)
        for one in stated:
            yield from _item(one.name, one.sentence)
    for scenarios, hunts in _by_scenarios(_hunts_of):
        yield from _title("Mutants", scenarios, "seatrial check SCENARIO --mutant NAME")
        for hunt in hunts:
            mutant = hunt.mutant
            told = f"{mutant.sentence} Overrides {mutant.rule}; killed by {hunt.killed_by} ({mutant.cites})"
            yield from _item(mutant.name, told)


def _title(what: str, scenarios: Names, use: str) -> list[str]:
    of = f"{', '.join(scenarios[:-1])} and {scenarios[-1]}" if len(scenarios) > 1 else scenarios[0]
    return ["", *paragraph(f"{what} of {of} ({use})", "", "  ")]


def _item(name: str, told: str) -> list[str]:
    return [f"  {name}", *paragraph(told, "      ", "      ")]


def _scenario_json(scenario: Scenario) -> Json:
    return {
        "name": scenario.name,
        "sentence": scenario.sentence,
        "expected": scenario.expected,
        "parameters": catalogue.complete(scenario, {}),
        "properties": [stated.name for stated in scenario.properties],
        "promises": [promise.name for promise in scenario.promises],
        "mutants": [hunt.mutant.name for hunt in scenario.hunts],
    }


def _properties_of(scenario: Scenario) -> list[Property]:
    return list(scenario.properties)


def _checked_of(scenario: Scenario) -> list[Property]:
    return [stated for stated in scenario.properties if not is_witness(stated)]


def _witnesses_of(scenario: Scenario) -> list[Property]:
    return [stated for stated in scenario.properties if is_witness(stated)]


def _promises_of(scenario: Scenario) -> list[Promise]:
    return list(scenario.promises)


def _hunts_of(scenario: Scenario) -> list[Hunt]:
    return list(scenario.hunts)


def _with_scenarios(things_of: Callable[[Scenario], Iterable[T]]) -> list[tuple[T, Names]]:
    """Return each thing once, with the scenarios that have it: two things may share a name."""
    found: dict[int, tuple[T, Names]] = {}
    for scenario in catalogue.scenarios():
        for thing in things_of(scenario):
            names = found[id(thing)][1] if id(thing) in found else ()
            found[id(thing)] = (thing, (*names, scenario.name))
    return list(found.values())


def _by_scenarios(things_of: Callable[[Scenario], Iterable[T]]) -> list[tuple[Names, list[T]]]:
    """Return the things of scenarios in groups: one for those that have them in common."""
    groups: dict[Names, list[T]] = {}
    for thing, names in _with_scenarios(things_of):
        groups.setdefault(names, []).append(thing)
    return list(groups.items())
