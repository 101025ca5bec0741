"""How a violation in a Raft group came about, from the whole run: who was elected by whose votes.

A leader's state does not keep its votes, and no rule needs them; the run has them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from attrs import frozen

from model.process import Message
from model.raft.messages import RequestVoteResponse
from model.raft.state import Committed, Server, ServerId
from properties.raft_safety import election_safety, leader_completeness

Run = Sequence[tuple[Any, ...]]
"""The local states at each moment of a run."""


@frozen
class Election:
    """A server was elected in a term, at a moment of the run, with these votes, its own among them."""

    term: int
    leader: ServerId
    voters: tuple[ServerId, ...]
    moment: int

    def __str__(self) -> str:
        return f"{self.leader} was elected in term {self.term} with the votes of {listed(self.voters)}"


def account_of(stated: str, run: Run, actions: Sequence[Any]) -> str | None:
    """Say how it came about that a property is violated at the end of a run."""
    elections = list(elections_in(run, actions))
    if stated == election_safety.name:
        return _of_two_leaders(elections, run)
    if stated == leader_completeness.name:
        return _of_a_leader_without(elections, run)
    return None


def elections_in(run: Run, actions: Sequence[Any]) -> Iterator[Election]:
    """Yield the elections of a run: each step in which a server notes that it was elected."""
    for number, (before, after, action) in enumerate(zip(run, run[1:], actions, strict=False), start=1):
        for old, new in zip(before, after, strict=True):
            if isinstance(new, Server) and len(new.history.elected) > len(old.history.elected):
                voters = tuple(sorted(_voters(old, action.message)))
                yield Election(new.history.elected[-1], new.id, voters, number)


def _voters(candidate: Server, message: Message | None) -> set[ServerId]:
    """Return whose votes a candidate has counted, with the one that arrives in this step."""
    counted = set() if candidate.volatile is None else set(candidate.volatile.votes_granted)
    answer = None if message is None else message.payload
    if isinstance(answer, RequestVoteResponse) and answer.vote_granted:
        assert message is not None
        counted.add(ServerId(message.source))
    return counted or {candidate.id}  # one that wins as it stands has its own vote


def _of_two_leaders(elections: Sequence[Election], run: Run) -> str | None:
    """Tell the first two elections in one term, and whose votes were in both."""
    for one, other in combinations(elections, 2):
        if one.term == other.term:
            return f"{one}; {other}: {_in_both(one, other, run)}"
    return None


def _in_both(one: Election, other: Election, run: Run) -> str:
    shared = [voter for voter in one.voters if voter in other.voters]
    if one.leader == other.leader:
        return "it had forgotten the first"
    if not shared:
        return "no server voted for both"
    twice = [voter for voter in shared if {one.leader, other.leader} <= _choices(voter, one.term, run)]
    if twice:
        return f"{listed(twice)} voted twice"
    return f"the vote of {listed(shared)} was counted for both, and was given to one of them in that term"


def _choices(voter: ServerId, term: int, run: Run) -> set[ServerId | None]:
    """Return for whom a server voted in a term, in the course of a run."""
    return {
        local.durable.voted_for
        for moment in run
        for local in moment
        if isinstance(local, Server) and local.id == voter and local.durable.current_term == term
    }


def _of_a_leader_without(elections: Sequence[Election], run: Run) -> str | None:
    """Tell by whose votes a leader was elected that lacks what is committed, and which of them had it."""
    for leader, committed in _lacking(run[-1]):
        election = next((one for one in reversed(elections) if one.leader == leader.id), None)
        if election is None:
            return None
        at_the_time = [local for local in run[election.moment] if isinstance(local, Server)]
        holders = [server.id for server in at_the_time if _has(server, committed)]
        had = [voter for voter in election.voters if voter in holders]
        entry = f"{committed.entry} at index {committed.index}"
        if had:
            return f"{election}; of these, {listed(had)} had {entry}"
        return f"{election}, none of whom had {entry}: it was in the log of {listed(holders) or 'nobody'}"
    return None


def _lacking(local_states: Iterable[Any]) -> Iterator[tuple[Server, Committed]]:
    """Yield each leader with an entry that was committed in an earlier term, and that it lacks."""
    servers = [local for local in local_states if isinstance(local, Server)]
    for server in servers:
        for leader in servers:
            for committed in server.history.committed:
                is_owed = leader.leads() and committed.term < leader.durable.current_term
                if is_owed and not _has(leader, committed):
                    yield leader, committed


def _has(server: Server, committed: Committed) -> bool:
    log = server.durable.log
    return committed.index <= len(log) and log[committed.index - 1] == committed.entry


def listed(names: Sequence[str]) -> str:
    """Return names as a reader expects them: ``n1, n2 and n3``."""
    *first, last = names or ("",)
    return f"{', '.join(first)} and {last}" if first else str(last)
