"""The claims on the kube-apiserver."""

from attrs import evolve

from model.kubernetes.mutants.apiserver import NoAuthoriser
from model.kubernetes.mutants.store import StoreOpenToAll
from properties import kubernetes_access as access
from properties import kubernetes_pods as pods
from properties import kubernetes_progress as progress
from properties import kubernetes_scenarios as scenarios
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.channels import CHANNELS
from properties.claims.clusters import ADDRESSES, INTRUDER, NODE, STORE_ON_RAFT, TOPOLOGY
from properties.claims.losses import LOST_POD

SECTION = Section.CONTROL_PLANE

APISERVER_RELAYS_ALL = Claim(
    "apiserver-relays-all",
    SECTION,
    statement=Words(
        "Every message in the cluster is relayed by the kube-apiserver.",
        "Cluster 中任何訊息的傳遞，都必須經過 kube-apiserver 的轉介。",
    ),
    correct=Words(
        "Whatever users, schedulers, controllers, kubelets and kube-proxies tell each other, or etcd, passes "
        "a kube-apiserver. The members of etcd talk to each other without it, and so do pods: a service "
        "leads to a pod though no kube-apiserver is up.",
        "使用者、kube-scheduler、controller、kubelet 與 kube-proxy 彼此之間，以及它們與 etcd 之間的訊息，"
        "確實都經過 kube-apiserver；但 etcd 成員彼此溝通、Pod 與 Pod 之間的連線都不經過它：即使沒有任何 "
        "kube-apiserver 在運作，Service 仍然連得到 Pod。",
    ),
    reasons={
        "only-if": Words(
            "It is so only of what users, schedulers, controllers, kubelets and kube-proxies send and are "
            "sent: the members of etcd talk to each other directly, and a pod is reached while no "
            "kube-apiserver is up.",
            "這只適用於使用者、kube-scheduler、controller、kubelet 與 kube-proxy 收發的訊息：etcd "
            "成員之間是直接溝通的，而且就算 kube-apiserver 全部停擺，仍然連得到 Pod。",
        ),
        "false": Words(
            "Even of what users, schedulers, controllers, kubelets and kube-proxies send, some passes no "
            "kube-apiserver.",
            "就連使用者、kube-scheduler、controller、kubelet 與 kube-proxy 的訊息，"
            "也有不經過 kube-apiserver 的。",
        ),
    },
    as_said=(
        always(
            "every message passes a kube-apiserver, where the store is a group of members that elect a "
            "leader",
            "每個訊息都經過 kube-apiserver（etcd 由會選舉 Leader 的成員組成）",
            STORE_ON_RAFT,
            sayings.every_message_passes_an_apiserver,
        ),
    ),
    under_condition=(
        always(
            "what clients, kubelets and the store tell each other passes one, whoever asks",
            "使用者、kubelet 與 etcd 之間的訊息都經過 kube-apiserver，不論由誰發出",
            INTRUDER,
            access.apiserver_between,
        ),
        always(
            "so does what schedulers and controllers say",
            "kube-scheduler 與 controller 的訊息也一樣",
            ADDRESSES,
            access.apiserver_between,
        ),
        always(
            "and what the kube-proxy is told",
            "kube-proxy 收到的訊息也一樣",
            scenarios.PROXY,
            access.apiserver_between,
        ),
    ),
    as_corrected=(
        CHANNELS,
        some_run(
            "a service leads to a pod while no kube-apiserver is up",
            "沒有任何 kube-apiserver 在運作時，Service 仍連得到 Pod",
            NODE,
            sayings.no_pod_is_reached_without_an_apiserver,
            deaths=1,
        ),
    ),
)

APISERVER_AUTHORISES = Claim(
    "apiserver-authorises",
    SECTION,
    statement=Words(
        "Who a message comes from, and whether it is allowed, is for the kube-apiserver to decide.",
        "訊息傳遞者的身分與授權，都由 kube-apiserver 管轄。",
    ),
    correct=Words(
        "A kubelet that asks for what concerns another node is refused. That is the work of the "
        "kube-apiserver alone: without its authoriser the request goes through, and whoever reaches an etcd "
        "that trusts everybody needs no permission at all. That a certificate tells who one is, is taken for "
        "granted here.",
        "kubelet 若要求變更別的 Node，會被拒絕，而把關的只有 kube-apiserver：少了授權檢查，請求就會通過；"
        "etcd 若信任所有人，直接連到 etcd 的人就完全不需要授權。這裡假設憑證足以確認身分。",
    ),
    reasons={
        "true": Words(
            "By construction of the model it is a rule of the kube-apiserver that says what each client may "
            "do, and who one is is known. What could fail and does not: nothing gets past that rule, in any "
            "run.",
            "依模型的定義，誰能做什麼是由 kube-apiserver 的規則決定，而且身分都是已知的；"
            "實際驗證的是：在所有可能的執行過程中，未獲授權的請求從未通過。",
        ),
        "false": Words(
            "A client was allowed what it is not entitled to.",
            "有人未獲授權，請求卻通過了。",
        ),
    },
    as_said=(
        always(
            "nobody is allowed what it is not entitled to",
            "未獲授權的請求從未通過",
            INTRUDER,
            access.unauthorised_is_refused,
        ),
        some_run("a request is refused", "有請求遭到拒絕", INTRUDER, sayings.nothing_is_refused),
        some_run("another is allowed", "也有請求獲准", INTRUDER, sayings.nothing_is_allowed),
    ),
    as_corrected=(
        evolve(
            some_run(
                "without the authoriser, what nobody is entitled to is done",
                "沒有授權檢查時，未獲授權的請求也會通過",
                INTRUDER,
                access.unauthorised_is_refused,
            ),
            protocol=NoAuthoriser,
        ),
        evolve(
            some_run(
                "an etcd that trusts everybody answers past every kube-apiserver",
                "信任所有人的 etcd，會繞過 kube-apiserver 直接回應",
                INTRUDER,
                access.apiserver_between,
            ),
            protocol=StoreOpenToAll,
        ),
    ),
    repeats=True,
)

