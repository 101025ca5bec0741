"""The properties of Ongaro's specification: what each objects to, what not, and a mistake for three."""

from collections.abc import Callable

import pytest
from attrs import evolve

from checker.reference import search
from checker.verdict import Verdict
from model.ongaro.events import (
    AdvanceCommitIndex,
)
from model.ongaro.group import REACTIONS, OngaroBounds, ongaro_group
from model.ongaro.state import Server, started
from model.process import Event, Local, Message, Outcome, ProcessId, Receive
from model.raft.messages import AppendEntries, RequestVote, RequestVoteResponse
from model.raft.state import Durable, Entry, Role, ServerId, Value
from properties import ongaro_safety
from properties.ongaro import ONGARO
from properties.ongaro_safety import (
    commit_index_goes_back,
    commit_index_within_log,
    election_safety,
    entry_committed,
    entry_removed,
    leader_append_only,
    leader_completeness,
    leader_elected,
    log_matching,
    state_machine_safety,
)
from properties.statement import Kind, Property, properties_in

N1, N2, N3 = THREE = tuple(ServerId(f"n{number}") for number in (1, 2, 3))
V1, V2 = Value("v1"), Value("v2")
EARLY, LATE, OTHER = Entry(2, V1), Entry(3, V1), Entry(2, V2)


def server(
    name: ServerId = N1, *log: Entry, term: int = 3, role: Role = Role.FOLLOWER, commit: int = 0
) -> Server:
    volatile = evolve(started(THREE), role=role, commit_index=commit)
    return Server(name, Durable(current_term=term, log=log), volatile)


def leader(name: ServerId, *log: Entry, term: int = 3, commit: int = 0) -> Server:
    return server(name, *log, term=term, role=Role.LEADER, commit=commit)


