"""Claims: each comes out as expected, its run is the shortest and replays, and a mutant changes verdicts."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import test_docs
from attrs import evolve
from console import Ran, assert_refused, typed
from tongues import FUNCTION_WORDS

from checker import catalogue
from checker.answer import Answer, Unmoved
from checker.catalogue import find_claim, find_protocol, section_titles
from checker.claim_shape import LANGUAGES
from checker.claims import Court, Settled, Standing, exit_code
from checker.reference import search
from checker.render import claims as rendered
from checker.render import folding
from checker.render.claim_words import LABELS, Speaker
from checker.render.claims import claims_json, render_claim, render_claims
from checker.render.claims_markdown import claim_page, claims_page
from checker.render.folding import folded
from checker.render.words import book_of
from checker.replay import replay
from checker.trace import load
from checker.verdict import Limits, Verdict
from model.kubernetes import apiserver as kube_apiserver
from model.kubernetes import kubelet
from model.kubernetes.data import Data, Item
from model.kubernetes.events import Crash
from model.kubernetes.mutants import apiserver, control, node, store
from model.kubernetes.objects import Address, Node, Pod
from model.kubernetes.rules import Kubernetes
from model.kubernetes.runtime import Sandboxes
from model.process import Outcome, ProcessId
from model.raft import quorum
from model.raft.messages import RequestVote
from model.raft.mutants import commitment, votes
from model.raft.prompt import Prompt
from model.raft.readings import MajorityOfFollowers
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum
from model.raft.state import Durable, Role, Server, ServerId, Volatile
from properties.claim import Claim, Count, Section, Trials, Words, always, some_run
from properties.claims import channels, group_sayings, groups, practice, vote_sayings
from properties.practice import PRICES, cheapest, cost, exponential_wait
from properties.statement import Property

Run = Callable[..., Ran]

ROOT = Path(__file__).parent.parent

EXPECTED = {
    "pod-address": "true",
    "node-parts": "true",
    "apiserver-relays-all": "only-if",
    "apiserver-authorises": "true",
    "apiserver-down-paralyses": "only-if",
    "etcd-holds-state": "true",
    "backup-rebuilds": "only-if",
    "scheduler-places": "true",
    "controller-restarts": "only-if",
    "single-master-down": "true",
    "single-master-no-restart": "false",
    "ha-no-single-point": "only-if",
    "etcd-copies": "true",
    "needs-load-balancer": "only-if",
    "stacked-three": "true",
    "stacked-loses-both": "true",
    "external-three-three": "false",
    "external-double-cost": "only-if",
    "no-leader-all-candidates": "false",
    "random-timers": "only-if",
    "votes-if-no-leader": "only-if",
    "majority-leads": "true",
    "heartbeats": "true",
    "reelection": "only-if",
    "fastest-timer-wins": "true",
    "leader-logs-first": "true",
    "majority-of-followers": "false",
    "below-majority-is-void": "false",
    "even-stops-at-one-loss": "false",
    "must-be-odd": "false",
    "three-to-five": "only-if",
}

STEPS = {
    "single-master-no-restart": 2,
    "external-three-three": 10,
    "no-leader-all-candidates": 0,
    "majority-of-followers": 7,
    "below-majority-is-void": 8,
    "even-stops-at-one-loss": 12,
    "must-be-odd": 12,
}
"""How long the shortest run against each false claim is."""


pytestmark = pytest.mark.xdist_group("claims")
"""All in one process, where every claim is settled once."""


@pytest.fixture(scope="session")
def settled(court: Court) -> dict[str, Settled]:
    """Settle every claim once."""
    return {claim.id: court.settle(claim) for claim in catalogue.claims()}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return partial(typed, capsys)


def speaker(language: str = "en") -> Speaker:
    return Speaker(language, book_of(language))


def claim_of(name: str) -> Claim:
    found = find_claim(name)
    assert isinstance(found, Claim)
    return found


class NobodyVotes(Raft):
    """A server gives its vote to nobody."""

    def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:
        return False


def counting(*objections: str | None) -> tuple[Count, ...]:
    """Return pieces of evidence that come out like this."""
    words = Words("it is counted", "計算")
    return tuple(Count("a-count", words, words, lambda said=said: said) for said in objections)  # type: ignore[misc]


def made(
    as_said: Sequence[Any], under: Sequence[Any] = (), corrected: Sequence[Any] = (), **more: Any
) -> Claim:
    """Return a claim with this evidence."""
    words = Words("It is so.", "就是這樣。")
    return Claim(
        "a-claim", Section.PRACTICE, words, words, {}, tuple(as_said), tuple(under), tuple(corrected), **more
    )


# What comes out


def test_verdicts(settled: dict[str, Settled]) -> None:
    """Every statement of the article that can be settled is, and comes out as expected."""
    assert EXPECTED == {name: one.standing.value for name, one in settled.items()}
    assert exit_code(list(settled.values())) == 0


def test_corrected_statements_hold(settled: dict[str, Settled]) -> None:
    """What is said to be so instead is itself checked; where a claim is not simply true, by something."""
    for name, one in settled.items():
        assert all(answer.speaks for answer in one.as_corrected), name
        assert one.as_corrected or one.standing is Standing.TRUE, name


@pytest.mark.parametrize("name", STEPS)
def test_false_claims_have_the_shortest_run(name: str, settled: dict[str, Settled]) -> None:
    """Against a false claim stands a run that replays; the plain search finds none that is shorter."""
    trace = settled[name].trace
    assert trace is not None
    assert STEPS[name] == len(trace.actions)
    again = replay(trace)
    assert (trace.finding, trace.id) == (again.finding, again.trace.id)
    (answer,) = [one for one in settled[name].as_said if one.trace is trace]
    assert answer.case is not None
    depth = max(1, len(trace.actions) - 1)
    plain = search(answer.case.system, answer.case.checked, Limits(depth=depth))
    if trace.actions:
        assert (plain.verdict, plain.violation) == (Verdict.INCOMPLETE, None)
    else:
        assert plain.verdict is Verdict.VIOLATED


def test_every_run_replays(settled: dict[str, Settled]) -> None:
    """Every run that any claim shows, lassos and mutants included, is found again by its file's content."""
    runs = {
        answer.trace.id: answer.trace for one in settled.values() for answer in one.answers if answer.trace
    }
    assert len(runs) > 35
    for trace in runs.values():
        assert replay(trace).finding == trace.finding


