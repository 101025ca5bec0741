"""The properties of Raft: what each objects to, what it does not, and a mistake that each one catches."""

import inspect
import re
from functools import cache

import broken
import pytest
from attrs import evolve, frozen
from scenes import (
    N1,
    N2,
    N3,
    THREE,
    candidate,
    committed,
    crashed,
    entry,
    follower,
    leader,
)

from checker.reference import search
from checker.verdict import Result, Verdict
from model.raft.group import RaftBounds, raft_group
from model.raft.rules import Raft
from model.raft.state import Entry, History, Server, Value, Volatile
from model.rules import mutant_of
from properties import raft_safety, raft_steps, reachability
from properties.raft_safety import (
    committed_on_majority,
    election_safety,
    leader_completeness,
    log_matching,
    state_machine_safety,
)
from properties.raft_steps import (
    commit_index_never_goes_back,
    leader_append_only,
    match_index_never_goes_back,
    one_vote_per_term,
    term_never_goes_back,
)
from properties.reachability import (
    entry_committed,
    entry_overwritten,
    leader_elected,
    leader_replaced,
    split_vote,
)
from properties.statement import Kind, Property, Shape, always, properties_in

STATED = properties_in(raft_safety, raft_steps, reachability)
KEPT = [stated for stated in STATED if stated.kind is not Kind.SOMETIMES]
ENTRY, OTHER = entry(1, 1), Entry(1, Value("other"))


def named(stated: object) -> str:
    return str(getattr(stated, "name", ""))


# A mistake for each property


@frozen
class Case:
    """A mutant, the property that it breaks, in how large a group, and after how many actions."""

    protocol: type[Raft]
    breaks: Property
    bounds: RaftBounds
    steps: int


PAIR_ELECTS = RaftBounds(servers=2, terms=1, requests=0)
PAIR_CRASHES = RaftBounds(servers=2, terms=1, requests=0, crashes=1)
PAIR_STORES = RaftBounds(servers=2, terms=2, requests=1, in_flight=2)
PAIR_STORES_TWO = RaftBounds(servers=2, terms=1, entries=2, requests=2, in_flight=1)
ONE_STORES_TWO = RaftBounds(servers=1, terms=1, entries=2, requests=2)
ONE_CRASHES = RaftBounds(servers=1, terms=2, requests=2, crashes=1)
THREE_STORE = RaftBounds(servers=3, terms=2, entries=1, requests=2, in_flight=2)

CASES = [
    Case(broken.HalfIsEnough, election_safety, PAIR_ELECTS, 2),
    Case(broken.VotesTwice, election_safety, PAIR_ELECTS, 6),
    Case(broken.LeadsOn, election_safety, evolve(PAIR_ELECTS, terms=2), 6),
    Case(broken.SkipsOne, log_matching, PAIR_STORES_TWO, 7),
    Case(broken.VotesForAnyLog, leader_completeness, THREE_STORE, 12),
    Case(broken.CommitsOnHalf, leader_completeness, THREE_STORE, 9),
    Case(broken.LosesLog, leader_completeness, ONE_CRASHES, 5),
    Case(broken.LosesLog, state_machine_safety, ONE_CRASHES, 6),
    Case(broken.HearsOldLeaders, state_machine_safety, THREE_STORE, 15),
    Case(broken.CommitsOnHalf, committed_on_majority, PAIR_STORES, 4),
    Case(broken.AlwaysTruncates, committed_on_majority, PAIR_STORES, 9),
    Case(broken.ReportsLogLength, committed_on_majority, THREE_STORE, 13),
    Case(broken.KeepsTheLatestOnly, leader_append_only, ONE_STORES_TWO, 3),
    Case(broken.VotesTwice, one_vote_per_term, PAIR_ELECTS, 3),
    Case(broken.FreesVoteUnderLeader, one_vote_per_term, PAIR_ELECTS, 5),
    Case(broken.StandsInItsTerm, one_vote_per_term, PAIR_ELECTS, 3),
    Case(broken.LosesVote, one_vote_per_term, PAIR_CRASHES, 2),
    Case(broken.LosesTerm, term_never_goes_back, PAIR_CRASHES, 2),
    Case(broken.FollowsAnyTerm, term_never_goes_back, evolve(PAIR_ELECTS, terms=2), 4),
    Case(broken.FollowsCommitIndexBack, commit_index_never_goes_back, PAIR_STORES, 11),
    Case(broken.BelievesTheLatest, match_index_never_goes_back, PAIR_STORES, 10),
    Case(broken.RecountsFromZero, commit_index_never_goes_back, PAIR_STORES, 15),
]