APISERVER_DOWN_PARALYSES = Claim(
    "apiserver-down-paralyses",
    SECTION,
    statement=Words(
        "When a kube-apiserver fails, the communication of the whole cluster is paralysed.",
        "kube-apiserver 一旦發生故障，cluster 的通訊系統就癱瘓了。",
    ),
    correct=Words(
        "If it is the only one, control stops, though all else of the control plane is well: no pod is made, "
        "none is placed. What runs goes on, failed containers are restarted, and a pod can be reached. If "
        "one of three is dead, a pod that is asked for gets running.",
        "如果它是唯一的 kube-apiserver，即使 Control Plane 的其他組件都正常，管理功能也會停擺：不會產生新的 "
        "Pod，也不會調度 Pod；但執行中的 Pod 照常運作，故障的容器會重啟，Pod 也可以連到。"
        "如果三個之中只壞一個，新的 Pod 仍會跑起來。",
    ),
    reasons={
        "only-if": Words(
            "It is so only where it is the only one, and then it is control that stops, not the pods: with "
            "one of three dead, a new pod gets running.",
            "只有在它是唯一一個時才成立，而且停擺的是管理功能，不是 Pod；三個之中只壞一個，"
            "新的 Pod 仍會跑起來。",
        ),
        "true": Words(
            "With one of three control planes dead, no new pod gets running.",
            "三台 Master Node 中有一台故障，新的 Pod 就跑不起來。",
        ),
    },
    as_said=(
        always(
            "with one of three control planes dead, no pod that is asked for gets running",
            "三台 Master Node 有一台故障時，新的 Pod 都跑不起來",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=3,
            dead=1,
        ),
    ),
    under_condition=(
        always(
            "with the only one down, all else being well, a pod that waits is not placed",
            "唯一的 kube-apiserver 停擺（其他組件都正常）時，等待中的 Pod 不會調度",
            LOST_POD,
            sayings.no_pod_is_bound,
            apiserver=0,
        ),
        always(
            "and none is made in place of a lost one",
            "消失的 Pod 也不會有替代者",
            LOST_POD,
            sayings.no_pod_is_made,
            apiserver=0,
        ),
    ),
    as_corrected=(
        some_run(
            "with it up, the pod that waits is placed",
            "kube-apiserver 正常時，等待中的 Pod 會調度",
            LOST_POD,
            sayings.no_pod_is_bound,
        ),
        some_run(
            "and one is made in place of the lost one",
            "消失的 Pod 也會有替代者",
            LOST_POD,
            sayings.no_pod_is_made,
        ),
        always(
            "with it down, what runs is not stopped by the silence",
            "kube-apiserver 停擺時，執行中的 Pod 不會因為聯絡不上而停止",
            LOST_POD,
            pods.silence_stops_nothing,
            apiserver=0,
        ),
        some_run(
            "a container that has failed is restarted",
            "故障的容器會重啟",
            LOST_POD,
            sayings.no_container_is_restarted,
            apiserver=0,
        ),
        always(
            "each of them is, in the end",
            "每個故障的容器最終都會重啟",
            LOST_POD,
            progress.failed_containers_are_restarted,
            apiserver=0,
        ),
        some_run(
            "a pod is reached while no kube-apiserver is up",
            "沒有任何 kube-apiserver 在運作時，仍連得到 Pod",
            NODE,
            sayings.no_pod_is_reached_without_an_apiserver,
            deaths=1,
        ),
        always(
            "with one of three control planes dead, a pod that is asked for gets running in the end",
            "三台 Master Node 有一台故障時，新的 Pod 最終都會跑起來",
            TOPOLOGY,
            progress.the_pod_runs,
            control_planes=3,
            dead=1,
        ),
    ),
)

CLAIMS = (APISERVER_RELAYS_ALL, APISERVER_AUTHORISES, APISERVER_DOWN_PARALYSES)
