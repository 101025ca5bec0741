"""Groups that do not begin at rest: what has happened before the run is played, and stated.

Each function plays a script on a system and returns it with another initial world, without a message in
flight. What the script takes of a budget counts; no bound stops it.
"""

from attrs import evolve

from model.process import Event
from model.raft.events import ChangeRequest, ClientRequest, ElectionTimeout, SendAppendEntries
from model.raft.state import Configuration, Server, ServerId, Value
from model.world import System, World


def with_leader(system: System, leader: ServerId) -> System:
    """A server has been elected, and everyone has heard of it."""
    world = _delivered(system, _taken(system, system.initial(), leader, ElectionTimeout()))
    return _beginning(system, _told(system, world, leader, _peers(system, leader)))


def with_entry(system: System, leader: ServerId) -> System:
    """A leader has taken a client's value, which is committed, as everyone knows."""
    system = with_leader(system, leader)
    world = _taken(system, system.initial(), leader, ClientRequest(Value("v1")))
    return _beginning(system, _known(system, world, leader, _peers(system, leader)))


def with_late_server(system: System, leader: ServerId, late: ServerId) -> System:
    """A leader took a client's value, all but one server have it, and the leader has crashed.

    That one was cut off: it has stood for election twice, and all that it sent is lost.
    """
    system = with_leader(system, leader)
    world = _taken(system, system.initial(), leader, ClientRequest(Value("v1")))
    others = tuple(peer for peer in _peers(system, leader) if peer != late)
    world = _known(system, world, leader, others)
    for _ in range(2):
        world = evolve(_taken(system, world, late, ElectionTimeout()), messages=())
    return _beginning(system, _crashed(system, world, leader))


def with_promotion(
    system: System, leader: ServerId, learner: ServerId, voters: frozenset[ServerId]
) -> System:
    """A leader with a no-op added a learner and promoted it; all voters have that, and it has crashed.

    The learner knows that it is one, and has not heard of its promotion.
    """
    system = with_leader(system, leader)
    taught = Configuration(voters, learners=frozenset((learner,)))
    peers = _peers(system, leader)
    world = _known(system, system.initial(), leader, peers)
    world = _known(system, _taken(system, world, leader, ChangeRequest(taught)), leader, peers)
    world = _taken(system, world, leader, ChangeRequest(Configuration(voters | {learner})))
    others = tuple(peer for peer in peers if peer != learner)
    return _beginning(system, _crashed(system, _told(system, world, leader, others), leader))


def _beginning(system: System, world: World) -> System:
    return evolve(system, initial_locals=world.locals)


def _peers(system: System, leader: ServerId) -> tuple[ServerId, ...]:
    return tuple(peer for peer in system.processes if isinstance(peer, ServerId) and peer != leader)


def _known(system: System, world: World, leader: ServerId, peers: tuple[ServerId, ...]) -> World:
    """Let a leader send to peers that it follows up, again and again, until nobody learns anything by it."""
    following = _told(system, world, leader, peers)
    return world if following == world else _known(system, following, leader, peers)


def _told(system: System, world: World, leader: ServerId, peers: tuple[ServerId, ...]) -> World:
    """Let a leader send to those of the peers that it follows up, one after the other."""
    for peer in peers:
        if any(known.peer == peer for known in _local(system, world, leader).running().progress):
            world = _delivered(system, _taken(system, world, leader, SendAppendEntries(peer)))
    return world


def _delivered(system: System, world: World) -> World:
    """Deliver what is in flight, one message after the other, and what is sent in answer.

    What goes to a server that is down is lost.
    """
    while True:
        arrived = (after for action, after, _ in system.actions(world) if action.kind == "deliver")
        following = next(arrived, None)
        if following is None:
            return evolve(world, messages=())
        world = following


def _taken(system: System, world: World, server: ServerId, event: Event) -> World:
    """Take the first action in which a server takes this event."""
    return next(after for action, after, _ in system.actions(world) if (server, event) in action.parts)


def _crashed(system: System, world: World, server: ServerId) -> World:
    """Take a server's memory away; that is in no budget, as what is `down` is in none."""
    place = system.processes.index(server)
    gone = evolve(_local(system, world, server), volatile=None)
    return evolve(world, locals=(*world.locals[:place], gone, *world.locals[place + 1 :]))


def _local(system: System, world: World, server: ServerId) -> Server:
    local = world.locals[system.processes.index(server)]
    assert isinstance(local, Server)
    return local
