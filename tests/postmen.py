"""A user's own system of two processes, with a message that can be lost, and any texts that a test likes.

The first sends a letter to the second, again and again: it may arrive, or be lost. Nobody shall get two.
"""

from typing import Any

from attrs import evolve, frozen

from checker.inspection import Inspector
from checker.replay import Replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import make_trace
from model.process import Event, Local, Message, Outcome, ProcessId, Receive
from model.world import Action, ActionKind, System
from properties.statement import Finding, Scenario, Shape, always


@frozen(cache_hash=True)
class Postman:
    """How many letters he wrote, and got; and a note, which never changes."""

    note: str
    wrote: int = 0
    got: int = 0


@frozen(cache_hash=True)
class Write:
    """Write a letter."""


@frozen(cache_hash=True)
class Letter:
    text: str
    number: int

    def __str__(self) -> str:
        return f"{self.text} {self.number}"


@frozen(cache_hash=True)
class Nothing:
    """Nothing happens to him, and yet it takes a step."""


def _system(first: str, second: str, text: str) -> System:
    one, other = ProcessId(first), ProcessId(second)

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        match event:
            case Write() if local.wrote < 3:
                letter = Message(one, other, Letter(text, local.wrote + 1))
                return Outcome(evolve(local, wrote=local.wrote + 1), (letter,))
            case Receive():
                return Outcome(evolve(local, got=local.got + 1))
            case Nothing():
                return Outcome(local)
        return None

    write = Action("write", ((one, Write()),), sentence=f"{one} writes {text}")
    return System(
        processes=(one, other),
        initial_locals=(Postman(text), Postman(text)),
        react=react,
        kinds=(
            ActionKind("deliver", "a letter arrives", about=_deliver),
            ActionKind("write", "a letter is written", (write,)),
            ActionKind("lose", "a letter is lost", about=_lose(one)),
        ),
    )


def _deliver(message: Message) -> Action:
    got = Receive(message)
    return Action(
        "deliver", ((message.destination, got),), message, sentence=f"{message.destination} gets it"
    )


def _lose(one: ProcessId) -> Any:
    return lambda message: Action("lose", ((one, Nothing()),), message, sentence=f"lost: {message}")


@always(Shape.ONE, Postman, cites="")
def one_letter_at_most(postman: Postman) -> Finding:
    """Nobody gets more than one letter."""
    return f"two letters: {postman.note}" if postman.got > 1 else None


def letters(first: str = "anna", second: str = "bert", text: str = "hello") -> Scenario:
    """Return the two, by these names; they write this text."""
    return Scenario(
        name="postmen",
        sentence=f"Two postmen, and what they write: {text}",
        parameters=(),
        build=lambda parameters, protocol: _system(first, second, text),
        properties=(evolve(one_letter_at_most, cites=text),),
    )


scenario = letters()
"""What a user would find as ``postmen:scenario``."""


def letters_story(first: str = "anna", second: str = "bert", text: str = "hello") -> Story:
    """Tell a run in which the first letter arrives, the second is lost, and the third is one too many."""
    told = letters(first, second, text)
    system = told.build({}, None)
    world, run = system.initial(), list[Action]()
    for kind in ("write", "deliver", "write", "lose", "write", "deliver"):
        action, world, _ = next(one for one in system.actions(world) if one[0].kind == kind)
        run.append(action)
    violation = Inspector(told.properties).violation_of(system, run)
    trace = make_trace("postmen:scenario", {}, None, system, violation)
    return story_of(Replay(trace, told, system, tuple(run), violation.finding, len(run)))
