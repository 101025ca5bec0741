"""A group of Raft servers, their clients, their network and what can go wrong: the whole system."""

from collections.abc import Iterator
from itertools import combinations

from attrs import field, frozen
from attrs.validators import ge, le, optional

from model import environment
from model.bounds import Bound
from model.environment import ENVIRONMENT, Ask, Carry, Cut, Environment, Heal, Link, Spend
from model.network import Network
from model.process import Event, Local, Message, Outcome, ProcessId, Receive
from model.raft import handlers
from model.raft.events import ClientRequest, Crash, Restart, SendAppendEntries, SendHeartbeat
from model.raft.rules import Raft
from model.raft.state import Server, ServerId, Value
from model.raft.timing import Clockwork, Timing
from model.world import Action, ActionKind, System


@frozen
class RaftBounds:
    """How large a group, and how much may happen to it.

    `servers` 1 to 7; `down` of them (the last ones) have crashed before the run begins; `terms` is the
    highest term; `entries` the longest log; `batch` the entries in one message; `in_flight` the messages
    in flight at once; `copies` those of one message: with 1 the network is a set, with more or None (no
    limit) a bag. The others are budgets for a whole run.

    `timing` says when time may run out. `severed` are links cut for ever: nothing sent over one arrives.
    `frail` are those that can be cut in the run, None means all. With `heartbeats`, a leader may send one
    that carries no entry, whatever the peer lacks.
    """

    servers: int = field(default=3, validator=[ge(1), le(7)])
    terms: int = field(default=2, validator=ge(0))
    entries: int = field(default=1, validator=ge(0))
    batch: int = field(default=1, validator=ge(1))
    down: int = field(default=0, validator=ge(0))
    requests: int = field(default=1, validator=ge(0))
    crashes: int = field(default=0, validator=ge(0))
    losses: int = field(default=0, validator=ge(0))
    duplicates: int = field(default=0, validator=ge(0))
    cuts: int = field(default=0, validator=ge(0))
    in_flight: int | None = field(default=None, validator=optional(ge(1)))
    copies: int | None = field(default=1, validator=optional(ge(1)))  # type: ignore[arg-type]  # mypy goes by the default

    timing: Timing = Timing.ANY
    severed: tuple[Link, ...] = ()
    frail: tuple[Link, ...] | None = None
    heartbeats: bool = False

    @down.validator
    def _are_in_the_group(self, _: object, down: int) -> None:
        if down > self.servers:
            raise ValueError(f"'down' must be <= 'servers' ({self.servers}): {down}")


def servers_of(bounds: RaftBounds) -> tuple[ServerId, ...]:
    """Return the names of a group's servers."""
    return tuple(ServerId(f"n{number}") for number in range(1, bounds.servers + 1))


def raft_group(bounds: RaftBounds, protocol: type[Raft] = Raft) -> System:
    """Return the system of a group that follows a protocol within bounds."""
    return group_under(protocol(servers_of(bounds), bounds.batch), bounds)


def group_under(rules: Raft, bounds: RaftBounds) -> System:
    """Return the system of a group that follows these rules within bounds."""
    servers = servers_of(bounds)
    severed = frozenset(bounds.severed)
    links = tuple(frozenset(pair) for pair in combinations(servers, 2))
    frail = () if not bounds.cuts else links if bounds.frail is None else bounds.frail

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        if process == ENVIRONMENT:
            return environment.react(local, event)
        outcome = handlers.react(rules, local, event)
        return outcome and _without_what_is_severed(outcome, severed)

    clockwork = Clockwork(servers, rules, bounds.timing, severed, frozenset(frail))
    up = [Server(server) for server in servers[: bounds.servers - bounds.down]]
    down = [Server(server, volatile=None) for server in servers[bounds.servers - bounds.down :]]
    return System(
        processes=(*servers, ENVIRONMENT),
        initial_locals=(*up, *down, Environment()),
        react=react,
        kinds=tuple(_kinds(servers, bounds, clockwork, frail)),
        symmetries=() if severed or bounds.frail else (servers,),
        network=Network(bag=bounds.copies != 1, capacity=bounds.in_flight, copies=bounds.copies),
        bounds=(
            Bound("terms", bounds.terms, Server, lambda server: int(server.durable.current_term)),
            Bound("entries", bounds.entries, Server, lambda server: len(server.durable.log)),
            *(
                environment.budget(name, getattr(bounds, name))
                for name in ("requests", "crashes", "losses", "duplicates", "cuts")
            ),
        ),
    )


