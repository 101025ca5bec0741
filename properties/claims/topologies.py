"""The claims on stacked and external topologies."""

from model.kubernetes.topology import external
from properties import article_lemmas as lemmas
from properties import topology_lemmas
from properties.claim import Claim, Count, Section, Words, always, proved, some_run
from properties.claims import cluster_sayings as sayings
from properties.claims.clusters import HOSTS, TOPOLOGY
from properties.topology import sets_of_dead

SECTION = Section.TOPOLOGIES

THREE_BEAR_ONE = some_run(
    "of three masters one is dead, and a new pod gets running",
    "三台有一台故障，新的 Pod 仍跑得起來",
    TOPOLOGY,
    sayings.no_pod_gets_running,
    control_planes=3,
    dead=1,
)
"""That three masters bear the death of one, in a run."""

STACKED_THREE = Claim(
    "stacked-three",
    SECTION,
    statement=Words(
        "A stacked etcd topology takes at least three master nodes.",
        "Stacked etcd topology 至少需要三台 Master Node。",
    ),
    correct=Words(
        "To bear one death it takes three. With one or two a cluster works as long as none dies.",
        "要承受一台故障，確實至少要三台；一台或兩台也能運作，但不容許任何一台故障。",
    ),
    reasons={
        "true": Words(
            "It takes three to bear the death of one; fewer work, and bear none.",
            "要承受一台故障，至少需要三台；少於三台也能運作，但承受不起任何故障。",
        ),
        "false": Words(
            "Another number of masters than three is the least that bears one death.",
            "能承受一台故障的最少台數不是三台。",
        ),
    },
    as_said=(
        proved(
            "n masters bear one death exactly when n is three or more",
            "n 台 Master Node 承受得起一台故障，若且唯若 n 至少是三",
            lemmas.stacked_takes_three,
        ),
        THREE_BEAR_ONE,
        always(
            "of two masters one is dead, and none ever does",
            "兩台有一台故障，新的 Pod 永遠跑不起來",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=2,
            dead=1,
        ),
    ),
    as_corrected=(
        some_run(
            "two masters that live do as well",
            "兩台都正常時，新的 Pod 跑得起來",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=2,
            dead=0,
        ),
        some_run(
            "and so does one",
            "只有一台且正常時也可以",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=1,
            dead=0,
        ),
    ),
    repeats=True,
)

STACKED_LOSES_BOTH = Claim(
    "stacked-loses-both",
    SECTION,
    statement=Words(
        "In a stacked topology, a host that is lost takes a master and an etcd with it at once.",
        "Stacked etcd topology 必須承擔同時失去 Master Node 與 etcd 的風險。",
    ),
    correct=Words(
        "With every stacked host a kube-apiserver and a member of etcd are lost in the same moment; in an "
        "external topology one death takes one of the two only.",
        "每失去一台 stacked 主機，就同時失去一個 kube-apiserver 與一個 etcd；external topology "
        "則一次只會失去其中之一。",
    ),
    reasons={
        "true": Words(
            "By construction of the model: a host that dies takes all that is placed on it, and the topology "
            "is what says that both are placed there.",
            "依模型的定義：主機故障時，部署在上面的組件會一起失去，而 stacked 就是把兩者部署在同一台。",
        ),
        "false": Words(
            "A stacked host died, and one of the two is still there.",
            "有 stacked 主機故障，但其中一個組件仍在運作。",
        ),
    },
    as_said=(
        always(
            "with every host that dies, both are lost",
            "每台故障的主機都同時失去兩者",
            HOSTS,
            sayings.a_dead_host_takes_both,
        ),
        some_run("a host dies", "有主機故障", HOSTS, sayings.a_dead_host_takes_one),
    ),
    as_corrected=(
        always(
            "in an external topology, never both at once",
            "在 external topology 中，從未同時失去兩者",
            HOSTS,
            sayings.a_dead_host_takes_one,
            control_planes=2,
            members=3,
        ),
    ),
    repeats=True,
)


def _two_and_three() -> str | None:
    """Let each host of two control planes and three members be dead: name one that is not borne."""
    topology = external(2, 3)
    for dead in sets_of_dead(topology):
        if len(dead) == 1 and not topology.is_manageable(dead):
            return f"with {min(dead)} dead, {topology} is not manageable"
    return None


EXTERNAL_THREE_THREE = Claim(
    "external-three-three",
    SECTION,
    statement=Words(
        "An external etcd topology takes at least three master nodes and three etcd servers.",
        "External etcd topology 至少需要三台 Master Node 與三台 etcd server。",
    ),
    correct=Words(
        "To bear the death of any one host takes two masters or more, and three etcd servers or more. Beside "
        "three etcd servers a third master adds nothing to that.",
        "要承受任何一台主機故障，至少需要兩台 Master Node 與三台 etcd server；etcd server 為三台時，第三台 "
        "Master Node 不會再增加容錯能力。",
    ),
    reasons={
        "false": Words(
            "Two masters and three etcd servers bear the death of any one host: of the kube-apiservers one "
            "that is left is enough.",
            "兩台 Master Node 加三台 etcd server，就能承受任何一台主機故障：kube-apiserver "
            "只要還有一個就夠了。",
        ),
        "true": Words(
            "With fewer there is a host whose death is not borne.",
            "只要再少一台，就有某台主機的故障是承受不起的。",
        ),
    },
    as_said=(
        proved(
            "to bear one death takes three masters and three etcd servers",
            "要承受一台故障，需要三台 Master Node 與三台 etcd server",
            lemmas.external_takes_three_and_three,
        ),
        always(
            "with two masters and three etcd servers, no new pod gets running once a master is dead",
            "兩台 Master Node 加三台 etcd server，一台 Master Node 故障後，新的 Pod 都跑不起來",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=2,
            members=3,
            dead=1,
        ),
    ),
    as_corrected=(
        proved(
            "m masters and n etcd servers bear any one death exactly when m is 2 or more, and n 3 or more",
            "m 台 Master Node 加 n 台 etcd server 能承受任何一台故障，若且唯若 m 至少為 2、n 至少為 3",
            lemmas.external_takes_two_and_three,
        ),
        proved(
            "two and three bear any one death, and not any two",
            "二加三能承受任何一台故障，但不是任何兩台",
            topology_lemmas.two_and_three_bear_any_death,
        ),
        proved(
            "with three etcd servers, more than two masters bear no more",
            "etcd server 為三台時，Master Node 多於兩台並不會增加容錯能力",
            topology_lemmas.third_control_plane_adds_nothing,
        ),
        Count(
            "each-single-death",
            Words(
                "each of the five hosts, dead alone, leaves a cluster that can be managed",
                "五台主機逐一故障，cluster 都仍可管理",
            ),
            Words("all sets of dead hosts of external, 2 + 3, that have one member", "逐一檢查五台主機"),
            _two_and_three,
        ),
        some_run(
            "an etcd server is dead, and a new pod gets running",
            "一台 etcd server 故障，新的 Pod 仍跑得起來",
            TOPOLOGY,
            sayings.no_pod_gets_running,
            control_planes=2,
            members=3,
            dead=4,
        ),
    ),
)


CLAIMS = (STACKED_THREE, STACKED_LOSES_BOTH, EXTERNAL_THREE_THREE)
