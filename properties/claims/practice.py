"""The claim on how many masters are best: one of prices, computed exactly, under stated assumptions.

What masters bring and cost is `properties.practice`'s; here is only what is asked of it.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from model.kubernetes.topology import stacked
from model.raft.quorum import majority, tolerated
from properties.claim import Chart, Claim, Count, Figures, Section, Words
from properties.practice import (
    DAYS,
    LARGEST,
    availability,
    cheapest,
    cost,
    exponential_wait,
    price_said,
    prices,
)

SECTION = Section.PRACTICE

UP = Fraction(99, 100)
"""The probability that a host is up, whatever the others do."""

SIZES = range(1, LARGEST + 1)

DAY = Fraction(1, DAYS)
"""A host-day, in host-years."""

_ROWS = {row["masters"]: row for row in prices(UP)}

LEAST, MOST = _ROWS[3]["from_host_years"], _ROWS[5]["to_host_years"]
"""Between these prices of an hour without a quorum, three or five masters are best: the claim checks it."""


def _outside(asked: Iterable[Fraction]) -> str | None:
    for price in asked:
        found = cheapest(price, UP)
        if not 3 <= found <= 5:
            masters = "1 master is" if found == 1 else f"{found} masters are"
            return f"if an hour without a quorum costs {price_said(price)}, {masters} best"
    return None


def _always_three_to_five() -> str | None:
    return _outside(DAY * Fraction(10) ** power for power in range(-1, 8))


def _three_to_five_between() -> str | None:
    """Look at a hundred prices within the bounds, and just within either end; and just beyond either end."""
    within = [LEAST + (MOST - LEAST) * Fraction(place, 100) ** 3 for place in range(1, 100)]
    a_little = LEAST / 1000
    objection = _outside((LEAST + a_little, *within, MOST - a_little))
    if objection is not None:
        return objection
    beyond = cheapest(LEAST - a_little, UP), cheapest(MOST + a_little, UP)
    return None if beyond == (1, 7) else f"beyond these prices {beyond[0]} and {beyond[1]} are best"


def _never_even() -> str | None:
    for power, digit in product(range(-1, 8), (1, 2, 4, 7)):
        price = DAY * digit * Fraction(10) ** power
        found = cheapest(price, UP)
        if found % 2 == 0:
            return f"if an hour without a quorum costs {price_said(price)}, {found} masters are best"
    return None


def _latency_grows() -> str | None:
    odd = [exponential_wait(members) for members in SIZES if members % 2]
    return None if odd == sorted(set(odd)) else f"the mean waits are {', '.join(map(str, odd))}"


SHOWN = (DAY, 100 * DAY, Fraction(10))
"""Prices of an hour without a quorum that the table shows."""


def _figures() -> tuple[tuple[str, ...], ...]:
    """Return for each number of masters what it costs at some prices, and how long it waits."""
    return tuple(
        (
            str(masters),
            str(majority(masters)),
            str(tolerated(masters)),
            f"{float(availability(stacked(masters), UP)):.9f}",
            *(f"{float(cost(masters, price, UP)):,.3f}" for price in SHOWN),
            f"{float(exponential_wait(masters)):.3f}",
        )
        for masters in SIZES
    )


def _curves() -> tuple[tuple[Words, tuple[tuple[float, float], ...]], ...]:
    """Return what one, three, five and seven masters cost over the price of an hour without a quorum."""
    days = [Fraction(10) ** power * digit for power, digit in product(range(5), (1, 2, 5))]
    days.append(Fraction(10**5))
    return tuple(
        (
            Words(f"{masters} master{'s' * (masters > 1)}", f"{masters} 台"),
            tuple((float(price), float(cost(masters, price * DAY, UP))) for price in days),
        )
        for masters in (1, 3, 5, 7)
    )


def _chinese(price: Fraction) -> str:
    """Say a price in Chinese, by how long a host costs as much."""
    number, unit = price_said(price).split()
    return f"{number} {'年' if unit.startswith('host-year') else '天'}"


CHART = Chart(
    Words(
        "What masters cost, by the price of an outage (each host is up 99 % of the time)",
        "不同台數的總成本，依停擺的代價而定（每台主機 99% 的時間正常）",
    ),
    Words(
        "what an hour without a quorum costs, in host-days",
        "停擺一小時的代價（相當於一台主機幾天的費用）",
    ),
    Words("cost in hosts", "總成本（主機台數）"),
    _curves,
    is_log=True,
)

FIGURES = Figures(
    Words(
        "Computed exactly; costs are in hosts, where an hour without a quorum costs what the heading says; "
        "the wait is in mean times of one answer",
        "精確計算的結果；總成本以主機台數計，欄名為停擺一小時的代價相當於一台主機多久的費用；"
        "等待時間以單一回覆的平均時間為單位",
    ),
    (
        Words("masters", "台數"),
        Words("quorum", "大多數"),
        Words("tolerated", "可容忍故障"),
        Words("availability", "可用率"),
        *(Words(f"cost at {price_said(price)}", f"總成本（{_chinese(price)}）") for price in SHOWN),
        Words("wait", "等待時間"),
    ),
    _figures,
    CHART,
)

BETWEEN = Words(
    f"{price_said(LEAST)} to {price_said(MOST)}",
    f"一台主機 {_chinese(LEAST)}到 {_chinese(MOST)}的費用",
)

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
        "others, of one to nine masters three or five cost least where an hour without a quorum costs "
        f"{BETWEEN.en}, a host-day being what a host costs in a day; just below that one does, just above it "
        "seven. At none of the prices that were tried does an even number. And with each two more, up to "
        "nine, a leader waits longer on average for a majority to confirm a write.",
        "這取決於停擺的代價。若每台主機各自獨立、有 99% 的時間正常運作，那麼當停擺一小時的代價相當於"
        f"{BETWEEN.zh}時，一到九台之中以三台或五台的總成本最低；略低於這個範圍，以一台最低，略高於這個範圍，則是七台。"
        "所試過的代價中，偶數從來都不是最划算的。"
        "此外，在九台以內，每多兩台，Leader 等待大多數確認寫入的平均時間就更長。",
    ),
    reasons={
        "only-if": Words(
            f"Only if an hour without a quorum costs {BETWEEN.en}, where hosts are up 99 % of the time "
            "independently: just below that one is best, just above it seven.",
            f"只有當停擺一小時的代價相當於{BETWEEN.zh}時才成立（主機各自獨立、99% 的時間正常）："
            "略低於此範圍以一台為佳，略高於此範圍以七台為佳。",
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
                f"they do where an hour without a quorum costs {BETWEEN.en}, and not beyond",
                f"停擺一小時的代價相當於{BETWEEN.zh}時成立，超出範圍則不成立",
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
