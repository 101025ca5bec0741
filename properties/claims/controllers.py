"""The claims on the kube-scheduler and the kube-controller-manager."""

from properties import kubernetes_pods as pods
from properties import kubernetes_progress as progress
from properties import kubernetes_scenarios as scenarios
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import NO_CONTROL_PLANE, NODE, ONE_CONTROL_PLANE
from properties.claims.losses import LOST_POD

SECTION = Section.CONTROL_PLANE

SCHEDULER_PLACES = Claim(
    "scheduler-places",
    SECTION,
    statement=Words(
        "The kube-scheduler decides on which node a pod is placed.",
        "哪個 Pod 該放到哪個 Node 上，由 kube-scheduler 決定。",
    ),
    correct=Words(
        "Whatever runs on a node was bound to it, and a binding is never changed; without a scheduler no "
        "pod that is asked for ever runs. The exception are static pods, which a kubelet starts from its "
        "own disk.",
        "在 Node 上執行的 Pod 都是調度到這個 Node 的，而且調度後不會改變；沒有 kube-scheduler，新的 Pod "
        "就永遠不會執行。唯一的例外是 static Pod：由 kubelet 直接從自己的磁碟啟動。",
    ),
    reasons={
        "true": Words(
            "Nothing that is not bound ever runs, except static pods; with a scheduler a pod is bound, and "
            "without one nothing is.",
            "沒有調度的 Pod 從來不會執行（static Pod 除外）；有 kube-scheduler 時 Pod 會調度，"
            "沒有它就不會有任何調度。",
        ),
        "false": Words(
            "A pod runs on a node that it is not bound to, or is bound anew, or by nobody; or with a "
            "scheduler none ever is.",
            "有 Pod 在未經調度的 Node 上執行、重新調度，或是沒有 kube-scheduler 也會調度；"
            "或是有 kube-scheduler 也從不調度。",
        ),
    },
    as_said=(
        always(
            "whatever runs on a node is bound to it, or is a static pod",
            "在 Node 上執行的，都是調度到該 Node 的 Pod 或 static Pod",
            scenarios.ONE_SCHEDULER,
            pods.unbound_never_runs,
        ),
        always(
            "a binding is never changed",
            "調度之後不會再改變",
            scenarios.ONE_SCHEDULER,
            pods.bound_once,
        ),
        always(
            "without a scheduler no pod is bound to a node",
            "沒有 kube-scheduler 就沒有 Pod 會調度",
            NODE,
            sayings.no_pod_is_bound,
            scheduler=0,
        ),
        some_run(
            "with one, the pod is",
            "有 kube-scheduler 時，Pod 會調度",
            NODE,
            sayings.no_pod_is_bound,
        ),
        some_run(
            "and it gets running",
            "調度之後的 Pod 跑得起來",
            NODE,
            sayings.no_pod_gets_running,
        ),
    ),
    as_corrected=(
        always(
            "without a scheduler no pod gets running",
            "沒有 kube-scheduler 就沒有 Pod 跑得起來",
            NODE,
            sayings.no_pod_gets_running,
            scheduler=0,
        ),
        some_run(
            "a static pod runs while the control plane is dead",
            "Control Plane 故障時，static Pod 仍會執行",
            NO_CONTROL_PLANE,
            sayings.no_static_pod_runs,
        ),
    ),
    repeats=True,
)

CONTROLLER_RESTARTS = Claim(
    "controller-restarts",
    SECTION,
    statement=Words(
        "A pod that has failed is restarted by the kube-controller-manager until it runs.",
        "Pod 壞掉時，kube-controller-manager 會負責重新啟動該 Pod，直到它順利執行。",
    ),
    correct=Words(
        "A container that fails is restarted by the kubelet of its node, with or without a controller. What "
        "the controllers do is to make another pod in place of one that is lost, which gets running in the "
        "end; without them nobody does, though all else is well.",
        "容器故障時，是由該 Node 的 kubelet 重啟，不論有沒有 controller；controller 負責的是：Pod 消失時，"
        "另外產生一個新的 Pod 來替代，而且它最終跑得起來。沒有 controller，即使其他組件都正常，"
        "也不會有替代的 Pod。",
    ),
    reasons={
        "only-if": Words(
            "Only if the pod is lost, and then it is replaced by another: a container that failed is "
            "restarted by its kubelet, though there is no controller.",
            "只有在 Pod 消失時才成立，而且是以新的 Pod 替代；容器故障時，即使沒有任何 controller，kubelet "
            "也會重啟它。",
        ),
        "true": Words(
            "Without a controller no container that failed is ever restarted.",
            "沒有 controller 時，故障的容器永遠不會重啟。",
        ),
        "false": Words(
            "A lost pod is not replaced by the controllers, or is replaced without them.",
            "controller 沒有替代消失的 Pod，或是沒有 controller 也會出現替代的 Pod。",
        ),
    },
    as_said=(
        always(
            "without a controller, all else being well, no container that failed is restarted",
            "沒有 controller（其他組件都正常）時，故障的容器不會重啟",
            LOST_POD,
            sayings.no_container_is_restarted,
            controllers=0,
        ),
    ),
    under_condition=(
        some_run(
            "where a pod is lost, a controller makes another",
            "Pod 消失時，controller 會產生新的 Pod",
            LOST_POD,
            sayings.no_pod_is_made,
        ),
        always(
            "and the other gets running in the end",
            "而且新的 Pod 最終都跑得起來",
            ONE_CONTROL_PLANE,
            sayings.a_replacement_runs,
            deaths=0,
        ),
        always(
            "and without one, all else being well, nobody does",
            "沒有 controller（其他組件都正常）時，不會產生新的 Pod",
            LOST_POD,
            sayings.no_pod_is_made,
            controllers=0,
        ),
    ),
    as_corrected=(
        always(
            "with a controller, a container that has failed is started again in the end",
            "有 controller 時，故障的容器最終都會重啟",
            LOST_POD,
            progress.failed_containers_are_restarted,
        ),
        always(
            "without one, it is, too",
            "沒有 controller 時也一樣",
            LOST_POD,
            progress.failed_containers_are_restarted,
            controllers=0,
        ),
        some_run(
            "all else is well: without a controller, a pod that waits is placed",
            "其他組件都正常：沒有 controller 時，等待中的 Pod 仍會調度",
            LOST_POD,
            sayings.no_pod_is_bound,
            controllers=0,
        ),
    ),
)

CLAIMS = (SCHEDULER_PLACES, CONTROLLER_RESTARTS)
