"""What is promised at the philosophers' table (`dining`), and a race that no bound lets end.

With weak fairness one philosopher can starve: the fork is free again and again, but not without a break.
"""

from collections.abc import Mapping
from typing import Any

import dining
from attrs import evolve
from dining import Philosopher
from toys import Count, counters

from model.bounds import Bound
from model.process import ProcessId
from model.world import Action, ActionKind, Quotient, System, World
from properties.promise import Fairness, Lack, always_eventually, eventually, eventually_always, leads_to
from properties.statement import Finding, Parameter, Scenario, Shape, sometimes

WEAK = Fairness("weak on taking a fork and on eating", weak=("take", "eat"))
STRONG = Fairness("strong on taking a fork, weak on eating", weak=("eat",), strong=("take",))


def has_a_fork(philosophers: tuple[Philosopher, ...]) -> Lack:
    holding = [one.id for one in philosophers if one.holds]
    return f"{' and '.join(holding)} has a fork in hand" if holding else None


@always_eventually(Philosopher, fairness=WEAK, cites="Dijkstra, EWD 310")
def somebody_eats_again(philosophers: tuple[Philosopher, ...]) -> Lack:
    """Again and again somebody eats."""
    return None if any(len(one.holds) == 2 for one in philosophers) else "nobody has both forks"


@leads_to(Philosopher, has_a_fork, fairness=WEAK, cites="Dijkstra, EWD 310")
def who_has_a_fork_eats(philosophers: tuple[Philosopher, ...]) -> Lack:
    """If somebody has a fork in hand, somebody eats."""
    return somebody_eats_again.lack(philosophers)


@always_eventually(Philosopher, fairness=WEAK, cites="Lamport, Specifying Systems, 8.9")
def the_last_eats_if_all_are_weak(philosophers: tuple[Philosopher, ...]) -> Lack:
    """Again and again the last philosopher eats, though free forks may be overlooked."""
    return None if len(philosophers[-1].holds) == 2 else f"{philosophers[-1].id} has not both forks"


@always_eventually(Philosopher, fairness=STRONG, cites="Lamport, Specifying Systems, 8.9")
def the_last_eats(philosophers: tuple[Philosopher, ...]) -> Lack:
    """Again and again the last philosopher eats."""
    return the_last_eats_if_all_are_weak.lack(philosophers)


@eventually_always(Philosopher, fairness=STRONG, cites="good manners")
def the_feast_ends(philosophers: tuple[Philosopher, ...]) -> Lack:
    """At some time all have put their forks back for good."""
    return has_a_fork(philosophers)


feast = evolve(
    dining.scenario,
    name="feast",
    promises=(somebody_eats_again, who_has_a_fork_eats, the_last_eats),
)

hungry = evolve(feast, name="hungry", promises=(the_last_eats_if_all_are_weak, the_last_eats))

endless = evolve(feast, name="endless", promises=(the_feast_ends,))


# A race: two counters, and a bound on how far they go.


@eventually(Count, fairness=Fairness("weak on adding", weak=("add",)), cites="")
def somebody_is_at_three(counts: tuple[Count, ...]) -> Lack:
    """At some time a counter is at three."""
    return None if any(one.number == 3 for one in counts) else "no counter is at three"


@sometimes(Shape.ONE, Count)
def somebody_adds(one: Count) -> Finding:
    """A counter goes on."""
    return "it went on" if one.number else None


def race_up_to(parameters: Mapping[str, Any], _: type | None = None) -> System:
    return counters(None, None, bounds=(Bound("goal", parameters["goal"], Count, lambda one: one.number),))


race = Scenario(
    name="race",
    sentence="Two counters count.",
    parameters=(Parameter("goal", "how far they may go", 2),),
    build=race_up_to,
    properties=(somebody_adds,),
    promises=(somebody_is_at_three,),
)


@eventually_always(Count, fairness=Fairness("weak on adding", weak=("add",)), cites="")
def all_stay_apart(counts: tuple[Count, ...]) -> Lack:
    """In the end the counters are never all at three."""
    return "all counters are at three" if all(one.number == 3 for one in counts) else None


@always_eventually(Count, fairness=Fairness("weak on adding", weak=("add",)), cites="")
def all_are_low_again(counts: tuple[Count, ...]) -> Lack:
    """Again and again no counter is above two."""
    high = [one.number for one in counts if one.number > 2]
    return f"a counter is at {high[0]}" if high else None


def at_three(counts: tuple[Count, ...]) -> Lack:
    return "a counter is at three" if any(one.number == 3 for one in counts) else None


@leads_to(Count, at_three, fairness=Fairness("weak on adding", weak=("add",)), cites="")
def three_leads_back(counts: tuple[Count, ...]) -> Lack:
    """From three it goes back."""
    return at_three(counts)


apart = evolve(race, name="apart", promises=(all_stay_apart, all_are_low_again, three_leads_back))

# The same without an end: what counts is who is ahead, and by how much.

BEHIND, AHEAD = ProcessId("c1"), ProcessId("c2")


def normal(world: World) -> World:
    lowest = min(one.number for one in world.locals)
    return World(tuple(Count(one.number - lowest) for one in world.locals), world.messages)


def told(before: World, after: World) -> str:
    return (
        f"every count + {min(one.number for one in after.locals) - min(one.number for one in before.locals)}"
    )


@eventually(Count, fairness=Fairness("weak on adding", weak=("add",)), cites="")
def one_is_two_ahead(counts: tuple[Count, ...]) -> Lack:
    """At some time a counter is two ahead of the other."""
    lead = abs(counts[0].number - counts[1].number)
    return None if lead >= 2 else f"the counters are {lead} apart"


def endless_race(parameters: Mapping[str, Any], _: type | None = None) -> System:
    system = race_up_to(parameters)
    (kind,) = system.kinds
    both = Action("both", tuple(part for action in kind.static for part in action.parts), sentence="both add")
    kinds = (kind, ActionKind("both", "both add", (both,)))
    return evolve(system, kinds=kinds, quotient=Quotient(normal, told))


race_for_ever = evolve(
    race,
    name="race-for-ever",
    build=endless_race,
    promises=(one_is_two_ahead,),
)
