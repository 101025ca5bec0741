"""The claims on pods and nodes."""

from properties import kubernetes_pods as pods
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import ADDRESSES, NODE

SECTION = Section.PODS_AND_NODES

POD_ADDRESS = Claim(
    "pod-address",
    SECTION,
    statement=Words(
        "A pod gets an IP address of its own when it is made, and pods talk to each other by these "
        "addresses.",
        "Pod 被產生時會得到一個自己的 IP，Pod 之間就用這個 IP 互相溝通。",
    ),
    correct=Words(
        "A pod has no address yet when it is made and bound to a node: it gets one when it is started there "
        "(its sandbox is made). No two pods that run at the same time have the same address. Once a pod has "
        "ended, its address may be given to another: so an address is no name of a pod.",
        "Pod 剛產生、調度到 Node 時還沒有 IP，在該 Node 上啟動（建立沙箱）時才會得到。同時執行的 Pod，IP "
        "不會重複；但 Pod 結束之後，它的 IP 可能會分配給別的 Pod。所以 IP 不能拿來識別 Pod。",
    ),
    reasons={
        "true": Words(
            "By construction of the model a pod gets an address of its node's pod range when it is started "
            "on the node (its sandbox is made), and pods are reached by it. What could fail and does not: no "
            "two ever have one address at the same time.",
            "依模型的定義，Pod 在 Node 上啟動（建立沙箱）時，會得到所在 Node 的 Pod 網段中的一個 "
            "IP，並以此 IP 連到它；實際驗證的是：同一時間沒有任何兩個 Pod 共用一個 IP。",
        ),
        "false": Words(
            "Two pods have one address at the same time.",
            "有兩個 Pod 在同一時間使用同一個 IP。",
        ),
    },
    as_said=(
        always(
            "no two pods share an address, while one ends and the next one starts",
            "舊 Pod 結束、新 Pod 啟動的過程中，沒有兩個 Pod 共用 IP",
            ADDRESSES,
            pods.addresses_unique,
        ),
        some_run(
            "a pod that is asked for gets running, with an address by which a service leads to it",
            "新的 Pod 會跑起來，並且可以透過 Service 用它的 IP 連到它",
            NODE,
            sayings.no_service_leads_to_a_pod,
        ),
    ),
    as_corrected=(
        some_run(
            "the address of a pod that has ended is given to another",
            "已結束的 Pod，它的 IP 分配給了另一個 Pod",
            ADDRESSES,
            sayings.an_address_is_of_one_pod_for_ever,
        ),
        some_run(
            "a pod that is bound to its node, and not started there yet, has no address",
            "已調度到 Node、但尚未在那裡啟動的 Pod，還沒有 IP",
            NODE,
            sayings.whoever_is_bound_has_an_address,
        ),
    ),
    repeats=True,
)

NODE_PARTS = Claim(
    "node-parts",
    SECTION,
    statement=Words(
        "Every node needs a kubelet, a container runtime and a kube-proxy.",
        "每個 Node 都必須有 kubelet、container runtime 與 kube-proxy。",
    ),
    correct=Words(
        "With all three, a pod that is bound to the node can run and be reached through its service. Without "
        "the kubelet or the runtime it can be bound and never runs; without the kube-proxy it can run, and "
        "no service leads to it. A network plug-in that does kube-proxy's work is not in the model.",
        "三者齊備，調度到這個 Node 的 Pod 才可以跑起來，並透過 Service 連到。少了 kubelet 或 container "
        "runtime，Pod 雖然可以調度，卻永遠跑不起來；少了 kube-proxy，Pod 可以跑起來，但沒有 Service "
        "連得到它。代替 kube-proxy 工作的網路外掛，不在模型之內。",
    ),
    reasons={
        "true": Words(
            "By construction of the model: on a node a kubelet and its runtime start what runs, and only a "
            "kube-proxy leads from a service to it; so without any one of the three no service leads to a "
            "pod.",
            "依模型的定義：在 Node 上由 kubelet 與 container runtime 啟動 Pod，而且只有 kube-proxy 能讓 "
            "Service 連到它；因此三個組件只要少一個，就沒有 Service 連得到 Pod。",
        ),
        "false": Words(
            "A pod is of use though one of the three is missing, or is of none though all are there.",
            "少了其中一個組件 Pod 仍可使用，或是三者齊備 Pod 仍無法使用。",
        ),
    },
    as_said=(
        some_run(
            "with all three, a service leads to a pod that runs",
            "三者齊備時，Service 連得到執行中的 Pod",
            NODE,
            sayings.no_service_leads_to_a_pod,
        ),
        always(
            "without the kubelet, no service ever does",
            "沒有 kubelet：Service 永遠連不到 Pod",
            NODE,
            sayings.no_service_leads_to_a_pod,
            kubelet=0,
        ),
        always(
            "without the runtime, none does",
            "沒有 container runtime：Service 永遠連不到 Pod",
            NODE,
            sayings.no_service_leads_to_a_pod,
            runtime=0,
        ),
        always(
            "without the kube-proxy, none does",
            "沒有 kube-proxy：Service 永遠連不到 Pod",
            NODE,
            sayings.no_service_leads_to_a_pod,
            proxy=0,
        ),
    ),
    as_corrected=(
        always(
            "without the kubelet, no pod gets running",
            "沒有 kubelet：沒有 Pod 跑得起來",
            NODE,
            sayings.no_pod_gets_running,
            kubelet=0,
        ),
        some_run(
            "and yet it is bound to the node",
            "但 Pod 還是會被調度到這個 Node",
            NODE,
            sayings.no_pod_is_bound,
            kubelet=0,
        ),
        always(
            "without the runtime, no pod gets running",
            "沒有 container runtime：沒有 Pod 跑得起來",
            NODE,
            sayings.no_pod_gets_running,
            runtime=0,
        ),
        some_run(
            "and yet one is bound to the node",
            "但 Pod 還是會調度到這個 Node",
            NODE,
            sayings.no_pod_is_bound,
            runtime=0,
        ),
        some_run(
            "without the kube-proxy, a pod gets running",
            "沒有 kube-proxy：Pod 跑得起來",
            NODE,
            sayings.no_pod_gets_running,
            proxy=0,
        ),
    ),
    repeats=True,
)

CLAIMS = (POD_ADDRESS, NODE_PARTS)
