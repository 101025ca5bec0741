"""A group that is led, and whose time can be told: where trials in time begin.

Everything here is a step of the model: n1 is elected, it is asked to store values, and it sends them to so
many of the others that their logs are as long as they shall be.
"""

from collections.abc import Iterator
from functools import cache

from attrs import evolve, frozen

from model.process import Event
from model.raft.events import ClientRequest, SendAppendEntries
from model.raft.group import RaftBounds, group_under, servers_of
from model.raft.opening import with_leader
from model.raft.rules import Raft
from model.raft.state import Server, ServerId
from model.world import System, World

MANY = 10**9
"""A bound that no run in time comes to."""

LEAST, MOST = 3, 7
"""How many servers a group can have here: one of two cannot replace its leader, the model has up to 7."""


@frozen
class TimedGroup:
    """A group led by its first server, with the rules that it follows."""

    system: System
    rules: Raft

    @property
    def leader(self) -> ServerId:
        """The server that leads at first."""
        return self.rules.servers[0]

    @property
    def followers(self) -> tuple[ServerId, ...]:
        """The others, those with longer logs first."""
        return self.rules.servers[1:]

    def server(self, world: World, server: ServerId) -> Server:
        """Return a server in a world."""
        found: Server = world.locals[self.rules.servers.index(server)]
        return found

    def can_win(self, world: World, candidate: ServerId) -> bool:
        """Say whether a candidate's log is good enough for a quorum of those that are up (§5.4.1).

        That is as the right rules have it, whatever a mutant says.
        """
        log = self.server(world, candidate).durable.log
        last = len(log), log[-1].term if log else 0
        voters = [one for one in world.locals if isinstance(one, Server) and one.volatile is not None]
        ready = sum(Raft.log_is_up_to_date(self.rules, *last, voter.durable.log) for voter in voters)
        return ready >= Raft.vote_quorum(self.rules)


def object_to_servers(servers: int) -> str | None:
    """Say what is wrong with a number of servers, or return None."""
    if LEAST <= servers <= MOST:
        return None
    return f"--servers {servers} makes no sense; expected a whole number from {LEAST} to {MOST}"


@cache
def timed_group(servers: int, *, logs_differ: bool, protocol: type | None = None) -> TimedGroup:
    """Return a group whose logs are empty, or each one entry shorter than that of the server before.

    Its protocol is Raft's if none is given. Raises ValueError for one by which such a group cannot come
    about.
    """
    entries = servers - 1 if logs_differ else 0
    bounds = RaftBounds(
        servers=servers,
        terms=MANY,
        entries=entries + 1,
        requests=entries + 1,
        crashes=1,
        losses=MANY,
        copies=None,
        heartbeats=True,
    )
    rules = (protocol or Raft)(servers_of(bounds), bounds.batch)
    leader = rules.servers[0]
    system = _led(group_under(rules, bounds), leader)
    world = system.initial()
    for number in range(1, entries + 1):
        world = _taken(system, world, ClientRequest, leader)
        for peer in rules.servers[1 : servers - number]:
            world = _taken(system, world, SendAppendEntries, leader, peer)
            world = _delivered(system, world)
    return TimedGroup(evolve(system, initial_locals=world.locals), rules)


def _led(system: System, leader: ServerId) -> System:
    """Return a group that is led at first; who is mistaken about its rules may never come to that."""
    try:
        led = with_leader(system, leader)
    except (AssertionError, RuntimeError, StopIteration) as error:
        raise ValueError(f"by these rules {leader} cannot be made the leader at first") from error
    if not led.initial_locals[0].leads():
        raise ValueError(f"by these rules {leader} is not elected, though it has every vote")
    return led


def _taken(
    system: System, world: World, event: type[Event], server: ServerId, peer: ServerId | None = None
) -> World:
    """Take the first enabled action that is an event of this class at this server, for this peer."""
    for action, after, _ in system.actions(world):
        process, what = action.parts[-1]
        if process == server and isinstance(what, event) and getattr(what, "peer", peer) == peer:
            return after
    raise ValueError(f"by these rules {server} does not take {event.__name__} when it should")


def _delivered(system: System, world: World) -> World:
    """Deliver what is in flight, and what is answered, until nothing is."""
    while world.messages:
        world = next(_deliveries(system, world))
    return world


def _deliveries(system: System, world: World) -> Iterator[World]:
    return (after for action, after, _ in system.actions(world) if action.kind == "deliver")
