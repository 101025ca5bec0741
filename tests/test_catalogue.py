"""Finding things by name, and completing the parameters of a scenario."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import Any

import dining
import pytest
from attrs import evolve

from checker import catalogue
from checker.catalogue import (
    complete,
    find_lemma,
    find_mutant,
    find_property,
    find_scenario,
    find_table,
    range_of,
)
from checker.errors import WrongUsage, unknown
from checker.naming import as_said
from model.rules import overridden
from properties.catalogue import RAFT
from properties.statement import Parameter, Scenario


def scenario_with(
    *parameters: Parameter, objection: Callable[[Mapping[str, Any]], str | None] = lambda _: None
) -> Scenario:
    """Return a scenario of which only the parameters matter."""
    return evolve(dining.scenario, parameters=parameters, objection=objection)


def refusal_of(scenario: Scenario, **given: object) -> str:
    """Return the sentence with which parameters are refused."""
    with pytest.raises(WrongUsage) as refused:
        complete(scenario, given)
    return str(refused.value)


SEATS = Parameter("seats", "seats", 2, least=1, most=5)
FORKS = Parameter("forks", "forks", lambda given: given["seats"] + 1, most=5)
SPOONS = Parameter("spoons", "spoons", None, least=1, none_is="as many as one likes")
GUESTS = Parameter("guests", "guests", 0, least=0)


# Completing parameters


def test_defaults() -> None:
    """What is not given has its default, and all are in the order in which the scenario has them."""
    assert list(complete(scenario_with(SPOONS, GUESTS, SEATS), {}).items()) == [
        ("spoons", None),
        ("guests", 0),
        ("seats", 2),
    ]


def test_given() -> None:
    """What is given is taken, whatever the order in which it is."""
    values = complete(scenario_with(SEATS, GUESTS), {"guests": 7, "seats": 1})
    assert list(values.items()) == [("seats", 1), ("guests", 7)]


def test_default_that_depends() -> None:
    """A default may depend on the parameters before it, be they given or not."""
    assert complete(scenario_with(SEATS, FORKS), {}) == {"seats": 2, "forks": 3}
    assert complete(scenario_with(SEATS, FORKS), {"seats": 4}) == {"seats": 4, "forks": 5}
    assert complete(scenario_with(SEATS, FORKS), {"seats": 4, "forks": 0}) == {"seats": 4, "forks": 0}


def test_default_that_depends_is_checked() -> None:
    """A default that comes out of range is refused like a given value: it is not mended."""
    said = "--forks 6 makes no sense; expected a whole number from 0 to 5"
    assert refusal_of(scenario_with(SEATS, FORKS), seats=5) == said


def test_none() -> None:
    """None is a value where the parameter says what it means, and it may take the place of a number."""
    spoons = evolve(SPOONS, default=3)
    assert complete(scenario_with(spoons), {"spoons": None}) == {"spoons": None}
    said = "--seats none makes no sense; expected a whole number from 1 to 5"
    assert refusal_of(scenario_with(SEATS), seats=None) == said


@pytest.mark.parametrize("value", [1, 5])
def test_ends_of_a_range(value: int) -> None:
    """Both ends of a range are in it."""
    assert complete(scenario_with(SEATS), {"seats": value}) == {"seats": value}


@pytest.mark.parametrize("value", [0, 6, -1, 10**30, True, 2.0, "2", "two", "", (2,)])
def test_out_of_range(value: object) -> None:
    """What is no whole number, or beyond an end of the range, is refused with the range."""
    said = f"--seats {value} makes no sense; expected a whole number from 1 to 5"
    assert refusal_of(scenario_with(SEATS), seats=value) == said


def test_no_highest() -> None:
    """Where there is no highest value, any is low enough."""
    assert complete(scenario_with(GUESTS), {"guests": 10**30}) == {"guests": 10**30}


DOWN = Parameter("down", "who is down", 1, names=lambda given: tuple("abcde"[: given["seats"]]))


@pytest.mark.parametrize(
    ("said", "number"),
    [("a", 1), ("b", 2), ("a,c", 5), ("c,a", 5), ("c, a", 5), ("none", 0), (0, 0), (7, 7), (None, None)],
)
def test_set_of_names(said: object, number: int | None) -> None:
    """A set is given by names in any order, or by its number, as a trace has it; None is neither."""
    scenario = scenario_with(evolve(SEATS, default=3), DOWN)
    if number is None:
        assert refusal_of(scenario, down=said).startswith("--down none makes no sense")
    else:
        assert complete(scenario, {"down": said}) == {"seats": 3, "down": number}


@pytest.mark.parametrize("said", ["d", "a,d", "", "a,", "1", "A", 8, -1, True, 1.0])
def test_what_is_not_in_the_set(said: object) -> None:
    """A name that is none is refused, and so is a number beyond the set; nothing is shown as what it is."""
    scenario = scenario_with(evolve(SEATS, default=3), DOWN)
    shown = said if said != "" else "''"
    expected = f"--down {shown} makes no sense; expected some of a, b, c, with commas between, or none"
    assert expected == refusal_of(scenario, down=said)


def test_what_is_twice_in_the_set() -> None:
    """A name that is said twice is refused, and named."""
    said = refusal_of(scenario_with(evolve(SEATS, default=3), DOWN), down="a,a")
    assert said.startswith("--down a,a has a twice")


def test_set_as_it_is_said() -> None:
    """A set is shown by its names, which depend on the parameters before it; the others as they are."""
    scenario = scenario_with(SEATS, DOWN)
    assert as_said(scenario, {"seats": 3, "down": 6}) == {"seats": 3, "down": "b,c"}
    assert as_said(scenario, {"seats": 2, "down": 0}) == {"seats": 2, "down": "none"}


def test_unknown_parameter() -> None:
    """A parameter that the scenario does not have is refused, with the nearest."""
    said = "there is no parameter of dining 'seat'; did you mean seats?"
    assert refusal_of(scenario_with(SEATS, GUESTS), seat=1) == said


def test_values_that_make_no_sense_together() -> None:
    """The scenario has the last word, on values that are each in range."""

    def object_to(values: Mapping[str, Any]) -> str | None:
        return "more guests than seats" if values["guests"] > values["seats"] else None

    scenario = scenario_with(SEATS, GUESTS, objection=object_to)
    assert complete(scenario, {"guests": 2}) == {"seats": 2, "guests": 2}
    assert refusal_of(scenario, guests=3) == "more guests than seats"
    assert refusal_of(scenario, guests=-1).startswith("--guests -1 makes no sense")


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        (SEATS, "a whole number from 1 to 5"),
        (GUESTS, "a whole number, 0 or more"),
        (SPOONS, "a whole number, 1 or more, or none (as many as one likes)"),
        (evolve(SEATS, none_is="a picnic"), "a whole number from 1 to 5, or none (a picnic)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_range_in_words(parameter: Parameter, said: str) -> None:
    """A range is said in words."""
    assert range_of(parameter) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"servers": 3, "down": 4}, "--down 4 is more than there are servers (3)"),
        ({"servers": 5, "in-flight": 3}, "--in-flight 3 forbids every election among 5 servers"),
        ({"copies": 2, "in-flight": None}, "--in-flight none goes with --copies 1 only"),
        ({"copies": None, "in-flight": None}, "--in-flight none goes with --copies 1 only"),
    ],
)
def test_raft_objects(given: dict[str, int | None], said: str) -> None:
    """A Raft group objects to more crashed servers than servers, and to a network that makes no sense."""
    with pytest.raises(WrongUsage) as refused:
        complete(RAFT, given)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    "given",
    [
        {"servers": 1},
        {"servers": 1, "down": 1},
        {"servers": 5, "in-flight": 4},
        {"copies": 2, "in-flight": 2},
        {"in-flight": None},
    ],
)
def test_raft_does_not_object(given: dict[str, int | None]) -> None:
    """What is just within the limits of a Raft group is taken."""
    assert given.items() <= complete(RAFT, given).items()


def test_raft_in_flight() -> None:
    """By default a Raft group has as many messages in flight as one election sends, and at least one."""
    for servers, messages in ((1, 1), (2, 1), (3, 2), (7, 6)):
        assert complete(RAFT, {"servers": servers})["in-flight"] == messages


# Finding by name


def test_found_by_name() -> None:
    """What the catalogue has is found by its name."""
    for scenario in catalogue.scenarios():
        assert find_scenario(scenario.name) is scenario
        for stated in scenario.properties:
            if stated.kind.value != "sometimes":
                assert find_property(scenario, stated.name) is stated
        for hunt in scenario.hunts:
            assert find_mutant(scenario, hunt.mutant.name) == (hunt.mutant, hunt.parameters)
    for lemma in catalogue.lemmas():
        assert find_lemma(lemma.name) is lemma
    for table in catalogue.tables():
        assert find_table(table.name) is table


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (find_scenario, "there is no scenario 'zzz'; expected one of "),
        (find_lemma, "there is no lemma 'zzz'"),
        (find_table, "there is no table 'zzz'"),
        (
            partial(find_property, RAFT),
            "there is no property or promise of raft 'zzz'; seatrial list names those that there are",
        ),
        (partial(find_mutant, RAFT), "there is no mutant of raft 'zzz'; expected one of 21, such as "),
    ],
)
def test_not_found(find: Callable[[str], object], said: str) -> None:
    """What the catalogue does not have is refused: many things are not all named, but where they are is."""
    with pytest.raises(WrongUsage) as refused:
        find("zzz")
    assert str(refused.value).startswith(said)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("scenario", "name", "said"),
    [
        (
            "kubernetes-writes",
            "pod-replaced",
            (
                "it is a witness of kubernetes-one-control-plane, kubernetes-no-control-plane, "
                "kubernetes-stateful-set and 5 more; see seatrial list"
            ),
        ),
        ("raft", "the-pod-runs", "it is a promise of kubernetes-topology; see seatrial list"),
        (
            "raft",
            "two-component-leaders",
            "it is a witness of kubernetes-two-schedulers and kubernetes-two-leaders; see seatrial list",
        ),
        ("kubernetes-two-leaders", "election-safety", "it is a property of raft, "),
        ("kubernetes-two-leaders", "bound-twice", "did you mean bound-once"),
        ("raft", "pod-run", "did you mean pod-runs or pod-bound or the-pod-runs, of other scenarios? see"),
    ],
)
def test_statement_of_other_scenarios(scenario: str, name: str, said: str) -> None:
    """Who asks a scenario for what others state is told which, and what it is there."""
    with pytest.raises(WrongUsage) as refused:
        find_property(find_scenario(scenario), name)
    assert f"there is no property or promise of {scenario} {name!r}; {said}" in str(refused.value)
    assert len(str(refused.value)) < 250


def test_a_witness_can_be_asked_for() -> None:
    """A *sometimes* property is found as one that must hold is: to be shown, and not to be violated."""
    assert find_property(dining.scenario, "somebody-eats").name == "somebody-eats"


def test_own_scenario() -> None:
    """A name with a colon is a Python object of a user's own."""
    assert find_scenario("dining:scenario") is dining.scenario