def test_searches_are_exhausted(settled: dict[str, Settled]) -> None:
    """Nothing is said to hold of a space that was not exhausted."""
    for one in settled.values():
        for answer in one.answers:
            if answer.result is not None:
                assert answer.result.verdict in {Verdict.HOLDS, Verdict.VIOLATED}
                assert answer.result.stopped_by is None


# The rule that makes a verdict


@pytest.mark.parametrize(
    ("as_said", "under", "corrected", "verdict"),
    [
        ([None], [], [], Standing.TRUE),
        ([None, None], ["no"], [None], Standing.TRUE),
        ([None, "no"], [], [], Standing.FALSE),
        (["no"], [None], [None], Standing.ONLY_IF),
        (["no"], [None, "no"], [None], Standing.FALSE),
        (["no"], [], [None], Standing.FALSE),
        (["no"], [None], ["no"], Standing.UNSETTLED),
        ([None], [], ["no"], Standing.UNSETTLED),
    ],
)
def test_rule(
    as_said: list[str | None], under: list[str | None], corrected: list[str | None], verdict: Standing
) -> None:
    """True if all holds as said; else only if, where the condition is met; else false; never unchecked."""
    claim = made(counting(*as_said), counting(*under), counting(*corrected))
    assert verdict is Court().settle(claim).standing


@pytest.mark.parametrize(("objection", "verdict"), [(None, Standing.TRUE), ("two stood", Standing.FALSE)])
def test_trials_speak_as_they_come_out(objection: str | None, verdict: Standing) -> None:
    """Trials speak for a claim where their rows raise no objection, else against it, and say what."""
    claim = claim_of("heartbeats")
    trials = next(one for one in claim.as_said if isinstance(one, Trials))
    asked: list[Any] = []

    def object_(rows: Any) -> str | None:
        asked.append(rows)
        return objection

    found = Court().settle(made([evolve(trials, number=3, objection=object_)]))
    (answer,) = found.answers
    assert (verdict, objection is None) == (found.standing, answer.speaks)
    assert objection == found.finding == answer.finding
    assert answer.conducted is not None
    (rows,) = asked
    assert [row.summary for row in answer.conducted.rows] == rows
    assert {3} == {row["trials"] for row in rows}
    assert trials.measured(rows) == answer.measured


def test_trials_of_real_claims_can_object() -> None:
    """Were what was measured otherwise, the trials of a claim would speak against it."""
    claim = claim_of("heartbeats")
    said = next(one for one in claim.as_said if isinstance(one, Trials))
    (corrected,) = [one for one in claim.as_corrected if isinstance(one, Trials)]
    # One asks that nobody stands where nothing is lost, the other that somebody does where one is.
    turned = {"nothing": "1 is lost", "1 is lost": "nothing"}

    def exchanged(trials: Trials) -> Trials:
        return evolve(
            trials,
            objection=lambda rows: trials.objection(
                [{**r, "wrong": turned[r["wrong"]]} for r in rows if r["wrong"] in turned]
            ),
        )

    assert Standing.FALSE is Court().settle(made([exchanged(said)])).standing
    assert Standing.UNSETTLED is Court().settle(made(counting(None), (), [exchanged(corrected)])).standing


def test_stopped_search_settles_nothing() -> None:
    """A search that a limit stopped leaves its claim unsettled, and the exit code says so."""
    court = Court(limits=Limits(states=5))
    found = court.settle(claim_of("majority-leads"))
    assert found.standing is Standing.UNSETTLED
    assert exit_code([found]) == 20
    told = render_claims([found], speaker())
    assert "1 UNSETTLED: majority-leads" in told


def test_same_search_is_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many claims ask the same, it is searched once."""
    court = Court()
    first = court.settle(claim_of("single-master-no-restart"))
    monkeypatch.setattr("checker.claims.search_case", None)
    again = court.settle(claim_of("single-master-no-restart"))
    assert [one.trace for one in first.answers] == [one.trace for one in again.answers]


# What depends on which rule


class NobodyStands(Prompt):
    """Whoever's time runs out stays what it is."""

    def may_stand(self, server: ServerId, role: Role) -> bool:
        return False


class AllMustVote(Raft):
    """A candidate wins with the votes of all."""

    def vote_quorum(self) -> int:
        return len(self.servers)


class NobodyIsGranted(Raft):
    """Whoever is asked for its vote refuses it."""

    def grants_vote(self, request: RequestVote, candidate: ServerId, durable: Durable) -> bool:
        return False


class NobodyIsRefused(Raft):
    """Whoever is asked for its vote gives it, whatever it has."""

    def grants_vote(self, request: RequestVote, candidate: ServerId, durable: Durable) -> bool:
        return True


class NothingIsMissing(Kubernetes):
    """A ReplicaSet never finds that a pod is missing."""

    def replicas_missing(self, pods: Iterable[Pod], expected: int) -> int:
        return 0


class NothingIsTold(Kubernetes):
    """A proxy's rules are empty, whatever it is told."""

    def backends_told(self, told: frozenset[Address], backends: frozenset[Address]) -> frozenset[Address]:
        return frozenset()


