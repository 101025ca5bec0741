"""A user's own mutant: what is said of a rule that cannot be checked, and of a mutant that survives."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import invalidate_caches
from pathlib import Path
from typing import Any

import pytest
from console import Ran, assert_refused, typed

from checker import screen
from checker.case import make_case
from checker.check import search_case
from checker.engines import Engine
from checker.rule_question import Tally
from checker.verdict import Limits

Run = Callable[..., Ran]

HEAD = """
import itertools
import random
from attrs import evolve
from model.kubernetes.rules import Kubernetes
from model.raft.rules import Raft
from model.raft.state import Durable
numbers = itertools.count(1)
class Mine({base}):
    '''Mine is another one.'''
    def {rule}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in this process, in an empty folder."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(screen, "NARROW_EVERY", 3600)  # on a slow machine, too
    monkeypatch.chdir(tmp_path)
    return partial(typed, capsys)


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Write a rule of a user's own into a module; return the mutant's name."""

    def write(rule: str, base: str = "Raft") -> str:
        forget()
        (tmp_path / "own_module.py").write_text(HEAD.format(base=base, rule=rule), encoding="utf-8")
        invalidate_caches()
        return "own_module:Mine"

    yield write
    forget()


def forget() -> None:
    """Have the module imported anew when it is asked for next."""
    sys.modules.pop("own_module", None)


SMALL = ("--crashes", 1, "--requests", 1, "--terms", 1)

PURE = "; a rule must be a function of its arguments alone, as engines remember its answers\n"


# Rules that are no functions of their arguments


COUNTS = "vote_quorum(self): return next(numbers)"

LATE = "vote_is_free(self, voted_for, candidate): return next(numbers) > 9"

AT_RANDOM = """survives_crash(self, durable):
        return evolve(durable, voted_for=random.choice(['n1', 'n2', None]))
"""

REMEMBERS = """term_to_stand_in(self, current_term):
        self.__dict__['asked'] = self.__dict__.get('asked', 0) + 1
        return current_term + self.asked
