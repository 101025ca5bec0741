"""The scenarios of the cluster, each with its expected verdict, and the hunts for its mutants."""

from properties import kubernetes_access as access
from properties import kubernetes_clusters as clusters
from properties import kubernetes_pods as pods
from properties import kubernetes_sights as sights
from properties import kubernetes_store as store
from properties import kubernetes_traffic as traffic
from properties.kubernetes_on_raft import ON_RAFT
from properties.kubernetes_scenario import scenario
from properties.statement import Scenario

WRITES = scenario(
    "writes",
    "Members of the store die and return while a user writes and reads.",
    clusters.writes,
    {"members": 3, "revisions": 2, "deaths": 2, "returns": 1, "give-ups": 2},
    (
        store.acknowledged_on_majority,
        store.acknowledged_survives,
        store.quorum_read_is_current,
        store.write_acknowledged,
        store.unknown_write_applied,
        store.unacknowledged_write_lost,
        store.serializable_read_is_stale,
    ),
    ("write-on-one-disk", store.acknowledged_survives, {}),
    ("anyone-may-lead", store.acknowledged_survives, {}),
    ("read-before-own-commit", store.quorum_read_is_current, {}),
    ("forgets-in-crash", store.acknowledged_on_majority, {}),
)

RESTORE = scenario(
    "restore",
    "An operator stops the apiserver, restores the store from a snapshot, and starts it again.",
    clusters.restore,
    {"revisions": 3},
    (
        store.cache_misses_nothing,
        store.restore_is_exact,
        store.write_acknowledged,
        store.restore_loses_write,
        store.revision_rewinds,
    ),
    ("restore-under-apiservers", store.cache_misses_nothing, {}),
    ("restore-keeps-later-writes", store.restore_is_exact, {}),
)

INTRUDER = scenario(
    "intruder",
    "Somebody with a kubelet's certificate asks for what that kubelet may not do.",
    clusters.intruder,
    {"revisions": 5, "give-ups": 3},
    (
        access.unauthorised_is_refused,
        access.address_of_own_node,
        access.nothing_is_deleted,
        access.request_refused,
        access.request_allowed,
    ),
    ("no-authoriser", access.address_of_own_node, {}),
    ("store-open-to-all", access.apiserver_between, {}),
)

RUNNING = (
    pods.at_most_one,
    pods.addresses_unique,
    pods.node_within_capacity,
    pods.bound_once,
    pods.unbound_never_runs,
    pods.silence_stops_nothing,
)
"""What every cluster with nodes must keep."""

ONE_CONTROL_PLANE = scenario(
    "one-control-plane",
    "The only control-plane host dies and returns: what runs goes on, and a lost pod waits for it.",
    clusters.one_control_plane,
    {"revisions": 5, "deaths": 1, "returns": 1, "failures": 1, "containers": 1, "down": 0},
    (
        *RUNNING,
        sights.host_died,
        sights.pod_runs,
        sights.pod_bound,
        sights.pod_replaced,
        sights.container_restarted,
        sights.static_pod_runs,
    ),
    ("stop-when-cut-off", pods.silence_stops_nothing, {}),
)

NO_CONTROL_PLANE = scenario(
    "no-control-plane",
    "The only control-plane host is dead for good: containers are restarted, and a lost pod is not replaced.",
    clusters.one_control_plane,
    {"revisions": 5, "returns": 0, "failures": 2, "containers": 2, "down": 1},
    ONE_CONTROL_PLANE.properties[1:],
)

SCHEDULERS = scenario(
    "two-schedulers",
    "Two schedulers that both take themselves for the leader bind pods to nodes with room for one each.",
    clusters.schedulers,
    {"revisions": 8, "schedulers": 2, "elect": 0, "nodes": 2, "pods": 2, "kubelets": 1},
    (*RUNNING, sights.pod_bound, sights.pod_runs, sights.node_overbooked, sights.two_component_leaders),
    ("bind-without-precondition", pods.bound_once, {}),
    ("no-admission", pods.node_within_capacity, {"nodes": 1}),
)

LEADERS = scenario(
    "two-leaders",
    "Two schedulers elect a leader by a lease, and both believe to lead: no pod is bound twice.",
    clusters.schedulers,
    {"revisions": 8, "schedulers": 2, "elect": 1, "nodes": 2, "pods": 2, "kubelets": 0},
    (pods.bound_once, sights.pod_bound, sights.two_component_leaders),
    ("bind-without-precondition", pods.bound_once, {}),
)

