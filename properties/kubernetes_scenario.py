"""How a scenario of a cluster is made: from a function that returns its parts, and its parameters."""

from collections.abc import Callable, Mapping
from typing import Any

from model.kubernetes.cluster import cluster
from model.kubernetes.mutants import apiserver, control, node, store
from model.kubernetes.rules import Kubernetes
from model.kubernetes.spec import Spec
from model.rules import Mutant, mutants_in
from model.world import System
from properties import kubernetes_access as access
from properties.kubernetes_clusters import shape_of
from properties.kubernetes_description import KUBERNETES_DESCRIPTION
from properties.promise import Promise
from properties.statement import Hunt, Parameter, Property, Scenario

MUTANTS: Mapping[str, Mutant] = {
    mutant.name: mutant for mutant in mutants_in(store, apiserver, node, control)
}

SAID = {
    "revisions": "the store's highest revision: one a write, those before the run included",
    "members": "members of the store",
    "deaths": "hosts that die",
    "returns": "dead hosts that return",
    "crashes": "kubelets that crash",
    "failures": "containers that fail",
    "cuts": "times that a worker, or a member of the store, is cut off; that can be healed at no cost",
    "give-ups": "requests on which the user gives up",
    "down": "1: a host is dead when the run begins",
    "containers": "containers of a pod",
    "schedulers": "control-plane hosts, each with a scheduler",
    "elect": "1: the schedulers elect a leader by a lease",
    "kubelets": "1: the nodes have kubelets",
    "nodes": "nodes, each with room for one pod",
    "pods": "pods to be placed",
    "checks": "1: the load balancer checks the apiservers' health",
    "hangs": "1: an apiserver may stop answering, with its port open",
    "tainted": "1: a node is tainted as unreachable when the run begins",
    "control-planes": "control-plane hosts",
    "dead": "the control plane's hosts that are dead, with commas between: cp1,cp2 or cp1,db2, say; or none",
    "requests": "requests of the user",
}

LEAST = {
    "members": 1,
    "containers": 1,
    "schedulers": 1,
    "nodes": 1,
    "pods": 1,
    "requests": 1,
    "control-planes": 1,
}

MOST = {
    "down": 1,
    "elect": 1,
    "kubelets": 1,
    "checks": 1,
    "hangs": 1,
    "tainted": 1,
    "members": 7,
    "schedulers": 3,
    "nodes": 3,
    "pods": 3,
    "containers": 3,
}

NAMES: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "dead": lambda given: shape_of(given).hosts,
}
"""Of the parameters that are sets of names, the names."""

Hunted = (
    tuple[str, Property | Promise, Mapping[str, int | None]]
    | tuple[str, Property | Promise, Mapping[str, int | None], Mapping[str, float]]
)


def scenario(
    name: str,
    sentence: str,
    spec: Callable[[Mapping[str, Any]], Spec],
    defaults: Mapping[str, int],
    properties: tuple[Property, ...],
    *hunts: Hunted,
    promises: tuple[Promise, ...] = (),
    least: Mapping[str, int] = LEAST,
) -> Scenario:
    """Return a scenario of a cluster. A hunt is a mutant's name, what must kill it, and parameters;
    and where walks need them, weights.
    """

    def build(given: Mapping[str, Any], protocol: type | None = None) -> System:
        return cluster(spec(given), protocol or Kubernetes)

    return Scenario(
        name=f"kubernetes-{name}",
        sentence=sentence,
        parameters=tuple(
            Parameter(one, SAID[one], value, least.get(one, 0), MOST.get(one), names=NAMES.get(one))
            for one, value in defaults.items()
        ),
        build=build,
        properties=(access.apiserver_between, *properties),
        promises=promises,
        hunts=tuple(Hunt(MUTANTS[mutant], killer.name, *more) for mutant, killer, *more in hunts),
        protocol=Kubernetes,
        description=KUBERNETES_DESCRIPTION,
    )
