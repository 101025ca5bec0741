"""Reports and traces as text: whole transcripts, as a reader sees them."""

import os
import re
import sys
from collections.abc import Mapping
from fractions import Fraction
from textwrap import dedent
from typing import Any

import dining
import pytest
from attrs import evolve
from pages import TRACES

from checker import catalogue, screen
from checker.case import Case
from checker.catalogue import find_scenario
from checker.check import check
from checker.difference import Change
from checker.engines import Engine
from checker.render.lines import WIDTH, paragraph
from checker.render.listing import listing_json, render_listing
from checker.render.markdown import trace_markdown
from checker.render.mermaid import trace_mermaid
from checker.render.phrases import sentence
from checker.render.proofs import proofs_json, render_proof
from checker.render.text import render_report
from checker.render.trace import render_trace
from checker.replay import replay
from checker.report import Report
from checker.smt import Outcome, Proof
from checker.storyteller import story_of
from checker.trace import Step, Trace, load
from checker.verdict import Limits, Result, Verdict
from properties.statement import Lemma

PLAIN = Engine("reference")


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print for a page, and not for the terminal on which the tests may run."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)


def report_of(
    verdict: Verdict,
    *,
    mutant: str | None = None,
    asked_for: str | None = None,
    trace: Trace | None = None,
    parameters: Mapping[str, int | None] | None = None,
    **found: Any,
) -> Report:
    """Return the report of a search of the philosophers, made up."""
    numbers = {"engine": "steam", "states": 1, "transitions": 1, "depth": 1, "seconds": 0.0}
    checked = tuple(
        stated
        for stated in dining.scenario.properties
        if asked_for in {None, stated.name} or stated.kind.value == "sometimes"
    )
    result = Result(verdict, **numbers | found)
    case = Case(
        dining.scenario,
        "dining:scenario",
        parameters or {"seats": 2},
        mutant,
        checked,
        dining.scenario.build({"seats": 2}, None),
    )
    return Report(case, result, trace)


TRACE = Trace(
    id="ST-AAAAAAAAAA",
    scenario="dining:scenario",
    parameters={"seats": 2},
    mutant=None,
    property="no-fork-is-snatched",
    finding="p2 snatched f1 from p1",
    actions=(),
    steps=(
        Step("p1 takes f1", (Change("p1", "hands.holds", "{}", "{f1}"), Change("p1", "mood", "sad", "glad"))),
        Step("p1 says that the soup is hot", (), ("“hot” from p1 to p2", "“soup” from p1 to p2")),
        Step("p2 hears it", (Change("p2", "", "idle", "warned"), Change("f1", "at", "none", "p1")), ()),
        Step("p2 sleeps", ()),
    ),
)


def assert_shown(shown: str, expected: str) -> None:
    """Assert that a text is shown, line by line."""
    assert shown.splitlines() == dedent(expected).strip("\n").splitlines()


def test_holds() -> None:
    """What holds says so first; then what was covered, and what was seen and not seen on the way."""
    report = report_of(
        Verdict.HOLDS,
        states=28_048,
        transitions=75_918,
        depth=30,
        seconds=2.0,
        witnesses={"somebody-eats": "p1 eats"},
        bounds_reached=("meals", "years"),
        parameters={"seats": 3, "spoons": None},
    )
    assert_shown(
        render_report(report),
        """
        dining:scenario: HOLDS. Every reachable state within the bounds was visited.
          parameters: seats 3, spoons none
          28,048 distinct states, 75,918 transitions, depth 30, 2.00 s, 14,024 states/s (steam engine)
          bounds reached: meals, years
          holds: no-fork-in-two-hands, no-fork-is-snatched
          witnesses seen: somebody-eats
          witnesses not seen within these bounds: everybody-eats
        """,
    )


def test_one_property_holds() -> None:
    """Of the properties that were not asked for, nothing is said but that."""
    report = report_of(Verdict.HOLDS, asked_for="no-fork-is-snatched", witnesses={"everybody-eats": ""})
    assert_shown(
        render_report(report),
        """
        dining:scenario: HOLDS. Every reachable state within the bounds was visited.
          parameters: seats 2
          1 distinct state, 1 transition, depth 1, 0.00 s (steam engine)
          holds: no-fork-is-snatched
          not asked for: no-fork-in-two-hands
          witnesses seen: everybody-eats
          witnesses not seen within these bounds: somebody-eats
        """,
    )


