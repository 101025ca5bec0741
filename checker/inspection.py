"""Holding properties against worlds and steps, each asked once for each distinct argument."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from typing import Any

from attrs import frozen

from checker.protocol import Property, System, World, is_witness
from checker.verdict import Violation


@frozen
class Sighting:
    """A property found something: an objection, or for a *sometimes* property a sight of it."""

    stated: Property
    finding: str

    @property
    def is_objection(self) -> bool:
        return not is_witness(self.stated)


Sightings = tuple[Sighting, ...]


class Inspector:
    """Knows which properties range over what, and remembers their answers.

    The many worlds that differ in their messages only share one answer about their local states.
    """

    def __init__(self, properties: Sequence[Property]) -> None:
        self._by_shape: dict[str, list[Property]] = {}
        for stated in properties:
            self._by_shape.setdefault(str(stated.shape.value), []).append(stated)
        self._rank = {stated.name: rank for rank, stated in enumerate(properties)}
        self._of_locals = cache(self._look_at_locals)
        self.of_one = cache(lambda local: self._ask("one", local, local))
        self.of_pair = cache(lambda a, b: self._ask("pair", a, a, b))
        self.of_message = cache(lambda message: self._ask("message", message.payload, message))
        self.of_local_step = cache(lambda before, after: self._ask("step", before, before, after))
        self._looks_at_messages = "message" in self._by_shape
        self._looks_at_steps = "step" in self._by_shape

    def of_world(self, world: World) -> Sightings:
        """Return what is seen in a world, in the order of the properties."""
        seen: Sightings = self._of_locals(world.locals)
        if self._looks_at_messages:
            for message in world.messages:
                seen += self.of_message(message)
        return self._in_order(seen) if len(seen) > 1 else seen

    def of_step(self, before: World, after: World) -> Sightings:
        """Return what is seen in the processes that a step changes, in the order of the properties."""
        seen: Sightings = ()
        if self._looks_at_steps:
            for old, new in zip(before.locals, after.locals, strict=True):
                if old is not new and old != new:
                    seen += self.of_local_step(old, new)
        return self._in_order(seen) if len(seen) > 1 else seen

    def of_run(self, system: System, actions: Iterable[object]) -> Sightings:
        """Return what is seen anywhere in a run of actions, each of which must be enabled."""
        world = system.initial()
        seen = self.of_world(world)
        for action in actions:
            stepped = system.step(world, action)
            assert stepped is not None, f"not enabled: {action}"
            seen += self.of_step(world, stepped[0])
            world = stepped[0]
            seen += self.of_world(world)
        return seen

    def violation_of(self, system: System, actions: Sequence[Any]) -> Violation:
        """Return the violation at the end of a run (of no action: of the initial world), as it is."""
        before = here = system.initial()
        for action in actions:
            stepped = system.step(here, action)
            assert stepped is not None, f"not enabled: {action}"
            before, here = here, stepped[0]
        seen = (*self.of_step(before, here), *self.of_world(here))
        objection = next(sighting for sighting in seen if sighting.is_objection)
        return Violation(objection.stated.name, objection.finding, tuple(actions))

    def _look_at_locals(self, local_states: tuple[object, ...]) -> Sightings:
        seen: Sightings = ()
        if "one" in self._by_shape:
            for local in local_states:
                seen += self.of_one(local)
        if "pair" in self._by_shape:
            for a in local_states:
                for b in local_states:
                    seen += self.of_pair(a, b)
        for stated in self._by_shape.get("all", ()):
            seen += self.of_all(stated, local_states)
        return self._in_order(seen)

    @staticmethod
    def of_all(stated: Property, local_states: tuple[object, ...]) -> Sightings:
        """Return what a property over all processes sees; it is not asked where none is of its class."""
        mine = tuple(local for local in local_states if isinstance(local, stated.of))
        finding = stated.check(mine) if mine else None
        return () if finding is None else (Sighting(stated, finding),)

    def _ask(self, shape: str, *given: object) -> Sightings:
        """Ask the properties of a shape; the first given value and the last must be of their class."""
        told, *arguments = given
        return tuple(
            Sighting(stated, finding)
            for stated in self._by_shape.get(shape, ())
            if isinstance(told, stated.of)
            and (shape == "message" or isinstance(arguments[-1], stated.of))
            and (finding := stated.check(*arguments)) is not None
        )

    def _in_order(self, seen: Sightings) -> Sightings:
        return tuple(sorted(seen, key=lambda sighting: self._rank[sighting.stated.name]))


def seen_by(
    local_states: tuple[Any, ...], of: type, sees: Callable[[Any], Hashable] | None
) -> tuple[Any, ...]:
    """Return what a promise is given of the local states: those of its class, or what it sees of them."""
    mine = (local for local in local_states if isinstance(local, of))
    return tuple(map(sees, mine)) if sees is not None else tuple(mine)
