"""A group that begins with a leader: its first election is over, and everyone has heard the outcome."""

from attrs import evolve

from model.raft.events import ElectionTimeout, SendAppendEntries
from model.raft.state import ServerId
from model.world import System, World


def with_leader(system: System, leader: ServerId) -> System:
    """Return the same system, in which a server leads from the beginning and no message is in flight."""
    world = _take(system, system.initial(), ElectionTimeout, leader)
    while world.messages:
        world = _take(system, world, object)
    for peer in system.processes:
        if isinstance(peer, ServerId) and peer != leader:
            world = _take(system, world, SendAppendEntries, leader, peer)
            while world.messages:
                world = _take(system, world, object)
    return evolve(system, initial_locals=world.locals)


def _take(
    system: System, world: World, event: type, server: ServerId | None = None, peer: ServerId | None = None
) -> World:
    """Take the first enabled action: of a message in flight, or of this event at this server."""
    for action, after, _ in system.actions(world):
        first, what = action.parts[0]
        if server is None:
            if action.kind == "deliver":
                return after
        elif first == server and isinstance(what, event) and getattr(what, "peer", None) == peer:
            return after
    raise AssertionError("no such action")