class NowhereToGo(Kubernetes):
    """A load balancer forwards to nobody."""

    def backend_for(self, pool: Sequence[ProcessId], last: ProcessId | None) -> ProcessId | None:
        return None


class OneAfterTheOther(Kubernetes):
    """A load balancer forwards to each in turn: no mistake, but another choice."""

    def backend_for(self, pool: Sequence[ProcessId], last: ProcessId | None) -> ProcessId | None:
        if not pool:
            return None
        return pool[(pool.index(last) + 1) % len(pool)] if last in pool else pool[0]


class TheLastFirst(Kubernetes):
    """A load balancer forwards to the last that it takes for alive: another choice."""

    def backend_for(self, pool: Sequence[ProcessId], last: ProcessId | None) -> ProcessId | None:
        return pool[-1] if pool else None


class NothingFits(Kubernetes):
    """A scheduler finds room for nothing."""

    def fits(self, node: Node, bound: int) -> bool:
        return False


class NothingIsAdmitted(Kubernetes):
    """A kubelet finds that its node has no room, whatever was bound to it."""

    def admits(self, sandboxes: Sandboxes, capacity: int) -> bool:
        return False


class AllMustWrite(Kubernetes):
    """A write is committed once it is on the disks of all members, dead ones included."""

    def write_quorum(self, members: int) -> int:
        return members


@pytest.mark.parametrize(
    ("name", "mutant", "verdict"),
    [
        ("pod-address", node.ReuseAddressEarly, "false"),
        ("node-parts", NothingIsTold, "false"),
        ("apiserver-down-paralyses", node.StopWhenCutOff, "unsettled"),
        ("apiserver-down-paralyses", node.LeaveWhatFailed, "unsettled"),
        ("controller-restarts", node.LeaveWhatFailed, "unsettled"),
        ("controller-restarts", NothingIsMissing, "false"),
        ("backup-rebuilds", store.RestoreUnderApiservers, "false"),
        ("backup-rebuilds", store.RestoreUnderKubelets, "false"),
        ("needs-load-balancer", NowhereToGo, "unsettled"),
        ("reelection", NobodyStands, "false"),
        ("majority-leads", AllMustVote, "unsettled"),
        ("leader-logs-first", votes.NoLogCheckInVote, "false"),
        ("apiserver-authorises", apiserver.NoAuthoriser, "false"),
        ("apiserver-relays-all", store.StoreOpenToAll, "false"),
        ("single-master-down", node.StopWhenCutOff, "false"),
        ("backup-rebuilds", store.RestoreKeepsLaterWrites, "unsettled"),
        ("etcd-copies", store.WriteOnOneDisk, "unsettled"),
        ("votes-if-no-leader", votes.VoteTwice, "false"),
        ("votes-if-no-leader", votes.NoLogCheckInVote, "false"),
        ("majority-leads", votes.NoStepdownOnHigherTerm, "false"),
        ("heartbeats", votes.NoStepdownOnHigherTerm, "unsettled"),
        ("leader-logs-first", commitment.CommitQuorumHalf, "false"),
        ("even-stops-at-one-loss", MajorityOfFollowers, "true"),
        ("majority-of-followers", MajorityOfFollowers, "unsettled"),
        ("fastest-timer-wins", votes.NoLogCheckInVote, "unsettled"),
        ("scheduler-places", NothingFits, "false"),
        ("ha-no-single-point", AllMustWrite, "false"),
        ("controller-restarts", NothingIsAdmitted, "false"),
        ("single-master-down", NothingIsMissing, "unsettled"),
        ("single-master-down", NothingIsAdmitted, "unsettled"),
    ],
)
def test_mutants_change_verdicts(name: str, mutant: type, verdict: str, settled: dict[str, Settled]) -> None:
    """A verdict is what the rules of the model make it: with one of them wrong, it is another."""
    found = Court(mutant).settle(claim_of(name))
    assert verdict == found.standing.value
    assert EXPECTED[name] != verdict
    for trace in (one.trace for one in found.answers if not one.speaks):
        if trace is not None and trace.mutant is not None:
            assert replay(trace).finding == trace.finding


@pytest.mark.parametrize("mutant", [OneAfterTheOther, TheLastFirst, control.StickToLast])
def test_no_choice_of_a_balancer_matters(mutant: type) -> None:
    """To whichever of those in its pool a balancer forwards: what is said of it is so."""
    found = Court(mutant).settle(claim_of("needs-load-balancer"))
    assert found.standing is Standing.ONLY_IF
    (stuck,) = found.as_corrected
    assert stuck.trace is not None
    results = [step.sentence for step in stuck.trace.steps]
    assert results.count("user waits no longer for an answer") == 2
    assert results.count("balancer forwards: create thing a, from user") >= 2


def test_what_survives_its_host_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were what runs on a host there after its death, the state of the cluster would not be in etcd alone."""
    crash = kubelet.HANDLERS[Crash]

    def survive(rules: Kubernetes, local: kubelet.Kubelet, event: Crash) -> Any:
        outcome = crash(rules, local, event)
        return outcome and evolve(outcome, local=evolve(outcome.local, sandboxes=local.sandboxes))

    monkeypatch.setitem(kubelet.HANDLERS, Crash, survive)
    found = Court().settle(claim_of("etcd-holds-state"))
    assert found.standing is Standing.FALSE
    assert found.finding == "kubelet-w1 has kept something over its crash"


def test_two_values_of_a_key_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a write put beside what its key had, it would be seen that etcd is no map."""

    def put(data: Data, key: Any, value: Any) -> Data:
        return Data(data.revision + 1, data.items | {Item(key, value, data.revision + 1)})

    monkeypatch.setattr(Data, "put", put)
    found = Court().settle(claim_of("etcd-holds-state"))
    assert found.standing is not Standing.TRUE
    assert any("has two values for" in (one.finding or "") for one in found.as_said)


