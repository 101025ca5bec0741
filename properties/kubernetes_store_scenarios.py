"""The scenarios of the store and of who may reach it, each with its expected verdict and its hunts."""

from properties import kubernetes_access as access
from properties import kubernetes_clusters as clusters
from properties import kubernetes_store as store
from properties.kubernetes_scenario import scenario

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

PARTITION = scenario(
    "partition",
    "A member of the store is cut off from the others, and may be the leader, while a user writes and reads.",
    clusters.partition,
    {"members": 3, "revisions": 2, "deaths": 0, "cuts": 1, "give-ups": 2},
    (
        store.acknowledged_on_majority,
        store.acknowledged_survives,
        store.quorum_read_is_current,
        store.write_acknowledged,
        store.unknown_write_applied,
        store.unacknowledged_write_lost,
        store.serializable_read_is_stale,
        store.leader_is_unaware,
    ),
    ("read-without-quorum", store.quorum_read_is_current, {}),
)

RESTORE = scenario(
    "restore",
    "An operator stops apiserver and kubelet, restores the store from a snapshot, and starts them again.",
    clusters.restore,
    {"revisions": 3, "crashes": 1},
    (
        store.cache_misses_nothing,
        store.nobody_waits_for_the_past,
        store.restore_is_exact,
        store.write_acknowledged,
        store.restore_loses_write,
        store.revision_rewinds,
    ),
    ("restore-under-apiservers", store.cache_misses_nothing, {}),
    ("restore-under-kubelets", store.nobody_waits_for_the_past, {}),
    ("restore-keeps-later-writes", store.restore_is_exact, {}),
    ("watch-skips-one", store.cache_misses_nothing, {}),
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
    ("one-certificate-for-all", access.unauthorised_is_refused, {}),
    ("store-open-to-all", access.apiserver_between, {}),
)