def test_own_mutant() -> None:
    """A user's own mutant is described by its class, and brings no parameters."""
    mutant, parameters = find_mutant(dining.scenario, "dining:LeftFirst")
    assert (mutant.name, mutant.protocol, mutant.rule) == ("dining:LeftFirst", dining.LeftFirst, "first")
    assert mutant.sentence == "Everybody takes the left fork first."
    assert parameters == {}


def test_own_mutant_of_a_scenario_without_protocol() -> None:
    """A scenario that has no protocol has no mutants."""
    scenario = evolve(dining.scenario, protocol=None)
    with pytest.raises(WrongUsage, match="expected a subclass of its protocol, but it has none"):
        find_mutant(scenario, "dining:LeftFirst")


# The catalogue itself


def names_of(things: Any) -> list[str]:
    """Return the names of things."""
    return [thing.name for thing in things]


def test_names_are_unique() -> None:
    """No two scenarios, lemmas or tables share a name, and no two properties or mutants of a scenario."""
    scenarios = catalogue.scenarios()
    for names in (
        names_of(scenarios),
        *(names_of(scenario.properties) for scenario in scenarios),
        *(names_of(hunt.mutant for hunt in scenario.hunts) for scenario in scenarios),
        names_of(catalogue.lemmas()),
        names_of(catalogue.tables()),
    ):
        assert sorted(set(names)) == sorted(names)


