"""The apiserver: it lets requests through or turns them away, and may keep a cache of the store.

It remembers nothing of a request: whom to answer goes with it. That it dies between a client and the
store is therefore the same as that the client's answer, or its request, never arrives.
"""

from attrs import evolve, frozen

from model.kubernetes.data import Data, Item
from model.kubernetes.events import (
    Admit,
    Crash,
    Hang,
    Probe,
    Restart,
    Serve,
    ServeCached,
    StandBy,
    Stop,
    TurnAway,
    Watch,
)
from model.kubernetes.handler import Handlers
from model.kubernetes.objects import Part
from model.kubernetes.requests import Answer, Ask, Result
from model.kubernetes.rules import Kubernetes
from model.kubernetes.selection import listing_for
from model.kubernetes.store import Events
from model.process import Message, Outcome, Receive


@frozen(cache_hash=True)
class Apiserver(Part):
    """An apiserver: does it run, does it answer; its cache, and whether events are on their way to it."""

    is_up: bool = True
    is_hung: bool = False
    cache: Data | None = None
    watches: bool = False

    @property
    def answers(self) -> bool:
        return self.is_up and not self.is_hung


def on_admit(rules: Kubernetes, apiserver: Apiserver, event: Admit) -> Outcome | None:
    return Outcome(apiserver) if apiserver.answers and _is_allowed(rules, event.message) else None


def on_turn_away(rules: Kubernetes, apiserver: Apiserver, event: TurnAway) -> Outcome | None:
    if not apiserver.answers or _is_allowed(rules, event.message):
        return None
    ask = event.message.payload
    assert isinstance(ask, Ask)
    if not ask.number:
        return Outcome(apiserver)
    return Outcome(apiserver, (Message(apiserver.id, ask.client, Answer(ask.number, Result.REFUSED)),))


def on_serve(rules: Kubernetes, apiserver: Apiserver, event: Serve) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(apiserver) if apiserver.answers else None


def on_serve_cached(rules: Kubernetes, apiserver: Apiserver, event: ServeCached) -> Outcome | None:  # noqa: ARG001  # the table's signature
    cache = apiserver.cache
    if not apiserver.answers or cache is None:
        return None
    listing = listing_for(
        event.role, event.node, cache, session=event.session, is_cached=True, revision=cache.revision
    )
    return Outcome(apiserver, (Message(apiserver.id, event.reader, listing),))


def on_watch(rules: Kubernetes, apiserver: Apiserver, event: Watch) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if not apiserver.answers or apiserver.watches:
        return None
    return Outcome(evolve(apiserver, watches=True))


def on_receive(rules: Kubernetes, apiserver: Apiserver, event: Receive) -> Outcome | None:
    events = event.message.payload
    if not apiserver.watches or not isinstance(events, Events):
        return Outcome(apiserver)
    cache = apiserver.cache
    taken = events.data if cache is None else _after_events(rules, cache, events.data)
    return Outcome(evolve(apiserver, cache=taken, watches=False))


def on_crash(rules: Kubernetes, apiserver: Apiserver, event: Crash) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if not apiserver.is_up:
        return Outcome(apiserver) if event.with_host else None
    return Outcome(Apiserver(apiserver.id, is_up=False))


def on_restart(rules: Kubernetes, apiserver: Apiserver, event: Restart) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return None if apiserver.is_up else Outcome(Apiserver(apiserver.id))


def on_stand_by(rules: Kubernetes, apiserver: Apiserver, event: StandBy) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(apiserver) if rules.may_restore(apiserver_runs=apiserver.is_up) else None


def on_stop(rules: Kubernetes, apiserver: Apiserver, event: Stop) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if not apiserver.is_up or apiserver.watches:
        return None
    return Outcome(Apiserver(apiserver.id, is_up=False))


def on_hang(rules: Kubernetes, apiserver: Apiserver, event: Hang) -> Outcome | None:  # noqa: ARG001  # the table's signature
    return Outcome(evolve(apiserver, is_hung=True)) if apiserver.answers else None


def on_probe(rules: Kubernetes, apiserver: Apiserver, event: Probe) -> Outcome | None:
    passed = rules.passes_check(is_up=apiserver.is_up, answers=apiserver.answers)
    return Outcome(apiserver) if (passed, apiserver.answers) == (event.passed, event.answers) else None


def _is_allowed(rules: Kubernetes, message: Message) -> bool:
    ask = message.payload
    assert isinstance(ask, Ask)
    return rules.may(rules.identity(ask.client), ask.request)


def _after_events(rules: Kubernetes, cache: Data, current: Data) -> Data:
    """Return the cache after the events that are news to it; deletions are items without a value."""
    news: frozenset[Item] = frozenset(
        item for item in current.items if rules.is_news(item.revision, cache.revision)
    )
    if not news:
        return cache
    keys = {item.key for item in news}
    kept = frozenset(item for item in cache.items if item.key not in keys)
    return Data(max(cache.revision, current.revision), kept | news)


HANDLERS: Handlers = {
    Admit: on_admit,
    TurnAway: on_turn_away,
    Serve: on_serve,
    ServeCached: on_serve_cached,
    Watch: on_watch,
    Receive: on_receive,
    Crash: on_crash,
    Restart: on_restart,
    StandBy: on_stand_by,
    Stop: on_stop,
    Hang: on_hang,
    Probe: on_probe,
}
