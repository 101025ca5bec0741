"""What an even member costs: the probability that a quorum is up, compared exactly.

Available means here that a quorum is up. The assumption of every lemma: each member is up with the same
probability p, strictly between 0 and 1, whatever the others do. Hosts that share a rack or a
bug break it, and then nothing is said.
"""

from math import comb
from typing import Any

from z3 import And, Function, Implies, IntSort, Real, RealSort

from model.raft import quorum
from properties.statement import lemma
from properties.symbolic import whole

k = whole("k")
p = Real("p")


def available(members: int, up: Any) -> Any:
    """Return the probability that a quorum is up, if each member is up with probability `up`."""
    return sum(
        comb(members, count) * up**count * (1 - up) ** (members - count)
        for count in range(members + 1)
        if quorum.is_quorum(count, members)
    )


@lemma(
    lambda found: (
        f"if each member is up with probability {found['p']}, nothing makes a quorum of {2 * found['k']} "
        f"less probable than one of {2 * found['k'] - 1}"
    ),
    cites="etcd FAQ, Why an odd number of cluster members?",
)
def even_member_lowers_availability() -> Any:
    """A group of 2k members has a quorum up with a lower probability than one of 2k - 1, if the members are
    up independently of each other, with the same probability.

    Let at_least(n, j) be the probability that j or more of n are up, and exactly(n, j) that j are. Z3 is
    given three facts about them, for n = 2k - 1 and its quorum j, and nothing else: at_least(n, j) =
    at_least(n, j + 1) + exactly(n, j); by whether the further member is up, at_least(n + 1, j + 1) =
    at_least(n, j + 1) + p * exactly(n, j); and exactly(n, j) is not 0 where j is from 0 to n.
    """
    at_least = Function("at_least", IntSort(), IntSort(), RealSort())
    exactly = Function("exactly", IntSort(), IntSort(), RealSort())
    odd, even = 2 * k - 1, 2 * k
    enough = quorum.majority(odd)
    facts = And(
        at_least(odd, enough) == at_least(odd, enough + 1) + exactly(odd, enough),
        at_least(even, enough + 1) == at_least(odd, enough + 1) + p * exactly(odd, enough),
        Implies(And(enough >= 0, enough <= odd), exactly(odd, enough) > 0),
    )
    return Implies(
        And(k >= 1, p > 0, p < 1, facts),
        at_least(even, quorum.majority(even)) < at_least(odd, quorum.majority(odd)),
    )


@lemma(
    lambda found: ", ".join(
        f"{available(members, found['p'])} for {members}" for members in range(1, 7)
    ).join(
        (f"if each member is up with probability {found['p']}, a quorum is with probability ", " members")
    ),
    cites="etcd FAQ, Why an odd number of cluster members?",
)
def even_groups_are_less_available() -> Any:
    """Groups of 2, 4 and 6 members have a quorum up with a lower probability than groups of 1, 3 and 5, if
    the members are up independently of each other, with the same probability.

    Here Z3 is given the polynomials in p themselves.
    """
    lower = [available(odd + 1, p) < available(odd, p) for odd in (1, 3, 5)]
    return Implies(And(p > 0, p < 1), And(*lower))