"""


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        (COUNTS, "vote_quorum of the mutant {name} answered 1 and then 2 to the same question;"),
        (LATE, "answered False and then True to the same question (asked with voted_for "),
        (AT_RANDOM, "to the same question (asked with durable current_term"),
        (REMEMBERS, "{name} answered 1 and then 2 to the same question (asked with current_term 0);"),
    ],
    ids=["counter", "late", "random", "self"],
)
def test_impure_rule(run: Run, mine: Callable[..., str], rule: str, answers: str) -> None:
    """A rule that answers one question in two ways is told, whatever it is run by, and no verdict is."""
    name = mine(rule)
    for words in (
        ("check",),
        ("check", "--engine", "reference"),
        ("check", "--workers", 2),
        ("simulate", "--runs", 10),
    ):
        forget()  # the counter begins anew
        ran = run(words[0], "raft", "--mutant", name, *SMALL, *words[1:])
        assert_refused(ran, answers.format(name=name), PURE)


def test_rule_that_changes_when_all_is_done(run: Run, mine: Callable[..., str]) -> None:
    """What answers otherwise after the search only is found in the end: all is asked anew."""
    late = "ignores(self, payload, role, leader, current_term): return next(numbers) > 400"
    assert_refused(run("check", "raft", "--mutant", mine(late), *SMALL), "answered False and then True", PURE)


def test_rule_that_changes_its_arguments(run: Run, mine: Callable[..., str]) -> None:
    """A rule that changes what it was asked with has done something, and not answered."""
    name = mine(
        "survives_crash(self, durable):\n"
        "        object.__setattr__(durable, 'current_term', 0)\n"
        "        return durable"
    )
    assert_refused(
        run("check", "raft", "--mutant", name, *SMALL),
        f"survives_crash of the mutant {name} changed what it was asked with, Durable(current_term=1, ",
        PURE,
    )


def test_run_that_does_not_happen_again(run: Run, mine: Callable[..., str]) -> None:
    """A mutant that is another one each time that a group is built finds what is not there: that is told."""
    name = mine(
        "vote_is_free(self, voted_for, candidate):\n"
        "        if 'wrong' not in self.__dict__:\n"
        "            self.__dict__['wrong'] = next(numbers) == 1\n"
        "        return self.wrong or super().vote_is_free(voted_for, candidate)"
    )
    ran = run("check", "raft", "--mutant", name, "--in-flight", "none", "--terms", 1, "--entries", 0)
    assert_refused(
        ran, f"{name} was found to violate one-vote-per-term, and when that run is made again", PURE
    )


# Rules that fail, or answer what they may not


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("vote_is_free(self, voted_for, candidate): return 'maybe'", "'maybe', where a bool was expected"),
        ("vote_is_free(self, voted_for, candidate): pass", "None, where a bool was expected"),
        ("vote_is_free(self, voted_for, candidate): return 1", "1, where a bool was expected"),
        ("vote_quorum(self): return True", "True, where an int was expected"),
        (
            "log_told(self, log): return (0, 0, 0)",
            "[0, 0, 0] (of the class tuple), where tuple[int, int] was expected",
        ),
        (
            "asked_for_votes(self, candidate): return list(self.servers)",
            "[n1, n2, n3] (of the class list), where tuple[ServerId, ...] was expected (asked with candidate",
        ),
        (
            "asked_for_votes(self, candidate): return (1, 2)",
            "[1, 2] (of the class tuple), where tuple[ServerId, ...] was expected",
        ),
        ("vote_of_candidate(self, candidate): return 7", "7, where ServerId | None was expected"),
        ("role_in_adopted_term(self, role): return 'follower'", "'follower', where Role was expected"),
        (
            "survives_crash(self, durable): return evolve(durable, current_term=None)",
            "a Durable with current_term None, where an int was expected",
        ),
    ],
    ids=["text", "nothing", "one", "true", "triple", "list", "numbers", "name", "role", "field"],
)
def test_answer_of_the_wrong_kind(run: Run, mine: Callable[..., str], rule: str, said: str) -> None:
    """An answer that the right rule could never give is told, with what was expected."""
    name = mine(rule)
    for words in (("check", "raft", "--terms", 2), ("simulate", "raft", "--terms", 2, "--runs", 10)):
        ran = run(*words, "--mutant", name, "--crashes", 1)
        assert_refused(ran, f"{rule.partition('(')[0]} of the mutant {name} answered {said}")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "vote_quorum(self): return self.vote_quorum()",
            "Mine.vote_quorum (own_module.py, line 11) raised RecursionError: ",
        ),
        ("vote_quorum(self): raise SystemExit(0)", "raised SystemExit: it ends the program"),
        ("vote_quorum(self): raise KeyError(self.servers)", "raised KeyError: "),
    ],
    ids=["recursion", "exit", "key"],
)
def test_rule_that_raises(run: Run, mine: Callable[..., str], rule: str, said: str) -> None:
    """What a rule raises is told in one sentence, with the rule."""
    assert_refused(run("check", "raft", "--mutant", mine(rule), *SMALL), "vote_quorum", said)


def test_a_rule_of_the_cluster(run: Run, mine: Callable[..., str]) -> None:
    """A mutant of Kubernetes is under the same watch, and its rules may be asked by names."""
    name = mine("may_evict(self, silent, nodes): return 'always'", "Kubernetes")
    assert_refused(
        run("check", "kubernetes-all-silent", "--mutant", name),
        f"may_evict of the mutant {name} answered 'always', where a bool was expected (asked with silent",
    )
    name = mine("may_restore(self, *, apiserver_runs): return next(numbers) % 2 == 0", "Kubernetes")
    assert_refused(run("check", "kubernetes-restore", "--mutant", name), "(asked with apiserver_runs ", PURE)


def test_static_rule(run: Run, mine: Callable[..., str]) -> None:
    """A rule that needs no rules may be a static method, or one of the class."""
    for rule in ("static", "class"):
        name = mine(f"vote_quorum({'cls' if rule == 'class' else ''}): return 1").partition(":")[0]
        path = Path(f"{name}.py")
        path.write_text(path.read_text(encoding="utf-8").replace("    def", f"    @{rule}method\n    def"))
        ran = run("check", "raft-election", "--engine", "reference", "--mutant", f"{name}:Mine")
        assert (ran.code, ran.err) == (12, "")


def test_module_from_elsewhere(run: Run) -> None:
    """Where a module was looked for is said: a trace of one's own mutant is replayed where that is."""
    ran = run("check", "raft-election", "--mutant", "nowhere_to_be_found:Mine")
    assert_refused(ran, "No module named 'nowhere_to_be_found'; expected it in the folder ", "PYTHONPATH")


def test_zoo_has_none_of_ones_own(run: Run) -> None:
    """Whoever asks the zoo for a mutant of their own is told who hunts it."""
    assert_refused(run("zoo", "own_module:Mine"), "seatrial check SCENARIO --mutant own_module:Mine")


# Survivors


def tally_of(name: str, *, engine: Engine, **given: int) -> Tally:
    """Return what a mutant's rule was asked in a search of a small group."""
    small = {"servers": 2, "terms": 2, "in-flight": 2}
    case = make_case("raft", {**small, **given}, name, "term-never-goes-back")
    with case.confirming():
        found = search_case(case, Limits(), engine, lambda _: None, lambda _: None)
    tally = case.tally()
    assert found.violation is None
    assert tally is not None
    return tally