def test_survived() -> None:
    """Where everything holds in spite of a mutant, the mutant survived."""
    report = report_of(
        Verdict.HOLDS,
        mutant="dining:JustAsGood",
        witnesses={"everybody-eats": "", "somebody-eats": ""},
    )
    assert_shown(
        render_report(report),
        """
        dining:scenario with the mutant dining:JustAsGood: HOLDS. The mutant survived: within these bounds
          nothing that was checked shows it.
          parameters: seats 2
          1 distinct state, 1 transition, depth 1, 0.00 s (steam engine)
          holds: no-fork-in-two-hands, no-fork-is-snatched
          witnesses seen: everybody-eats, somebody-eats
        """,
    )


def test_incomplete() -> None:
    """What is incomplete says what ended it, and never that anything holds."""
    report = report_of(Verdict.INCOMPLETE, stopped_by="the limit of 7 seconds", seconds=7.0, states=700)
    assert_shown(
        render_report(report),
        """
        dining:scenario: INCOMPLETE (the limit of 7 seconds). What was visited violates nothing, and is not
          all.
          parameters: seats 2
          700 distinct states, 1 transition, depth 1, 7.00 s, 100 states/s (steam engine)
          not violated in what was visited: no-fork-in-two-hands, no-fork-is-snatched
          witnesses not seen so far: somebody-eats, everybody-eats
        """,
    )


def test_violated() -> None:
    """What is violated is told at the end, step by step, with what each changed and sent."""
    report = report_of(
        Verdict.VIOLATED,
        trace=TRACE,
        violated=("no-fork-is-snatched",),
        witnesses={"somebody-eats": "p1 eats"},
    )
    assert_shown(
        render_report(report),
        """
        dining:scenario: VIOLATED: no-fork-is-snatched.
          parameters: seats 2
          1 distinct state, 1 transition, depth 1, 0.00 s (steam engine)
          not violated in what was visited: no-fork-in-two-hands
          witnesses seen: somebody-eats

        What went wrong: p2 snatched f1 from p1.
          violates no-fork-is-snatched: “A fork goes from hand to hand by way of the table only.” (good
            manners)

        Trace ST-AAAAAAAAAA, 4 steps:

          1. p1 takes f1
               p1: holds {} → {f1}; mood sad → glad

          2. p1 says that the soup is hot
               sent: “hot” from p1 to p2
               sent: “soup” from p1 to p2

          3. p2 hears it
               p2: idle → warned
               f1: at none → p1

          4. p2 sleeps
               no process changes, and nothing new is sent
        """,
    )


def test_deadlock_beside_a_violation() -> None:
    """Where a deadlock is found together with a violation, both are told."""
    report = report_of(
        Verdict.DEADLOCK,
        trace=evolve(TRACE, property="deadlock", finding="no action is enabled", steps=TRACE.steps[:1]),
        violated=("deadlock", "no-fork-is-snatched"),
    )
    assert_shown(
        render_report(report),
        """
        dining:scenario: DEADLOCK. A state was reached in which no action is enabled.
          parameters: seats 2
          1 distinct state, 1 transition, depth 1, 0.00 s (steam engine)
          violated: no-fork-is-snatched
          not violated in what was visited: no-fork-in-two-hands

        What went wrong: no action is enabled.
          a deadlock, in the state after the last step

        Trace ST-AAAAAAAAAA, 1 step:

          1. p1 takes f1
               p1: holds {} → {f1}; mood sad → glad
        """,
    )


def test_several_violations() -> None:
    """All that is violated at the same depth is named."""
    report = report_of(Verdict.VIOLATED, violated=("no-fork-in-two-hands", "no-fork-is-snatched"))
    first, *_ = render_report(report).splitlines()
    assert first == "dining:scenario: VIOLATED: no-fork-in-two-hands and no-fork-is-snatched."


def test_how_it_was_searched() -> None:
    """The report tells how many workers searched, what symmetry saved, and the chance of a mistake."""
    report = report_of(Verdict.HOLDS, states=10, stands_for=25, workers=4, collision_probability=0.00012)
    shown = render_report(report)
    assert "\n  10 distinct states, 1 transition, depth 1, 0.00 s (steam engine, 4 workers)\n" in shown
    assert re.search(r"\n  symmetry: .*25 states.*2\.50 times", shown)
    assert re.search(r"\n  the chance that two states shared a fingerprint.* 0\.0001\n", shown)


