"""The way to the apiservers: with a load balancer and without one, while one of them is dead."""

from attrs import evolve

from model.kubernetes.cluster import cluster
from model.kubernetes.faults import FAULTS, IsDead
from model.kubernetes.rules import Kubernetes
from model.kubernetes.spec import BALANCER, Budgets, Spec
from model.kubernetes.topology import external
from model.world import ActionKind, System
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import Values, scenario_of, switch, without
from properties.kubernetes_clusters import A
from properties.statement import Parameter


def _door(given: Values, protocol: type[Kubernetes]) -> System:
    """Build two apiservers, one of them dead before anything is asked, and a user who knows one or both.

    The user is patient: as long as anything can arrive, nobody gives up.
    """
    topology = external(2, 1)
    is_first = bool(given["first"])
    spec = Spec(
        topology=topology,
        dead=frozenset({"cp1"}) if is_first else frozenset(),
        mortal=() if is_first else topology.control_hosts,
        balancer=bool(given["balancer"]),
        checks_health=bool(given["checks"]),
        via=("cp1",) if given["addresses"] == 1 and not given["balancer"] else None,
        plan=(A,) * 3,
        budgets=Budgets(revisions=1, give_ups=3, deaths=not is_first),
    )
    system = cluster(spec, protocol)
    kinds = (_in_good_time(kind) for kind in system.kinds)
    if not is_first:
        kinds = (_once_one_is_dead(kind, spec.mortal) for kind in kinds)
    system = evolve(system, kinds=tuple(kinds))
    if given["balancer"] and not given["alive"]:
        return without(system, lambda process, _: process == BALANCER)
    return system


def _in_good_time(kind: ActionKind) -> ActionKind:
    """Let the user give up only when no request and no answer can arrive."""
    urgent = kind.name in {"deliver", "admit", "turn-away"}
    return evolve(kind, urgent=urgent, patient=kind.name == "give-up")


def _once_one_is_dead(kind: ActionKind, hosts: tuple[str, ...]) -> ActionKind:
    """Let the user wait until one of the hosts has died."""
    if kind.name != "submit":
        return kind
    return evolve(
        kind,
        static=tuple(
            evolve(action, parts=(*action.parts, (FAULTS, IsDead(host))))
            for action in kind.static
            for host in hosts
        ),
    )


DOOR = scenario_of(
    "door",
    "One of two apiservers is dead: is a user answered who asks again?",
    _door,
    (
        switch("balancer", "1: there is a load balancer, and its address is all that the user knows"),
        switch("checks", "1: the load balancer checks the apiservers' health"),
        switch("alive", "1: the load balancer is alive"),
        Parameter(
            "addresses", "without a load balancer: how many addresses the user knows", 2, least=1, most=2
        ),
        switch("first", "1: it is the first apiserver that is dead; 0: it may be either"),
    ),
    sayings.nothing_is_allowed,
    sayings.nobody_goes_on_asking_the_dead,
)