def test_what_is_on_a_dead_host_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Did an apiserver outlive its host, a stacked host's death would not take both."""
    crash = kube_apiserver.HANDLERS[Crash]

    def outlive(rules: Kubernetes, local: kube_apiserver.Apiserver, event: Crash) -> Any:
        return Outcome(local) if event.with_host else crash(rules, local, event)

    monkeypatch.setitem(kube_apiserver.HANDLERS, Crash, outlive)
    assert Court().settle(claim_of("stacked-loses-both")).standing is Standing.FALSE


VOTING = {"terms": 2, "entries": 1, "requests": 1}


@pytest.mark.parametrize(
    ("asked", "mutant"),
    [
        (vote_sayings.nobody_votes_for_less_than_it_has, NobodyIsRefused),
        (vote_sayings.nobody_votes_for_less_than_it_has, votes.NoLogCheckInVote),
        (vote_sayings.a_refusal_has_a_reason, NobodyIsGranted),
        (group_sayings.nobody_stands_who_has_won, AllMustVote),
    ],
    ids=lambda one: getattr(one, "name", None) or one.__name__,
)
def test_votes(asked: Property, mutant: type) -> None:
    """A vote that is given, and one that is refused, has its reason; where not, that is seen."""
    healthy = always("it is so", "就是這樣", groups.GROUP, asked, **VOTING)
    assert Court().settle(made([healthy])).standing is Standing.TRUE
    assert Court().settle(made([evolve(healthy, protocol=mutant)])).standing is Standing.FALSE


def test_votes_are_given() -> None:
    """Votes are really given; where they are never, that is seen."""
    healthy = some_run("it is so", "就是這樣", groups.GROUP, vote_sayings.nobody_votes_for_another, **VOTING)
    assert Court().settle(made([healthy])).standing is Standing.TRUE
    assert Court().settle(made([evolve(healthy, protocol=NobodyIsGranted)])).standing is Standing.FALSE


