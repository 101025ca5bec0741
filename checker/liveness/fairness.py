"""The fairness under which a promise is held, and what it is owed to: the actions of the fair kinds."""

from collections.abc import Hashable

from attrs import frozen

from checker.protocol import Action, Fairness, Promise, System


@frozen
class NoFairness:
    """The fairness that owes nothing: to do nothing for ever is a fair run."""

    words: str = "none: whatever can be put off for ever may be"
    weak: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()


def fairness_of(promise: Promise, *, fair: bool) -> Fairness:
    """Return the fairness under which a promise is held: its own, unless somebody wants it without."""
    return promise.fairness if fair else NoFairness()


def unit_key(system: System, action: Action) -> tuple[Hashable, str]:
    """Return what tells the unit of an action from others, and its name in words.

    A unit is what fairness is owed to: an action. Under a quotient an action goes by other names from one
    turn of a loop to the next, as its message has another term: there, the messages of one class on one
    link in one direction are a unit.
    """
    message = action.message
    if system.quotient is None or message is None:
        return (action.kind, action.parts, message), str(action)
    ends = (getattr(message, "source", None), getattr(message, "destination", None))
    payload = type(getattr(message, "payload", message))
    return (action.kind, *ends, payload), f"{action.kind} {payload.__name__} from {ends[0]} to {ends[1]}"
