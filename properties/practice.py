"""How many masters are worth it: availability, cost and write latency, exact, under stated assumptions.

Which number is *best* is no fact of Raft. It follows from an objective: here, that hosts cost money and so
does each hour in which the cluster cannot be managed. For every price of such an hour one size is cheapest,
and between which prices a size is so is computed (`prices`), from the availability that the model's own
quorums give (`properties.availability_lemmas.available`).
"""

from collections.abc import Callable
from fractions import Fraction

from model.kubernetes.topology import Topology, external, stacked
from model.raft.quorum import majority, tolerated
from properties import writes
from properties.ledger import Account, Cells, Drawing, Ledger, Series

LARGEST = 9
"""The largest group that the tables have."""

DAYS, YEAR = 365, 365 * 24
"""Days in a year, and hours."""


def at_least(count: int, hosts: int, up: Fraction) -> Fraction:
    """Return the probability that so many hosts or more are up, one host after the other.

    `likely[n]` is the probability that n of those looked at are up.
    """
    likely = [Fraction(1)]
    for _ in range(hosts):
        shifted = [Fraction(0), *likely]
        likely = [a * (1 - up) + b * up for a, b in zip([*likely, Fraction(0)], shifted, strict=True)]
    return sum(likely[count:], start=Fraction(0))


def availability(topology: Topology, up: Fraction) -> Fraction:
    """Return the probability that a topology is manageable: a quorum of its store, and an apiserver."""
    store = at_least(majority(topology.members), topology.members, up)
    if topology.control_hosts == topology.member_hosts:
        return store
    return store * at_least(1, topology.control_planes, up)


def downtime(topology: Topology, up: Fraction) -> Fraction:
    """Return the hours of a year in which a topology is not manageable, on average."""
    return YEAR * (1 - availability(topology, up))


def groups(up: Fraction) -> tuple[Cells, ...]:
    """Return a row for each number of masters: what it bears, and what it saves against the best smaller."""
    down = {hosts: downtime(stacked(hosts), up) for hosts in range(1, LARGEST + 1)}
    rows = []
    for hosts, hours in down.items():
        smaller = min(range(1, hosts), key=lambda one: down[one], default=None)
        saved = None if smaller is None else (down[smaller] - hours) / (hosts - smaller)
        rows.append(
            {
                "masters": hosts,
                "quorum": majority(hosts),
                "tolerated": tolerated(hosts),
                "availability": availability(stacked(hosts), up),
                "downtime_hours": hours,
                "best_smaller": smaller,
                "saved_hours_a_host": saved,
            }
        )
    return tuple(rows)


def placements(up: Fraction) -> tuple[Cells, ...]:
    """Return a row for each tolerance: stacked, and with the store on hosts of its own, and 3 + 3."""
    equal = [(stacked(2 * bears + 1), external(bears + 1, 2 * bears + 1)) for bears in range(5)]
    return tuple(
        {
            "tolerated": there.tolerated,
            "stacked_hosts": len(here.hosts),
            "external_control_planes": there.control_planes,
            "external_members": there.members,
            "external_hosts": len(there.hosts),
            "times_the_hosts": Fraction(len(there.hosts), len(here.hosts)),
            "stacked_downtime_hours": downtime(here, up),
            "external_downtime_hours": downtime(there, up),
        }
        for here, there in (*equal, (stacked(3), external(3, 3)))
    )


def cost(hosts: int, price: Fraction, up: Fraction) -> Fraction:
    """Return what a group costs in a year, in hosts: these, and its hours of downtime at a price.

    A price of an hour is in host-years: what a host costs in a year.
    """
    return hosts + price * downtime(stacked(hosts), up)


def cheapest(price: Fraction, up: Fraction) -> int:
    """Return the size that costs least; the smaller one of two that cost the same."""
    return min(range(1, LARGEST + 1), key=lambda hosts: (cost(hosts, price, up), hosts))


def prices(up: Fraction) -> tuple[Cells, ...]:
    """Return between which prices of an hour of downtime each size is the cheapest, those that ever are.

    What a size costs is a line over the price (`cost`); the cheapest are the lower envelope of these lines.
    """
    down = {hosts: downtime(stacked(hosts), up) for hosts in range(1, LARGEST + 1)}
    rows, size, price = [], 1, Fraction(0)
    while True:
        meets = {
            larger: (larger - size) / (down[size] - down[larger])
            for larger in range(size + 1, LARGEST + 1)
            if down[larger] < down[size]
        }
        upper = min(meets.values(), default=None)
        rows.append({"masters": size, "from_host_years": price, "to_host_years": upper})
        if upper is None:
            return tuple(rows)
        size, price = max(larger for larger, meeting in meets.items() if meeting == upper), upper


def waits(up: Fraction) -> tuple[Cells, ...]:  # noqa: ARG001  # no host is down here
    """Return how long a write waits for its quorum, in mean answers of a follower."""
    return tuple(
        {
            "masters": masters,
            "quorum": majority(masters),
            "waits_for": majority(masters) - 1,
            "followers": masters - 1,
            "messages": 2 * (masters - 1),
            "exponential": exponential_wait(masters),
            "uniform": uniform_wait(masters),
        }
        for masters in range(1, LARGEST + 1)
    )


def exponential_wait(masters: int) -> Fraction:
    """Return the mean of the last answer that a quorum needs, if answers are exponential with mean 1.

    The first of n answers comes after 1/n on average; what is left is as at the beginning, with n - 1.
    """
    followers = masters - 1
    answered = range(majority(masters) - 1)
    return sum((Fraction(1, followers - already) for already in answered), start=Fraction(0))


