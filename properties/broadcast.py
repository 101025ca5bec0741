"""How long a broadcast takes: from sending requests in parallel until all have answered (§5.6)."""

from fractions import Fraction
from math import comb

from properties.timed import Span

THIRD = (1, 3)
"""By which part of its mean a request, or an answer, takes more or less, if nothing else is said."""


def spans_of(broadcast: int, request: int, peers: int, vary: tuple[int, int] = THIRD) -> tuple[Span, Span]:
    """Return how long requests and answers take, each more or less than its mean by a part of it.

    The broadcast time is the paper's (§5.6): on average it takes so long until *all* so many peers have
    answered what was sent to them in parallel. One answer takes less; how long, is found by halving.
    """
    way, least, most = around(request, vary), 0, broadcast
    while least < most:
        answer = (least + most + 1) // 2
        if slowest(way, around(answer, vary), peers) <= broadcast:
            least = answer
        else:
            most = answer - 1
    return way, around(least, vary)


def around(mean: int, vary: tuple[int, int] = THIRD) -> Span:
    """Return the span of a time that is more or less than its mean by a part of it, up to the whole."""
    part, of = vary
    return mean - mean * part // of, mean + mean * part // of


def slowest(one: Span, other: Span, of: int) -> Fraction:
    """Return the mean of the largest of so many sums of two times, each uniform in its span: exact.

    It is the integral of 1 - Fⁿ, where F, the distribution of a sum, is a square, a line, and a square
    again; times are taken for continuous.
    """
    narrow, wide = sorted((one[1] - one[0], other[1] - other[0]))
    begin, end = one[0] + other[0], one[1] + other[1]
    if wide == 0:
        return Fraction(begin)
    share = Fraction(narrow, 2 * wide)  # of the sums, on either side of the line
    below = narrow * share**of / (2 * of + 1)
    within = Fraction(wide, of + 1) * ((1 - share) ** (of + 1) - share ** (of + 1))
    above = sum(comb(of, k) * (-share) ** k * Fraction(narrow, 2 * k + 1) for k in range(of + 1))
    return end - (below + within + above)