def test_survivor_that_never_answered_otherwise(run: Run, mine: Callable[..., str]) -> None:
    """The bounds may keep the wrong answer from being given: that is said, with what may show it."""
    name = mine("vote_is_free(self, voted_for, candidate): return True")
    words = ("check", "raft", "--mutant", name, "--requests", 0)
    ran = run(*words)
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert (
        "its rule, vote_is_free, was asked 3 different questions in what was visited, and never answered "
        "otherwise than the right one wider bounds may show it (reached: --terms, --in-flight; at 0: "
        "--requests, --crashes, --losses, --duplicates, --cuts; larger sizes: --servers, --batch, --down) "
        "the zoo hunts vote-twice, of the same rule, with "
    ) in said
    assert "; seatrial zoo vote-twice shows it" in said
    told = run(*words, "--format", "json").json["mutant_rule"]
    assert told == {"name": "vote_is_free", "asked": 3, "otherwise": 0, "first": None}
    assert run(*words, "--in-flight", 3).code == 12, "and wider bounds do show it"


def test_survivor_that_was_never_asked(run: Run, mine: Callable[..., str]) -> None:
    """A rule that was never asked cannot have been wrong."""
    name = mine("survives_crash(self, durable): return Durable()")
    ran = run("check", "raft", "--mutant", name, "--requests", 0, "--terms", 1)
    assert (
        "its rule, survives_crash, was never asked in what was visited, so nothing could show it"
        in " ".join(ran.out.split())
    )


def test_survivor_that_answered_otherwise(run: Run, mine: Callable[..., str]) -> None:
    """Where the rule was wrong and nothing objects, the first question is told that it answered otherwise."""
    name = mine("role_in_adopted_term(self, role): return role")
    words = ("check", "raft", "--mutant", name, "--property", "one-vote-per-term", "--requests", 0)
    ran = run(*words)
    assert ran.code == 0
    said = " ".join(ran.out.split())
    assert (
        "its rule, role_in_adopted_term, was asked 2 different questions in what was visited, and answered 1 "
        "otherwise than the right one, but nothing that was checked objects the first: role_in_adopted_term "
        "(role leader) says leader; the right rule says follower wider bounds"
    ) in said
    told: dict[str, Any] = run(*words, "--format", "json").json["mutant_rule"]
    assert told == {
        "name": "role_in_adopted_term",
        "asked": 2,
        "otherwise": 1,
        "first": {"arguments": {"role": "leader"}, "wrong": "leader", "right": "follower"},
    }


def test_survivor_of_too_small_a_size(run: Run) -> None:
    """What is no bound, so is never reached, may be too small, too; the zoo says how large is enough."""
    ran = run("check", "kubernetes-one-scheduler", "--mutant", "forget-assumed", "--pods", 1)
    assert ran.code == 0
    assert " ".join(ran.out.split()).endswith(
        "no bound was reached, and none is 0; it may take larger sizes: --schedulers, --nodes, --pods "
        "the zoo hunts it with pods 3; seatrial zoo forget-assumed shows it"
    ), "a switch, or a bound that nothing came to, is no size"
    assert run("check", "kubernetes-one-scheduler", "--mutant", "forget-assumed", "--pods", 3).code == 12
    ran = run("check", "raft", "--mutant", "duplicate-votes-counted", "--servers", 3)
    assert ran.code == 0
    assert " ".join(ran.out.split()).endswith(
        "wider bounds may show it (reached: --terms, --duplicates, --in-flight; at 0: --entries, --requests, "
        "--crashes, --losses, --cuts; larger sizes: --servers, --batch, --down) "
        "the zoo hunts it with servers 4; seatrial zoo duplicate-votes-counted shows it"
    )


def test_survivor_at_its_largest(run: Run) -> None:
    """A size that is as large as it can be is not named, nor is a switch that is off."""
    ran = run("check", "kubernetes-one-scheduler", "--mutant", "forget-assumed", "--pods", 1, "--nodes", 3)
    assert "it may take larger sizes: --schedulers, --pods\n" in ran.out


def test_survivor_of_a_set_with_all_in_it(run: Run) -> None:
    """A set is as large as it can be where all are in it."""
    words = ("check", "kubernetes-topology", "--mutant", "first-endpoint-only", "--property", "at-most-one")
    every = "cp1,db1,db2,db3"
    ran = run(*words, "--dead", every)
    assert "it may take larger sizes: --control-planes, --members\n" in ran.out
    assert "the zoo hunts it with dead db1; seatrial zoo first-endpoint-only shows it" in ran.out
    ran = run(*words, "--dead", every.removesuffix(",db3"))
    assert "it may take larger sizes: --control-planes, --members, --dead\n" in ran.out