@pytest.mark.parametrize(
    ("stated", "those", "objection"),
    [
        (election_safety, (leader(N1), leader(N2)), "n1 and n2 both lead term 3"),
        (
            log_matching,
            (server(N1, EARLY, LATE), server(N2, OTHER, LATE)),
            (
                "the logs of n1 and n2 both have an entry of term 3 at index 2, but at index 1 n1 has "
                "v1 (term 2) and n2 has v2 (term 2)"
            ),
        ),
        (leader_append_only, (leader(N1, EARLY), leader(N1)), "n1, leader of term 3, did not keep its log"),
        (
            commit_index_within_log,
            (server(N1, EARLY, commit=2),),
            "n1 has commit index 2, and its log ends at index 1",
        ),
        (
            state_machine_safety,
            (server(N1, EARLY, commit=1), server(N2, OTHER, commit=1)),
            "at index 1, n1 has committed v1 (term 2) and n2 has committed v2 (term 2)",
        ),
        (
            leader_completeness,
            (server(N1, EARLY, commit=1), leader(N2)),
            "n2 leads term 3 without v1 (term 2) at index 1, which n1, in term 3, knows to be committed",
        ),
        (
            leader_completeness,
            (server(N1, EARLY, term=2, commit=1), leader(N2, OTHER)),
            "n2 leads term 3 without v1 (term 2) at index 1, which n1, in term 2, knows to be committed",
        ),
        (leader_elected, (leader(N1),), "n1 leads term 3"),
        (entry_committed, (server(N1, EARLY, commit=1),), "n1 knows v1 (term 2) to be committed"),
        (entry_removed, (server(N1, EARLY, LATE), server(N1, EARLY)), "n1 removes v1 (term 3) at index 2"),
        (
            commit_index_goes_back,
            (server(N1, EARLY, commit=1), server(N1, EARLY)),
            "n1 takes its commit index back from 1 to 0",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Property) else "",
)
def test_findings(stated: Property, those: tuple[Server, ...], objection: str) -> None:
    """A property says what is wrong, or what was seen, in a sentence."""
    assert stated(*those) == objection


@pytest.mark.parametrize(
    ("stated", "those"),
    [
        (election_safety, (leader(N1), leader(N1))),
        (election_safety, (leader(N1), leader(N2, term=2))),
        (election_safety, (leader(N1), server(N2))),
        (log_matching, (server(N1, EARLY), server(N2, LATE))),
        (leader_append_only, (leader(N1), leader(N1, LATE))),
        (leader_append_only, (server(N1, EARLY), server(N1))),
        (commit_index_within_log, (server(N1, EARLY, commit=1),)),
        (state_machine_safety, (server(N1, EARLY, commit=1), server(N2, OTHER))),
        (leader_completeness, (server(N1, EARLY, commit=1), leader(N2, EARLY))),
        (leader_completeness, (server(N1, EARLY, commit=1), leader(N2, term=2))),
        (leader_completeness, (server(N1, EARLY, commit=1), server(N2))),
        (leader_elected, (server(N1),)),
        (entry_committed, (server(N1, EARLY),)),
        (entry_removed, (server(N1), server(N1, EARLY))),
        (commit_index_goes_back, (server(N1, EARLY), server(N1, EARLY, commit=1))),
    ],
    ids=lambda value: value.name if isinstance(value, Property) else "",
)
def test_no_findings(stated: Property, those: tuple[Server, ...]) -> None:
    """What is allowed, or nothing to see, is not found."""
    assert stated(*those) is None


def grants_to_anyone(server: Server, event: Receive) -> Outcome | None:
    """Vote for whoever asks in the current term."""
    request = event.message.payload
    if isinstance(request, RequestVote) and request.term == server.durable.current_term:
        answer = Message(
            server.id, ServerId(event.message.source), RequestVoteResponse(request.term, vote_granted=True)
        )
        return Outcome(server, (answer,))
    return REACTIONS[Receive](server, event)


def commits_alone(server: Server, event: AdvanceCommitIndex) -> Outcome | None:  # a leader needs no quorum
    if not server.leads():
        return None
    return Outcome(evolve(server, volatile=evolve(server.volatile, commit_index=len(server.durable.log))))


def commits_ahead(server: Server, event: Receive) -> Outcome | None:
    """Take a commit index beyond what the message shows to match."""
    outcome = REACTIONS[Receive](server, event)
    if outcome is None or not isinstance(event.message.payload, AppendEntries):
        return outcome
    volatile = evolve(outcome.local.volatile, commit_index=1)
    return evolve(outcome, local=evolve(outcome.local, volatile=volatile))


STARTED = tuple(server(name, term=2) for name in THREE)
WITH_LEADER = (leader(N1, EARLY, term=2), server(N2, term=2), server(N3, term=2))
ELECTION = OngaroBounds(servers=3, terms=3, entries=0, restarts=0)
REPLICATION = OngaroBounds(servers=3, terms=3, entries=1, restarts=0)


@pytest.mark.parametrize(
    ("violated", "event", "mistake", "initial", "bounds"),
    [
        ("election-safety", Receive, grants_to_anyone, STARTED, ELECTION),
        ("leader-completeness", AdvanceCommitIndex, commits_alone, WITH_LEADER, REPLICATION),
        ("commit-index-within-log", Receive, commits_ahead, WITH_LEADER, REPLICATION),
    ],
)
def test_mistakes_are_found(
    violated: str,
    event: type,
    mistake: Callable[[Server, Event], Outcome | None],
    initial: tuple[Server, ...],
    bounds: OngaroBounds,
) -> None:
    """A mistake in one reaction is found by the property that it breaks."""

    def react(process: ProcessId, local: Local, happens: Event) -> Outcome | None:
        reaction = mistake if isinstance(happens, event) else REACTIONS[type(happens)]
        return reaction(local, happens)

    system = evolve(ongaro_group(bounds), react=react, initial_locals=initial)
    result = search(system, ONGARO.properties)
    assert (result.verdict, result.violated) == (Verdict.VIOLATED, (violated,))


def test_every_property_is_in_the_scenario() -> None:
    """The scenario keeps what the module states, and the five that Raft is known for are among it."""
    assert ONGARO.properties == properties_in(ongaro_safety)
    kept = {stated.name for stated in ONGARO.properties if stated.kind is not Kind.SOMETIMES}
    assert kept == {
        "election-safety",
        "log-matching",
        "leader-append-only",
        "commit-index-within-log",
        "state-machine-safety",
        "leader-completeness",
    }
