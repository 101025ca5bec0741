"""The claims on clusters with several masters."""

from properties import article_lemmas as lemmas
from properties import availability_lemmas, quorum_lemmas, topology_lemmas
from properties import kubernetes_progress as progress
from properties import kubernetes_store as store
from properties.claim import Claim, Section, Words, always, proved, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import COPIES, TOPOLOGY, WRITES
from properties.claims.door import DOOR
from properties.claims.topologies import THREE_BEAR_ONE

SECTION = Section.HIGH_AVAILABILITY

HA_NO_SINGLE_POINT = Claim(
    "ha-no-single-point",
    SECTION,
    statement=Words(
        "With several master nodes there is no single point of failure.",
        "擁有多個 Master Node，就能避免單點故障。",
    ),
    correct=Words(
        "With three or more there is none. Two masters with etcd on them are worse than one: either death "
        "stops the cluster, and there are two that can die. And the load balancer must not be the single "
        "point in their place.",
        "三台以上才能避免單點故障。兩台內含 etcd 的 Master Node 比一台還糟：任何一台故障都會讓管理功能停擺，"
        "而可能故障的機器卻有兩台。此外，負載平衡器本身也不能成為單點。",
    ),
    reasons={
        "only-if": Words(
            "Only if there are three or more, and the load balancer before them is no single point itself: "
            "of two stacked masters, either one stops the cluster.",
            "至少要有三台，而且負載平衡器本身不能是單點：如果只有兩台 stacked 的 Master Node，"
            "任何一台故障都會讓管理功能停擺。",
        ),
        "true": Words(
            "Even two masters bear the death of one.",
            "就算只有兩台 Master Node，也承受得起其中一台故障。",
        ),
        "false": Words(
            "Not even three masters bear the death of one.",
            "就算有三台 Master Node，也承受不起其中一台故障。",
        ),
    },
    as_said=(
        proved(
            "two or more masters bear the death of one",
            "兩台以上的 Master Node，承受得起一台故障",
            lemmas.several_stacked_bear_a_death,
        ),
    ),
    under_condition=(
        proved(
            "three or more masters bear the death of one",
            "三台以上的 Master Node，承受得起一台故障",
            lemmas.three_stacked_bear_a_death,
        ),
        some_run(
            "one of two kube-apiservers is dead, and a load balancer that lives leads to the other",
            "兩個 kube-apiserver 有一個故障，運作中的負載平衡器會導向另一個",
            DOOR,
            sayings.nothing_is_allowed,
        ),
        THREE_BEAR_ONE,
        always(
            "in the end it always does",
            "而且最終一定跑得起來",
            TOPOLOGY,
            progress.the_pod_runs,
            control_planes=3,
            dead=1,
        ),
    ),
    as_corrected=(
        proved(
            "two masters bear no death, as one does",
            "兩台 Master Node 與一台一樣，承受不起任何一台故障",
            topology_lemmas.two_stacked_bear_nothing,
        ),
        always(
            "of two masters one is dead, and no new pod ever gets running",
            "兩台有一台故障，新的 Pod 永遠跑不起來",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=2,
            dead=1,
        ),
        proved(
            "two, four or six have a quorum with a lower probability than one, three or five",
            "兩台、四台、六台湊滿大多數的機率，低於一台、三台、五台",
            availability_lemmas.even_groups_are_less_available,
        ),
        always(
            "with the load balancer dead, nobody is answered",
            "負載平衡器故障時，沒有人得到回應",
            DOOR,
            sayings.nothing_is_allowed,
            alive=0,
        ),
    ),
)

