"""How many hosts may die, whichever they are: proved for topologies of every size.

The lemmas evaluate the model's own functions on numbers without a value. A set of dead hosts matters only
by how many of either sort are in it: so to quantify over two numbers is to quantify over all sets.
"""

from collections.abc import Mapping
from typing import Any

from z3 import And, ForAll, Implies, Not

from model.kubernetes.topology import Kind, Topology, tolerated_by
from model.raft import quorum
from properties.statement import Lemma, lemma
from properties.symbolic import whole

Found = Mapping[str, Any]

m, n, f, a, b = whole("m"), whole("n"), whole("f"), whole("a"), whole("b")

DOCS = "Kubernetes documentation, Options for highly available topology"


def _manageable(apiservers: Any, members: Any, all_members: Any) -> Any:
    """Say that an apiserver lives, and a majority of the members."""
    return And(apiservers >= 1, quorum.is_quorum(members, all_members))


def stacked_bears(hosts: Any, failures: Any) -> Any:
    """Say that so many hosts with a member each are manageable after these failures, whichever they are."""
    return _manageable(hosts - failures, hosts - failures, hosts)


def external_bears(control_planes: Any, members: Any, failures: Any) -> Any:
    """Say that the topology is manageable after any so many failures: `a` control planes, `b` members."""
    split = And(a >= 0, a <= control_planes, b >= 0, b <= members, a + b == failures)
    return ForAll([a, b], Implies(split, _manageable(control_planes - a, members - b, members)))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _are_dead(number: int, noun: str = "") -> str:
    return f"{_counted(number, noun) if noun else number} {'is' if number == 1 else 'are'} dead"


def _told_stacked(found: Found) -> str:
    hosts, failures = found["n"], found["f"]
    of_hosts = "of one stacked host" if hosts == 1 else f"of {hosts} stacked hosts"
    return f"{of_hosts} {_are_dead(failures)}, and the quorum is {quorum.majority(hosts)}"


def _told_external(found: Found) -> str:
    return (
        f"with {_counted(found['m'], 'control plane')} and {_counted(found['n'], 'member')}, of which a "
        f"quorum is {quorum.majority(found['n'])}, {_are_dead(found['f'], 'host')}"
    )


@lemma(_told_stacked, cites=f"{DOCS}, stacked")
def stacked_tolerates() -> Any:
    """N stacked hosts are manageable after f failures exactly when f is at most n / 2, rounded up, less 1."""
    return Implies(And(n >= 1, f >= 0, f <= n), stacked_bears(n, f) == (f <= (n + 1) // 2 - 1))


@lemma(_told_external, cites=f"{DOCS}, external")
def external_tolerates() -> Any:
    """M control planes and n members on hosts of their own are manageable after any f failures exactly
    when f is at most m - 1, and at most n / 2, rounded up, less 1.
    """
    said = And(f <= m - 1, f <= (n + 1) // 2 - 1)
    return Implies(And(m >= 1, n >= 1, f >= 0, f <= m + n), external_bears(m, n, f) == said)


@lemma(
    lambda _: f"of 3 members the quorum is {quorum.majority(3)}: so 2 + 3 do not bear one death, or bear two",
    cites=f"{DOCS}; kubernetes/website#33033, #42691",
)
def two_and_three_bear_any_death() -> Any:
    """Two control planes and three members bear the death of any one host, and not of any two."""
    return And(external_bears(2, 3, 1), Not(external_bears(2, 3, 2)))


@lemma(_told_external, cites=f"{DOCS}; kubernetes/website#33033, #42691")
def third_control_plane_adds_nothing() -> Any:
    """Beside three members, m control planes bear as many deaths as two do, however many more they are."""
    return Implies(And(m >= 2, f >= 0, f <= 5), external_bears(m, 3, f) == external_bears(2, 3, f))


@lemma(_told_external, cites="the article, topologies: external costs twice the servers")
def external_costs_half_as_much_again() -> Any:
    """To bear any f deaths takes 2f + 1 stacked hosts, or f + 1 control planes and 2f + 1 members."""
    enough = And(m >= f + 1, n >= 2 * f + 1)
    least = And(
        stacked_bears(2 * f + 1, f),
        Implies(And(n >= 1, n <= 2 * f), Not(stacked_bears(n, f))),
    )
    sizes = And(m >= 1, n >= 1, f >= 0, f <= m + n)
    return Implies(f >= 0, And(least, Implies(sizes, external_bears(m, n, f) == enough)))


@lemma(
    lambda _: f"of 1 host the quorum is {quorum.majority(1)}, and of 2 it is {quorum.majority(2)}",
    cites="etcd FAQ, What is failure tolerance?",
)
def two_stacked_bear_nothing() -> Any:
    """Two stacked hosts bear no death, as one does: with the second there is one more that can stop both."""
    return And(Not(stacked_bears(2, 1)), Not(stacked_bears(1, 1)), stacked_bears(2, 0))


def _any_deaths(number: int) -> str:
    """Return how many deaths are borne, in words."""
    if not number:
        return "no host's death"
    return "any one host's death" if number == 1 else f"any {number} hosts' deaths"


def tolerance_of(topology: Topology) -> Lemma:
    """Return the lemma that a topology tolerates as many failures as the model says."""
    said = tolerated_by(topology.kind, topology.control_planes, topology.members)

    def claim() -> Any:
        if topology.kind is Kind.EXTERNAL:
            bears = external_bears(topology.control_planes, topology.members, f)
        else:
            bears = stacked_bears(topology.control_planes, f)
        return Implies(And(f >= 0, f <= len(topology.hosts)), bears == (f <= said))

    return Lemma(
        name=f"{topology.name}-tolerates",
        sentence=f"The topology {topology} bears {_any_deaths(said)}, and not any {said + 1}.",
        cites=DOCS,
        claim=claim,
        told=lambda found: (
            f"{_are_dead(found['f'], 'host')} of {topology}, and {said} {'is' if said == 1 else 'are'} said "
            "to be tolerated"
        ),
    )