def test_survivor_of_a_bound_of_two_words(run: Run) -> None:
    """A bound is told as the option by which it is given."""
    words = ("check", "kubernetes-partition", "--mutant", "read-without-quorum", "--cuts", 0)
    ran = run(*words, "--members", 1, "--give-ups", 0)
    assert "wider bounds may show it (at 0: --deaths, --cuts, --give-ups; larger sizes: --members)" in ran.out


def test_survivor_of_a_search_that_was_stopped(run: Run) -> None:
    """What is not all says nothing of bounds: it may have been stopped too early."""
    ran = run("check", "raft", "--mutant", "match-index-regress", "--max-states", 200)
    assert ran.code == 20
    assert " ".join(ran.out.split()).endswith(
        "its rule, match_index_after, was asked 2 different questions in what was visited, and never "
        "answered otherwise than the right one what stopped the search may have hidden it"
    )


def test_violation_that_is_not_the_rules_doing(run: Run, mine: Callable[..., str]) -> None:
    """What is violated without a wrong answer is not blamed on the rule, whatever it is shown as."""
    name = mine("vote_is_free(self, voted_for, candidate): return voted_for in {None, candidate}")
    words = ("check", "raft-split-votes", "--mutant", name)
    ran = run(*words)
    assert ran.code == 13, "as without the mutant"
    said = " ".join(ran.out.split())
    assert "and never answered otherwise than the right one: what is shown here is not its doing What" in said
    assert "the mistake, " not in said
    ran = run(*words, "--format", "markdown")
    acquitted = f"the mutant {name} never answered otherwise than the right rule: this is not its doing"
    assert ran.err == f"seatrial: {acquitted}\n"
    assert run(*words, "--format", "json").json["mutant_rule"]["otherwise"] == 0


def test_violation_that_is_the_rules_doing(run: Run) -> None:
    """Of a rule that was wrong the mistake is told, and nothing of what it was asked."""
    ran = run("check", "raft", "--mutant", "vote-twice")
    assert ran.code == 12
    assert "the mistake, vote-twice, is in the rule vote_is_free" in ran.out
    assert "not its doing" not in ran.out
    assert "different question" not in ran.out
    assert "doing" not in run("check", "raft", "--mutant", "vote-twice", "--format", "markdown").err


def test_deadlock_is_no_survival(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a deadlock was found, it is told what the rule was asked, and not that nothing objects."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    ran = run("check", "dining:scenario", "--mutant", "dining:LeftFirst", "--deadlock")
    assert ran.code == 11
    said = " ".join(ran.out.split())
    assert "was asked 2 different questions in what was visited, and answered 1 otherwise than" in said
    assert "objects" not in said
    assert "wider" not in said


def test_mutant_whose_promise_is_undetermined(run: Run) -> None:
    """Where a bound turns back what is promised, that is said of the rule which is said of a survivor."""
    words = ("check", "kubernetes-addresses", "--mutant", "reuse-address-early", "--revisions", 4)
    ran = run(*words)
    assert ran.code == 20
    said = " ".join(ran.out.split())
    assert (
        "its rule, free_addresses, was never asked in what was visited: what is shown here is not its doing "
        "wider bounds may show it (reached: --revisions; larger sizes: --requests) the zoo hunts it with "
        "revisions 12;"
    ) in said
    assert "the mistake, " not in said
    told = run(*words, "--format", "json").json
    assert (told["verdict"], told["mutant_rule"]["asked"]) == ("undetermined", 0)


def test_without_a_mutant_nothing_is_watched(run: Run) -> None:
    """The healthy protocol has no rule of whose answers to tell."""
    ran = run("check", "raft-election", "--format", "json")
    assert ran.json["mutant_rule"] is None
    assert "rule" not in run("check", "raft-election").out


@pytest.mark.parametrize("mutant", ["match-index-regress", "vote-not-persisted", "nack-treated-as-ack"])
def test_engines_ask_the_same(mutant: str) -> None:
    """What a rule is asked in a space does not depend on who explores it."""
    engines = [Engine(), Engine(workers=2), Engine("reference")]
    first, *others = (tally_of(mutant, engine=engine, crashes=1, requests=1) for engine in engines)
    assert 0 < first.otherwise < first.asked
    assert [(first.asked, first.otherwise)] * 2 == [(one.asked, one.otherwise) for one in others]


def test_watch_changes_nothing() -> None:
    """A mutant under watch has the worlds that it has without."""
    case = make_case("raft", {}, "match-index-regress")
    unwatched = case.scenario.build(case.parameters, case.scenario.hunts[11].mutant.protocol)
    assert case.scenario.hunts[11].mutant.name == "match-index-regress"
    watched, plain = (Engine().search(system, case.checked) for system in (case.system, unwatched))
    assert (watched.states, watched.transitions, watched.violation) == (
        plain.states,
        plain.transitions,
        plain.violation,
    )
