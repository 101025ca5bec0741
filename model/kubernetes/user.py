"""A user with kubectl: sends requests one after the other, waits for each answer or gives up, and reads."""

from attrs import evolve, frozen

from model.kubernetes.data import values_in
from model.kubernetes.events import BeginList, GiveUp, Submit
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import Identity, Part, Thing
from model.kubernetes.requests import Answer, Ask, Create, Listing, Request, Result
from model.kubernetes.rules import Kubernetes
from model.process import Message, Outcome, Receive


@frozen(cache_hash=True)
class User(Part):
    """A user, and how each request ended so far; `waits` for the last one, if it is not among them.

    `due` are the things that were acknowledged when the reading began that is under way; those that a
    reading lacked are noted in `missed`, with whether the reading was a cached or serializable one.
    """

    who: Identity
    outcomes: tuple[tuple[Request, Result], ...] = ()
    waits: Request | None = None
    reads: bool | None = None
    due: frozenset[str] = frozenset()
    missed: frozenset[tuple[str, bool]] = frozenset()

    @property
    def acknowledged(self) -> frozenset[str]:
        """The names of the things whose making was acknowledged."""
        return frozenset(
            request.value.name
            for request, result in self.outcomes
            if isinstance(request, Create)
            and isinstance(request.value, Thing)
            and result is Result.ACKNOWLEDGED
        )


def on_submit(rules: Kubernetes, user: User, event: Submit) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if user.waits is not None or event.number != len(user.outcomes) + 1:
        return None
    ask = Ask(event.request, user.id, event.number)
    return Outcome(evolve(user, waits=event.request), (Message(user.id, event.via, ask),))


def on_receive(rules: Kubernetes, user: User, event: Receive) -> Outcome | None:  # noqa: ARG001  # the table's signature
    payload = event.message.payload
    if isinstance(payload, Listing):
        return Outcome(_has_read(user, payload))
    assert isinstance(payload, Answer)
    if user.waits is None or payload.number != len(user.outcomes) + 1:
        return Outcome(user)
    return Outcome(_ended(user, payload.result))


def on_give_up(rules: Kubernetes, user: User, event: GiveUp) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return None if user.waits is None else Outcome(_ended(user, Result.UNKNOWN))


def on_begin_list(rules: Kubernetes, user: User, event: BeginList) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if user.reads is not None:
        return None
    return Outcome(evolve(user, reads=event.is_cached, due=user.acknowledged))


def _ended(user: User, result: Result) -> User:
    assert user.waits is not None
    return evolve(user, outcomes=(*user.outcomes, (user.waits, result)), waits=None)


def _has_read(user: User, listing: Listing) -> User:
    if user.reads is None:
        return user
    lacked = user.due - {thing.name for thing in values_in(listing.items, Thing)}
    missed = user.missed | {(name, user.reads) for name in lacked}
    return evolve(user, reads=None, due=frozenset(), missed=missed)


HANDLERS: Handlers = {
    Submit: on_submit,
    Receive: on_receive,
    GiveUp: on_give_up,
    BeginList: on_begin_list,
}
