"""What makes a majority a quorum, and what it tolerates: proved for every number of members.

Each lemma evaluates the model's own functions, those of `model.raft.quorum`, on a number without a
value (`properties.symbolic`): change the function, and the lemma is about the changed one. Sets of
members are encoded by `properties.venn`, which loses nothing. Every group has one member or more.
"""

from collections.abc import Mapping
from typing import Any

from z3 import And, ForAll, Implies, Not

from model.raft import quorum
from properties.statement import Lemma, lemma
from properties.symbolic import whole
from properties.venn import Venn

Found = Mapping[str, Any]

n, f, k, s = whole("N"), whole("f"), whole("k"), whole("s")
SETS = Venn(("A", "B"))


def _of(members: int) -> str:
    return f"{members} member{'s' * (members != 1)}"


def _disjoint(found: Found) -> str:
    named = SETS.named(found)
    return f"of {_of(sum(found.values()))}, {named['A']} and {named['B']} have none in common"


def _sets_of(size: int, members: int) -> str:
    always = "always" if 2 * size > members else "need not"
    return f"of {_of(members)}, two sets of {size} {always} have one in common"


def _after_failures(found: Found) -> str:
    members, failures = found["N"], found["f"]
    return (
        f"with {failures} of {_of(members)} down, {members - failures} remain, and the quorum is "
        f"{quorum.majority(members)}"
    )


def _compared(smaller: int, larger: int) -> str:
    return " and ".join(
        f"{_of(members)} tolerate {quorum.tolerated(members)} with a quorum of {quorum.majority(members)}"
        for members in (smaller, larger)
    )


def _always_meet(size: Any, members: Any) -> Any:
    """Say that any two sets of so many of the members, or of more, have a member in common."""
    large = And(SETS.possible, SETS.size() == members, SETS.size("A") >= size, SETS.size("B") >= size)
    return ForAll(list(SETS.regions.values()), Implies(large, SETS.size("A", "B") >= 1))


# What a majority is


@lemma(_disjoint, cites="§5.2")
def majorities_intersect() -> Any:
    """Any two majorities of the same members have a member in common."""
    a_is_majority = quorum.is_quorum(SETS.size("A"), SETS.size())
    b_is_majority = quorum.is_quorum(SETS.size("B"), SETS.size())
    return Implies(
        And(SETS.possible, SETS.size() >= 1, a_is_majority, b_is_majority), SETS.size("A", "B") >= 1
    )


@lemma(
    lambda found: f"{_sets_of(found['s'], found['N'])}, and the quorum is {quorum.majority(found['N'])}",
    cites="§5.2",
)
def majority_is_least() -> Any:
    """A majority is the least number of members such that any two sets of so many have one in common."""
    return Implies(And(n >= 1, s >= 0, s <= n), _always_meet(s, n) == quorum.is_quorum(s, n))


@lemma(_disjoint, cites="§5.2; akka-raft#42", expected="refuted")
def halves_intersect() -> Any:
    """Any two sets of N // 2 of N members, where N is 2 or more, have a member in common."""
    half = SETS.size() // 2
    return Implies(
        And(SETS.possible, SETS.size() >= 2, SETS.size("A") == half, SETS.size("B") == half),
        SETS.size("A", "B") >= 1,
    )


# What it tolerates


@lemma(_after_failures, cites="etcd FAQ, What is failure tolerance?")
def survives_failures() -> Any:
    """After f failures a majority of N members is left exactly when N >= 2f + 1."""
    return Implies(And(n >= 1, f >= 0, f <= n), quorum.is_quorum(n - f, n) == (n >= 2 * f + 1))


@lemma(
    lambda found: f"{_after_failures(found)}; {quorum.tolerated(found['N'])} are said to be tolerated",
    cites="etcd FAQ, What is failure tolerance?",
)
def tolerated_is_exact() -> Any:
    """After f failures a majority is left exactly when f is no more than the group is said to tolerate."""
    return Implies(And(n >= 1, f >= 0, f <= n), quorum.is_quorum(n - f, n) == (f <= quorum.tolerated(n)))


