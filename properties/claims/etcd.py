"""The claims on etcd as the place where the state is."""

from attrs import evolve

from model.kubernetes.mutants.store import RestoreUnderApiservers
from properties import kubernetes_store as store
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import REBUILT, RESTORE

SECTION = Section.CONTROL_PLANE

ETCD_HOLDS_STATE = Claim(
    "etcd-holds-state",
    SECTION,
    statement=Words(
        "The state of the cluster is kept in etcd, as keys and values.",
        "Cluster 的狀態以 key-value 的方式存放在 etcd。",
    ),
    correct=Words(
        "Nothing else needs to be kept: every other part starts again knowing nothing, and what etcd has "
        "runs again. If etcd has lost what it had, nothing can be rebuilt, however well all else is.",
        "其他組件都不需要保存狀態：它們重新啟動時一無所知，而 etcd 裡記錄的 Pod 會再次跑起來。反過來說，"
        "etcd 的資料一旦遺失，其他組件再怎麼健全也無從重建。",
    ),
    reasons={
        "true": Words(
            "When all but etcd has died and returned, knowing nothing, its pod runs again; with an empty "
            "etcd nothing ever does.",
            "除了 etcd 以外全部故障再恢復，各組件一無所知，Pod 仍會再次跑起來；etcd 若是空的，"
            "就什麼也跑不起來。",
        ),
        "false": Words(
            "Something outside etcd is needed, or kept.",
            "有狀態存放在 etcd 以外的地方，或重建時需要 etcd 以外的資料。",
        ),
    },
    as_said=(
        some_run(
            "all but the store has died and returned, and the pod runs again",
            "除了 etcd 以外全部故障再恢復，Pod 又跑起來了",
            REBUILT,
            sayings.nothing_runs_again,
        ),
        always(
            "whoever starts again has kept nothing",
            "重新啟動的組件都沒有保留任何狀態",
            REBUILT,
            sayings.who_starts_again_knows_nothing,
        ),
        always(
            "with an empty store, nothing runs again",
            "etcd 是空的，就不會有 Pod 再跑起來",
            REBUILT,
            sayings.nothing_runs_again,
            kept=0,
        ),
    ),
    repeats=True,
)

BACKUP_REBUILDS = Claim(
    "backup-rebuilds",
    SECTION,
    statement=Words(
        "A broken cluster is rebuilt by restoring the backup of etcd.",
        "整個 cluster 壞掉時，可以還原 etcd 的備份來重建 cluster。",
    ),
    correct=Words(
        "A restore brings back exactly what was saved: what was written later is lost, though it had been "
        "acknowledged, and revisions go back. So every kube-apiserver is stopped first; one that runs waits "
        "for events that never come.",
        "還原只會回到備份當下的狀態：備份之後寫入的資料，即使已經回覆確認也會遺失，revision 也會倒退。"
        "因此必須先停止所有 kube-apiserver，否則運作中的 kube-apiserver 會一直等待永遠不會來的事件。",
    ),
    reasons={
        "only-if": Words(
            "Only if one can do without what was written after the backup, and stops the kube-apiservers "
            "first: the restore brings back the backup, and nothing but the backup.",
            "前提是能接受備份之後的資料遺失，並且先停止所有 kube-apiserver：還原回來的只有備份的內容。",
        ),
        "true": Words(
            "A restore loses nothing that was acknowledged.",
            "還原不會遺失任何已確認的資料。",
        ),
        "false": Words(
            "A restore does not bring back what was saved, or leaves a kube-apiserver behind that sees "
            "something else.",
            "還原後的內容與備份不符，或有 kube-apiserver 看到的內容與 etcd 不一致。",
        ),
    },
    as_said=(
        always(
            "nothing that was acknowledged is lost in a restore",
            "還原時不會遺失任何已確認的資料",
            RESTORE,
            sayings.a_restore_loses_nothing,
        ),
    ),
    under_condition=(
        always(
            "what was saved comes back, all of it",
            "備份的內容會完整還原",
            RESTORE,
            store.restore_is_exact,
        ),
        always(
            "with the kube-apiservers stopped first, their caches show what etcd has",
            "先停止 kube-apiserver，它們的快取就會與 etcd 一致",
            RESTORE,
            store.cache_misses_nothing,
        ),
    ),
    as_corrected=(
        some_run("the revision goes back", "revision 會倒退", RESTORE, sayings.revisions_never_rewind),
        evolve(
            some_run(
                "a kube-apiserver that runs through a restore misses events",
                "還原期間仍在運作的 kube-apiserver 會漏掉事件",
                RESTORE,
                store.cache_misses_nothing,
            ),
            protocol=RestoreUnderApiservers,
        ),
    ),
)

CLAIMS = (ETCD_HOLDS_STATE, BACKUP_REBUILDS)
