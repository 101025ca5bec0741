"""The scenarios of the cluster, each with its expected verdict, and the hunts for its mutants."""

from properties import kubernetes_clusters as clusters
from properties import kubernetes_components as components
from properties import kubernetes_pods as pods
from properties import kubernetes_progress as progress
from properties import kubernetes_sights as sights
from properties import kubernetes_store as store
from properties import kubernetes_traffic as traffic
from properties.kubernetes_on_raft import ON_RAFT
from properties.kubernetes_scenario import scenario
from properties.kubernetes_store_scenarios import INTRUDER, PARTITION, RESTORE, WRITES
from properties.statement import Scenario

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
    ("leave-what-failed", progress.failed_containers_are_restarted, {}),
    promises=(progress.failed_containers_are_restarted,),
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
    (
        pods.bound_once,
        store.no_update_is_lost,
        components.lease_is_taken_when_expired,
        components.leads_by_the_lease,
        sights.pod_bound,
        sights.two_component_leaders,
    ),
    ("bind-without-precondition", pods.bound_once, {}),
    ("last-write-wins", store.no_update_is_lost, {}),
    ("take-lease-at-once", components.lease_is_taken_when_expired, {}),
    ("lead-without-lease", components.leads_by_the_lease, {}),
)

ONE_SCHEDULER = scenario(
    "one-scheduler",
    "One scheduler binds pods to fewer nodes than there are pods.",
    clusters.schedulers,
    {"revisions": 9, "schedulers": 1, "elect": 0, "nodes": 2, "pods": 3, "kubelets": 1},
    (*RUNNING, pods.never_overbooked, sights.pod_bound, sights.pod_runs, sights.pods_have_addresses),
    ("forget-assumed", pods.never_overbooked, {}),
    ("ignore-room", pods.never_overbooked, {}),
    ("one-range-for-all", pods.addresses_unique, {}),
)

STATEFUL = scenario(
    "stateful-set",
    "A StatefulSet's pod moves to another node while a kubelet crashes and an apiserver's cache lags.",
    clusters.stateful,
    {"revisions": 6, "crashes": 1},
    (*RUNNING, pods.nothing_is_left_behind, sights.pod_bound, sights.pod_runs, sights.pod_replaced),
    ("trust-cache-after-restart", pods.at_most_one, {}, {"watch": 0.2, "crash": 0.1}),
    ("remove-without-kubelet", pods.at_most_one, {}),
    ("report-end-early", pods.at_most_one, {}),
    ("create-over", pods.nothing_is_left_behind, {"revisions": 7, "crashes": 0}),
)

STATEFUL_SILENT = scenario(
    "stateful-set-silent",
    "The node of a StatefulSet's pod falls silent: the pod is not replaced before its node is heard again.",
    clusters.stateful_silent,
    {"revisions": 8, "cuts": 1},
    (*RUNNING, sights.node_tainted, sights.pod_evicted, sights.evicted_pod_removed, sights.pod_replaced),
    ("evict-by-force", pods.at_most_one, {}, {"heal": 0.1}),
)

STATEFUL_DEAD = scenario(
    "stateful-set-dead",
    "The host of a StatefulSet's pod is dead for good: the pod is marked, and never replaced.",
    clusters.stateful_silent,
    {"revisions": 8, "down": 1, "returns": 0},
    (
        *RUNNING,
        sights.host_died,
        sights.node_tainted,
        sights.pod_evicted,
        sights.evicted_pod_removed,
        sights.pod_replaced,
    ),
)

SILENT_NODE = scenario(
    "silent-node",
    "A node falls silent: its pod is evicted and replaced elsewhere; when it is heard again, the pod ends.",
    clusters.silent_node,
    {"revisions": 7, "cuts": 1},
    (
        *RUNNING,
        components.suspicion_has_a_reason,
        pods.never_more_than_wanted,
        sights.node_tainted,
        sights.pod_evicted,
        sights.pod_replaced,
        sights.pod_bound,
        sights.pod_runs,
        sights.evicted_pod_runs_on,
        sights.evicted_pod_removed,
    ),
    ("suspect-at-first-sight", components.suspicion_has_a_reason, {}),
    ("forget-expected", pods.never_more_than_wanted, {}, {"list": 4, "deliver": 4, "admit": 0.5}),
)

