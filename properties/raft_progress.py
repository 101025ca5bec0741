"""What a Raft group promises: that something comes about, if time and the network are kind enough.

How kind is said twice. What may *not* happen (a time-out while heartbeats arrive) is an assumption on
time, and part of the scenario: `model.raft.timing`. What must not be put off for ever is the fairness
of the promise. Neither alone is enough, and no promise of a group is kept without both (§5.6).
"""

from model.raft.quorum import is_quorum
from model.raft.state import Role, Server
from properties import raft_views
from properties.promise import Fairness, Lack, eventually, eventually_always, leads_to

DELIVERED = Fairness(
    "strong on the delivery of each message; weak on what a leader sends to each peer; none on all else, "
    "time-outs too",
    weak=("send",),
    strong=("deliver",),
)

TIMELY = Fairness(
    "strong on the delivery of each message; weak on what a leader sends to each peer, on each time-out, and "
    "on what ends a lease or an office, all of which wait for messages that can arrive; none on requests, "
    "crashes, restarts, losses and cuts",
    weak=("send", "time-out", "lease", "quorum"),
    strong=("deliver",),
)


@eventually(Server, fairness=TIMELY, cites="§5.2, §5.6", sees=raft_views.office)
def a_leader_is_elected(servers: tuple[Server, ...]) -> Lack:
    """A leader is elected."""
    return None if any(server.leads() for server in servers) else "no server leads"


@eventually_always(Server, fairness=TIMELY, cites="§5.6", sees=raft_views.office)
def a_leader_stays(servers: tuple[Server, ...]) -> Lack:
    """In the end a server leads, and a majority is in its term.

    Two leaders never do so one right after the other: to be elected, the second first takes a majority away.
    """
    terms = [one.durable.current_term for one in servers if one.volatile is not None]
    for leader in servers:
        if leader.leads() and is_quorum(terms.count(leader.durable.current_term), len(servers)):
            return None
    return "no server leads a term that a majority is in"


def entry_waits(servers: tuple[Server, ...]) -> Lack:
    """Say which entry of its own term a leader has that is not committed."""
    for server in servers:
        if server.volatile is not None and server.leads():
            for index in range(server.volatile.commit_index + 1, len(server.durable.log) + 1):
                entry = server.durable.log[index - 1]
                if entry.term == server.durable.current_term:
                    return f"{server.id}, leader of term {entry.term}, waits for {entry} to be committed"
    return None


@leads_to(Server, entry_waits, fairness=DELIVERED, cites="§5.3", sees=raft_views.led_log)
def what_a_leader_takes_is_committed(servers: tuple[Server, ...]) -> Lack:
    """What a leader has taken in its own term is committed, unless it leads no longer."""
    return entry_waits(servers)


def candidate_beside_leader(servers: tuple[Server, ...]) -> Lack:
    """Say which server stands in a term that another leads."""
    for server in servers:
        if server.volatile is not None and server.volatile.role is Role.CANDIDATE:
            term = server.durable.current_term
            leader = next((one for one in servers if one.leads() and one.durable.current_term == term), None)
            if leader is not None:
                return f"{server.id} stands in term {term}, which {leader.id} leads"
    return None


@leads_to(Server, candidate_beside_leader, fairness=DELIVERED, cites="§5.2", sees=raft_views.office)
def candidates_follow(servers: tuple[Server, ...]) -> Lack:
    """A candidate follows the leader of its term in the end, or one of the two goes on to another term."""
    return candidate_beside_leader(servers)