each_case = pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.protocol.__name__}-{case.breaks.name}"
)
each_property = pytest.mark.parametrize("stated", STATED, ids=named)


@cache
def healthy(bounds: RaftBounds) -> Result:
    """Return what comes of the healthy group, with all its properties."""
    return search(raft_group(bounds), STATED)


def test_every_property_can_be_violated() -> None:
    """Each property that must hold has a mutant that breaks it: none holds because it says nothing."""
    assert {stated.name for stated in KEPT} == {case.breaks.name for case in CASES}


@each_case
def test_mutant_breaks_the_property(case: Case) -> None:
    """A search for this property alone finds that the mutant breaks it, in so many actions."""
    result = search(raft_group(case.bounds, case.protocol), [case.breaks])
    assert result.verdict is Verdict.VIOLATED
    assert result.violation is not None
    assert (case.breaks.name, case.steps) == (result.violation.property, len(result.violation.actions))


@each_case
def test_healthy_group_survives(case: Case) -> None:
    """The healthy group survives the very parameters that undo the mutant, with all its properties."""
    assert healthy(case.bounds).verdict is Verdict.HOLDS


@each_case
def test_mutant_is_one(case: Case) -> None:
    """The mutants of this room, too, override one rule each."""
    assert issubclass(case.protocol, Raft)
    assert mutant_of(case.protocol, name="").rule in vars(case.protocol)


def test_no_mutant_is_idle() -> None:
    """Every mutant of this room breaks something."""
    classes = {thing for thing in vars(broken).values() if inspect.isclass(thing)}
    mutants = {thing for thing in classes if issubclass(thing, Raft) and thing is not Raft}
    assert mutants == {case.protocol for case in CASES}


# What a property is


@each_property
def test_property_is_stated(stated: Property) -> None:
    """Every property has a name, a sentence and a citation."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", stated.name)
    assert re.fullmatch(r"[A-Z].{10,250}\.", stated.sentence)
    assert "\n" not in stated.sentence
    assert re.search(r"§\d|Figure \d", stated.cites)


def test_no_two_properties_have_one_name() -> None:
    """A name means one property."""
    names = [stated.name for stated in STATED]
    assert len(names) == len(set(names))


def test_a_property_is_made_of_a_function() -> None:
    """The function's name is the property's, with hyphens; its docstring's first paragraph the sentence."""

    @always(Shape.ONE, Server, cites="§0")
    def all_is_well(server: Server) -> str | None:
        """All is
        well.

        Not part of the sentence.
        """
        return None if server.leads() else f"{server.id} does not lead"

    assert (all_is_well.name, all_is_well.sentence) == ("all-is-well", "All is well.")
    assert (all_is_well.kind, all_is_well.shape, all_is_well.of) == (Kind.ALWAYS, Shape.ONE, Server)
    assert all_is_well(leader()) is None
    assert all_is_well(follower()) == "n1 does not lead"


def test_figure_3_is_complete() -> None:
    """Figure 3 has five properties, and each is stated here."""
    assert {
        *("election-safety", "leader-append-only", "log-matching"),
        *("leader-completeness", "state-machine-safety"),
    } == {stated.name for stated in STATED if "Figure 3" in stated.cites}


@pytest.mark.parametrize("stated", [one for one in STATED if one.sees is not None], ids=named)
def test_what_is_seen_is_a_server(stated: Property) -> None:
    """What a property sees of a server is the same server, or less of it; a second look takes no more."""
    assert stated.sees is not None
    servers = [follower(term=2, voted_for=N3, log=[1, 2], commit=2, history=committed(2, (1, ENTRY)))]
    servers += [crashed(log=[1]), candidate(), leader(N2, term=2, log=[1], progress={N1: (2, 1)})]
    for server in servers:
        seen = stated.sees(server)
        assert isinstance(seen, Server)
        assert server.id == seen.id
        assert seen == stated.sees(seen)


# Election Safety


def elected(server: Server, *terms: int) -> Server:
    return evolve(server, history=evolve(server.history, elected=terms))


def test_two_elected_in_one_term() -> None:
    """At most one leader can be elected in a given term: who was stays elected, whatever came later."""
    a, b = elected(crashed(N1), 1, 3), elected(follower(N2, term=9), 2, 3)
    assert election_safety(a, b) == "n1 and n2 were both elected in term 3"


