"""What a Raft group promises: that something comes about, if time and the network are kind enough.

How kind is said twice. What may *not* happen (a time-out while heartbeats arrive) is an assumption on
time, and part of the scenario: `model.raft.timing`. What must not be put off for ever is the fairness
of the promise. Neither alone is enough, and no promise of a group is kept without both (§5.6).
"""

from model.raft.quorum import is_quorum
from model.raft.state import Configuration, Log, Role, Server, ServerId, last_index, term_at
from properties import raft_views
from properties.promise import Fairness, Lack, always_eventually, eventually, eventually_always, leads_to

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

RANDOM = Fairness(
    "strong on the delivery of each message, and on each time-out and what ends a lease or an office, as no "
    "time is for ever the shorter; weak on what a leader sends to each peer; none on requests, changes, "
    "crashes, restarts, losses and cuts",
    weak=("send",),
    strong=("deliver", "time-out", "lease", "quorum"),
)
"""What waits for messages to arrive is not enabled without a break: weak fairness would owe it nothing."""


@eventually(Server, fairness=TIMELY, cites="§5.2, §5.6", sees=raft_views.office)
def a_leader_is_elected(servers: tuple[Server, ...]) -> Lack:
    """In the end a leader is elected."""
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


@always_eventually(Server, fairness=RANDOM, cites="§5.4, §5.6, §6", sees=raft_views.office_and_log)
def a_majority_elects(servers: tuple[Server, ...]) -> Lack:
    """Again and again, a server leads, or those that are up are no majority of the voters.

    The voters are those that the log says which is the most up to date of those that are up.
    """
    up = [server for server in servers if server.volatile is not None]
    if not up or any(server.leads() for server in up):
        return None
    latest = max(
        up,
        key=lambda one: (term_at(one.durable.log, last_index(one.durable.log)), last_index(one.durable.log)),
    )
    voters = _voters(latest.durable.log, servers)
    there = sorted({server.id for server in up} & voters)
    if not is_quorum(len(there), len(voters)):
        return None
    return f"{' and '.join(there)} are up, a majority of {{{', '.join(sorted(voters))}}}, and nobody leads"


def _voters(log: Log, servers: tuple[Server, ...]) -> frozenset[ServerId]:
    """Return the voters of the latest configuration in a log: all servers, if there is none."""
    configurations = [one.value for one in log if isinstance(one.value, Configuration)]
    return configurations[-1].voters if configurations else frozenset(server.id for server in servers)


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
