"""The table of topologies: what each costs, what it bears, and how probable it is to be manageable.

A cluster is manageable if a pod that somebody asks for gets running. How many sets of dead hosts it
survives, and the probability, are counted over all sets of its hosts, by the model's own function; the
table holds that function against a search for each sort of set, and the tests set by set. The assumption
of the probability: each host is up with the same probability, whatever the others do.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

from attrs import field, frozen

from model.kubernetes.topology import Kind, Topology, external, single, stacked
from properties.kubernetes_sights import pod_runs
from properties.statement import Row, Scenario, Table
from properties.topology_lemmas import tolerance_of

TOPOLOGIES: tuple[Topology, ...] = (
    single(),
    *(stacked(hosts) for hosts in range(1, 6)),
    *(external(control, members) for control in range(1, 4) for members in range(1, 6)),
)


@frozen
class Survey:
    """Rows that depend on one probability, for a command of their own; `plural` names them in JSON."""

    name: str
    plural: str
    sentence: str
    rows: Callable[[Fraction], tuple[Mapping[str, str | int | Fraction], ...]] = field(eq=False)


def sets_of_dead(topology: Topology) -> Iterator[frozenset[str]]:
    """Yield every set of hosts, smaller ones first."""
    for count in range(len(topology.hosts) + 1):
        yield from map(frozenset, combinations(topology.hosts, count))


def sorts_of_dead(topology: Topology) -> Iterator[frozenset[str]]:
    """Yield a set of dead hosts for each number of control-plane hosts and of hosts of the store.

    Hosts of one sort differ in nothing but their names, so that every other set is one of these renamed.
    """
    if topology.kind is not Kind.EXTERNAL:
        yield from (frozenset(topology.hosts[:count]) for count in range(len(topology.hosts) + 1))
        return
    for control, members in product(range(topology.control_planes + 1), range(topology.members + 1)):
        yield frozenset((*topology.control_hosts[:control], *topology.member_hosts[:members]))


def survived(topology: Topology) -> int:
    """Count the sets of hosts with which dead the cluster is manageable, the empty one included."""
    return sum(topology.is_manageable(dead) for dead in sets_of_dead(topology))


def availability(topology: Topology, up: Fraction) -> Fraction:
    """Return the probability that the cluster is manageable, if each host is up with this probability."""
    hosts = len(topology.hosts)
    return sum(
        (
            up ** (hosts - len(dead)) * (1 - up) ** len(dead)
            for dead in sets_of_dead(topology)
            if topology.is_manageable(dead)
        ),
        start=Fraction(0),
    )


def rows(up: Fraction) -> tuple[Mapping[str, str | int | Fraction], ...]:
    """Return a row for each topology."""
    return tuple(
        {
            "kind": str(topology.kind),
            "control_planes": topology.control_planes,
            "etcd": topology.members,
            "hosts": len(topology.hosts),
            "tolerated": topology.tolerated,
            "failure_sets_survived": survived(topology),
            "failure_sets": 2 ** len(topology.hosts),
            "availability": availability(topology, up),
        }
        for topology in TOPOLOGIES
    )


SURVEY = Survey(
    name="topology",
    plural="topologies",
    sentence=(
        "With which hosts dead a cluster is manageable: a pod that is asked for gets running. Tolerated is "
        "how many may be dead, whichever they are."
    ),
    rows=rows,
)


def table(scenario: Scenario) -> Table:
    """Return the table of what each topology tolerates, proved, and searched in this scenario."""
    return Table(
        name="topology",
        sentence="How many hosts may be dead, whichever they are, so that a pod still gets running.",
        columns=("topology", "hosts", "tolerated", "sets survived"),
        rows=tuple(_row(scenario, topology) for topology in TOPOLOGIES if topology.kind is not Kind.SINGLE),
    )


def _row(scenario: Scenario, topology: Topology) -> Row:
    """Return a row; its searches settle every set of dead hosts, up to the names of hosts of one sort."""
    return Row(
        cells=(
            str(topology),
            str(len(topology.hosts)),
            str(topology.tolerated),
            f"{survived(topology)} of {2 ** len(topology.hosts)}",
        ),
        lemma=tolerance_of(topology),
        searches=tuple(
            (scenario, parameters_of(topology, dead), pod_runs.name, topology.is_manageable(dead))
            for dead in sorts_of_dead(topology)
        ),
    )


def parameters_of(topology: Topology, dead: frozenset[str]) -> Mapping[str, int | None]:
    """Return the parameters of the scenario in which these hosts of a topology are dead."""
    return {
        "control-planes": topology.control_planes,
        "members": topology.members if topology.kind is Kind.EXTERNAL else 0,
        "dead": sum(1 << place for place, host in enumerate(topology.hosts) if host in dead),
    }
