"""What the article says of a group that elects a leader and replicates a log, word by word, as properties.

Some of these hold and some do not: that is what the claims ask. The denials at the foot are violated by
the shortest run that shows what they deny.
"""

from model.raft.quorum import majority
from model.raft.state import Durable, Role, Server, Volatile
from properties import raft_roles, raft_views, reachability
from properties.claims.denial import never
from properties.promise import Lack, leads_to
from properties.raft_progress import RANDOM
from properties.statement import Finding, Shape, always, each_step

ELECTION, REPLICATION = "the article, election", "the article, replication"


def office_and_vote(server: Server) -> Server:
    """See its term, its role, and its vote."""
    seen = raft_views.office(server)
    durable = Durable(server.durable.current_term, server.durable.voted_for)
    return Server(seen.id, durable, seen.volatile)


def disk_and_office(server: Server) -> Server:
    """See its term, its role, its log, and what it took for committed."""
    seen = raft_views.office(server)
    durable = Durable(current_term=server.durable.current_term, log=server.durable.log)
    return Server(seen.id, durable, seen.volatile, raft_views.commits(server).history)


def _role(server: Server) -> Role | None:
    volatile: Volatile | None = server.volatile
    return None if volatile is None else volatile.role


# The election


@always(Shape.ALL, Server, cites=f"{ELECTION} 1", sees=raft_views.office)
def without_a_leader_all_are_candidates(servers: tuple[Server, ...]) -> Finding:
    """While no server leads, every server that is up is a candidate."""
    if any(server.leads() for server in servers):
        return None
    for server in servers:
        if _role(server) is Role.FOLLOWER:
            return f"no server leads, and {server.id} is a follower"
    return None


@always(Shape.ONE, Server, cites=f"{ELECTION} 1; §5.2")
def a_candidate_stands_for_itself(server: Server) -> Finding:
    """Whoever is a candidate has begun the election itself: its term is its own, and so is its vote."""
    if _role(server) is not Role.CANDIDATE or server.durable.voted_for == server.id:
        return None
    return f"{server.id} is a candidate of term {server.durable.current_term}, and has not voted for itself"


@each_step(Server, cites="§5.2, Figure 2")
def whoever_starts_follows(before: Server, after: Server) -> Finding:
    """A server that starts is a follower, whether there is a leader or not."""
    if before.volatile is not None or after.volatile is None or _role(after) is Role.FOLLOWER:
        return None
    return f"{after.id} starts as a {_role(after)}"


@always(Shape.ALL, Server, cites=f"{ELECTION} 3", sees=office_and_vote)
def votes_are_given_without_a_leader(servers: tuple[Server, ...]) -> Finding:
    """While a server leads, nobody has voted for another in a later term."""
    for leader in (server for server in servers if server.leads()):
        for voter in servers:
            chosen, term = voter.durable.voted_for, voter.durable.current_term
            if term > leader.durable.current_term and chosen not in {None, voter.id}:
                return (
                    f"{voter.id} has voted for {chosen} in term {term}, and {leader.id} leads term "
                    f"{leader.durable.current_term}"
                )
    return None


@each_step(Server, cites=f"{ELECTION} 3; dissertation §4.2.3")
def nobody_in_a_lease_votes(before: Server, after: Server) -> Finding:
    """A server that leads, or has just heard from its leader, votes for nobody else in a later term."""
    if before.volatile is None or not (before.leads() or before.volatile.leader is not None):
        return None
    was, now = before.durable.current_term, after.durable.current_term
    if now <= was or after.durable.voted_for in {None, after.id}:
        return None
    whose = "led" if before.leads() else "had just heard from the leader of"
    return f"{after.id} {whose} term {was}, and votes for {after.durable.voted_for} in term {now}"


def office_and_refusals(server: Server) -> Server:
    """See its term, its role, and who has refused it a vote."""
    seen = raft_views.office(server)
    if server.volatile is None:
        return seen
    volatile = Volatile(role=server.volatile.role, votes_refused=server.volatile.votes_refused)
    return Server(seen.id, seen.durable, volatile)


@always(Shape.ALL, Server, cites=f"{ELECTION} 3", sees=office_and_refusals)
def without_a_leader_nobody_is_refused(servers: tuple[Server, ...]) -> Finding:
    """While no server leads, no candidate is refused a vote."""
    if any(server.leads() for server in servers):
        return None
    for server in servers:
        if server.volatile is not None and server.volatile.votes_refused:
            return (
                f"no server leads, and {min(server.volatile.votes_refused)} has refused {server.id} its vote"
            )
    return None


@always(Shape.PAIR, Server, cites=f"{ELECTION} 4", sees=raft_views.office)
def one_leader_at_a_time(a: Server, b: Server) -> Finding:
    """No two servers lead at the same time."""
    if a.id == b.id or not a.leads() or not b.leads():
        return None
    return (
        f"{a.id} leads term {a.durable.current_term} and {b.id} leads term {b.durable.current_term} "
        "at the same time"
    )


@always(Shape.ALL, Server, cites=f"{ELECTION} 4; §5.2", sees=office_and_vote)
def a_leader_had_a_majority(servers: tuple[Server, ...]) -> Finding:
    """In the term that a server leads, a majority has voted for it, or has gone on to a later term."""
    for leader in (server for server in servers if server.leads()):
        term = leader.durable.current_term
        behind = [
            server.id
            for server in servers
            if server.durable.current_term > term
            or (server.durable.current_term == term and server.durable.voted_for == leader.id)
        ]
        if len(behind) < majority(len(servers)):
            voters = f"the votes of {', '.join(behind)} only" if behind else "no vote at all"
            return f"{leader.id} leads term {term} with {voters}"
    return None


