"""The claim on how many masters are best: one of prices, computed exactly, under stated assumptions."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from model.raft.quorum import majority, tolerated
from properties.availability_lemmas import available
from properties.claim import Chart, Claim, Count, Figures, Section, Words

SECTION = Section.PRACTICE

UP = Fraction(99, 100)
"""The probability that a host is up, whatever the others do."""

SIZES = range(1, 10)


def cost(masters: int, price: Fraction) -> Fraction:
    """Return what so many masters cost, in hosts, if a year without a quorum costs `price` hosts."""
    return masters + price * (1 - Fraction(available(masters, UP)))


def best(price: Fraction) -> int:
    """Return the number of masters that costs least; the smaller one of two that cost the same."""
    return min(SIZES, key=lambda masters: (cost(masters, price), masters))


def breaks_even(smaller: int, larger: int) -> Fraction:
    """Return the price at which two numbers of masters cost the same."""
    gained = Fraction(available(larger, UP)) - Fraction(available(smaller, UP))
    return (larger - smaller) / gained


LEAST, MOST = breaks_even(1, 3), breaks_even(5, 7)
"""Between these prices of an outage, three or five masters are best: the claim checks it."""


def latency(members: int) -> Fraction:
    """Return the mean time until a leader has its quorum, the mean time of one answer being 1.

    The assumption: answers take exponentially distributed times, whatever the others do. Of n - 1 answers
    the k-th comes after 1 / (n - 1) + 1 / (n - 2) + … on average, k terms of it; a leader waits for
    n // 2 of them, as it counts itself.
    """
    others = members - 1
    return sum((Fraction(1, others - place) for place in range(members // 2)), start=Fraction(0))


def _outside(prices: Iterable[Fraction]) -> str | None:
    for price in prices:
        found = best(price)
        if not 3 <= found <= 5:
            masters = "1 master is" if found == 1 else f"{found} masters are"
            return f"if a year's outage costs as much as {float(price):,.0f} hosts, {masters} best"
    return None


def _always_three_to_five() -> str | None:
    return _outside(Fraction(10) ** power for power in range(9))


def _three_to_five_between() -> str | None:
    """Look at a hundred prices within the bounds, ends included; and just beyond either end at one."""
    within = [LEAST + (MOST - LEAST) * Fraction(place, 100) ** 3 for place in range(1, 100)]
    objection = _outside((LEAST + 1, *within, MOST - 1))
    if objection is not None:
        return objection
    beyond = best(LEAST - 1), best(MOST + 1)
    return None if beyond == (1, 7) else f"beyond these prices {beyond[0]} and {beyond[1]} are best"


def _never_even() -> str | None:
    for power, digit in product(range(9), (1, 2, 4, 7)):
        price = Fraction(digit * 10**power)
        if best(price) % 2 == 0:
            return f"if a year's outage costs as much as {float(price):,.0f} hosts, {best(price)} are best"
    return None


def _latency_grows() -> str | None:
    odd = [latency(members) for members in (1, 3, 5, 7, 9)]
    return None if odd == sorted(set(odd)) else f"the mean waits are {', '.join(map(str, odd))}"


def _figures() -> tuple[tuple[str, ...], ...]:
    """Return for each number of masters what it costs at the middle of the prices, and how long it waits."""
    return tuple(
        (
            str(masters),
            str(majority(masters)),
            str(tolerated(masters)),
            f"{float(available(masters, UP)):.9f}",
            *(f"{float(cost(masters, price)):,.3f}" for price in SHOWN),
            f"{float(latency(masters)):.3f}",
        )
        for masters in SIZES
    )


SHOWN = tuple(Fraction(price) for price in (100, 10_000, 1_000_000))
"""Prices of a year's outage that the table shows."""


def _curves() -> tuple[tuple[Words, tuple[tuple[float, float], ...]], ...]:
    """Return what one, three, five and seven masters cost over the price of a year's outage."""
    prices = [Fraction(digit * 10**power) for power, digit in product(range(1, 6), (1, 2, 5))]
    prices.append(Fraction(10**6))
    return tuple(
        (
            Words(f"{masters} master{'s' * (masters > 1)}", f"{masters} 台"),
            tuple((float(price), float(cost(masters, price))) for price in prices),
        )
        for masters in (1, 3, 5, 7)
    )


CHART = Chart(
    Words(
        "What masters cost, by the price of an outage (each host is up 99 % of the time)",
        "不同台數的總成本，依停擺的代價而定（每台主機 99% 的時間正常）",
    ),
    Words(
        "a year's outage costs as much as so many hosts in a year", "停擺一年的代價相當於多少台主機一年的費用"
    ),
    Words("cost in hosts", "總成本（主機台數）"),
    _curves,
    is_log=True,
)

