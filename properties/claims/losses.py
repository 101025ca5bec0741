"""Clusters in which something is lost: a part of the control plane, all but etcd, or all."""

from attrs import evolve

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.cluster import cluster
from model.kubernetes.data import Data
from model.kubernetes.faults import Faults
from model.kubernetes.objects import Node, Pod, Role
from model.kubernetes.rules import Kubernetes
from model.kubernetes.spec import Budgets, Spec, Worker
from model.kubernetes.store import Store
from model.kubernetes.topology import external
from model.process import Local
from model.world import System
from properties import kubernetes_clusters as clusters
from properties import kubernetes_progress as progress
from properties import kubernetes_scenarios as scenarios
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import Values, scenario_of, switch
from properties.kubernetes_clusters import W1, address
from properties.kubernetes_scenario import SAID
from properties.statement import Parameter

# A control plane with a part missing


def _lost_pod(given: Values, protocol: type[Kubernetes]) -> System:
    """Build one control-plane host, dead or alive, all of whose processes live but those switched off.

    One replica is missing, a pod that was lost; another waits to be placed. To the workers an apiserver
    that is down is as good as its host dead.
    """
    whole = clusters.one_control_plane({**given, "down": not given["host"]})
    controllers = (Role.REPLICA_SET,) if given["controllers"] else ()
    spec = evolve(
        whole,
        components=(Role.SCHEDULER, *controllers),
        replicas=whole.replicas + 1,
        stored=(*whole.stored, Pod("p0")),
    )
    system = cluster(spec, protocol)
    if given["apiserver"]:
        return system
    return evolve(system, initial_locals=tuple(map(_without_apiserver, system.initial_locals)))


def _without_apiserver(local: Local) -> Local:
    match local:
        case Apiserver():
            return evolve(local, is_up=False)
        case Faults():
            return evolve(local, dead=frozenset({"cp1"}))
    return local


LOST_POD = scenario_of(
    "lost-pod",
    "A pod was lost, one waits, and containers fail, while a part of the control plane is missing.",
    _lost_pod,
    (
        switch("host", "1: the control-plane host lives; 0: it is dead, with all that is on it"),
        switch("apiserver", "1: the apiserver is up"),
        switch("controllers", "1: there is a ReplicaSet controller"),
        Parameter("revisions", SAID["revisions"], 6),
        Parameter("failures", SAID["failures"], 1),
        Parameter("containers", SAID["containers"], 1, least=1, most=3),
    ),
    *scenarios.RUNNING,
    sayings.no_container_is_restarted,
    sayings.no_static_pod_runs,
    sayings.no_pod_is_made,
    sayings.no_pod_is_bound,
    promises=(progress.failed_containers_are_restarted,),
)

# All but the store is lost


def _rebuilt(given: Values, protocol: type[Kubernetes]) -> System:
    """Build a cluster of which all but the store dies and returns; `kept` says whether that kept its data."""
    kept = (Node(W1), Pod("p1", 2, W1, address(W1))) if given["kept"] else ()
    return cluster(
        Spec(
            topology=external(1, 1),
            components=(Role.SCHEDULER,),
            workers=(Worker(W1, capacity=2, static=("static",), runs=(("p1", 2),) if given["kept"] else ()),),
            stored=kept,
            mortal=("cp1", W1),
            budgets=Budgets(revisions=6, deaths=2, returns=2),
        ),
        protocol,
    )


REBUILT = scenario_of(
    "rebuilt",
    "Every host but the store's dies and returns.",
    _rebuilt,
    (switch("kept", "1: the store has what it had; 0: it is empty"),),
    *scenarios.RUNNING,
    sayings.who_starts_again_knows_nothing,
    sayings.nothing_runs_again,
    sayings.a_key_has_one_value,
    sayings.no_static_pod_runs,
    promises=(sayings.what_the_store_has_runs_again,),
)

# The store is lost, too


def _from_backup(given: Values, protocol: type[Kubernetes]) -> System:
    """Build a cluster of which all is lost: its store is empty, nothing runs; perhaps there is a backup."""
    spec = Spec(
        components=(Role.SCHEDULER,),
        workers=(Worker(W1),),
        stored=(Node(W1), Pod("p1")),
        operator=True,
        budgets=Budgets(revisions=4),
    )
    system = cluster(spec, protocol)
    emptied = tuple(
        evolve(
            local,
            members=tuple(evolve(member, data=Data()) for member in local.members),
            snapshot=local.members[0].data if given["backup"] else None,
        )
        if isinstance(local, Store)
        else local
        for local in system.initial_locals
    )
    return evolve(system, initial_locals=emptied)


FROM_BACKUP = scenario_of(
    "from-backup",
    "All that the store had is lost, and so is all that ran: an operator restores a backup.",
    _from_backup,
    (switch("backup", "1: there is a backup"),),
    *scenarios.RUNNING,
    sayings.no_pod_gets_running,
)
