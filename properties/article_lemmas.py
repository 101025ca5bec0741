"""What the source article says of numbers of hosts, for every number: some of it is refuted, and shall be.

The lemmas evaluate the model's own functions, as those of `properties.topology_lemmas` do.
"""

from collections.abc import Mapping
from typing import Any

from z3 import And, Implies, Not

from model.kubernetes.topology import Kind, tolerated_by
from model.raft import quorum
from properties.statement import lemma
from properties.symbolic import whole
from properties.topology_lemmas import external_bears, stacked_bears

Found = Mapping[str, Any]

m, n, f, k = whole("m"), whole("n"), whole("f"), whole("k")


def _told_stacked(found: Found) -> str:
    hosts = found["n"]
    return f"of {hosts} stacked hosts one is dead, and the quorum is {quorum.majority(hosts)}"


def _told_external(found: Found) -> str:
    planes, members, failures = found["m"], found["n"], found.get("f", 1)
    bears = tolerated_by(Kind.EXTERNAL, planes, members)
    dead = f"any {failures} deaths" if failures != 1 else "any one death"
    said = "bear" if bears >= failures else "do not bear"
    return f"{planes} control planes and {members} members of etcd {said} {dead}: {planes + members} hosts"


@lemma(_told_stacked, cites="the article, HA", expected="refuted")
def several_stacked_bear_a_death() -> Any:
    """Any n stacked hosts, where n is 2 or more, are manageable after one of them has died."""
    return Implies(n >= 2, stacked_bears(n, 1))


@lemma(_told_stacked, cites="the article, HA; etcd FAQ, What is failure tolerance?")
def three_stacked_bear_a_death() -> Any:
    """Any n stacked hosts, where n is 3 or more, are manageable after one of them has died."""
    return Implies(n >= 3, stacked_bears(n, 1))


@lemma(_told_stacked, cites="the article, topologies; Options for highly available topology")
def stacked_takes_three() -> Any:
    """N stacked hosts are manageable after one of them has died exactly when n is 3 or more."""
    return Implies(n >= 1, stacked_bears(n, 1) == (n >= 3))


@lemma(_told_external, cites="the article, topologies", expected="refuted")
def external_takes_three_and_three() -> Any:
    """To bear any one death, an external topology takes three control planes and three members."""
    return Implies(And(m >= 1, n >= 1, external_bears(m, n, 1)), And(m >= 3, n >= 3))


@lemma(_told_external, cites="the article, topologies; Options for highly available topology")
def external_takes_two_and_three() -> Any:
    """M control planes and n members on hosts of their own bear any one death exactly when m is 2 or more
    and n is 3 or more.
    """
    return Implies(And(m >= 1, n >= 1), external_bears(m, n, 1) == And(m >= 2, n >= 3))


@lemma(_told_external, cites="the article, topologies", expected="refuted")
def external_costs_twice() -> Any:
    """To bear any f deaths, where f is 1 or more, takes twice as many external hosts as stacked ones."""
    sizes = And(m >= 1, n >= 1, f >= 1, f <= m + n)
    return Implies(And(sizes, external_bears(m, n, f)), m + n >= 2 * (2 * f + 1))


@lemma(_told_external, cites="the article, topologies")
def as_many_of_each_cost_twice() -> Any:
    """As many control planes as members, 2f + 1 of each, bear any f deaths, not any f + 1, and are twice as
    many hosts as 2f + 1 stacked ones, which bear the same.
    """
    each = 2 * f + 1
    bears = And(external_bears(each, each, f), stacked_bears(each, f))
    no_more = And(Not(external_bears(each, each, f + 1)), Not(stacked_bears(each, f + 1)))
    return Implies(And(f >= 0, m == each, n == each), And(bears, no_more, m + n == 2 * each))


@lemma(
    lambda _: "2 control planes and 4 members do not cost twice what is least, or bear no death",
    cites="the article, topologies",
)
def two_and_four_cost_twice() -> Any:
    """Two control planes and four members bear any one death, and so do three stacked hosts, half as many,
    but not two.
    """
    return And(external_bears(2, 4, 1), stacked_bears(3, 1), Not(stacked_bears(2, 1)))


@lemma(
    lambda found: (
        f"{2 * found['k']} members tolerate {quorum.tolerated(2 * found['k'])} failures, as "
        f"{2 * found['k'] - 1} do"
    ),
    cites="the article, replication",
    expected="refuted",
)
def even_group_tolerates_less() -> Any:
    """A group of 2k members tolerates fewer failures than one of 2k - 1."""
    return Implies(k >= 1, quorum.tolerated(2 * k) < quorum.tolerated(2 * k - 1))