def test_a_lemma() -> None:
    """A lemma is told with its outcome, its sentence, and its counterexample or why there is no answer."""
    lemma = Lemma("halves-meet", "Two halves meet.", "§5.2", bool, str)
    refuted = Proof(lemma, Outcome.REFUTED, 0.0, {"N": 2}, told="with N = 2 they need not")
    assert_shown(
        render_proof(refuted),
        """
        halves-meet: REFUTED, but expected: proved
          Two halves meet. (§5.2)
          Counterexample: with N = 2 they need not
        """,
    )
    assert_shown(
        render_proof(Proof(evolve(lemma, expected="refuted"), Outcome.REFUTED, 0.0)),
        """
        halves-meet: REFUTED
          Two halves meet. (§5.2)
        """,
    )
    assert_shown(
        render_proof(Proof(lemma, Outcome.UNKNOWN, 0.0, reason="there was no time")),
        """
        halves-meet: UNKNOWN, but expected: proved
          Two halves meet. (§5.2)
          Why: there was no time
        """,
    )


def test_a_counterexample_as_json() -> None:
    """As JSON a counterexample has numbers as numbers, and a fraction as text."""
    lemma = Lemma("p-is-small", "p is small.", "", bool, str)
    proof = Proof(lemma, Outcome.REFUTED, 0.0, {"N": 2, "p": Fraction(1, 3), "b": True})
    (told,) = proofs_json([proof])["lemmas"]
    assert told["counterexample"] == {"N": 2, "p": "1/3", "b": True}


def test_standing_as_json() -> None:
    """As JSON each property, and no witness, is *holds*, *violated* or *unchecked*; a deadlock is none."""
    both, one = "no-fork-in-two-hands", "no-fork-is-snatched"
    assert report_of(Verdict.HOLDS).standing() == {both: "holds", one: "holds"}
    assert report_of(Verdict.HOLDS, asked_for=one).standing() == {both: "unchecked", one: "holds"}
    assert report_of(Verdict.INCOMPLETE).standing() == {both: "unchecked", one: "unchecked"}
    assert report_of(Verdict.VIOLATED, violated=(one,)).standing() == {both: "unchecked", one: "violated"}
    assert report_of(Verdict.DEADLOCK, violated=("deadlock",)).standing() == {
        both: "unchecked",
        one: "unchecked",
    }


def test_a_trace_of_a_mutant() -> None:
    """A scene: half of the votes is taken for a majority, and two lead one term."""
    trace = check("raft", mutant="quorum-half", property="election-safety", engine=PLAIN).trace
    assert trace is not None
    shown = render_trace(trace, find_scenario("raft"))
    assert_shown(
        shown.replace(trace.id, "ST-…"),
        """
        What went wrong: n1 and n2 were both elected in term 1.
          violates election-safety: “At most one leader can be elected in a given term.” (Figure 3, §5.2)
          the mistake, quorum-half, is in the rule vote_quorum: Half of the votes is taken for a majority.
            Two candidates win the same term. (§5.2; akka-raft#42)

        Trace ST-…, 2 steps:

          1. n1 times out and stands for election
               n1: current_term 0 → 1; voted_for none → n1; role follower → leader; progress {} → {n2 next 1
                 match 0, n3 next 1 match 0}; elected [] → [1]
               sent: RequestVote(term 1, last log index 0 of term 0) from n1 to n2
               sent: RequestVote(term 1, last log index 0 of term 0) from n1 to n3

          2. n2 times out and stands for election
               n2: current_term 0 → 1; voted_for none → n2; role follower → leader; progress {} → {n1 next 1
                 match 0, n3 next 1 match 0}; elected [] → [1]
               sent: RequestVote(term 1, last log index 0 of term 0) from n2 to n1
               sent: RequestVote(term 1, last log index 0 of term 0) from n2 to n3
        """,
    )


def test_a_trace_of_a_deadlock() -> None:
    """A scene: each of two philosophers takes the left fork first."""
    report = check("dining:scenario", mutant="dining:LeftFirst", limits=Limits(deadlock=True), engine=PLAIN)
    assert report.trace is not None
    assert_shown(
        render_trace(report.trace, report.case.scenario),
        """
        What went wrong: no action is enabled.
          a deadlock, in the state after the last step
          the mistake, dining:LeftFirst, is in the rule first: Everybody takes the left fork first.

        Trace ST-UPCXMIKUPB, 2 steps:

          1. p1 takes f1
               p1: holds {} → {f1}
               f1: held_by none → p1

          2. p2 takes f2
               p2: holds {} → {f2}
               f2: held_by none → p2
        """,
    )


def test_width() -> None:
    """No line of a report or of the list is longer than the page is wide, and none ends in a space."""
    report = check("raft", mutant="vote-twice", engine=PLAIN)
    lines = [*render_report(report).splitlines(), *render_listing().splitlines()]
    assert max(map(len, lines)) in range(WIDTH - 10, WIDTH + 1)
    assert [line for line in lines if line != line.rstrip()] == []