def standing_and_votes(server: Server) -> Server:
    """See whether it stands, and the votes that it counts."""
    if server.volatile is None or server.volatile.role is not Role.CANDIDATE:
        return Server(server.id)
    volatile = Volatile(role=Role.CANDIDATE, votes_granted=server.volatile.votes_granted)
    return Server(server.id, Durable(current_term=server.durable.current_term), volatile)


@always(Shape.ALL, Server, cites=f"{ELECTION} 4; §5.2", sees=standing_and_votes)
def nobody_stands_who_has_won(servers: tuple[Server, ...]) -> Finding:
    """Whoever has the votes of a majority stands no longer: it leads."""
    for server in servers:
        if _role(server) is Role.CANDIDATE and len(server.running().votes_granted) >= majority(len(servers)):
            votes = ", ".join(sorted(server.running().votes_granted))
            return (
                f"{server.id} has the votes of {votes} in term {server.durable.current_term}, and stands on"
            )
    return None


def life_and_elections(server: Server) -> Server:
    """See whether it is up, the terms in which it was elected, and the one that it leads."""
    seen = raft_views.elections(server)
    return Server(seen.id, seen.durable, None if server.volatile is None else seen.volatile, seen.history)


def _elected_last(servers: tuple[Server, ...]) -> Server | None:
    """Return the server that was elected in the latest term of all in which one was."""
    elected = [server for server in servers if server.history.elected]
    return max(elected, key=lambda server: server.history.elected[-1], default=None)


def leader_has_failed(servers: tuple[Server, ...]) -> Lack:
    """Say which server was elected last, if it is down."""
    latest = _elected_last(servers)
    if latest is None or latest.volatile is not None:
        return None
    return f"{latest.id}, elected in term {latest.history.elected[-1]}, has failed"


@leads_to(Server, leader_has_failed, fairness=RANDOM, cites=f"{ELECTION} 6; §5.6", sees=life_and_elections)
def a_failed_leader_is_replaced(servers: tuple[Server, ...]) -> Lack:
    """When the leader has failed, a server is elected in a later term, and leads."""
    latest = _elected_last(servers)
    if latest is None or (latest.volatile is not None and latest.leads()):
        return None
    return "no server leads a later term"


@always(Shape.ALL, Server, cites=f"{ELECTION} 5; §5.2", sees=raft_views.office)
def nobody_stands_beside_a_leader(servers: tuple[Server, ...]) -> Finding:
    """While a server leads, no other is a candidate."""
    leader = next((server for server in servers if server.leads()), None)
    if leader is None:
        return None
    for server in servers:
        if _role(server) is Role.CANDIDATE:
            return (
                f"{server.id} stands in term {server.durable.current_term}, while {leader.id} leads term "
                f"{leader.durable.current_term}"
            )
    return None


@each_step(Server, cites="§5.1, Figure 2 (all servers)")
def a_leader_gives_way(before: Server, after: Server) -> Finding:
    """A leader that goes on to a later term, as it has heard of it, leads no longer."""
    was, now = before.durable.current_term, after.durable.current_term
    if not before.leads() or not after.leads() or now <= was:
        return None
    return f"{after.id} led term {was}, and leads on in term {now}"


no_leader_is_unseated = never(
    raft_roles.leader_unseated,
    "no-leader-is-unseated",
    "No leader that is up ever gives way to a later term.",
)


# Replication


@always(Shape.ALL, Server, cites=f"{REPLICATION} 1-3; §5.3", sees=disk_and_office)
def followers_have_what_their_leader_has(servers: tuple[Server, ...]) -> Finding:
    """What anybody has of the term that a server leads, that server has in its own log, at the same place."""
    for leader in (server for server in servers if server.leads()):
        term, own = leader.durable.current_term, leader.durable.log
        for server in servers:
            for index, entry in enumerate(server.durable.log):
                if entry.term == term and (index >= len(own) or own[index] != entry):
                    return f"{server.id} has {entry}, and {leader.id}, which leads term {term}, does not"
    return None


@always(Shape.ALL, Server, cites=f"{REPLICATION} 4", sees=disk_and_office)
def committed_on_majority_of_followers(servers: tuple[Server, ...]) -> Finding:
    """What a leader takes for committed, (N/2) + 1 servers besides itself have."""
    for leader in (server for server in servers if server.leads()):
        for committed in leader.history.committed:
            place = committed.index - 1
            holders = [
                server.id
                for server in servers
                if server.id != leader.id and server.durable.log[place : place + 1] == (committed.entry,)
            ]
            if committed.term == leader.durable.current_term and len(holders) < majority(len(servers)):
                verb = "have" if len(holders) > 1 else "has"
                return (
                    f"{leader.id} has committed {committed.entry}, and of the followers "
                    f"{' and '.join(holders) or 'nobody'} {verb} it: {len(holders)}, not "
                    f"{majority(len(servers))}"
                )
    return None


@always(Shape.ONE, Server, cites=f"{REPLICATION} 4; §5.4.2")
def only_its_own_leader_commits(server: Server) -> Finding:
    """An entry that the leader of its term did not commit is never committed."""
    for committed in server.history.committed:
        if committed.term > committed.entry.term:
            return f"{server.id} knows of {committed}"
    return None


nothing_is_committed = never(
    reachability.entry_committed, "nothing-is-committed", "No entry is ever committed."
)

nobody_is_elected = never(reachability.leader_elected, "nobody-is-elected", "No leader is ever elected.")

no_leader_is_replaced = never(
    reachability.leader_replaced, "no-leader-is-replaced", "No leader is ever replaced by another."
)