ONE_SCHEDULER = scenario(
    "one-scheduler",
    "One scheduler binds pods to fewer nodes than there are pods.",
    clusters.schedulers,
    {"revisions": 9, "schedulers": 1, "elect": 0, "nodes": 2, "pods": 3, "kubelets": 1},
    (*RUNNING, pods.never_overbooked, sights.pod_bound, sights.pod_runs, sights.pods_have_addresses),
    ("forget-assumed", pods.never_overbooked, {}),
    ("ignore-room", pods.never_overbooked, {}),
)

STATEFUL = scenario(
    "stateful-set",
    "A StatefulSet's pod moves to another node while a kubelet crashes and an apiserver's cache lags.",
    clusters.stateful,
    {"revisions": 6, "crashes": 1},
    (*RUNNING, sights.pod_bound, sights.pod_runs, sights.pod_replaced),
    ("trust-cache-after-restart", pods.at_most_one, {}, {"watch": 0.2, "crash": 0.1}),
    ("remove-without-kubelet", pods.at_most_one, {}),
    ("report-end-early", pods.at_most_one, {}),
)

STATEFUL_SILENT = scenario(
    "stateful-set-silent",
    "The node of a StatefulSet's pod falls silent: the pod is not replaced before its node is heard again.",
    clusters.stateful_silent,
    {"revisions": 8, "cuts": 1},
    (*RUNNING, sights.node_tainted, sights.pod_evicted, sights.evicted_pod_removed, sights.pod_replaced),
    ("evict-by-force", pods.at_most_one, {}, {"heal": 0.1}),
)

SILENT_NODE = scenario(
    "silent-node",
    "A node falls silent: its pod is evicted and replaced elsewhere; when it is heard again, the pod ends.",
    clusters.silent_node,
    {"revisions": 7, "cuts": 1},
    (
        *RUNNING,
        sights.node_tainted,
        sights.pod_evicted,
        sights.pod_replaced,
        sights.pod_bound,
        sights.pod_runs,
        sights.evicted_pod_runs_on,
        sights.evicted_pod_removed,
    ),
)

ALL_SILENT = scenario(
    "all-silent",
    "No node is heard, as it is the control plane that is cut off: nothing is evicted.",
    clusters.all_silent,
    {"revisions": 9},
    (*RUNNING, pods.nothing_is_evicted, sights.component_listed),
    ("evict-when-all-are-silent", pods.nothing_is_evicted, {}),
)

ADDRESSES = scenario(
    "addresses",
    "A pod ends while another starts on its node: each has an address of its own.",
    clusters.addresses,
    {"revisions": 6},
    (*RUNNING, sights.pod_bound, sights.pod_runs, sights.pod_replaced),
    ("reuse-address-early", pods.addresses_unique, {}),
)

PROXY = scenario(
    "proxy",
    "A proxy that is cut off sends connections to a pod that is gone, and heals.",
    clusters.proxy,
    {"revisions": 6, "cuts": 1},
    (
        traffic.proxy_keeps_its_rules,
        traffic.dead_backend_kept,
        traffic.dead_backend_dropped,
    ),
    ("proxy-flushes", traffic.proxy_keeps_its_rules, {}),
)

BALANCER_SIGHTS = (traffic.check_tells_the_truth, traffic.stuck_on_dead_apiserver, traffic.retry_succeeds)

BALANCER_UNCHECKED = scenario(
    "balancer-unchecked",
    "A load balancer without health checks: no request is answered while its first apiserver is dead.",
    clusters.balancer,
    {"revisions": 1, "give-ups": 3, "requests": 3, "down": 1, "checks": 0, "hangs": 0},
    BALANCER_SIGHTS,
)

BALANCER = scenario(
    "balancer",
    "A load balancer with health checks: a retry succeeds, though its first apiserver dies or hangs.",
    clusters.balancer,
    {"revisions": 1, "give-ups": 3, "requests": 3, "down": 1, "checks": 1, "hangs": 1},
    BALANCER_SIGHTS,
    ("check-the-port", traffic.check_tells_the_truth, {}),
)

TOPOLOGY = scenario(
    "topology",
    "Somebody asks for a pod, while some hosts of a topology are dead: does it get running?",
    clusters.topology,
    {"control-planes": 3, "members": 0, "dead": 1},
    (*RUNNING, sights.pod_runs),
    least={"control-planes": 1},
)

SCENARIOS: tuple[Scenario, ...] = (
    WRITES,
    RESTORE,
    INTRUDER,
    ONE_CONTROL_PLANE,
    NO_CONTROL_PLANE,
    SCHEDULERS,
    LEADERS,
    ONE_SCHEDULER,
    STATEFUL,
    STATEFUL_SILENT,
    SILENT_NODE,
    ALL_SILENT,
    ADDRESSES,
    PROXY,
    BALANCER_UNCHECKED,
    BALANCER,
    TOPOLOGY,
    ON_RAFT,
)