def test_long_words_are_not_broken() -> None:
    """A word that is longer than the line stays whole, hyphens and all, so that it can be searched for."""
    word = "-".join(["leader"] * 20)
    assert paragraph(f"a {word} b", "  ") == ["  a", f"    {word}", "    b"]


def test_indents() -> None:
    """A paragraph is indented by what stands before its first line, and the rest by two more or as told."""
    text = "word " * 30
    for rest, indent in ((None, "..  "), ("", ""), ("    ", "    ")):
        first, *others = paragraph(text, "..", rest)
        assert first.startswith("..word")
        assert all(other.startswith(f"{indent}word") for other in others)


@pytest.mark.parametrize(("terminal", "width"), [(60, 60), (200, WIDTH)])
def test_narrow_terminal(monkeypatch: pytest.MonkeyPatch, terminal: int, width: int) -> None:
    """On a terminal that is narrower than the page, the lines are as long as it is wide."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(screen, "get_terminal_size", lambda: os.terminal_size((terminal, 24)))
    lines = render_report(
        report_of(Verdict.HOLDS, parameters=dict.fromkeys(map(str, range(99)), 0))
    ).splitlines()
    assert max(map(len, lines)) in range(width - 10, width + 1)


def test_listing_names_witnesses_apart() -> None:
    """The list tells what can be violated, and so asked for, from what can only be seen."""
    before, _, after = render_listing().partition("\nWitnesses of raft")
    assert "\n  election-safety\n" in before
    assert "\n  leader-elected\n" not in before
    assert "\n  leader-elected\n" in after


def test_listing_keeps_apart_what_shares_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios that have their properties in common are told together; those of another apart."""
    poor = evolve(dining.no_fork_in_two_hands, sentence="Forks are not shared.")
    rich = dining.scenario
    three = (rich, evolve(rich, name="lunch"), evolve(rich, name="breakfast", properties=(poor,)))
    monkeypatch.setattr(catalogue, "scenarios", lambda: three)
    monkeypatch.setattr(catalogue, "lemmas", lambda: ())
    monkeypatch.setattr(catalogue, "tables", lambda: ())
    monkeypatch.setattr(catalogue, "claims", lambda: ())
    told = "Philosophers dine at a round table, with a fork between any two. Expected: holds."
    assert_shown(
        render_listing(),
        f"""
        Scenarios (seatrial check NAME)
          dining
              {told}
              by default: seats 2
          lunch
              {told}
              by default: seats 2
          breakfast
              {told}
              by default: seats 2

        Properties of dining and lunch (seatrial check SCENARIO --property NAME)
          no-fork-in-two-hands
              No two philosophers hold the same fork. (Dijkstra, EWD 310)
          no-fork-is-snatched
              A fork goes from hand to hand by way of the table only. (good manners)

        Properties of breakfast (seatrial check SCENARIO --property NAME)
          no-fork-in-two-hands
              Forks are not shared. (Dijkstra, EWD 310)

        Witnesses of dining and lunch (seen or not by each check; seatrial check SCENARIO --property NAME
          shows one)
          somebody-eats
              Somebody has both forks.
          everybody-eats
              Everybody has two forks, at the same time.

        Lemmas (seatrial prove NAME)

        Tables (seatrial table NAME)
        """,
    )
    assert [(stated["name"], stated["scenarios"]) for stated in listing_json()["properties"]] == [
        ("no-fork-in-two-hands", ["dining", "lunch"]),
        ("no-fork-is-snatched", ["dining", "lunch"]),
        ("somebody-eats", ["dining", "lunch"]),
        ("everybody-eats", ["dining", "lunch"]),
        ("no-fork-in-two-hands", ["breakfast"]),
    ]


def test_what_is_cut_from_the_beginning_is_told() -> None:
    """Where a link is cut before the run, Markdown and the sequence diagram name its ends."""
    again = replay(load(TRACES / "zoo" / "partial-connectivity-livelock.json"))
    story = story_of(again)
    assert "    Note over n1,n2: n1 and n2 cannot reach each other" in trace_mermaid(story).splitlines()
    assert "n1 and n2 cannot reach each other." in trace_markdown(story, again).splitlines()
    other = replay(load(TRACES / "zoo" / "vote-twice.json"))
    assert "cannot reach" not in trace_markdown(story_of(other), other)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n1 was elected", "n1 was elected."),
        ("election-safety is so", "election-safety is so."),
        ("the mistake: it", "The mistake: it."),
        ("a deadlock, in it", "A deadlock, in it."),
    ],
)
def test_an_identifier_has_no_capital(text: str, said: str) -> None:
    """A sentence begins with a capital, unless it begins with the name of something in the model."""
    assert said == sentence(text)
