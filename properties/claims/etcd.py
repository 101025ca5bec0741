"""The claims on etcd as the place where the state is."""

from attrs import evolve

from model.kubernetes.mutants.store import RestoreUnderApiservers, RestoreUnderKubelets
from properties import kubernetes_store as store
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import NODE, RESTORE
from properties.claims.losses import FROM_BACKUP, REBUILT

SECTION = Section.CONTROL_PLANE

ETCD_HOLDS_STATE = Claim(
    "etcd-holds-state",
    SECTION,
    statement=Words(
        "The state of the cluster is kept in etcd, as keys and values.",
        "Cluster 的狀態以 key-value 的方式存放在 etcd。",
    ),
    correct=Words(
        "Nothing else needs to be kept, but for static pods: every other host starts again knowing nothing "
        "and running nothing, and the pod that etcd has runs again. With an empty etcd no pod ever does but "
        "a static one, which its kubelet has on a disk of its own. In etcd each key has one value.",
        "除了 static Pod 以外，其他地方都不需要保存狀態：其他主機重新啟動時一無所知，也沒有 Pod 在執行，而 "
        "etcd 裡記錄的 Pod 會再次跑起來。etcd 若是空的，就不會有 Pod 再跑起來，只有 static Pod 例外："
        "它存放在 kubelet 自己的磁碟上。在 etcd 中，每個 key 只有一個 value。",
    ),
    reasons={
        "true": Words(
            "When all but etcd has died and returned, knowing nothing, the pod that it has runs again; with "
            "an empty etcd none ever does, except static pods.",
            "除了 etcd 以外全部故障再恢復，各組件一無所知，etcd 裡記錄的 Pod 仍會再次跑起來；etcd 若是空的，"
            "就不會有 Pod 再跑起來（static Pod 除外）。",
        ),
        "false": Words(
            "Something outside etcd is needed, or kept, or one key has two values.",
            "有狀態存放在 etcd 以外的地方，或重建時需要 etcd 以外的資料，或同一個 key 有兩個 value。",
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
            "in every run in which they have, it does in the end",
            "只要全部恢復，Pod 最終都會再跑起來",
            REBUILT,
            sayings.what_the_store_has_runs_again,
        ),
        always(
            "whoever starts again has kept nothing, and nothing runs there",
            "重新啟動的組件都沒有保留任何狀態，也沒有 Pod 在執行",
            REBUILT,
            sayings.who_starts_again_knows_nothing,
        ),
        always(
            "with an empty store, nothing runs again but static pods",
            "etcd 是空的，就不會有 Pod 再跑起來（static Pod 除外）",
            REBUILT,
            sayings.nothing_runs_again,
            kept=0,
        ),
        always(
            "each key has one value, while objects are made, placed and changed",
            "物件建立、調度與變更的過程中，每個 key 都只有一個 value",
            NODE,
            sayings.a_key_has_one_value,
        ),
    ),
    as_corrected=(
        some_run(
            "with an empty store, a static pod runs",
            "etcd 是空的，static Pod 仍會執行",
            REBUILT,
            sayings.no_static_pod_runs,
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
        "A restore brings back exactly what was saved: what was written later can be lost, though it had "
        "been acknowledged, and the revision can go back. So the kube-apiservers are stopped first, and the "
        "kubelets that watch through their caches: who runs on has seen more than etcd has now, and waits "
        "for what comes after that.",
        "還原只會回到備份當下的狀態：備份之後寫入的資料，即使已經回覆確認也可能遺失，revision 也可能倒退。"
        "因此必須先停止所有 kube-apiserver，以及透過其快取監看的 kubelet；否則它們看過的內容比現在的 etcd "
        "還新，只會等待更後面的事件。",
    ),
    reasons={
        "only-if": Words(
            "Only if one can do without what was written after the backup, and first stops the "
            "kube-apiservers and who watches through them: what comes back is the backup, and nothing but "
            "that.",
            "前提是能接受備份之後的資料遺失，並且先停止所有 kube-apiserver 與透過它們監看的 kubelet："
            "還原回來的只有備份的內容。",
        ),
        "true": Words(
            "A restore loses nothing that was acknowledged.",
            "還原不會遺失任何已確認的資料。",
        ),
        "false": Words(
            "A restore does not bring back what was saved, or nothing runs after it, or somebody is left "
            "behind who has seen something else.",
            "還原後的內容與備份不符，或還原後沒有 Pod 跑得起來，或有人看到的內容與 etcd 不一致。",
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
        some_run(
            "all is lost, the backup is restored, and a pod that it has gets running",
            "全部遺失之後還原備份，備份中的 Pod 跑起來了",
            FROM_BACKUP,
            sayings.no_pod_gets_running,
        ),
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
        always(
            "with the kubelets stopped that watch through them, none has seen more than etcd has",
            "先停止透過它們監看的 kubelet，就沒有 kubelet 看過比 etcd 更新的內容",
            RESTORE,
            store.nobody_waits_for_the_past,
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
        evolve(
            some_run(
                "a kubelet that runs through it waits for what comes after what it has seen",
                "還原期間仍在運作的 kubelet，會等待它看過的內容之後的事件",
                RESTORE,
                store.nobody_waits_for_the_past,
            ),
            protocol=RestoreUnderKubelets,
        ),
        always(
            "without the backup, no pod ever gets running again",
            "沒有備份，就不會有 Pod 再跑起來",
            FROM_BACKUP,
            sayings.no_pod_gets_running,
            backup=0,
        ),
    ),
)

CLAIMS = (ETCD_HOLDS_STATE, BACKUP_REBUILDS)
