"""What a property may see of a server: the rest is left at its default.

A property that says what it `sees` gets no more than that, so an engine need ask it once only for all
servers that look the same. What is left out here cannot be read by mistake.
"""

from model.raft.state import Durable, History, Role, Server, Volatile


def elections(server: Server) -> Server:
    """The terms in which it was elected, and the one that it leads."""
    history = History(elected=server.history.elected)
    return Server(server.id, *_leadership(server), history)


def log(server: Server) -> Server:
    """Its log."""
    return Server(server.id, Durable(log=server.durable.log))


def commits(server: Server) -> Server:
    """What it took for committed."""
    return Server(server.id, history=History(committed=server.history.committed))


def log_and_commits(server: Server) -> Server:
    """Its log, and what it took for committed."""
    return Server(server.id, Durable(log=server.durable.log), history=commits(server).history)


def led_log_and_commits(server: Server) -> Server:
    """What it took for committed, and if it leads, in which term and with which log."""
    durable, volatile = _leadership(server)
    if server.leads():
        durable = Durable(current_term=durable.current_term, log=server.durable.log)
    return Server(server.id, durable, volatile, commits(server).history)


def vote(server: Server) -> Server:
    """Its term and its vote."""
    durable = server.durable
    return Server(server.id, Durable(durable.current_term, durable.voted_for))


def _leadership(server: Server) -> tuple[Durable, Volatile]:
    if not server.leads():
        return Durable(), Volatile()
    return Durable(current_term=server.durable.current_term), Volatile(role=Role.LEADER)


def office(server: Server) -> Server:
    """Its term and its role, and whether it is up."""
    volatile = None if server.volatile is None else Volatile(role=server.volatile.role)
    return Server(server.id, Durable(current_term=server.durable.current_term), volatile)


def led_log(server: Server) -> Server:
    """If it leads, in which term, with which log, and what of that is committed."""
    if server.volatile is None or not server.leads():
        return Server(server.id)
    durable = Durable(current_term=server.durable.current_term, log=server.durable.log)
    return Server(server.id, durable, Volatile(role=Role.LEADER, commit_index=server.volatile.commit_index))


def office_and_log(server: Server) -> Server:
    """Its role, whether it is up, and its log."""
    volatile = None if server.volatile is None else Volatile(role=server.volatile.role)
    return Server(server.id, Durable(log=server.durable.log), volatile)
