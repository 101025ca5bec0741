"""What a scene is made of: a server in some state, an event, and what comes of it.

A log is written as its terms, ``(1, 1, 4)``: the entry at index 2 of term 1 holds the value ``v1.2``,
so that, as in a real run, no two entries of one term and index differ.
"""

from collections.abc import Iterable, Mapping

from model.process import Event, Message, Outcome, Receive
from model.raft import handlers
from model.raft.messages import AppendEntries, Payload
from model.raft.rules import Raft
from model.raft.state import (
    Committed,
    Durable,
    Entry,
    History,
    Log,
    Progress,
    Role,
    Server,
    ServerId,
    Value,
    Volatile,
)
from model.world import Action, System, World


def group_of(size: int) -> tuple[ServerId, ...]:
    """Return the names of a group's servers."""
    return tuple(ServerId(f"n{number}") for number in range(1, size + 1))


N1, N2, N3 = THREE = group_of(3)
RULES = Raft(THREE)


def entry(term: int, index: int) -> Entry:
    """Return the entry that the leader of a term appended at an index."""
    return Entry(term, Value(f"v{term}.{index}"))


def log_of(*terms: int) -> Log:
    """Return the log whose entries are of these terms."""
    return tuple(entry(term, index) for index, term in enumerate(terms, start=1))


def follower(
    server: ServerId = N1,
    *,
    term: int = 1,
    voted_for: ServerId | None = None,
    log: Iterable[int] = (),
    commit: int = 0,
    history: History = History(),  # noqa: B008  # frozen
) -> Server:
    """Return a follower."""
    return Server(server, Durable(term, voted_for, log_of(*log)), Volatile(commit_index=commit), history)


def candidate(
    server: ServerId = N1,
    *,
    term: int = 1,
    log: Iterable[int] = (),
    commit: int = 0,
    granted: Iterable[ServerId] | None = None,
    refused: Iterable[ServerId] = (),
) -> Server:
    """Return a candidate, with its own vote unless said otherwise."""
    votes = frozenset((server,) if granted is None else granted)
    return Server(
        server,
        Durable(term, server, log_of(*log)),
        Volatile(Role.CANDIDATE, commit, votes_granted=votes, votes_refused=frozenset(refused)),
    )


def leader(
    server: ServerId = N1,
    *,
    term: int = 1,
    log: Iterable[int] = (),
    commit: int = 0,
    progress: Mapping[ServerId, tuple[int, int]] | None = None,
    group: tuple[ServerId, ...] = THREE,
) -> Server:
    """Return a leader; `progress` is a peer's next and match index, just elected unless said otherwise."""
    entries = log_of(*log)
    known = {peer: (len(entries) + 1, 0) for peer in group if peer != server} | dict(progress or {})
    return Server(
        server,
        Durable(term, server, entries),
        Volatile(
            Role.LEADER,
            commit,
            progress=frozenset(Progress(peer, after, match) for peer, (after, match) in known.items()),
        ),
        History(elected=(term,)),
    )


def crashed(server: ServerId = N1, *, term: int = 1, log: Iterable[int] = ()) -> Server:
    """Return a server that has crashed."""
    return Server(server, Durable(term, None, log_of(*log)), None)


def append(
    *terms: int, term: int = 1, after_index: int = 0, after_term: int = 0, commit: int = 0
) -> AppendEntries:
    """Return an AppendEntries with entries of these terms, after an index of a term."""
    entries = tuple(entry(one, after_index + place) for place, one in enumerate(terms, start=1))
    return AppendEntries(term, after_index, after_term, entries, commit)


def takes(server: Server, event: Event, rules: Raft = RULES) -> Outcome | None:
    """Return what comes of an event at a server."""
    return handlers.react(rules, server, event)


def after(server: Server, event: Event, rules: Raft = RULES) -> Server:
    """Return the server after an event that is enabled."""
    outcome = takes(server, event, rules)
    assert outcome is not None, f"{server.id} does not take {event}"
    assert isinstance(outcome.local, Server)
    return outcome.local


def sent(server: Server, event: Event, rules: Raft = RULES) -> tuple[Message, ...]:
    """Return what a server sends at an event that is enabled."""
    outcome = takes(server, event, rules)
    assert outcome is not None, f"{server.id} does not take {event}"
    return outcome.sends


def receive(payload: Payload, source: ServerId = N2, destination: ServerId = N1) -> Receive:
    """Return the event that n1 receives something from n2, unless said otherwise."""
    return Receive(Message(source, destination, payload))


def answer(server: Server, payload: Payload, source: ServerId = N2, rules: Raft = RULES) -> Payload:
    """Return what a server says to the sender of a message, and assert that it says that one thing."""
    (message,) = sent(server, receive(payload, source, server.id), rules)
    assert (server.id, source) == (message.source, message.destination)
    assert isinstance(message.payload, Payload)
    return message.payload


def hears(server: Server, payload: Payload, source: ServerId = N2, rules: Raft = RULES) -> Server:
    """Return a server after it has received a message."""
    return after(server, receive(payload, source, server.id), rules)


def role_of(server: Server) -> Role:
    """Return the role of a server that runs."""
    assert server.volatile is not None
    return server.volatile.role


def commit_index_of(server: Server) -> int:
    """Return the commit index of a server that runs."""
    assert server.volatile is not None
    return server.volatile.commit_index


def progress_of(server: Server, peer: ServerId = N2) -> tuple[int, int]:
    """Return the next and the match index that a leader knows of a peer."""
    known = server.progress_of(peer)
    assert known is not None
    return known.next_index, known.match_index


def committed(term: int, *entries: tuple[int, Entry]) -> History:
    """Return the history of a server that took entries for committed in a term."""
    return History(committed=tuple(Committed(index, one, term) for index, one in entries))


def named(system: System, world: World, sentence: str) -> Action:
    """Return the first action of a world whose sentence begins so."""
    sentences = []
    for action in system.candidates(world):
        if str(action).startswith(sentence):
            return action
        sentences.append(str(action))
    raise AssertionError(f"no action begins with {sentence!r}; there are: {sentences}")


def play(system: System, *sentences: str, world: World | None = None) -> World:
    """Take the actions with these sentences, each of them enabled and within the bounds."""
    world = world or system.initial()
    for sentence in sentences:
        stepped = system.step(world, named(system, world, sentence))
        assert stepped is not None, f"not enabled: {sentence}"
        world, beyond = stepped
        assert beyond == (), f"beyond the bound on {beyond}: {sentence}"
    return world


def server_in(world: World, server: ServerId) -> Server:
    """Return a server in a world."""
    (found,) = (local for local in world.locals if isinstance(local, Server) and local.id == server)
    return found