ETCD_COPIES = Claim(
    "etcd-copies",
    SECTION,
    statement=Words(
        "When one etcd fails, its data is still there in the others.",
        "即使某個 etcd 發生故障，資料仍然存在其他 etcd 中。",
    ),
    correct=Words(
        "Whatever was acknowledged is on a majority of the disks, and any majority that lives on has a "
        "member in common with that one: so it survives the death of any minority. What was not acknowledged "
        "may be lost with the members that had it.",
        "已回覆確認的資料都存放在大多數 etcd 的磁碟上，而任何仍在運作的大多數，都與它至少有一個共同成員；"
        "因此只要故障的 etcd 少於半數，資料就不會遺失。尚未確認的資料，則可能隨著故障的 etcd 一起遺失。",
    ),
    reasons={
        "true": Words(
            "Every acknowledged write survives one death of three and two of five; only what nobody was "
            "told is done may be lost.",
            "三個壞一個、五個壞兩個，已確認的寫入都不會遺失；可能遺失的只有尚未回覆確認的資料。",
        ),
        "false": Words(
            "A write that was acknowledged is lost with a minority of the members.",
            "少數 etcd 故障，就遺失了已確認的寫入。",
        ),
    },
    as_said=(
        always(
            "of three members one dies, and the next leader has every acknowledged write",
            "三個 etcd 壞一個，下一任 Leader 擁有所有已確認的寫入",
            COPIES,
            store.acknowledged_survives,
            members=3,
            deaths=1,
        ),
        always(
            "of five members two die, and it still has",
            "五個 etcd 壞兩個，也是如此",
            COPIES,
            store.acknowledged_survives,
            members=5,
            deaths=2,
            revisions=1,
        ),
        some_run(
            "a write is acknowledged",
            "有寫入得到確認",
            COPIES,
            sayings.nothing_is_acknowledged,
            members=3,
            deaths=1,
        ),
    ),
    as_corrected=(
        always(
            "what was acknowledged is on a majority of the disks",
            "已確認的寫入，都存放在大多數 etcd 的磁碟上",
            COPIES,
            store.acknowledged_on_majority,
            members=3,
            deaths=1,
        ),
        proved(
            "any two majorities have a member in common, for every N",
            "任意兩個「大多數」至少有一個共同成員（對所有 N 成立）",
            quorum_lemmas.majorities_intersect,
        ),
        some_run(
            "what was not acknowledged is lost",
            "尚未確認的寫入遺失了",
            WRITES,
            sayings.no_taken_write_is_lost,
            revisions=1,
            give_ups=1,
        ),
    ),
    repeats=True,
)

NEEDS_LOAD_BALANCER = Claim(
    "needs-load-balancer",
    SECTION,
    statement=Words(
        "An HA cluster needs a load balancer in front of its kube-apiservers.",
        "HA cluster 有多個 kube-apiserver，因此需要負載平衡器來分配流量。",
    ),
    correct=Words(
        "Only clients that know a single address need one: who knows another can turn to that. And through a "
        "load balancer that checks nobody's health, a client can go on sending requests to one that is dead.",
        "只有在 client 端只知道一個位址時才需要：知道其他位址的 client 可以自己改連別的。"
        "而透過不做健康檢查的負載平衡器，client 的請求仍可能一再送往已故障的 kube-apiserver。",
    ),
    reasons={
        "only-if": Words(
            "Only if clients know one address alone (by construction of the model: one that is dead answers "
            "nobody, and they know no other); who knows another can be answered without a load balancer.",
            "只有在 client 端只知道一個位址時才成立（依模型的定義：故障的 kube-apiserver 不會回應，"
            "而 client 不知道別的位址）；知道其他位址的，沒有負載平衡器也可以得到回應。",
        ),
        "true": Words(
            "Without a load balancer nobody is answered once a kube-apiserver is dead.",
            "沒有負載平衡器時，只要有 kube-apiserver 故障就沒有人得到回應。",
        ),
    },
    as_said=(
        always(
            "without one, a user who knows both addresses is not answered while the first is dead",
            "沒有負載平衡器時，知道兩個位址的使用者得不到回應（第一個 kube-apiserver 已故障）",
            DOOR,
            sayings.nothing_is_allowed,
            balancer=0,
            addresses=2,
        ),
    ),
    under_condition=(
        always(
            "who knows one address only is never answered while it is dead",
            "只知道一個位址的使用者，永遠得不到回應",
            DOOR,
            sayings.nothing_is_allowed,
            balancer=0,
            addresses=1,
        ),
        some_run(
            "through a load balancer with health checks the same user can be answered",
            "透過有健康檢查的負載平衡器，同樣的使用者可以得到回應",
            DOOR,
            sayings.nothing_is_allowed,
        ),
    ),
    as_corrected=(
        some_run(
            "through one without health checks, a user who gave up twice has been sent to the dead one again",
            "透過沒有健康檢查的負載平衡器，已放棄兩次的使用者，請求又送往已故障的 kube-apiserver",
            DOOR,
            sayings.nobody_goes_on_asking_the_dead,
            checks=0,
            first=0,
        ),
    ),
)

CLAIMS = (
    HA_NO_SINGLE_POINT,
    ETCD_COPIES,
    NEEDS_LOAD_BALANCER,
)
