"""The claim on what an external topology costs."""

from fractions import Fraction
from functools import cache

from model.kubernetes.topology import Topology, external, stacked
from properties import article_lemmas as lemmas
from properties import topology_lemmas
from properties.claim import Chart, Claim, Count, Figures, Section, Words, proved

SECTION = Section.TOPOLOGIES


@cache
def least(failures: int) -> tuple[int, Topology]:
    """Return how many stacked hosts, and which external topology, suffice to tolerate so many failures."""
    here = next(n for n in range(1, MOST_HOSTS) if stacked(n).tolerated >= failures)
    there = [external(m, n) for m in range(1, MOST_HOSTS) for n in range(1, MOST_HOSTS)]
    return here, min((one for one in there if one.tolerated >= failures), key=lambda one: len(one.hosts))


MOST_HOSTS = 12
"""Fewer hosts of either sort than this are looked at."""


def _costs() -> str | None:
    """Hold the least topologies that tolerate 1 to 4 deaths against what the claim says of them."""
    for failures in range(1, 5):
        here, there = least(failures)
        if (here, len(there.hosts)) != (2 * failures + 1, 3 * failures + 2):
            return f"to tolerate {failures} takes {here} stacked hosts and {len(there.hosts)} external ones"
    return None


def _rows() -> tuple[tuple[str, ...], ...]:
    rows = []
    for failures in range(1, 5):
        here, there = least(failures)
        times = Fraction(len(there.hosts), here)
        parts = f"{there.control_planes} + {there.members}"
        rows.append((str(failures), str(here), parts, str(len(there.hosts)), f"{float(times):.2f}"))
    return tuple(rows)


def _curves() -> tuple[tuple[Words, tuple[tuple[float, float], ...]], ...]:
    sizes = [(failures, *least(failures)) for failures in range(1, 5)]
    return (
        (Words("stacked", "Stacked"), tuple((float(f), float(here)) for f, here, _ in sizes)),
        (Words("external", "External"), tuple((float(f), float(len(there.hosts))) for f, _, there in sizes)),
        (Words("twice stacked", "Stacked 的兩倍"), tuple((float(f), 2.0 * here) for f, here, _ in sizes)),
    )


CHART = Chart(
    Words("Hosts that it takes to bear the death of any so many", "承受任意幾台故障所需的主機數"),
    Words("deaths tolerated", "可容忍故障"),
    Words("hosts", "主機數"),
    _curves,
)

COSTS = Figures(
    Words("The least hosts, found by going through all topologies", "逐一檢查所有 topology 得到的最少台數"),
    (
        Words("deaths tolerated", "可容忍故障"),
        Words("stacked", "Stacked"),
        Words("external: masters + etcd servers", "External：Master Node + etcd server"),
        Words("hosts", "合計"),
        Words("times as many", "倍數"),
    ),
    _rows,
    CHART,
)

EXTERNAL_DOUBLE_COST = Claim(
    "external-double-cost",
    SECTION,
    statement=Words(
        "An external etcd topology takes twice as many servers as a stacked one.",
        "External etcd topology 所需的 server 數量，比 Stacked 多出一倍。",
    ),
    correct=Words(
        "To bear any f deaths takes 2f + 1 stacked hosts, or f + 1 masters and 2f + 1 etcd servers: 3 "
        "against 5 for one death, 5 against 8 for two. As many masters as etcd servers, 2f + 1 of each, are "
        "twice as many hosts, and bear no more for it; but so are 2 + 4 against 3, to bear one.",
        "要承受任意 f 台故障，stacked 需要 2f + 1 台；external 需要 f + 1 台 Master Node 加 2f + 1 台 etcd "
        "server：承受一台故障是 3 台對 5 台，兩台是 5 台對 8 台。如果 Master Node 與 etcd server 都用 2f + 1 "
        "台，就剛好多一倍，容錯能力卻沒有增加；只承受一台故障而用 2 + 4 台，也剛好多一倍。",
    ),
    reasons={
        "only-if": Words(
            "Only if one takes as many masters as etcd servers, 3 + 3 say: to bear one death, as 3 stacked "
            "hosts do, 2 + 3 suffice.",
            "Master Node 與 etcd server 用相同的台數（例如 3 + 3）時，才會多出一倍；要承受一台故障，stacked "
            "需要 3 台，external 只要 2 + 3 台就夠了。",
        ),
        "true": Words(
            "For the same tolerance it never takes fewer than twice as many.",
            "要有相同的容錯能力，至少需要兩倍的台數。",
        ),
    },
    as_said=(
        proved(
            "to bear the same number of deaths takes twice as many hosts",
            "要承受相同台數的故障，需要兩倍的主機",
            lemmas.external_costs_twice,
        ),
    ),
    under_condition=(
        proved(
            "2f + 1 masters and 2f + 1 etcd servers bear f deaths, as 2f + 1 stacked hosts do, and no more",
            "2f + 1 台 Master Node 加 2f + 1 台 etcd server，與 2f + 1 台 stacked 主機一樣，剛好能承受 f "
            "台故障",
            lemmas.as_many_of_each_cost_twice,
        ),
    ),
    as_corrected=(
        proved(
            "the least that bears f deaths is 2f + 1 hosts, or (f + 1) + (2f + 1)",
            "承受 f 台故障的最少台數：stacked 為 2f + 1，external 為 (f + 1) + (2f + 1)",
            topology_lemmas.external_costs_half_as_much_again,
        ),
        proved(
            "2 + 4 bear one death, as 3 stacked ones do and 2 do not: these are twice as many, too",
            "2 + 4 台能承受一台故障，stacked 要 3 台（2 台不夠）：這也剛好多一倍",
            lemmas.two_and_four_cost_twice,
        ),
        Count(
            "least-hosts",
            Words(
                "counted out for 1 to 4 deaths: 3 and 5, 5 and 8, 7 and 11, 9 and 14",
                "承受 1 到 4 台故障，逐一計算：3 對 5、5 對 8、7 對 11、9 對 14",
            ),
            Words("1 to 4 deaths, all topologies of up to 11 + 11 hosts", "1 到 4 台故障，最多 11 + 11 台"),
            _costs,
            COSTS,
        ),
    ),
)

CLAIMS = (EXTERNAL_DOUBLE_COST,)