def test_every_default_and_hunt_makes_sense() -> None:
    """Each scenario's defaults make sense, and so do the parameters with which its mutants are hunted."""
    for scenario in catalogue.scenarios():
        for parameters in ({}, *(hunt.parameters for hunt in scenario.hunts)):
            assert parameters.items() <= complete(scenario, parameters).items()


def test_every_mutant_departs_in_one_rule() -> None:
    """A mutant differs from the very protocol that its scenario holds against it as control, in one rule."""
    for scenario in catalogue.scenarios():
        for hunt in scenario.hunts:
            assert scenario.protocol is not None
            assert (hunt.mutant.rule,) == overridden(hunt.mutant.protocol, scenario.protocol)


def test_every_hunt_names_its_killer() -> None:
    """What must kill a mutant is a property of the scenario."""
    for scenario in catalogue.scenarios():
        for hunt in scenario.hunts:
            assert find_property(scenario, hunt.killed_by).name == hunt.killed_by


def test_from_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the distribution is not installed, the catalogue is found all the same."""
    monkeypatch.setattr(catalogue, "entry_points", lambda group: ())
    (found,) = catalogue._catalogues.__wrapped__()
    assert found.__name__ == "properties.catalogue"


def test_another_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another distribution adds to the catalogue by an entry point; one that is named twice counts once."""
    other = ModuleType("other_catalogue")
    monkeypatch.setitem(sys.modules, "other_catalogue", other)
    named = ("properties.catalogue", "other_catalogue", "properties.catalogue")
    points = tuple(EntryPoint(str(number), name, "seatrial.catalogue") for number, name in enumerate(named))
    monkeypatch.setattr(catalogue, "entry_points", lambda group: points)
    first, second = catalogue._catalogues.__wrapped__()
    assert (first.__name__, second) == ("properties.catalogue", other)


# What is said of a name that there is not


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("abce", ["abcd"], "there is no thing 'abce'; did you mean abcd?"),
        ("abcd", ["abce", "abcf", "xyz"], "there is no thing 'abcd'; did you mean abcf or abce?"),
        ("zzz", ["abc", "def"], "there is no thing 'zzz'; expected one of: abc, def"),
        ("zzz", [], "there is no thing 'zzz'; expected none, as there are none"),
        (
            "zzz",
            [f"{letter}b" for letter in "abcdefghijklz"],
            "there is no thing 'zzz'; expected one of 13, such as zb, lb, kb: see seatrial list",
        ),
    ],
)
def test_unknown(name: str, known: list[str], said: str) -> None:
    """The nearest names are named, or else all there are, unless these are many."""
    assert str(unknown("thing", name, known)) == said
