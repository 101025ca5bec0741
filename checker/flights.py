"""Following messages through a run: which copy of which message is sent, arrives, is lost, is copied.

A world has its messages as a sorted tuple, in which equal ones cannot be told apart. Here each copy has an
id. Of equal copies, the one that has been in flight for longest is taken first.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve, frozen

from checker.protocol import Action
from checker.story import Flight


@frozen
class Passage:
    """What a step did to messages, by the ids of their flights: see `checker.story.Moment`."""

    received: str | None = None
    lost: str | None = None
    duplicated: str | None = None
    read: str | None = None
    sent: tuple[str, ...] = ()
    resent: tuple[str, ...] = ()


class Flights:
    """The flights of a run, as far as it has been told."""

    def __init__(self, label: Callable[[Any], str], messages: Sequence[Any]) -> None:
        self._label = label
        self._known: dict[str, Flight] = {}
        self._in_flight: dict[Any, list[str]] = {}
        for message in messages:
            self._begin(message, None, 0)

    def all(self) -> tuple[Flight, ...]:
        """Return all flights so far, in the order in which they began."""
        return tuple(self._known.values())

    def follow(  # noqa: PLR0917  # what there is to a step
        self,
        number: int,
        before: Sequence[Any],
        after: Sequence[Any],
        action: Action,
        fate: str | None,
        sends: Sequence[tuple[str, Any]],
    ) -> Passage:
        """Follow a step: the messages in flight before and after it, the fate of the one that it is about.

        `sends` are the messages that processes sent, each with the process that did.
        """
        passage, left, message = Passage(), Counter(before), action.message
        if message is not None and action.consumes:
            left[message] -= 1
            passage = self._taken(message, number, fate)
        elif message is not None:
            oldest = self._in_flight[message][0]
            passage = Passage(read=oldest) if fate == "read" else Passage(duplicated=oldest)
        new = Counter(after) - left
        sent, resent = [], []
        for sender, one in sends:
            if passage.duplicated is not None and one == message:
                continue  # the network's copy, whoever's step it is made in
            if new[one] > 0:
                new[one] -= 1
                sent.append(self._begin(one, sender, number))
            elif one in self._in_flight:
                resent.append(self._in_flight[one][0])
        for one in new.elements():  # what nobody sent, the network made
            self._copy(one, number)
        if passage.duplicated is not None and not any(new.values()):
            # The copy arrives in the very step in which it is made.
            copied = self._copy(message, number)
            passage = evolve(passage, received=self._taken(message, number, "received", copied).received)
        for one in (left - Counter(after)).elements():  # what vanished, though no action took it
            self._taken(one, number, "lost")
        return evolve(passage, sent=tuple(sent), resent=tuple(dict.fromkeys(resent)))

    def _begin(self, message: Any, sender: str | None, number: int) -> str:
        flight = Flight(
            id=f"m{len(self._known) + 1}",
            label=self._label(message),
            text=str(getattr(message, "payload", message)),
            source=str(message.source),
            destination=str(message.destination),
            sender=sender,
            sent_after=number,
        )
        return self._add(message, flight)

    def _copy(self, message: Any, number: int) -> str:
        original = self._known[self._in_flight[message][0]]
        copied = evolve(
            original,
            id=f"m{len(self._known) + 1}",
            copy_of=original.copy_of or original.id,
            copied_at=number,
            ended_at=None,
            ending="still",
        )
        return self._add(message, copied)

    def _add(self, message: Any, flight: Flight) -> str:
        self._known[flight.id] = flight
        self._in_flight.setdefault(message, []).append(flight.id)
        return flight.id

    def _taken(self, message: Any, number: int, fate: str | None, which: str | None = None) -> Passage:
        """End a flight, the oldest of its message unless it is said which."""
        copies = self._in_flight[message]
        identity = copies[0] if which is None else which
        copies.remove(identity)
        if not copies:
            del self._in_flight[message]
        ending: Any = "lost" if fate == "lost" else "received"
        self._known[identity] = evolve(self._known[identity], ended_at=number, ending=ending)
        return Passage(lost=identity) if ending == "lost" else Passage(received=identity)
