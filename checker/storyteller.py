"""Telling a replayed trace as a story: the run once more, with all that a reader asks about.

What the mutant's rule answers is watched while the run is made (`checker.rule_watch`), and the healthy
protocol is led through the same actions until it parts from the mutant (`checker.parting`).
"""

from typing import Any

from checker.catalogue import complete, find_mutant
from checker.command import command_of
from checker.describing import Describer
from checker.naming import as_said
from checker.parting import parting_of
from checker.protocol import Mutant, Promise, Property, kind_of
from checker.replay import Replay
from checker.rule_source import right_and_wrong
from checker.rule_watch import RuleWatch
from checker.story import Story, Withheld
from checker.telling import Teller
from checker.withheld import withheld_in


def story_of(again: Replay) -> Story:
    """Tell a replayed trace."""
    trace, scenario = again.trace, again.scenario
    mutant = find_mutant(scenario, trace.mutant)[0] if trace.mutant is not None else None
    parameters = complete(scenario, trace.parameters)
    promises = tuple(one for one in scenario.promises if one.name == trace.property)
    teller = Teller(Describer(scenario), tuple(scenario.properties), promises)
    parting, withheld = None, tuple[Withheld, ...]()
    if mutant is None:
        moments, flights = teller.tell(again.system, again.run)
    else:
        # The watched protocol is a class of its own: the system is built of it anew.
        watch = RuleWatch(mutant)
        watched, healthy = scenario.build(parameters, watch.protocol), scenario.build(parameters, None)
        moments, flights = teller.tell(watched, again.run, watch)
        is_lasso = trace.loop is not None and again.finding is not None
        withheld = tuple(withheld_in(healthy, watched, watch, again.run, trace.loop or 0)) if is_lasso else ()
        parting = parting_of(teller, healthy, again.system, again.run, (moments, flights))
    known: list[Property | Promise] = [*scenario.properties, *promises]
    stated = next((one for one in known if one.name == trace.property), None)
    return Story(
        id=trace.id,
        scenario=trace.scenario,
        sentence=scenario.sentence,
        parameters=as_said(scenario, parameters),
        **_about(mutant),
        property=trace.property,
        property_sentence="In every state, some action is enabled." if stated is None else stated.sentence,
        property_cites="" if stated is None else stated.cites,
        property_kind=kind_of(stated),
        finding=trace.finding,
        account=_account(teller.describer, again),
        is_there=again.finding is not None,
        why_gone=again.why_gone,
        undetermined=again.undetermined,
        processes=tuple(map(teller.describer.process, again.system.processes)),
        moments=moments,
        flights=flights,
        loop=trace.loop if again.finding is not None else None,
        returns=trace.returns,
        fair=trace.fair,
        command=command_of(trace, scenario),
        parting=parting,
        withheld=withheld,
    )


def _about(mutant: Mutant | None) -> dict[str, Any]:
    """Return what a story says of a mutant: its mistake, and its rule, right and wrong."""
    if mutant is None:
        return {
            **dict.fromkeys(("mutant", "mistake", "rule")),
            **dict.fromkeys(("mistake_cites", "rule_sentence", "rule_cites"), ""),
            **dict.fromkeys(("rule_right", "rule_wrong"), ()),
        }
    right, wrong = right_and_wrong(mutant)
    return {
        "mutant": mutant.name,
        # A class without a docstring of its own has its ancestor's, which tells no mistake.
        "mistake": mutant.sentence if mutant.protocol.__doc__ else "",
        "mistake_cites": mutant.cites,
        "rule": mutant.rule,
        "rule_sentence": right.sentence,
        "rule_cites": right.cites,
        "rule_right": right.lines,
        "rule_wrong": wrong.lines,
    }


def _account(describer: Describer, again: Replay) -> str:
    """Say more of how it came about, if it still does."""
    if again.finding is None:
        return ""
    world = again.system.initial()
    run = [world.locals]
    for action in again.run:
        world = again.system.step(world, action)[0]  # type: ignore[index]  # it was replayed
        run.append(world.locals)
    return describer.account(again.trace.property, run, again.run)
