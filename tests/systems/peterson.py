"""Peterson's algorithm for mutual exclusion ("Myths about the mutual exclusion problem", 1981).

In six steps, as the module Peterson of the TLA+ examples has them: rest, ask, give way, wait, enter, leave.
A process tells by where it is whether it asks. Whose turn it is, is a process of its own.
"""

from attrs import evolve, frozen

from model.process import Event, Local, Outcome, ProcessId
from model.world import Action, ActionKind, System
from properties.statement import Finding, Shape, always

P1, P2 = ProcessId("p1"), ProcessId("p2")
TURN = ProcessId("turn")
STEPS = ("rest", "ask", "give way", "wait", "enter", "leave")
ASKING = ("give way", "wait", "enter", "leave")


@frozen(cache_hash=True)
class Process:
    """Where a process is: the step that it takes next."""

    id: ProcessId
    at: str = "rest"


@frozen(cache_hash=True)
class Turn:
    of: ProcessId = P1


@frozen(cache_hash=True)
class Take:
    """Take the step of this name."""

    step: str


@frozen(cache_hash=True)
class Asks:
    """Be asking, or not; nothing changes."""

    asking: bool


@frozen(cache_hash=True)
class Give:
    to: ProcessId


@frozen(cache_hash=True)
class BeOf:
    """It is the turn of this process; nothing changes."""

    process: ProcessId


@always(Shape.PAIR, Process, cites="Peterson 1981")
def mutual_exclusion(a: Process, b: Process) -> Finding:
    """Two processes are never in the critical section at once."""
    inside = {"enter", "leave"}
    return f"{a.id} and {b.id} are both inside" if a.id != b.id and {a.at, b.at} <= inside else None


PROPERTIES = (mutual_exclusion,)


def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
    match event:
        case Take(step) if local.at == step:
            return Outcome(evolve(local, at=STEPS[(STEPS.index(step) + 1) % len(STEPS)]))
        case Asks(asking) if asking == (local.at in ASKING):
            return Outcome(local)
        case Give(to):
            return Outcome(Turn(to))
        case BeOf(other) if local.of == other:
            return Outcome(local)
    return None


def peterson() -> System:
    def actions(process: ProcessId, other: ProcessId) -> list[Action]:
        def action(step: str, *others: tuple[ProcessId, object]) -> Action:
            return Action("step", ((process, Take(step)), *others), sentence=f"{process}: {step}")

        return [
            action("rest"),
            action("ask"),
            action("give way", (TURN, Give(other))),
            action("wait", (other, Asks(asking=False))),
            action("wait", (other, Asks(asking=True)), (TURN, BeOf(process))),
            action("enter"),
            action("leave"),
        ]

    return System(
        processes=(P1, P2, TURN),
        initial_locals=(Process(P1), Process(P2), Turn()),
        react=react,
        kinds=(ActionKind("step", "a process takes a step", (*actions(P1, P2), *actions(P2, P1))),),
    )