def test_elected_twice_in_one_term() -> None:
    """Nor is one server elected twice in a term."""
    twice = elected(follower(N1), 2, 2)
    assert election_safety(twice, twice) == "n1 was twice elected in term 2"


def test_two_lead_one_term() -> None:
    """One that was elected in an earlier term does not lead on beside the one elected in this."""
    stale = elected(leader(N2, term=2), 1)
    assert election_safety(leader(N1, term=2), stale) == "n1 and n2 both lead term 2"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (leader(N1, term=1), leader(N2, term=2)),
        (leader(N1, term=2), candidate(N2, term=2)),
        (leader(N1, term=2), leader(N1, term=2)),
        (elected(leader(N1, term=4), 1, 4), elected(follower(N2, term=4), 2, 3)),
    ],
    ids=["two terms", "a candidate", "itself", "turns"],
)
def test_one_leader_a_term(a: Server, b: Server) -> None:
    """Leaders of several terms may be there at once, and a server may lead many terms."""
    assert election_safety(a, b) is None
    assert election_safety(b, a) is None


# Log Matching


def with_log(server: Server, *log: Entry) -> Server:
    return evolve(server, durable=evolve(server.durable, log=log))


def test_logs_that_differ_below_a_common_entry() -> None:
    """If two logs contain an entry with the same index and term, then the logs are identical in all
    entries up through the given index.
    """
    a = with_log(follower(N1), ENTRY, entry(2, 2), entry(3, 3))
    b = with_log(follower(N2), OTHER, entry(2, 2))
    assert log_matching(a, b) == (
        "the logs of n1 and n2 both have an entry of term 2 at index 2, but at index 1 n1 has v1.1 (term 1) "
        "and n2 has other (term 1)"
    )


def test_entries_that_differ_at_a_common_index_and_term() -> None:
    """Entries with the same index and term store the same command (§5.3)."""
    finding = log_matching(with_log(follower(N1), ENTRY), with_log(crashed(N2), OTHER))
    assert finding is not None
    assert finding.endswith("but at index 1 n1 has v1.1 (term 1) and n2 has other (term 1)")


def test_entries_that_differ_before_the_logs_part() -> None:
    """Logs that end with different terms must match before that all the same."""
    a = with_log(follower(N1), ENTRY, entry(2, 2))
    b = with_log(follower(N2), OTHER, entry(3, 2))
    finding = log_matching(a, b)
    assert finding is not None
    assert finding.startswith("the logs of n1 and n2 both have an entry of term 1 at index 1, but")


