"""The catalogue as text and as JSON: what can be checked, hunted and proved, each with its sentence."""

from collections.abc import Iterator

from checker import catalogue
from checker.encoding import Json
from checker.protocol import Hunt, Property, Scenario
from checker.render.text import pairs, paragraph


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
            }
            for stated in _properties()
        ],
        "mutants": [
            {
                "name": hunt.mutant.name,
                "sentence": hunt.mutant.sentence,
                "cites": hunt.mutant.cites,
                "rule": hunt.mutant.rule,
                "killed_by": hunt.killed_by,
            }
            for hunt in _hunts()
        ],
        "lemmas": [
            {"name": lemma.name, "sentence": lemma.sentence, "cites": lemma.cites, "expected": lemma.expected}
            for lemma in catalogue.lemmas()
        ],
        "tables": [{"name": table.name, "sentence": table.sentence} for table in catalogue.tables()],
    }


def render_listing() -> str:
    """Return the catalogue as text."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "Scenarios (seatrial check NAME)"
    for scenario in catalogue.scenarios():
        yield from _item(scenario.name, f"{scenario.sentence} Expected: {scenario.expected}.")
        yield from paragraph(f"by default: {pairs(catalogue.complete(scenario, {}))}", "      ")
    yield "\nProperties (seatrial check SCENARIO --property NAME)"
    for stated in _properties():
        if stated.kind.value != "sometimes":
            yield from _item(stated.name, f"{stated.sentence} ({stated.cites})")
    yield "\nWitnesses (seen or not seen by each check: nothing shall hold because nothing happens)"
    for stated in _properties():
        if stated.kind.value == "sometimes":
            yield from _item(stated.name, stated.sentence)
    yield "\nMutants (seatrial check SCENARIO --mutant NAME)"
    for hunt in _hunts():
        mutant = hunt.mutant
        told = f"{mutant.sentence} Overrides {mutant.rule}; killed by {hunt.killed_by} ({mutant.cites})"
        yield from _item(mutant.name, told)
    yield "\nLemmas (seatrial prove NAME)"
    for lemma in catalogue.lemmas():
        yield from _item(lemma.name, lemma.sentence)
    yield "\nTables (seatrial table NAME)"
    for table in catalogue.tables():
        yield from _item(table.name, table.sentence)


def _item(name: str, told: str) -> list[str]:
    return [f"  {name}", *paragraph(told, "      ", "      ")]


def _scenario_json(scenario: Scenario) -> Json:
    return {
        "name": scenario.name,
        "sentence": scenario.sentence,
        "expected": scenario.expected,
        "parameters": catalogue.complete(scenario, {}),
        "properties": [stated.name for stated in scenario.properties],
        "mutants": [hunt.mutant.name for hunt in scenario.hunts],
    }


def _properties() -> list[Property]:
    return list(
        {stated.name: stated for scenario in catalogue.scenarios() for stated in scenario.properties}.values()
    )


def _hunts() -> list[Hunt]:
    return list(
        {hunt.mutant.name: hunt for scenario in catalogue.scenarios() for hunt in scenario.hunts}.values()
    )
