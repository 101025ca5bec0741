"""Letters on one link, numbered for ever: what is owed to each, where all but the first look the same."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen
from toys import Count

from model.bounds import Bound
from model.process import Event, Outcome, ProcessId, Receive
from model.world import Action, ActionKind, Quotient, System, World
from properties.promise import Fairness, Lack, always_eventually, eventually
from properties.statement import Finding, Parameter, Scenario, Shape, sometimes

SENDER, RECEIVER = ProcessId("sender"), ProcessId("receiver")

FAIR = Fairness("strong on the arrival of each letter, weak on sending", weak=("send",), strong=("arrive",))


@frozen(order=True)
class Letter:
    """A letter with its number."""

    number: int
    source: ProcessId = SENDER
    destination: ProcessId = RECEIVER


@frozen
class Received:
    """What the receiver has: how many letters, and whether the first is among them."""

    letters: int = 0
    first: bool = False


@frozen
class Send:
    """The event that the next letter is sent."""


def react(process: ProcessId, local: Any, event: Event) -> Outcome | None:
    """React as the sender or the receiver."""
    match event:
        case Send() if process == SENDER:
            return Outcome(Count(local.number + 1), (Letter(local.number + 1),))
        case Receive(letter) if process == RECEIVER:
            return Outcome(Received(local.letters + 1, local.first or letter.number == 1))
    return None


def normal(world: World) -> World:
    """Number the letters on their way anew, in their order; the first remains the first."""
    _, received = world.locals
    first = 2 if received.first else 1
    letters = tuple(Letter(number) for number, _ in enumerate(world.messages, start=first))
    return World((Count(len(letters) + first - 1), Received(first - 1, received.first)), letters)


def told(before: World, after: World) -> str:
    return f"{after.locals[0].number - before.locals[0].number} more letters sent"


@eventually(Received, fairness=FAIR, cites="")
def the_first_arrives(receivers: tuple[Received, ...]) -> Lack:
    """The first letter arrives."""
    return None if receivers[0].first else "the first letter has not arrived"


@always_eventually(object, fairness=FAIR, cites="")
def all_have_arrived(locals_: tuple[Any, ...]) -> Lack:
    """Again and again, what was sent has arrived."""
    sent, received = locals_
    return None if sent.number == received.letters else "a letter is on its way"


@sometimes(Shape.ONE, Received)
def first_arrived(one: Received) -> Finding:
    """The first letter has arrived."""
    return "it has" if one.first else None


def arrival(letter: Letter) -> Action:
    parts = ((RECEIVER, Receive(letter)),)
    return Action("arrive", parts, letter, sentence=f"letter {letter.number} arrives")


def build(parameters: Mapping[str, Any], _: type | None = None) -> System:
    send = Action("send", ((SENDER, Send()),), sentence="a letter is sent")
    most = parameters["letters"]
    return System(
        (SENDER, RECEIVER),
        (Count(), Received()),
        react,
        (ActionKind("arrive", "a letter arrives", about=arrival), ActionKind("send", "one is sent", (send,))),
        bounds=(Bound("letters", most, Count, lambda sender: int(sender.number)),),
        quotient=Quotient(normal, told),
    )


def run_of(system: System, *wanted: str | int) -> list[Action]:
    """Return a run: the actions of a kind, or the arrival of the letter of a number."""
    world, run = system.initial(), []
    for one in wanted:
        action, world = next(
            (action, after)
            for action, after, _ in system.actions(world)
            if action.kind == one or (action.message is not None and action.message.number == one)
        )
        run.append(action)
    return run


first_arrives = Scenario(
    name="first-arrives",
    sentence="Letters are sent for ever.",
    parameters=(Parameter("letters", "how many may be on their way", 2),),
    build=build,
    properties=(first_arrived,),
    promises=(the_first_arrives,),
)

all_arrive = evolve(first_arrives, name="all-arrive", promises=(all_have_arrived,))