@pytest.mark.parametrize(
    ("a", "b"),
    [((), (1, 1)), ((1, 1), (1, 1)), ((1, 2), (1, 3)), ((1, 1, 2), (1, 3)), ((2, 2), (1, 3))],
    ids=str,
)
def test_logs_that_match(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    """Logs may be of any length, and differ from the first index on at which their terms do."""
    assert log_matching(follower(N1, log=a), follower(N2, log=b)) is None
    assert log_matching(follower(N2, log=b), follower(N1, log=a)) is None


# Leader Completeness


def test_leader_without_a_committed_entry() -> None:
    """If a log entry is committed in a given term, then that entry will be present in the logs of the
    leaders for all higher-numbered terms.
    """
    a = follower(N1, history=committed(2, (1, ENTRY)))
    assert leader_completeness(a, leader(N3, term=3)) == (
        "n3 leads term 3 without v1.1 (term 1) at index 1, committed in term 2 (as n1 knows)"
    )


def test_leader_with_another_entry_in_its_place() -> None:
    """Another entry at the index of a committed one is not the committed one."""
    a = follower(N1, history=committed(2, (1, ENTRY)))
    assert leader_completeness(a, with_log(leader(N3, term=3), OTHER)) is not None


def test_a_stale_leader_is_owed_nothing() -> None:
    """An entry of an old term that is committed in term 4 is not owed to a stale leader of term 3, who was
    elected before.
    """
    a = leader(N1, term=4, log=[2, 4])
    a = evolve(a, history=History((4,), committed(4, (1, entry(2, 1)), (2, entry(4, 2))).committed))
    assert leader_completeness(a, leader(N2, term=3)) is None
    assert leader_completeness(a, leader(N2, term=4)) is None
    assert leader_completeness(a, leader(N2, term=5)) is not None


@pytest.mark.parametrize(
    "server",
    [follower(N3, term=3), candidate(N3, term=3), crashed(N3, term=3)],
    ids=["follower", "candidate", "down"],
)
def test_only_leaders_owe_completeness(server: Server) -> None:
    """Who does not lead may lack what is committed."""
    assert leader_completeness(follower(N1, history=committed(2, (1, ENTRY))), server) is None


def test_leader_with_all_that_is_committed() -> None:
    """A leader that has what is committed is complete, whatever else it has."""
    a = follower(N1, history=committed(2, (1, ENTRY)))
    assert leader_completeness(a, leader(N3, term=3, log=[1, 2, 2])) is None


# State Machine Safety


def test_two_apply_different_entries() -> None:
    """If a server has applied a log entry at a given index, no other server will ever apply a different
    log entry for the same index.
    """
    a, b = follower(N1, history=committed(1, (1, ENTRY))), follower(N2, history=committed(2, (1, OTHER)))
    assert state_machine_safety(a, b) == "at index 1, n1 applied v1.1 (term 1) and n2 applied other (term 1)"


def test_one_applies_different_entries() -> None:
    """Nor will the same server, after a crash."""
    a = evolve(crashed(N1), history=committed(1, (1, ENTRY), (1, OTHER)))
    assert state_machine_safety(a, a) == "at index 1, n1 applied v1.1 (term 1) and n1 applied other (term 1)"


def test_all_apply_the_same() -> None:
    """Servers may apply the same at different times, and not all as much."""
    a = follower(N1, history=committed(1, (1, ENTRY)))
    b = follower(N2, history=committed(5, (1, ENTRY), (2, entry(2, 2))))
    assert state_machine_safety(a, b) is None


# Committed on a majority


def test_committed_on_too_few() -> None:
    """An entry that was committed is on the disks of a majority: two of three, one of two is too few."""
    a = leader(N1, log=[1])
    a = evolve(a, history=committed(1, (1, ENTRY)))
    assert committed_on_majority((a, follower(N2), follower(N3))) == (
        "v1.1 (term 1) at index 1, committed in term 1 (as n1 knows), is on the disk of n1 only"
    )
    assert committed_on_majority((a, follower(N2, log=[1]), follower(N3))) is None
    assert committed_on_majority((a, follower(N2))) is not None


def test_committed_on_no_disk() -> None:
    """What only the observer remembers is lost."""
    a = follower(N1, history=committed(1, (1, ENTRY)))
    finding = committed_on_majority((a, follower(N2), follower(N3)))
    assert finding is not None
    assert finding.endswith("is on the disk of no server only")


def test_a_disk_counts_while_its_server_is_down() -> None:
    """What a crashed server has on disk, it has."""
    a = follower(N1, history=committed(1, (1, ENTRY)))
    assert committed_on_majority((a, crashed(N2, log=[1]), crashed(N3, log=[1]))) is None


# Steps


def test_leader_that_overwrites() -> None:
    """A leader never overwrites or deletes entries in its log; it only appends new entries."""
    before = leader(term=2, log=[1, 2])
    for log in ([], [1], [1, 1, 1], [2, 2]):
        finding = leader_append_only(before, leader(term=2, log=log))
        assert finding == "n1, leader of term 2, did not keep its log"


@pytest.mark.parametrize(
    "server",
    [leader(term=2, log=[1, 2, 2]), follower(term=3), leader(term=3), crashed(term=2)],
    ids=["appends", "steps down", "leads again", "crashes"],
)
def test_leader_that_appends(server: Server) -> None:
    """A leader may append, and what it does when it leads no more is another matter."""
    assert leader_append_only(leader(term=2, log=[1, 2]), server) is None


def test_only_leaders_append_only() -> None:
    """What a server did to its log before it led is another matter, too."""
    assert leader_append_only(follower(term=2, log=[1, 2]), leader(term=2, log=[1])) is None


@pytest.mark.parametrize(
    ("later", "finding"),
    [
        (follower(term=2, voted_for=N3), "in term 2, n1 voted for n2 and then for n3"),
        (follower(term=2), "n1 forgot that it had voted for n2 in term 2"),
        (follower(term=1, voted_for=N2), "n1 forgot term 2, in which it had voted for n2"),
        (follower(term=2, voted_for=N2), None),
        (follower(term=3, voted_for=N3), None),
        (follower(term=3), None),
    ],
    ids=["another", "none", "earlier term", "the same", "new term", "not yet"],
)
def test_one_vote_per_term(later: Server, finding: str | None) -> None:
    """A server votes for at most one candidate in a term, and remembers it."""
    assert finding == one_vote_per_term(follower(term=2, voted_for=N2), later)


def test_first_vote() -> None:
    """A server that has not voted may vote for anyone."""
    assert one_vote_per_term(follower(term=2), follower(term=2, voted_for=N3)) is None


@pytest.mark.parametrize(
    ("term", "finding"), [(1, "n1 went back from term 2 to 1"), (2, None), (3, None)], ids=str
)
def test_term_never_goes_back(term: int, finding: str | None) -> None:
    """A server's current term increases monotonically."""
    assert finding == term_never_goes_back(follower(term=2), follower(term=term))
    assert finding == term_never_goes_back(follower(term=2), crashed(term=term))


@pytest.mark.parametrize(
    ("commit", "finding"), [(1, "n1 took its commit index back from 2 to 1"), (2, None), (3, None)], ids=str
)
def test_commit_index_never_goes_back(commit: int, finding: str | None) -> None:
    """A server's commit index increases monotonically, from its start to its crash."""
    before = follower(log=[1, 1, 1], commit=2)
    assert finding == commit_index_never_goes_back(before, follower(log=[1, 1, 1], commit=commit))


def test_commit_index_begins_anew() -> None:
    """A server that crashes, and one that restarts, has taken nothing back."""
    up, down = follower(log=[1], commit=1), crashed(log=[1])
    assert commit_index_never_goes_back(up, down) is None
    assert commit_index_never_goes_back(down, evolve(down, volatile=Volatile())) is None


@pytest.mark.parametrize(
    ("match", "finding"), [(1, "n1 took what it knows of n2 back from index 2 to 1"), (2, None), (3, None)]
)
def test_match_index_never_goes_back(match: int, finding: str | None) -> None:
    """What a leader knows of a follower's log increases monotonically, as long as it leads a term."""
    before = leader(term=2, log=[1, 1, 2], progress={N2: (3, 2)})
    assert finding == match_index_never_goes_back(before, leader(term=2, progress={N2: (4, match)}))


def test_match_index_begins_anew() -> None:
    """Who leads a later term begins with nothing known, and who steps down knows nothing."""
    before = leader(term=2, log=[1, 1, 2], progress={N2: (3, 2)})
    for later in (leader(term=3), follower(term=2), crashed(term=2)):
        assert match_index_never_goes_back(before, later) is None


# Sights


def test_leader_elected() -> None:
    """A leader is elected."""
    assert leader_elected(leader(N2, term=3)) == "n2 leads term 3"
    assert leader_elected(candidate()) is None
    assert leader_elected(crashed()) is None


def test_leader_replaced() -> None:
    """A leader is replaced by another, in a later term; one that is elected again is not replaced."""
    first, second = elected(follower(N1), 1), elected(follower(N2), 3)
    assert leader_replaced(first, second) == "n1 was elected in term 1, and n2 in term 3"
    assert leader_replaced(second, first) is None
    assert leader_replaced(elected(first, 1, 2), elected(first, 1, 2)) is None


def test_entry_committed() -> None:
    """An entry is committed."""
    server = follower(N1, history=committed(2, (1, ENTRY)))
    assert entry_committed(server) == "n1 knows of v1.1 (term 1) at index 1, committed in term 2"
    assert entry_committed(follower(log=[1], commit=0)) is None


def test_entry_overwritten() -> None:
    """An entry that conflicts with a leader's is overwritten; one that is appended or lost is not."""
    before = follower(N1, log=[1, 1])
    assert entry_overwritten(before, follower(N1, term=2, log=[1, 2])) == (
        "n1 overwrites v1.2 (term 1) with v2.2 (term 2) at index 2"
    )
    assert entry_overwritten(before, follower(N1, log=[1, 1, 2])) is None
    assert entry_overwritten(before, follower(N1, log=[1])) is None
    assert entry_overwritten(before, crashed(N1, log=[2])) is None


def test_split_vote() -> None:
    """All servers have voted in one term, and no candidate has a majority."""
    votes = [follower(name, term=2, voted_for=name) for name in THREE]
    assert split_vote(tuple(votes)) == "all 3 servers voted in term 2, and no candidate got more than 1"
    assert split_vote((*votes[:2], follower(N3, term=2))) is None
    assert split_vote((*votes[:2], follower(N3, term=3, voted_for=N3))) is None
    assert split_vote((*votes[:2], follower(N3, term=2, voted_for=N1))) is None