@pytest.mark.parametrize("name", ["stacked-three", "external-three-three", "external-double-cost"])
def test_arithmetic_of_the_topologies(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a majority one member more than it is, what is said of numbers of hosts would not be so."""
    monkeypatch.setattr(quorum, "majority", lambda members: members // 2 + 2)
    found = Court().settle(claim_of(name))
    assert found.standing.value != EXPECTED[name]


def test_readings_bear_less() -> None:
    """By the rule that the article words, a group of three commits when all are up: it is no deaf rule."""
    claim = claim_of("majority-of-followers")
    literal = next(one for one in claim.as_corrected if getattr(one, "protocol", None) is not None)
    all_up = evolve(literal, given={**literal.given, "down": 0}, kept=False)  # type: ignore[union-attr,call-arg]
    (answer,) = Court().settle(made([all_up])).as_said
    assert answer.speaks


def test_untouched_by_others(run: Run) -> None:
    """A mutant that nothing of a claim follows the rules of is refused, and so is a name that is none."""
    assert_refused(
        run("claims", "three-to-five", "--mutant", "vote-twice"),
        "vote-twice changes nothing that three-to-five asks",
    )
    assert_refused(run("claims", "--mutant", "vote-thrice"), "did you mean vote-twice")
    assert_refused(run("claims", "--mutant", "json:dumps"), "json:dumps is no mutant")
    assert_refused(run("claims", "--mutant", "json:JSONDecoder"), "changes nothing that the claims ask")


def test_trials_and_counts_are_of_the_mutant(settled: dict[str, Settled]) -> None:
    """With a mutant, studies and counts that follow its rules do so with the mistake in them."""
    first = Court(votes.NoLogCheckInVote).settle(claim_of("fastest-timer-wins"))
    assert all(answer.mutant is votes.NoLogCheckInVote for answer in first.answers if answer.conducted)
    rows = {
        one.conducted.rows[0].summary["first_is_behind_and_wins"] for one in first.answers if one.conducted
    }
    assert max(rows) > 0
    assert "with the mistake NoLogCheckInVote" in speaker().evidence(first.as_said[0])
    talk = Court(store.StoreOpenToAll).settle(claim_of("apiserver-relays-all"))
    (count,) = [answer for answer in talk.answers if answer.evidence.kind == "count"]
    assert count.mutant is store.StoreOpenToAll
    found = count.evidence.figures.rows()
    before = next(one for one in settled["apiserver-relays-all"].answers if one.evidence.kind == "count")
    assert set(found) >= set(before.evidence.figures.rows())


def test_the_fastest_is_held_against_every_other() -> None:
    """Who is first wins more often than any other just where each other's share is less than its own."""
    claim = claim_of("fastest-timer-wins")
    even, differing = (one for one in claim.as_said if isinstance(one, Trials))
    narrow = next(one for one in claim.as_corrected if "150 to 151" in one.words.en)
    row = {"first_can_win_and_wins": 40, "first_is_behind_and_wins": 2, "trials": 100}
    for others, is_first in (({}, True), ({"n2": 30, "n3": 28}, True), ({"n2": 16, "n3": 42}, False)):
        for trials in (even, differing):
            assert (trials.objection([{**row, "others_win": others}]) is None) is is_first
    assert narrow.objection([{**row, "others_win": {"n2": 58}}]) is None
    said = narrow.objection([{**row, "others_win": {"n2": 42}}])
    assert said == (
        "n2 won 42 of 100 trials in which another's timer ended first, and whose timer ended first won 42"
    )
    assert book_of("zh-TW").translated(said) is not None
    wide, tight = ({**one.settings, "timeouts": narrow.settings["timeouts"]} for one in (even, differing))
    found = Court().settle(
        made([evolve(one, settings=settings) for one, settings in ((even, wide), (differing, tight))])
    )
    assert [answer.speaks for answer in found.as_said] == [True, False]
    assert all(answer.measured is not None for answer in found.as_said)


def test_what_a_mutant_cannot_touch_says_so(settled: dict[str, Settled]) -> None:
    """With a mutant, numbers and other protocols' searches are marked; without one, nothing is."""
    assert all(answer.unmoved is None for one in settled.values() for answer in one.answers)
    stood = Court(votes.VoteTwice).settle(claim_of("even-stops-at-one-loss"))
    marks = {answer.evidence.kind: answer.unmoved for answer in stood.answers}
    assert marks == {"search": None, "lemma": Unmoved.RULELESS}
    lemma = next(answer for answer in stood.answers if answer.proof is not None)
    assert speaker().evidence(lemma).endswith("is proved (not asked of the mutant's rule)")
    talk = Court(votes.VoteTwice).settle(claim_of("apiserver-relays-all"))
    assert {answer.unmoved for answer in talk.under_condition} == {Unmoved.OTHER_RULES}
    assert talk.as_said[0].unmoved is None
    assert "未就此錯誤規則驗證" in claims_page([stood], speaker("zh-TW"), {})


def test_a_mutant_that_elects_nobody_leaves_trials_open() -> None:
    """Where trials cannot begin by a mutant's rules, the claim is unsettled, and the answer says why."""
    found = Court(NobodyVotes).settle(claim_of("fastest-timer-wins"))
    assert found.standing is Standing.UNSETTLED
    assert found.as_said[0].finding == "by these rules n1 is not elected, though it has every vote"
    assert "no trial could be made with the mistake NobodyVotes" in speaker().evidence(found.as_said[0])


# The correct statement


def test_correct_statements_are_told_where_they_hold(settled: dict[str, Settled]) -> None:
    """By the right rules every correct statement holds; it repeats the claim just where that is true."""
    for name, one in settled.items():
        assert one.is_corrected is True, name
        assert one.claim.repeats is (one.standing is Standing.TRUE), name


@pytest.mark.parametrize(
    ("name", "mutant"),
    [
        ("pod-address", node.ReuseAddressEarly),
        ("apiserver-authorises", apiserver.NoAuthoriser),
        ("votes-if-no-leader", votes.VoteTwice),
        ("leader-logs-first", commitment.CommitQuorumHalf),
        ("even-stops-at-one-loss", MajorityOfFollowers),
        ("heartbeats", votes.NoStepdownOnHigherTerm),
        ("majority-of-followers", MajorityOfFollowers),
    ],
)
def test_what_does_not_hold_is_not_told(name: str, mutant: type) -> None:
    """Where the correct statement does not hold in a run, no form tells it; each says that it does not."""
    found = Court(mutant).settle(claim_of(name))
    assert found.is_corrected is False
    for language in LANGUAGES:
        correct, told = found.claim.correct.said(language), speaker(language)
        for page in (rendered.render_claim(found, told), claims_page([found], told, {})):
            unfolded = re.sub(r"\s+", "", page)
            assert re.sub(r"\s+", "", correct) not in unfolded
            assert re.sub(r"\s+", "", told.labels.not_correct) in unfolded
    one = rendered.told_json(found, speaker())
    assert (one["correct"], one["correct_holds"]) == (None, False)


def test_what_is_open_is_not_told() -> None:
    """Where a search was stopped early, the correct statement is neither told nor denied."""
    found = Court(limits=Limits(states=5)).settle(claim_of("majority-leads"))
    assert found.is_corrected is None
    one = rendered.told_json(found, speaker())
    assert (one["correct"], one["correct_holds"]) == (None, None)
    assert LABELS["en"].open_correct in " ".join(rendered.render_claim(found, speaker()).split())


@pytest.mark.parametrize(
    ("name", "mutant"), [("must-be-odd", "quorum-half"), ("below-majority-is-void", "commit-quorum-half")]
)
def test_what_is_not_asked_of_a_mutant_is_so_by_the_right_rules(name: str, mutant: str) -> None:
    """What rests on evidence that was not asked of the mutant is told as what is so by the right rules."""
    found = Court(find_protocol(mutant)).settle(claim_of(name))
    assert found.is_by_right_rules
    assert any(answer.unmoved is not None for answer in found.as_corrected)
    for language, head in (("en", "By the right rules: "), ("zh-TW", "依正確的規則：")):
        told = speaker(language)
        correct, usual = found.claim.correct.said(language), told.labels.correct + told.labels.colon
        assert told.correct(found) == f"{head}{correct}"
        for page in (rendered.render_claim(found, told), claim_page(found, told)):
            plain = page.replace("*", "")
            assert head.strip() in plain
            assert usual.strip() not in plain
    one = rendered.told_json(found, speaker())
    assert one["correct"] == found.claim.correct.en
    assert (one["correct_holds"], one["correct_by"]) == (None, "the right rules")


def test_what_is_asked_of_a_mutant_is_so_by_its_rules(settled: dict[str, Settled]) -> None:
    """Where all that the correct statement rests on was asked of the mutant, it is what is so."""
    asked = Court(votes.VoteTwice).settle(made(counting("no"), (), [_votes()]))
    assert (asked.mutant, asked.is_by_right_rules) == (votes.VoteTwice, False)
    assert speaker().correct(asked) == "What is so: It is so."
    beside = Court(votes.VoteTwice).settle(made(counting("no"), (), [_votes(), *counting(None)]))
    assert speaker().correct(beside) == "By the right rules: It is so."
    told = rendered.told_json(asked, speaker())
    assert (told["correct_holds"], told["correct_by"]) == (True, "these rules")
    assert not any(one.is_by_right_rules for one in settled.values())


def _votes() -> Any:
    asked = vote_sayings.nobody_votes_for_another
    return some_run("somebody votes", "有人投票", groups.GROUP, asked, terms=1, entries=0, requests=0)


def test_mistakes_of_evidence_can_be_asked_for(settled: dict[str, Settled]) -> None:
    """A mistake that a piece of evidence brings along is named so that --mutant takes the name."""
    own = [
        answer
        for one in settled.values()
        for answer in one.answers
        if getattr(answer.evidence, "protocol", None) is not None
    ]
    assert own
    for answer in own:
        (name,) = re.findall(r"with the mistake ([\w.]+:\w+)", speaker().evidence(answer))
        assert find_protocol(name) is answer.evidence.protocol


def test_a_leader_without_votes_is_told() -> None:
    """That nobody has voted for a leader is said in words, in either language."""
    servers = tuple(
        Server(ServerId(f"n{number}"), Durable(2), Volatile(Role.LEADER if number == 1 else Role.FOLLOWER))
        for number in (1, 2, 3)
    )
    said = group_sayings.a_leader_had_a_majority(servers)
    assert said == "n1 leads term 2 with no vote at all"
    assert book_of("zh-TW").translated(said) == "n1 是任期 2 的 Leader，卻沒有任何選票"


class DeafToNobody(CheckQuorum):
    """In a lease, a server listens to who asks for votes."""

    def ignores(self, payload: Any, role: Role, leader: ServerId | None, current_term: int) -> bool:
        return False


def test_leases() -> None:
    """That nobody in a lease votes is so for no other reason than that it ignores who asks."""
    claim = claim_of("votes-if-no-leader")
    leased = next(one for one in claim.as_corrected if one.words.en.startswith("with CheckQuorum"))
    assert Court().settle(made([leased])).standing is Standing.TRUE
    found = Court().settle(made([evolve(leased, protocol=DeafToNobody)]))  # type: ignore[call-arg]
    assert found.standing is Standing.FALSE
    assert "votes for" in (found.finding or "")


def test_mutant_by_name(run: Run) -> None:
    """With a mutant, the same is asked of the mistaken protocol, and its run names the mistake."""
    ran = run("claims", "leader-logs-first", "--mutant", "commit-quorum-half", "--format", "json")
    assert (ran.code, ran.json["verdict"]) == (0, "false")
    assert ran.json["trace"]["mutant"] == "model.raft.mutants.commitment:CommitQuorumHalf"


# The claim on prices


def test_prices() -> None:
    """Three or five masters are best between two prices, and these are where costs are the same."""
    up, least, most = practice.UP, practice.LEAST, practice.MOST
    assert cost(1, least, up) == cost(3, least, up)
    assert cost(5, most, up) == cost(7, most, up)
    prices = (least * Fraction(99, 100), least * Fraction(101, 100), most - 1, most + 1)
    assert [cheapest(price, up) for price in prices] == [1, 3, 5, 7]


def test_latency() -> None:
    """A leader of three waits for the first of two answers, one of five for the second of four."""
    assert ["0", "1", "1/2", "5/6", "7/12"] == [str(exponential_wait(members)) for members in range(1, 6)]


def test_one_unit_of_price(settled: dict[str, Settled]) -> None:
    """The claim gives its prices as `seatrial practice` does: the same numbers, in the same unit."""
    rows = {row["masters"]: row for row in PRICES.rows(practice.UP)}
    said = [dict(PRICES.columns)[name](rows[size]) for name, size in (("cheapest from", 3), ("up to", 5))]
    assert " to ".join(said) in settled["three-to-five"].claim.correct.en
    assert said == ["8.59 host-days", "24 host-years"]


# Who talks to whom


@pytest.mark.parametrize(
    ("process", "kind"),
    [
        ("user", "user"),
        ("balancer", "load balancer"),
        ("apiserver-cp1", "kube-apiserver"),
        ("nodelifecycle-cp1", "kube-controller-manager"),
        ("n12", "etcd"),
        ("etcd", "etcd"),
        ("faults", "faults"),
    ],
)
def test_every_process_has_a_kind(process: str, kind: str) -> None:
    """Whoever may send a message is called as the article calls it, or by its own name."""
    assert kind == channels.kind_of(ProcessId(process))


# What a user sees


def test_json(settled: dict[str, Settled]) -> None:
    """The JSON has for each claim its id, the statement, the verdict, the reason and the evidence."""
    told = json.loads(json.dumps(claims_json(list(settled.values()), speaker())))
    assert list(told) == ["claims"]
    for one in told["claims"]:
        assert list(one) == ["id", "statement", "verdict", "reason", "evidence"]
        assert one["verdict"] in {"true", "false", "only-if"}
        pieces = [piece for group in one["evidence"].values() for piece in group]
        assert all(piece["speaks"] in {"for", "against"} for piece in pieces)
        for piece in pieces:
            named = {"search": "property", "lemma": "lemma", "count": "count", "trials": "study"}[
                piece["kind"]
            ]
            assert piece[named]
            if piece["kind"] == "search":
                assert piece["states"] > 0
                assert (piece["trace"] is None) is (piece["verdict"] == "holds")


def test_one_as_json_replays(run: Run, tmp_path: Path) -> None:
    """What -o writes of one claim has its trace, and the file runs again."""
    file = tmp_path / "claim.json"
    ran = run("claims", "majority-leads", "-o", file)
    assert ran.code == 0
    assert f"seatrial replay {file}" in ran.out
    assert replay(load(file)).finding == "n1 leads term 1 and n2 leads term 2 at the same time"
    told = json.loads(file.read_text(encoding="utf-8"))
    assert [one["id"] for one in told["claims"]] == ["majority-leads"]
    assert told["correct"].startswith("A term has one leader at most.")


def test_one_is_told(run: Run) -> None:
    """One claim is told with why, what is so, each piece of evidence, and the run step by step."""
    ran = run("claims", "single-master-no-restart")
    for told in (
        "single-master-no-restart: FALSE\n",
        "Why: The kubelet restarts a failed container by itself",
        "What is so: A container that fails is restarted by its kubelet",
        "✗ no container that failed is restarted while the master is dead",
        "✓ no lost pod is replaced\n      no-pod-is-made holds in article-no-control-plane: 100 states",
        "Trace ST-",
        "  2. kubelet-w1 restarts container 1 of p1 by itself",
    ):
        assert told in ran.out
    assert (ran.code, ran.err) == (0, "")


def test_one_of_a_lemma_is_told(run: Run) -> None:
    """A claim that numbers decide is told with its lemmas in full, and the figures."""
    ran = run("claims", "external-double-cost")
    assert "external-costs-twice: REFUTED" in ran.out
    assert "Counterexample: 2 control planes and 3 members of etcd bear any one death: 5 hosts" in ran.out
    assert re.search(r"1\s+3\s+2 \+ 3\s+5\s+1\.67", ran.out)


def test_names(run: Run) -> None:
    """A name that is none is refused in one sentence, with the nearest."""
    assert_refused(run("claims", "pod-adress"), "there is no claim 'pod-adress'; did you mean pod-address?")
    assert_refused(run("claims", "--lang", "zh"), "en", "zh-TW")


def test_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the run; what was settled before it is told, and the exit code says what happened."""
    settle = Court.settle

    def settle_two(court: Court, claim: Claim, tell: Any) -> Settled:
        if claim.id == "apiserver-relays-all":
            raise KeyboardInterrupt
        return settle(court, claim, tell)

    monkeypatch.setattr(Court, "settle", settle_two)
    ran = run("claims", "--format", "json")
    assert (ran.code, [one["id"] for one in ran.json["claims"]]) == (130, ["pod-address", "node-parts"])
    assert (run("claims", "apiserver-relays-all").code, ran.err) == (130, "")


def test_table_fits(settled: dict[str, Settled], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal no line is too wide, in either language; a narrow one has a claim in lines of its own."""
    for room in (80, 100, 160):
        for part in (rendered, folding):
            monkeypatch.setattr(part, "columns", lambda room=room: room)
        for language in LANGUAGES:
            lines = render_claims(list(settled.values()), speaker(language)).splitlines()
            assert max(map(rendered.cell_len, lines)) <= room
            assert any("ST-" in line for line in lines)
    monkeypatch.setattr(rendered, "columns", lambda: 80)
    narrow = render_claims([settled["must-be-odd"]], speaker())
    assert narrow.startswith(
        "must-be-odd: false\n  The number of etcds must be odd, and more than one.\n  Why: "
    )


def test_folding() -> None:
    """A line of Chinese ends anywhere but before a full stop; one of English ends at a space."""
    text = f"{'字' * 48}，{'字' * 4}。"
    assert folded(text, "  ") == [f"  {'字' * 47}", f"    字，{'字' * 4}。"]
    assert folded("a word", "  ") == ["  a word"]


# The two languages

ENGLISH = re.compile(r"[A-Za-z][A-Za-z-]{2,}")

TERMS = {
    *("Pod", "Node", "Master", "Worker", "Cluster", "cluster", "Control", "Plane", "etcd", "key-value"),
    *("kubelet", "kube-apiserver", "kube-proxy", "kube-scheduler", "kube-controller-manager", "apiserver"),
    *(
        "container",
        "runtime",
        "controller",
        "Service",
        "static",
        "topology",
        "Stacked",
        "stacked",
        "External",
    ),
    *(
        "external",
        "server",
        "Leader",
        "Follower",
        "Candidate",
        "Log",
        "RAFT",
        "PreVote",
        "client",
        "revision",
    ),
    *("AppendEntries", "endpoints", "CheckQuorum", "key", "value"),
}
"""Terms of art, as the article has them; names of the model stand beside them."""


MAINLAND = "说发这与节务现个为会从数据组过还连运执调关开应无领选举时态软络经让规则错误;!?"
"""Some characters that are written otherwise in Taiwan, and marks that are not Chinese."""


def chinese_of(claim: Claim) -> Iterator[str]:
    """Yield every text that a claim has in Chinese."""
    yield claim.statement.zh
    yield claim.correct.zh
    yield from (words.zh for words in claim.reasons.values())
    for one in (*claim.as_said, *claim.under_condition, *claim.as_corrected):
        yield one.words.zh
        if isinstance(one, Count):
            yield one.bounds.zh


@pytest.mark.parametrize("name", EXPECTED)
def test_chinese_is_complete(name: str) -> None:
    """What is said in Chinese has no English in it but terms of art, and no mark of the mainland's."""
    for text in chinese_of(claim_of(name)):
        assert re.search("[\u4e00-\u9fff]", text), text
        named = re.sub(r"article-[a-z-]+", "", text)
        assert set() == set(ENGLISH.findall(named)) - TERMS, text
        assert set() == set(text) & set(MAINLAND), text


@pytest.mark.parametrize("name", EXPECTED)
def test_both_languages_say_why(name: str) -> None:
    """Every claim says why it is so for the verdict that it has, and for another that it might have."""
    reasons = claim_of(name).reasons
    assert EXPECTED[name] in reasons
    assert len(reasons) > 1
    assert set(reasons) <= {"true", "false", "only-if"}
    for words in reasons.values():
        assert words.en.endswith(".")
        assert words.zh.endswith("。")


def test_runs_are_told_in_chinese(settled: dict[str, Settled]) -> None:
    """Every step of every run, and everything that was found, has its phrase."""
    book = book_of("zh-TW")
    for answer in (answer for one in settled.values() for answer in one.answers):
        steps = [] if answer.trace is None else [step.sentence for step in answer.trace.steps]
        for sentence in (*steps, *([] if answer.finding is None else [answer.finding])):
            chinese = book.translated(sentence)
            assert chinese is not None, sentence
            without_names = re.sub(r"\b[a-z]+-[a-z]+\d+\b|\bweb\b", "", chinese)
            assert set() == set(ENGLISH.findall(without_names)) - TERMS, sentence


def test_a_claim_is_told_in_chinese(settled: dict[str, Settled]) -> None:
    """All that a claim says in Chinese is, with each change of its run; no English word is left but names."""
    told = [render_claim(one, speaker("zh-TW")) for one in settled.values()]
    told += [claims_page(list(settled.values()), speaker("zh-TW"), section_titles())]
    lines = [re.sub("`[^`]*`", "", line) for page in told for line in page.splitlines()]
    assert [] == [line for line in lines if FUNCTION_WORDS.search(line)]
    book = book_of("zh-TW")
    for trace in (one.trace for one in settled.values() if one.trace is not None):
        said = {*trace.parameters, trace.finding, trace.returns or "none"}
        for step in trace.steps:
            said |= {step.sentence, *step.sent}
            for change in step.changes:
                said |= {change.process, change.field.rpartition(".")[2], change.before, change.after}
        assert [] == sorted(text for text in said if text and book.translated(text) is None), trace.id


def test_a_run_in_chinese(run: Run) -> None:
    """With each step is told what it changed and sent, in Chinese: fields, roles, and what is yes or no."""
    told = "".join(run("claims", "votes-if-no-leader", "--lang", "zh-TW").out.split())
    assert "角色Follower→Candidate" in told
    assert re.search("送出：n[123]送給n[123]的投票請求（任期2，Log最後的索引0、任期0）", told)
    assert "（任期上限1、Log項目上限0、請求次數0、途中的訊息上限：無）" in told


def test_reasons_with_a_mutant(settled: dict[str, Settled]) -> None:
    """With a mistake among the rules, the reason is what was found, not what is so without it."""
    found = Court(commitment.CommitQuorumHalf).settle(claim_of("votes-if-no-leader"))
    said = speaker().reason(found)
    assert said.startswith("What was run speaks against it: n2 leads term 2 without v1 (term 1) at index 1")
    untouched = Court(apiserver.NoAuthoriser).settle(claim_of("votes-if-no-leader"))
    assert speaker().reason(settled["votes-if-no-leader"]) == speaker().reason(untouched)


def test_general_reasons() -> None:
    """Where a claim has no reason for a verdict, a general one is given, with what was found."""
    found = Court().settle(made(counting("n1 and n2 both lead term 2")))
    assert speaker().reason(found) == "What was run speaks against it: n1 and n2 both lead term 2."
    assert speaker("zh-TW").reason(found) == "執行的結果與它不符：n1 與 n2 都是任期 2 的 Leader。"


def test_labels() -> None:
    """Both languages have all labels, for every verdict."""
    assert set(LANGUAGES) == set(LABELS)
    for labels in LABELS.values():
        assert set(Standing) == set(labels.verdicts) == set(labels.reasons)


# The pages


def test_pages_are_current(settled: dict[str, Settled]) -> None:
    """The pages for a class, and their plots, are what a run makes now."""
    pages = test_docs.generator().article_pages(settled.values())
    assert {"claims.md", "claims.zh-TW.md", "three-to-five.svg", "external-double-cost.zh-TW.svg"} <= set(
        pages
    )
    for name, page in pages.items():
        assert page == (ROOT / "docs" / name).read_text(encoding="utf-8"), name


def test_plot(run: Run, tmp_path: Path) -> None:
    """A claim that has figures to draw is drawn, in the language that is asked for; another is refused."""
    file = tmp_path / "masters.svg"
    assert run("claims", "three-to-five", "--plot", file, "--lang", "zh-TW").code == 0
    drawn = file.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert all(label in drawn for label in ("1 台", "3 台", "5 台", "7 台"))
    assert_refused(
        run("claims", "three-to-five", "--plot", tmp_path / "x.png"),
        "--plot",
        "expected a file that ends in .svg",
    )
    objection = "--plot goes with a claim that has figures to draw: external-double-cost or three-to-five"
    assert_refused(run("claims", "heartbeats", "--plot", file), objection)
    assert_refused(run("claims", "--plot", file), objection)
    assert_refused(
        run("claims", "three-to-five", "--plot", tmp_path / "no" / "file.svg"), "--plot", "no folder"
    )


def test_answers_know_nothing_of_time(settled: dict[str, Settled]) -> None:
    """What a page says does not depend on how long anything took."""
    told = claims_page(list(settled.values()), speaker(), section_titles())
    assert not re.search(r"\d\.\d+ s\b", told)


def test_disks(settled: dict[str, Settled]) -> None:
    """Of who counts or confirms too early, the leader and a follower are looked at, each by itself."""
    answers: Sequence[Answer] = settled["leader-logs-first"].as_corrected
    loses = [
        (one.case.parameters["leader-loses"], one.case.parameters["follower-loses"])
        for one in answers
        if one.case
    ]
    assert [(1, 0), (0, 1)] == loses
    crashed = []
    for answer in answers:
        assert answer.trace is not None
        (who,) = [
            step.sentence.split()[0] for step in answer.trace.steps if step.sentence.endswith(" crashes")
        ]
        crashed.append(who)
    assert crashed == ["n1", "n2"]


def test_a_claim_as_a_diagram(run: Run) -> None:
    """In a form of a trace, the run that settles a claim is shown; it takes one claim."""
    ran = run("claims", "majority-of-followers", "--format", "mermaid")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("sequenceDiagram\n")
    none = run("claims", "three-to-five", "--format", "dot")
    assert (none.code, none.out) == (0, "")
    assert "there is no trace to show as dot" in none.err
    all_of_them = run("claims", "--format", "dot")
    assert all_of_them.code == 2
    assert "expected the NAME of a claim" in all_of_them.err