DEAD_WORKER = scenario(
    "dead-worker",
    "A worker's host dies with all that runs on it: its pod is replaced elsewhere; the host returns empty.",
    clusters.silent_node,
    {"revisions": 7, "deaths": 1, "returns": 1},
    (*SILENT_NODE.properties[1:], sights.host_died),
)

SURPLUS = scenario(
    "surplus",
    "A ReplicaSet has one pod too many: the one made last is deleted, and what has run for long goes on.",
    clusters.surplus,
    {"revisions": 8},
    (
        *RUNNING,
        pods.waiting_goes_before_running,
        pods.nothing_is_left_behind,
        sights.pod_bound,
        sights.pod_runs,
        sights.surplus_removed,
    ),
    ("delete-the-oldest", pods.waiting_goes_before_running, {}),
)

ALL_SILENT = scenario(
    "all-silent",
    "No node is heard, as it is the control plane that is cut off: nothing is evicted.",
    clusters.all_silent,
    {"revisions": 9, "tainted": 0},
    (*RUNNING, pods.nothing_is_evicted, pods.nothing_is_untainted, sights.component_listed),
    ("evict-when-all-are-silent", pods.nothing_is_evicted, {}),
    ("untaint-at-first-sight", pods.nothing_is_untainted, {"tainted": 1}),
)

ADDRESSES = scenario(
    "addresses",
    "A pod ends while another starts on its node: each has an address of its own.",
    clusters.addresses,
    {"revisions": 12, "requests": 2},
    (
        *RUNNING,
        pods.nothing_is_left_behind,
        sights.pod_bound,
        sights.pod_runs,
        sights.pod_replaced,
    ),
    ("reuse-address-early", pods.addresses_unique, {}),
    (
        "take-name-for-pod",
        pods.nothing_is_left_behind,
        {},
        {"admit": 0.3, "turn-away": 0.3, "list": 3.0, "start": 0.3, "end": 0.1},
    ),
    ("keep-what-is-marked", progress.marked_pods_end, {"requests": 1, "revisions": 7}),
    promises=(progress.marked_pods_end,),
)

PROXY = scenario(
    "proxy",
    "A proxy that is cut off sends connections to a pod that is gone, and heals.",
    clusters.proxy,
    {"revisions": 8, "cuts": 1, "requests": 2},
    (
        traffic.proxy_keeps_its_rules,
        components.service_is_of_the_living,
        traffic.dead_backend_kept,
        traffic.dead_backend_dropped,
    ),
    ("proxy-flushes", traffic.proxy_keeps_its_rules, {}),
    ("keep-old-backends", progress.dead_backends_are_dropped, {}),
    ("serve-from-the-ending", components.service_is_of_the_living, {}),
    promises=(progress.dead_backends_are_dropped,),
)

BALANCER_SIGHTS = (
    traffic.check_tells_the_truth,
    traffic.forwards_to_the_living,
    traffic.stuck_on_dead_apiserver,
    traffic.retry_succeeds,
)

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
    ("stick-to-last", traffic.forwards_to_the_living, {}),
)

TOPOLOGY = scenario(
    "topology",
    "Somebody asks for a pod, while some hosts of a topology are dead: does it get running?",
    clusters.topology,
    {"control-planes": 3, "members": 0, "dead": 1},
    (*RUNNING, sights.pod_runs),
    ("first-endpoint-only", progress.the_pod_runs, {"control-planes": 1, "members": 3, "dead": 2}),
    promises=(progress.the_pod_runs,),
    least={"control-planes": 1},
)

SCENARIOS: tuple[Scenario, ...] = (
    WRITES,
    PARTITION,
    RESTORE,
    INTRUDER,
    ONE_CONTROL_PLANE,
    NO_CONTROL_PLANE,
    SCHEDULERS,
    LEADERS,
    ONE_SCHEDULER,
    STATEFUL,
    STATEFUL_SILENT,
    STATEFUL_DEAD,
    SILENT_NODE,
    DEAD_WORKER,
    SURPLUS,
    ALL_SILENT,
    ADDRESSES,
    PROXY,
    BALANCER_UNCHECKED,
    BALANCER,
    TOPOLOGY,
    ON_RAFT,
)