def uniform_wait(masters: int) -> Fraction:
    """Return the same for answers that are uniform from 0 to 2: n answers cut that into n + 1 equal parts."""
    return Fraction(2 * (majority(masters) - 1), masters)


def _said(number: Fraction) -> str:
    """Say a number with three digits, or more if it is larger."""
    return f"{round(number):,}" if number >= 1000 else f"{float(number):.3g}"


def _hours(hours: Fraction) -> str:
    for unit, long in (("h", Fraction(1)), ("min", Fraction(1, 60)), ("s", Fraction(1, 3600))):
        if hours >= long:
            return f"{_said(hours / long)} {unit}"
    return f"{_said(hours * 3600 * 1000)} ms"


def price_said(years: Fraction) -> str:
    """Say a price of an hour that is in host-years; one of less than a year in host-days."""
    number, unit = (_said(years), "host-year") if years >= 1 else (_said(DAYS * years), "host-day")
    return f"{number} {unit}{'' if number == '1' else 's'}"


def _column(name: str) -> Callable[[Cells], str]:
    return lambda row: str(row[name])


def _time(name: str) -> Callable[[Cells], str]:
    return lambda row: _hours(row[name])


def _number(name: str) -> Callable[[Cells], str]:
    return lambda row: f"{float(row[name]):.3f}"


def _saved(row: Cells) -> str:
    saved, smaller = row["saved_hours_a_host"], row["best_smaller"]
    if saved is None:
        return "-"
    return f"{_hours(saved)}, against {smaller}" if saved > 0 else f"nothing, against {smaller}"


INDEPENDENT = "Each host is up with the same probability, whatever the others do; a year has 365 days."

GROUPS = Ledger(
    name="groups",
    sentence="How long a group of masters has no quorum in a year, and what each further host saves of that.",
    assumptions=(INDEPENDENT,),
    rows=groups,
    columns=(
        ("masters", _column("masters")),
        ("quorum", _column("quorum")),
        ("tolerated", _column("tolerated")),
        ("unavailable", lambda row: f"{float(1 - row['availability']):.2e}"),
        ("down a year", _time("downtime_hours")),
        ("saved by each further host", _saved),
    ),
)

PLACEMENTS = Ledger(
    name="placements",
    sentence="What the store costs on hosts of its own: as many failures borne by either; and 3 + 3.",
    assumptions=("A host costs the same, whatever runs on it.",),
    rows=placements,
    columns=(
        ("tolerated", _column("tolerated")),
        ("stacked", _column("stacked_hosts")),
        ("external", lambda row: f"{row['external_control_planes']} + {row['external_members']}"),
        ("hosts", _column("external_hosts")),
        ("times", lambda row: f"{float(row['times_the_hosts']):.2f}"),
        ("stacked, down a year", _time("stacked_downtime_hours")),
        ("external, down a year", _time("external_downtime_hours")),
    ),
)

PRICES = Ledger(
    name="prices",
    sentence="Which number of masters is the cheapest, by what an hour without a quorum costs.",
    assumptions=(
        (
            "The cost is that of the hosts, and of the hours without a quorum; both add up. The price of an "
            "hour is in host-years and host-days: what a host costs in a year, or a day."
        ),
    ),
    rows=prices,
    columns=(
        ("masters", _column("masters")),
        ("cheapest from", lambda row: price_said(row["from_host_years"])),
        ("up to", lambda row: price_said(row["to_host_years"]) if row["to_host_years"] else "any price"),
    ),
)

WAITS = Ledger(
    name="waits",
    sentence="How long a write waits for its quorum, in what a follower takes to answer on average.",
    assumptions=(
        (
            "Followers answer independently, all alike: in times that are exponential, or uniform from 0 "
            "to twice the mean. The leader's own disk is no slower than the last answer that it needs."
        ),
    ),
    rows=waits,
    columns=(
        ("masters", _column("masters")),
        ("waits for", lambda row: f"{row['waits_for']} of {row['followers']}"),
        ("messages a write", _column("messages")),
        ("if exponential", _number("exponential")),
        ("if uniform", _number("uniform")),
    ),
)

PRACTICE = Account(
    name="practice",
    short="Print what more masters bring, and what they cost.",
    sentence="""Print availability, cost and write latency of 1 to 9 masters, exact; P is, too: 0.99, 99/100.

    Which number is best depends on what an hour without a cluster costs: it is printed between which
    prices each number is the cheapest.""",
    ledgers=(GROUPS, PLACEMENTS, PRICES, WAITS),
    study=writes.STUDY,
    title="What more masters bring, and what they cost",
    drawings=(
        Drawing(
            "Time without a manageable cluster",
            "hosts",
            "hours a year",
            "the store",
            (
                Series("stacked", "groups", "masters", "downtime_hours"),
                Series(
                    "external",
                    "placements",
                    "external_hosts",
                    "external_downtime_hours",
                    lambda row: bool(row["external_control_planes"] == row["tolerated"] + 1),
                ),
            ),
            is_log=True,
        ),
        Drawing(
            "How long a write waits for its quorum",
            "masters",
            "mean answers of a follower",
            "answers",
            (
                Series("exponential", "waits", "masters", "exponential"),
                Series("uniform", "waits", "masters", "uniform"),
            ),
        ),
    ),
)