FIGURES = Figures(
    Words(
        "Computed exactly; costs are in hosts, where a year's outage costs as many as the heading says; the "
        "wait is in mean times of one answer",
        "精確計算的結果；總成本以主機台數計，欄名為停擺一年相當於多少台主機；"
        "等待時間以單一回覆的平均時間為單位",
    ),
    (
        Words("masters", "台數"),
        Words("quorum", "大多數"),
        Words("tolerated", "可容忍故障"),
        Words("availability", "可用率"),
        *(Words(f"cost at {int(price):,}", f"總成本（{int(price):,}）") for price in SHOWN),
        Words("wait", "等待時間"),
    ),
    _figures,
    CHART,
)

PRICES = f"{float(LEAST):,.0f}", f"{float(MOST):,.0f}"

ASSUMED = Words(
    "1 to 9 masters; each is up with probability 99/100, whatever the others do; an outage costs in "
    "proportion to how long there is no quorum",
    "1 到 9 台；每台正常運作的機率為 99/100 且互相獨立；停擺的代價與停擺時間成正比",
)

THREE_TO_FIVE = Claim(
    "three-to-five",
    SECTION,
    statement=Words(
        "In practice three to five master nodes are best.",
        "實務上，HA cluster 以 3 ~ 5 個 Master Node 為佳。",
    ),
    correct=Words(
        "It depends on what an outage costs. If each host is up 99 % of the time, independently of the "
        "others, "
        f"three or five cost least where a year of outage would cost as much as {PRICES[0]} to "
        f"{PRICES[1]} hosts "
        "do in a year; below that one is cheaper, above that seven. An even number never costs least. And "
        "each "
        "two more make every write wait longer.",
        f"這取決於停擺的代價。若每台主機各自獨立、有 99% 的時間正常運作，那麼當停擺一年的代價相當於 "
        f"{PRICES[0]} 到 {PRICES[1]} "
        "台主機一年的費用時，三台或五台的總成本最低；低於這個範圍，一台最划算，高於這個範圍則是七台。"
        "偶數從來都不是最划算的。"
        "此外，每多兩台，每次寫入都要等得更久。",
    ),
    reasons={
        "only-if": Words(
            f"Only if a year of outage costs as much as {PRICES[0]} to {PRICES[1]} hosts, where hosts are "
            f"up 99 % "
            "of the time independently: below that one is best, above that seven.",
            f"只有當停擺一年的代價相當於 {PRICES[0]} 到 {PRICES[1]} 台主機時才成立（主機各自獨立、99% "
            f"的時間正常）："
            "低於此範圍以一台為佳，高於此範圍以七台為佳。",
        ),
        "true": Words(
            "Whatever an outage costs, three, four or five are best.",
            "不論停擺的代價是多少，都以三到五台為佳。",
        ),
        "false": Words(
            "Not even between these prices are three to five best.",
            "即使在這個範圍內，三到五台也不是最佳選擇。",
        ),
    },
    as_said=(
        Count(
            "best-at-any-price",
            Words(
                "three to five masters cost least, whatever an outage costs",
                "不論停擺的代價是多少，三到五台的總成本最低",
            ),
            ASSUMED,
            _always_three_to_five,
        ),
    ),
    under_condition=(
        Count(
            "best-between-prices",
            Words(
                f"they do where a year's outage costs as much as {PRICES[0]} to {PRICES[1]} hosts, and "
                f"not beyond",
                f"停擺一年的代價相當於 {PRICES[0]} 到 {PRICES[1]} 台主機時成立，超出範圍則不成立",
            ),
            ASSUMED,
            _three_to_five_between,
            FIGURES,
        ),
    ),
    as_corrected=(
        Count(
            "never-even",
            Words("an even number never costs least", "偶數從來都不是總成本最低的"),
            ASSUMED,
            _never_even,
        ),
        Count(
            "latency-grows",
            Words(
                "a leader waits longer for the quorum of 3 than of 1, of 5 than of 3, of 7, of 9",
                "1、3、5、7、9 台之中，台數愈多，Leader 等待大多數確認的時間愈長",
            ),
            Words(
                "exact means; an answer takes an exponentially distributed time, whatever the others do",
                "精確的平均值；每個回覆的時間為互相獨立的指數分布",
            ),
            _latency_grows,
        ),
    ),
)

CLAIMS = (THREE_TO_FIVE,)
