"""Telling a run moment by moment: who acts, what becomes of messages, how the properties stand."""

from collections.abc import Sequence
from typing import Any

from attrs import evolve, frozen

from checker.describing import Describer
from checker.encoding import holds
from checker.flights import Flights
from checker.inspection import Inspector, seen_by
from checker.protocol import Action, Promise, Property, System, is_witness
from checker.rule_watch import RuleWatch
from checker.story import Application, Flight, Moment, Standing, State

BEGINNING = "the beginning"

Told = tuple[tuple[Moment, ...], tuple[Flight, ...]]


@frozen
class Teller:
    """Tells runs of a scenario: with how each of the properties stands, and what a promise lacks."""

    describer: Describer
    properties: tuple[Property, ...]
    promises: tuple[Promise, ...] = ()

    def tell(self, system: System, run: Sequence[Action], watch: RuleWatch | None = None) -> Told:
        """Tell a run, each action of which must be enabled; a watch must be of the system's protocol."""
        world = system.initial()
        flights = Flights(self.describer.label, world.messages)
        standings = _Standings(self.properties, self.promises)
        beginning = Moment(
            number=0,
            sentence=BEGINNING,
            kind="initial",
            acts=(),
            states=self._states(system, world, world),
            standings=standings.after(0, world, world),
            cuts=self.describer.cuts(world.locals),
        )
        moments, been = [beginning], {world: 0}
        for number, action in enumerate(run, start=1):
            stepped = system.step(world, action)
            assert stepped is not None, f"not enabled: {action}"
            after = stepped[0]
            fate = self.describer.fate(action)
            taken = _Taken(system, world, action, fate, watch)
            passage = flights.follow(number, world.messages, after.messages, action, fate, taken.sends)
            acts, assents = self._parties(taken)
            moment = Moment(
                number=number,
                sentence=str(action),
                kind=action.kind,
                acts=acts,
                states=self._states(system, world, after),
                standings=standings.after(number, world, after),
                assents=assents,
                received=passage.received,
                lost=passage.lost,
                duplicated=passage.duplicated,
                read=passage.read,
                sent=passage.sent,
                resent=passage.resent,
                applied=tuple(dict.fromkeys(taken.applied)),
                cuts=self.describer.cuts(after.locals),
                same_as=been.get(after),
            )
            been.setdefault(after, number)
            moments.append(moment)
            world = after
        return tuple(moments), flights.all()

    def _states(self, system: System, before: Any, after: Any) -> tuple[State, ...]:
        return tuple(
            self.describer.state(process, new, old)
            for process, old, new in zip(system.processes, before.locals, after.locals, strict=True)
        )

    def _parties(self, taken: "_Taken") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return whom a step is about, and who else had to take part; see `Moment.acts`."""
        aside = [one for one in taken.parties if self.describer.process(one).background]
        parties = [one for one in taken.parties if one not in aside]
        acts = [one for one in parties if one in taken.concerned]
        if not acts:
            acts = aside if taken.is_the_networks else parties or aside
        return tuple(acts), tuple(one for one in taken.parties if one not in acts)


class _Taken:
    """An action, taken part by part: what each process sends, who is concerned, what the rule answered."""

    def __init__(  # a step
        self, system: System, world: Any, action: Action, fate: str | None, watch: RuleWatch | None
    ) -> None:
        self.is_the_networks = fate == "lost"
        self.parties = tuple(dict.fromkeys(process for process, _ in action.parts))
        self.concerned: set[str] = set()
        self.sends: list[tuple[str, Any]] = []
        self.applied: list[Application] = []
        local = dict(zip(system.processes, world.locals, strict=True))
        if watch is not None:
            watch.taken()  # what was asked before is of no part of this action
        for process, event in action.parts:
            # Not `reaction`, which remembers: the rule is to be asked now.
            outcome = system.react(process, local[process], event)
            assert outcome is not None, f"not enabled: {action}"
            if watch is not None:
                self.applied += [
                    Application(process, watch.rule, one.arguments, one.wrong, one.right)
                    for one in watch.taken()
                ]
            self.sends += [(process, message) for message in outcome.sends]
            # A copy that is put in flight, and a loss, are the network's, whoever's step they are.
            self.is_the_networks |= fate == "duplicated" and action.message in outcome.sends
            takes = action.message is not None and holds(event, action.message)
            does = (takes or bool(outcome.sends)) and not self.is_the_networks
            if does or outcome.local != local[process]:
                self.concerned.add(process)
            local[process] = outcome.local


class _Standings:
    """How the properties stand, as a run goes on."""

    def __init__(self, properties: Sequence[Property], promises: Sequence[Promise]) -> None:
        self._inspector = Inspector(properties)
        self._promises = promises
        self._known = {stated.name: _new(stated) for stated in properties}

    def after(self, number: int, before: Any, world: Any) -> tuple[Standing, ...]:
        """Return how they stand after a step."""
        seen = (*self._inspector.of_step(before, world), *self._inspector.of_world(world))
        findings: dict[str, str] = {}
        for sighting in seen:
            findings.setdefault(sighting.stated.name, sighting.finding)
        for name, finding in findings.items():
            standing = self._known[name]
            since = number if standing.since is None else standing.since
            is_seen = standing.kind == "sometimes"
            self._known[name] = evolve(standing, holds=is_seen, finding=finding, since=since)
        promised = tuple(self._promised(promise, world) for promise in self._promises)
        return (*self._known.values(), *promised)

    @staticmethod
    def _promised(promise: Promise, world: Any) -> Standing:
        lacking = promise.lack(seen_by(world.locals, promise.of, promise.sees))
        return Standing(promise.name, "promise", lacking is None, lacking)


def _new(stated: Property) -> Standing:
    return Standing(stated.name, str(stated.kind.value), holds=not is_witness(stated))
