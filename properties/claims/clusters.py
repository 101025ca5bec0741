"""The clusters that settle the claims on Kubernetes: those of the catalogue, and a few more."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from model.kubernetes.cluster import cluster
from model.kubernetes.events import StartContainer
from model.kubernetes.objects import Endpoints, Node, Pod, Role
from model.kubernetes.rules import Kubernetes
from model.kubernetes.spec import Budgets, Spec, Worker
from model.kubernetes.topology import external, single, stacked
from model.process import Event, Local, Outcome, ProcessId
from model.world import System
from properties import kubernetes_scenarios as scenarios
from properties import kubernetes_store as store
from properties import kubernetes_store_scenarios as stores
from properties.claims import cluster_sayings as sayings
from properties.kubernetes_clusters import W1, A, B, shape_of
from properties.kubernetes_description import KUBERNETES_DESCRIPTION
from properties.kubernetes_on_raft import ON_RAFT
from properties.promise import Promise
from properties.statement import Parameter, Property, Scenario

Values = Mapping[str, Any]
Refuses = Callable[[ProcessId, Event], bool]


def asked(scenario: Scenario, *more: Property, promises: tuple[Promise, ...] = ()) -> Scenario:
    """Return a scenario of the catalogue under a name of its own, asked for these, too."""
    return evolve(
        scenario,
        name=f"article-{scenario.name.removeprefix('kubernetes-')}",
        properties=(*scenario.properties, *more),
        promises=(*scenario.promises, *promises),
        hunts=(),
    )


def without(system: System, refuses: Refuses) -> System:
    """Return a system in which some events are never taken: by what is not there, or is dead for good."""

    def react(process: ProcessId, local: Local, event: Event) -> Outcome | None:
        return None if refuses(process, event) else system.react(process, local, event)

    return evolve(system, react=react)


def scenario_of(
    name: str,
    sentence: str,
    build: Callable[[Values, type[Kubernetes]], System],
    parameters: tuple[Parameter, ...],
    *properties: Property,
    promises: tuple[Promise, ...] = (),
) -> Scenario:
    """Return a scenario of a cluster that settles a claim."""
    return Scenario(
        name=f"article-{name}",
        sentence=sentence,
        parameters=parameters,
        build=lambda given, protocol: build(given, protocol or Kubernetes),
        properties=properties,
        promises=promises,
        protocol=Kubernetes,
        description=KUBERNETES_DESCRIPTION,
    )


def switch(name: str, sentence: str, default: int = 1) -> Parameter:
    """Return a parameter that is 1 or 0."""
    return Parameter(name, sentence, default, most=1)


# A node and its parts


def _node(given: Values, protocol: type[Kubernetes]) -> System:
    """Build one node, one pod to be placed, one service; each part of the node can be missing."""
    spec = Spec(
        topology=single(),
        components=(*((Role.SCHEDULER,) if given["scheduler"] else ()), Role.ENDPOINTS),
        workers=(Worker(W1, has_kubelet=bool(given["kubelet"]), has_proxy=bool(given["proxy"])),),
        stored=(Node(W1), Pod("p1"), Endpoints("web")),
        mortal=("cp1",) if given["deaths"] else (),
        budgets=Budgets(revisions=6, deaths=given["deaths"]),
    )
    system = cluster(spec, protocol)
    if given["runtime"]:
        return system
    return without(system, lambda _, event: isinstance(event, StartContainer))


NODE = scenario_of(
    "node",
    "A pod is placed on a node, started there, and put behind a service.",
    _node,
    (
        switch("kubelet", "1: the node has a kubelet"),
        switch("runtime", "1: the node has a container runtime"),
        switch("proxy", "1: the node has a kube-proxy"),
        switch("scheduler", "1: the cluster has a scheduler"),
        Parameter("deaths", "deaths of the control-plane host", 0),
    ),
    *scenarios.RUNNING,
    sayings.no_service_leads_to_a_pod,
    sayings.no_pod_is_reached_without_an_apiserver,
    sayings.no_pod_gets_running,
    sayings.no_pod_is_bound,
    sayings.a_key_has_one_value,
    sayings.whoever_is_bound_has_an_address,
)

# Hosts that die


def _hosts(given: Values, protocol: type[Kubernetes]) -> System:
    """Build the control plane of a topology, whose hosts die."""
    shape = shape_of(given)
    return cluster(
        Spec(topology=shape, mortal=shape.hosts, budgets=Budgets(deaths=given["deaths"])), protocol
    )


HOSTS = scenario_of(
    "hosts",
    "Hosts of a topology die: what is lost with each?",
    _hosts,
    (
        Parameter("control-planes", "control-plane hosts", 3, least=1),
        Parameter("members", "members of the store on hosts of their own; 0: stacked", 0, most=7),
        Parameter("deaths", "hosts that die", 2),
    ),
    sayings.a_dead_host_takes_both,
    sayings.a_dead_host_takes_one,
)

# The store's members


def _copies(given: Values, protocol: type[Kubernetes]) -> System:
    """Build a store whose members die under a user who writes.

    The members that do not lead are alike: so those that may die are the leader, and as many others as die.
    """
    topology = external(1, given["members"])
    spec = Spec(
        topology=topology,
        plan=(A, B)[: given["revisions"]],
        mortal=topology.member_hosts[: given["deaths"] + 1],
        budgets=Budgets(revisions=given["revisions"], deaths=given["deaths"]),
    )
    return cluster(spec, protocol)


COPIES = scenario_of(
    "copies",
    "Members of the store die while a user writes.",
    _copies,
    (
        Parameter("members", "members of the store", 3, least=1, most=7),
        Parameter("deaths", "hosts that die", 1),
        Parameter("revisions", "writes", 2, least=1, most=2),
    ),
    store.acknowledged_on_majority,
    store.acknowledged_survives,
    store.write_acknowledged,
    sayings.nothing_is_acknowledged,
)


def _cut_short(given: Values, protocol: type[Kubernetes]) -> System:
    """Build stacked hosts, the first of which dies under a user who writes through it."""
    budgets = Budgets(revisions=1, deaths=1, give_ups=1)
    topology = stacked(given["control-planes"])
    return cluster(
        Spec(topology=topology, plan=(A,), via=("cp1",), mortal=("cp1",), budgets=budgets), protocol
    )


CUT_SHORT = scenario_of(
    "cut-short",
    "The leader of the store dies with a write that it has not committed.",
    _cut_short,
    (Parameter("control-planes", "stacked hosts", 5, least=1, most=7),),
    sayings.what_a_dead_leader_left_is_void,
    sayings.no_taken_write_is_lost,
)

# The catalogue's, asked for more

ADDRESSES = asked(scenarios.ADDRESSES, sayings.an_address_is_of_one_pod_for_ever)
ONE_CONTROL_PLANE = asked(
    scenarios.ONE_CONTROL_PLANE,
    sayings.no_container_is_restarted,
    sayings.no_pod_is_made,
    promises=(sayings.a_replacement_runs,),
)
NO_CONTROL_PLANE = asked(
    scenarios.NO_CONTROL_PLANE,
    sayings.no_container_is_restarted,
    sayings.no_static_pod_runs,
    sayings.no_pod_is_made,
    sayings.no_pod_is_bound,
)
RESTORE = asked(stores.RESTORE, sayings.a_restore_loses_nothing, sayings.revisions_never_rewind)
INTRUDER = asked(stores.INTRUDER, sayings.nothing_is_refused, sayings.nothing_is_allowed)
TOPOLOGY = asked(scenarios.TOPOLOGY, sayings.no_pod_gets_running)
STORE_ON_RAFT = asked(ON_RAFT, sayings.every_message_passes_an_apiserver)
WRITES = asked(stores.WRITES, sayings.no_taken_write_is_lost)