@lemma(
    lambda found: _compared(2 * found["k"] - 1, 2 * found["k"]),
    cites="etcd FAQ, Why an odd number of cluster members?",
)
def even_member_adds_nothing() -> Any:
    """2k members tolerate exactly as many failures as 2k - 1 do, and need one member more for a quorum."""
    odd, even = 2 * k - 1, 2 * k
    return Implies(
        k >= 1,
        And(
            quorum.tolerated(even) == quorum.tolerated(odd),
            quorum.majority(even) == quorum.majority(odd) + 1,
        ),
    )


@lemma(
    lambda found: _compared(2 * found["k"], 2 * found["k"] + 1),
    cites="etcd FAQ, Why an odd number of cluster members?",
)
def odd_member_adds_one() -> Any:
    """2k + 1 members tolerate one failure more than 2k do, with the same quorum."""
    even, odd = 2 * k, 2 * k + 1
    return Implies(
        k >= 1,
        And(
            quorum.tolerated(odd) == quorum.tolerated(even) + 1,
            quorum.majority(odd) == quorum.majority(even),
        ),
    )


@lemma(lambda found: _after_failures({"N": 2 * found["k"], "f": 1}), cites="the article, replication")
def even_group_survives_one_loss() -> Any:
    """A group of 2k members that loses one has a majority left exactly when 2k is 4 or more."""
    return Implies(k >= 1, quorum.is_quorum(2 * k - 1, 2 * k) == (2 * k >= 4))


# "N/2 + 1 followers must confirm": read literally, the leader's own copy does not count


def _followers_suffice(members: Any, failures: Any) -> Any:
    """Say whether, when so many are down and one of the rest leads, the others are as many as a majority."""
    return quorum.is_quorum(members - failures - 1, members)


def _followers_left(found: Found) -> str:
    members, failures = found["N"], found["f"]
    return (
        f"with {failures} of {_of(members)} down and one of the rest leading, {members - failures - 1} can "
        f"follow, and the quorum is {quorum.majority(members)}"
    )


@lemma(_followers_left, cites="the article, replication 4; §5.3")
def followers_only_stops_three() -> Any:
    """If N // 2 + 1 *followers* had to confirm, three members would commit when all are up, and with any
    one of them down they could not.
    """
    return Implies(And(n == 3, f >= 0, f < n), _followers_suffice(n, f) == (f == 0))


@lemma(_followers_left, cites="the article, replication 4; §5.3")
def followers_only_tolerates_one_fewer() -> Any:
    """If N // 2 + 1 *followers* had to confirm, every group would tolerate exactly one failure fewer; one
    or two members could commit nothing at all.

    It is all the same which members are down: one of the rest leads, and the others follow.
    """
    commits = _followers_suffice(n, f)
    return Implies(
        And(n >= 1, f >= 0, f < n),
        And(commits == (f <= quorum.tolerated(n) - 1), Implies(n <= 2, Not(commits))),
    )


# One row of the table `properties.tolerance`


def tolerance_of(members: int, enough: int, tolerated: int) -> Lemma:
    """Return the lemma that a group of so many has this quorum and tolerates so many failures."""

    def claim() -> Any:
        left = quorum.is_quorum(members - f, members)
        return And(
            Implies(And(s >= 0, s <= members), _always_meet(s, members) == (s >= enough)),
            Implies(And(f >= 0, f <= members), left == (f <= tolerated)),
        )

    def told(found: Found) -> str:
        failures, size = found["f"], found["s"]
        objections = []
        if (2 * size > members) != (size >= enough):
            objections.append(f"{_sets_of(size, members)}, but the quorum is said to be {enough}")
        if quorum.is_quorum(members - failures, members) != (failures <= tolerated):
            after = _after_failures({"N": members, "f": failures})
            objections.append(f"{after}, but {tolerated} are said to be tolerated")
        return "; ".join(objections)

    return Lemma(
        name=f"tolerance-of-{members}",
        sentence=(
            f"Of {_of(members)}, any two sets of {enough} have one in common and of fewer they need not; "
            f"after f failures a majority is left exactly when f <= {tolerated}."
        ),
        cites="§5.2; etcd FAQ, What is failure tolerance?",
        claim=claim,
        told=told,
    )