def _without_what_is_severed(outcome: Outcome, severed: frozenset[Link]) -> Outcome:
    """Leave out what is sent over a severed link: it never arrives, so nobody need wait for it."""
    kept = tuple(message for message in outcome.sends if _link_of(message) not in severed)
    return outcome if kept == outcome.sends else Outcome(outcome.local, kept)


def _kinds(
    servers: tuple[ServerId, ...], bounds: RaftBounds, clockwork: Clockwork, frail: tuple[Link, ...]
) -> Iterator[ActionKind]:
    """Yield the kinds of action, mild first. What has no budget at all is not offered."""
    urgent = bounds.timing.outlasts_broadcast
    yield ActionKind("deliver", "a message arrives", about=_deliver, urgent=urgent)
    yield ActionKind(
        "send",
        "a leader sends AppendEntries to one peer",
        tuple(_send(leader, peer) for leader in servers for peer in servers if leader != peer),
    )
    if bounds.heartbeats:
        beats = tuple(_beat(leader, peer) for leader in servers for peer in servers if leader != peer)
        yield ActionKind("heartbeat", "a leader sends a heartbeat to one peer", beats)
    # One more than the budget has: that it is spent is for the bound to say, as with all budgets.
    values = range(1, bounds.requests + 2 if bounds.requests else 1)
    yield ActionKind(
        "request",
        "a client asks a leader to store a value",
        tuple(_request(server, number) for number in values for server in servers),
    )
    yield from clockwork.kinds()
    if bounds.crashes:
        restarts = tuple(_at(server, "restart", Restart(), f"{server} restarts") for server in servers)
        yield ActionKind("restart", "a crashed server starts again", restarts)
    if frail:
        yield ActionKind("heal", "a cut link is healed", tuple(_heal(link) for link in frail))
    if bounds.duplicates:
        yield ActionKind("duplicate", "a message arrives, and stays in flight", about=_duplicate)
    if bounds.losses:
        yield ActionKind("lose", "a message is lost", about=_lose)
    if bounds.crashes:
        yield ActionKind("crash", "a server crashes", tuple(_crash(server) for server in servers))
    if frail:
        yield ActionKind("cut", "a link is cut", tuple(_cut(link) for link in frail))


def _at(server: ServerId, kind: str, event: Event, sentence: str) -> Action:
    return Action(kind, ((server, event),), sentence=sentence)


def _send(leader: ServerId, peer: ServerId) -> Action:
    return _at(leader, "send", SendAppendEntries(peer), f"{leader} sends AppendEntries to {peer}")


def _beat(leader: ServerId, peer: ServerId) -> Action:
    return _at(leader, "heartbeat", SendHeartbeat(peer), f"{leader} sends a heartbeat to {peer}")


def _request(server: ServerId, number: int) -> Action:
    value = Value(f"v{number}")
    return Action(
        "request",
        ((ENVIRONMENT, Ask(number)), (server, ClientRequest(value))),
        sentence=f"a client asks {server} to store {value}",
    )


def _crash(server: ServerId) -> Action:
    return Action("crash", ((ENVIRONMENT, Spend("crashes")), (server, Crash())), sentence=f"{server} crashes")


def _link_of(message: Message) -> Link:
    return frozenset((message.source, message.destination))


def _deliver(message: Message) -> Action:
    return Action(
        "deliver",
        ((ENVIRONMENT, Carry(_link_of(message))), (message.destination, Receive(message))),
        message,
        sentence=f"{message.destination} receives {message.payload} from {message.source}",
    )


def _duplicate(message: Message) -> Action:
    return Action(
        "duplicate",
        (
            (ENVIRONMENT, Carry(_link_of(message))),
            (ENVIRONMENT, Spend("duplicates")),
            (message.destination, Receive(message)),
        ),
        message,
        consumes=False,
        sentence=f"{message.destination} receives a duplicate of {message.payload} from {message.source}",
    )


def _lose(message: Message) -> Action:
    return Action("lose", ((ENVIRONMENT, Spend("losses")),), message, sentence=f"lost: {message}")


def _cut(link: Link) -> Action:
    return Action(
        "cut",
        ((ENVIRONMENT, Cut(link)),),
        sentence=f"the link between {' and '.join(sorted(link))} is cut",
    )


def _heal(link: Link) -> Action:
    return Action(
        "heal",
        ((ENVIRONMENT, Heal(link)),),
        sentence=f"the link between {' and '.join(sorted(link))} is healed",
    )
