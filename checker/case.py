"""A case: a scenario with its parameters, a mutant or none, and the properties that are asked about."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from attrs import frozen

from checker.addressees import addressed
from checker.catalogue import complete, find_mutant, find_property, find_scenario
from checker.protocol import Promise, Property, Scenario, System, is_witness
from checker.rule_question import Tally
from checker.rule_watch import RuleWatch
from checker.sight import sight_of
from checker.statements import check_statements


@frozen
class Case:
    """What is to be searched or simulated.

    `name` is what the scenario was asked for by, and a trace is found again by. `checked` are the
    properties that are held against it: all of the scenario's, or the one asked for and the witnesses.
    `promised` are its promises, unless something else was asked for. Where that is a witness it is
    `sought`: what is checked then is that it is never seen. With a mutant, its rule is under `watch` in
    the system.
    """

    scenario: Scenario
    name: str
    parameters: Mapping[str, int | None]
    mutant: str | None
    checked: tuple[Property, ...]
    system: System
    promised: tuple[Promise, ...] = ()
    sought: Property | None = None
    watch: RuleWatch | None = None

    def confirming(self) -> AbstractContextManager[None]:
        """Run what is inside, and then confirm what the mutant's rule answered, if there is a mutant.

        Raises WrongUsage if the rule is seen to be no function of its arguments alone.
        """
        return nullcontext() if self.watch is None else self.watch.confirming()

    def tally(self) -> Tally | None:
        """Return what the mutant's rule was asked since the case was made; None without a mutant."""
        return None if self.watch is None else self.watch.tally()


def make_case(
    scenario: str,
    given: Mapping[str, object],
    mutant: str | None = None,
    property: str | None = None,  # noqa: A002  # the word of the command line
) -> Case:
    """Return the case of a scenario. With a mutant, what is not given is what its hunt uses.

    Raises WrongUsage for names that do not exist and parameters that make no sense.
    """
    return case_of(find_scenario(scenario), scenario, given, mutant, property)


def case_of(
    found: Scenario,
    name: str,
    given: Mapping[str, object],
    mutant: str | None = None,
    property: str | None = None,  # noqa: A002  # as above
) -> Case:
    """Return the case of a scenario that goes by a name, as `make_case` does."""
    which, hunted_with = find_mutant(found, mutant) if mutant is not None else (None, {})
    parameters = complete(found, {**hunted_with, **given})
    checked, promised = tuple(found.properties), tuple(found.promises)
    sought = None
    if property is not None:
        only = find_property(found, property)
        sought = next((stated for stated in checked if stated is only and is_witness(stated)), None)
        if sought is not None:
            checked = (sight_of(sought),)
        else:
            checked = tuple(stated for stated in checked if stated is only or is_witness(stated))
        promised = tuple(promise for promise in promised if promise is only)
    watch = None if which is None else RuleWatch(which)
    system = addressed(found.build(parameters, watch.protocol if watch else None), which)
    check_statements(found, name, system)
    return Case(found, name, parameters, mutant, checked, system, promised, sought, watch)
