"""The claims on clusters with one master."""

from properties import kubernetes_pods as pods
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import NO_CONTROL_PLANE, ONE_CONTROL_PLANE
from properties.claims.losses import LOST_POD

SECTION = Section.HIGH_AVAILABILITY

SINGLE_MASTER_DOWN = Claim(
    "single-master-down",
    SECTION,
    statement=Words(
        "When the only master node fails, the pods on the workers keep running, but the cluster can no "
        "longer be managed.",
        "唯一的 Master Node 故障時，Worker Node 上的 Pod 仍能正常運作，但 cluster 的管理功能會癱瘓。",
    ),
    correct=Words(
        "What runs goes on, static pods start, and nothing is placed or replaced. Once the master has "
        "returned, and does not die again, another pod runs in place of the lost one in the end.",
        "執行中的 Pod 照常運作，static Pod 也能啟動，但不會調度、也不會替代任何 Pod；"
        "Master Node 恢復且不再故障後，最終一定會有新的 Pod 執行，替代消失的 Pod。",
    ),
    reasons={
        "true": Words(
            "In every run what runs goes on, no pod is placed, and none is replaced, until the master "
            "returns.",
            "在所有可能的執行過程中，執行中的 Pod 都照常運作，而在 Master Node 恢復之前，不會調度或替代任何 "
            "Pod。",
        ),
        "false": Words(
            "A pod ends because the master is silent, or the cluster is managed without it.",
            "有 Pod 因為聯絡不上 Master Node 而停止，或是沒有 Master Node 仍能管理 cluster。",
        ),
    },
    as_said=(
        always(
            "what runs ends for no other reason than before",
            "執行中的 Pod 不會因為聯絡不上而停止",
            NO_CONTROL_PLANE,
            pods.silence_stops_nothing,
        ),
        always(
            "no pod that waits is placed", "等待中的 Pod 不會調度", LOST_POD, sayings.no_pod_is_bound, host=0
        ),
        always("no lost pod is replaced", "消失的 Pod 沒有替代者", LOST_POD, sayings.no_pod_is_made, host=0),
    ),
    as_corrected=(
        some_run("static pods start", "static Pod 會啟動", NO_CONTROL_PLANE, sayings.no_static_pod_runs),
        some_run(
            "the master returns, and another pod is made in place of the lost one",
            "Master Node 恢復後，產生了新的 Pod 來替代消失的 Pod",
            ONE_CONTROL_PLANE,
            sayings.no_pod_is_made,
            down=1,
        ),
        always(
            "once it has returned, and does not die again, such a pod runs in the end",
            "Master Node 恢復且不再故障，新的 Pod 最終一定會執行",
            ONE_CONTROL_PLANE,
            sayings.a_replacement_runs,
            down=1,
            deaths=0,
            revisions=6,
        ),
    ),
    repeats=True,
)

SINGLE_MASTER_NO_RESTART = Claim(
    "single-master-no-restart",
    SECTION,
    statement=Words(
        "When the only master node has failed, a pod that fails cannot be restarted.",
        "唯一的 Master Node 故障之後，Pod 發生故障時就無法重啟。",
    ),
    correct=Words(
        "A container that fails is restarted by its kubelet, which needs no master for that. A pod that is "
        "lost is not replaced.",
        "容器故障時，kubelet 會自行重啟它，不需要 Master Node；但 Pod 若是消失了，就不會有替代者。",
    ),
    reasons={
        "false": Words(
            "The kubelet restarts a failed container by itself; what is not done is to replace a lost pod.",
            "kubelet 會自行重啟故障的容器；做不到的是替代消失的 Pod。",
        ),
        "true": Words(
            "No container that failed is restarted while the master is dead.",
            "Master Node 故障期間，故障的容器都不會重啟。",
        ),
    },
    as_said=(
        always(
            "no container that failed is restarted while the master is dead",
            "Master Node 故障期間，故障的容器不會重啟",
            NO_CONTROL_PLANE,
            sayings.no_container_is_restarted,
        ),
    ),
    as_corrected=(
        always("no lost pod is replaced", "消失的 Pod 沒有替代者", NO_CONTROL_PLANE, sayings.no_pod_is_made),
    ),
)

CLAIMS = (SINGLE_MASTER_DOWN, SINGLE_MASTER_NO_RESTART)
