"""Letters on one link, numbered for ever: what is owed to each, where all but the first look the same."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen
from toys import Count

from model.bounds import Bound
from model.process import Event, Outcome, ProcessId, Receive
from model.world import Action, ActionKind, Quotient, System, World
from properties.promise import Fairness, Lack, always_eventually, eventually, leads_to
from properties.statement import Finding, Parameter, Scenario, Shape, sometimes

SENDER, RECEIVER = ProcessId("sender"), ProcessId("receiver")

FAIR = Fairness("strong on the arrival of each letter, weak on sending", weak=("send",), strong=("arrive",))
SURE = Fairness("strong on the arrival of each letter", strong=("arrive",))


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


def first_on_its_way(locals_: tuple[Any, ...]) -> Lack:
    """Say that the first letter was sent and has not arrived."""
    sent, received = locals_
    return "the first letter has not arrived" if sent.number and not received.first else None


@leads_to(object, first_on_its_way, fairness=SURE, cites="")
def the_first_arrives(locals_: tuple[Any, ...]) -> Lack:
    """Once sent, the first letter arrives."""
    return first_on_its_way(locals_)


@eventually(Received, fairness=FAIR, cites="")
def a_letter_arrives(receivers: tuple[Received, ...]) -> Lack:
    """A letter arrives."""
    return None if receivers[0].letters else "no letter has arrived"


@eventually(Received, fairness=FAIR, cites="")
def letter_one_arrives(receivers: tuple[Received, ...]) -> Lack:
    """A letter with the number 1 arrives."""
    return None if receivers[0].first else "no letter 1 has arrived"


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


# One letter on its way at most. It may get lost, which is noticed: then another is sent in its place.


@frozen
class Careful:
    """A sender that knows the number of its last letter, and whether that is on its way."""

    number: int = 0
    on_its_way: bool = False


@frozen
class Free:
    """The event that the sender's letter is on its way no longer."""


def react_carefully(process: ProcessId, local: Any, event: Event) -> Outcome | None:
    """React as a sender that waits for its letter; its numbers go on for ever."""
    match event:
        case Send() if process == SENDER and not local.on_its_way:
            return Outcome(Careful(local.number + 1, on_its_way=True), (Letter(local.number + 1),))
        case Free():
            return Outcome(Careful(local.number, on_its_way=False))
        case Receive(letter):
            return Outcome(Received(1, local.first or letter.number == 1))
    return None


def react_in_turn(process: ProcessId, local: Any, event: Event) -> Outcome | None:
    """The same, but the numbers are 1 and 2, in turn."""
    outcome = react_carefully(process, local, event)
    if outcome is None or outcome.local != Careful(3, on_its_way=True):
        return outcome
    return Outcome(Careful(1, on_its_way=True), (Letter(1),))


def anew(world: World) -> World:
    """Number the letter on its way 1."""
    sender, received = world.locals
    letters = tuple(Letter(1) for _ in world.messages)
    return World((Careful(len(letters), sender.on_its_way), received), letters)


def lossy(react_: Any, quotient: Quotient | None) -> System:
    system = build({"letters": 9})
    lost = ActionKind(
        "lose",
        "a letter is lost",
        about=lambda letter: Action("lose", ((SENDER, Free()),), letter, sentence=f"{letter.number} is lost"),
    )
    arrive = ActionKind(
        "arrive",
        "a letter arrives",
        about=lambda letter: Action(
            "arrive",
            ((SENDER, Free()), (RECEIVER, Receive(letter))),
            letter,
            sentence=f"letter {letter.number} arrives",
        ),
    )
    _, send = system.kinds
    return evolve(
        system,
        initial_locals=(Careful(), Received()),
        react=react_,
        kinds=(arrive, send, lost),
        bounds=(),
        quotient=quotient,
    )


all_may_be_lost = evolve(
    first_arrives,
    name="all-may-be-lost",
    build=lambda given, _=None: lossy(react_carefully, Quotient(anew, told)),
    promises=(a_letter_arrives,),
)
"""To lose each letter for ever is fair to each: none is on its way again and again."""

in_turn = evolve(
    first_arrives,
    name="in-turn",
    parameters=(Parameter("renamed", "whether worlds are renamed, though nothing is", 1),),
    build=lambda given, _=None: lossy(
        react_in_turn, Quotient(lambda world: world, told) if given["renamed"] else None
    ),
    promises=(letter_one_arrives,),
)
"""Here letter 1 is on its way again and again, and so it arrives, though letter 2 can arrive before it."""
