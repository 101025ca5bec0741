"""The clusters of the scenarios: each has only the parts that its story needs."""

from collections.abc import Mapping
from typing import Any

from model.kubernetes.objects import Address, Endpoints, Identity, Lease, Node, NodeName, Pod, Role, Thing
from model.kubernetes.requests import Create, Delete, Report
from model.kubernetes.spec import Budgets, Spec, Worker, kubelet_on
from model.kubernetes.topology import Topology, external, single, stacked

W1, W2, W3 = NodeName("w1"), NodeName("w2"), NodeName("w3")

Values = Mapping[str, Any]

A, B, C = (Create(Thing(name)) for name in "abc")


def address(node: NodeName, number: int = 1) -> Address:
    return Address(f"{node}/{number}")


def lease(node: NodeName) -> Lease:
    return Lease(node, kubelet_on(node))


def budgets(given: Values) -> Budgets:
    """Return the budgets that a scenario's parameters say."""
    known = ("revisions", "deaths", "returns", "crashes", "failures", "cuts", "give-ups")
    return Budgets(**{name.replace("-", "_"): given[name] for name in known if name in given})


def writes(given: Values) -> Spec:
    """Members of the store that die and return under a user who writes and reads."""
    topology = external(1, given["members"])
    return Spec(
        topology=topology,
        plan=(A, B),
        user_reads=True,
        mortal=topology.member_hosts,
        budgets=budgets(given),
    )


def partition(given: Values) -> Spec:
    """Members of the store that are cut off from the others under a user who writes, and reads from any."""
    topology = external(1, given["members"])
    return Spec(
        topology=topology,
        plan=(A, B),
        user_reads=True,
        mortal=topology.member_hosts,
        severed=topology.member_hosts,
        budgets=budgets(given),
    )


def restore(given: Values) -> Spec:
    """An operator who saves and restores the store below an apiserver and a kubelet that watches."""
    return Spec(
        plan=(A, B, C),
        operator=True,
        cached=("cp1",),
        workers=(Worker(W1),),
        reads_cache=(Role.KUBELET,),
        budgets=budgets(given),
    )


def intruder(given: Values) -> Spec:
    """Somebody with the certificate of a kubelet, who asks for more than that kubelet may."""
    plan = (Report("b", 2, W2, address(W1, 2)), Delete(("pod", "b")), Report("a", 1, W1, address(W1, 2)))
    return Spec(
        workers=(Worker(W1, has_kubelet=False), Worker(W2, runs=(("b", 2),))),
        user=Identity(kubelet_on(W1), Role.KUBELET, W1),
        user_reaches_store=True,
        stored=(Pod("a", 1, W1, address(W1)), Pod("b", 2, W2)),
        plan=plan,
        budgets=budgets(given),
    )


def one_control_plane(given: Values) -> Spec:
    """One control-plane host, two workers, and one replica too few: a pod that was lost."""
    return Spec(
        topology=single(),
        components=(Role.SCHEDULER, Role.REPLICA_SET),
        workers=(
            Worker(W1, capacity=2, containers=given["containers"], static=("static",), runs=(("p1", 2),)),
            Worker(W2),
        ),
        replicas=2,
        stored=(Node(W2), Pod("p1", 2, W1, address(W1))),
        mortal=("cp1",),
        dead=frozenset({"cp1"}) if given["down"] else frozenset(),
        budgets=budgets(given),
    )


def schedulers(given: Values) -> Spec:
    """Schedulers on as many control-plane hosts, their queues in different orders, and pods to place."""
    nodes = (W1, W2, W3)[: given["nodes"]]
    pods = tuple(
        Pod(name, len(nodes) + number) for number, name in enumerate("abc"[: given["pods"]], start=1)
    )
    return Spec(
        topology=external(given["schedulers"], 1),
        components=(Role.SCHEDULER,),
        elects=bool(given["elect"]),
        workers=tuple(Worker(node, has_kubelet=bool(given["kubelets"])) for node in nodes),
        via=("cp1",),
        stored=(*map(Node, nodes), *pods),
        budgets=budgets(given),
    )


def stateful(given: Values) -> Spec:
    """A StatefulSet's pod is deleted on one node and made anew on another; one apiserver's cache lags."""
    return Spec(
        topology=external(2, 1),
        managers=("cp1",),
        components=(Role.SCHEDULER, Role.STATEFUL_SET),
        workers=(Worker(W1, runs=(("db-0", 2),)), Worker(W2)),
        cached=("cp2",),
        reads_cache=(Role.KUBELET,),
        via=("cp1",),
        stored=(Node(W2), Pod("db-0", 2, W1, address(W1))),
        plan=(Delete(("pod", "db-0")),),
        fragile=(W1,),
        budgets=budgets(given),
    )


def stateful_silent(given: Values) -> Spec:
    """A StatefulSet's pod runs on a node that falls silent, or dies."""
    return Spec(
        components=(Role.SCHEDULER, Role.STATEFUL_SET, Role.NODE_LIFECYCLE),
        workers=(Worker(W1, runs=(("db-0", 4),)), Worker(W2)),
        stored=(Node(W1), Node(W2), lease(W1), Pod("db-0", 4, W1, address(W1))),
        mortal=(W1,),
        dead=frozenset({W1}) if given.get("down") else frozenset(),
        budgets=budgets(given),
    )


def silent_node(given: Values) -> Spec:
    """A node that falls silent, or dies, with a ReplicaSet's pod on it, and another that does not."""
    return Spec(
        components=(Role.SCHEDULER, Role.REPLICA_SET, Role.NODE_LIFECYCLE),
        workers=(Worker(W1, runs=(("p1", 4),)), Worker(W2)),
        stored=(Node(W1), Node(W2), lease(W1), Pod("p1", 4, W1, address(W1))),
        mortal=(W1,),
        budgets=budgets(given),
    )


def surplus(given: Values) -> Spec:
    """One pod more than a ReplicaSet wants: one has run for long, and the other waits for a node."""
    return Spec(
        components=(Role.SCHEDULER, Role.REPLICA_SET),
        workers=(Worker(W1, capacity=2, runs=(("p1", 2),)),),
        stored=(Node(W1, capacity=2), Pod("p1", 2, W1, address(W1)), Pod("p2", 3)),
        budgets=budgets(given),
    )


def all_silent(given: Values) -> Spec:
    """Every node is cut off from the control plane, and well; one may bear a taint of before."""
    return Spec(
        components=(Role.NODE_LIFECYCLE,),
        workers=(Worker(W1, runs=(("p1", 5),)), Worker(W2)),
        cut_off=True,
        stored=(
            Node(W1, tainted=bool(given["tainted"])),
            Node(W2),
            lease(W1),
            lease(W2),
            Pod("p1", 5, W1, address(W1)),
        ),
        budgets=budgets(given),
    )


def addresses(given: Values) -> Spec:
    """A ReplicaSet's pod is deleted, twice, on the one node there is, which has room for one more."""
    return Spec(
        components=(Role.SCHEDULER, Role.REPLICA_SET),
        workers=(Worker(W1, capacity=2, runs=(("p1", 2),)),),
        stored=(Node(W1, capacity=2), Pod("p1", 2, W1, address(W1))),
        plan=(Delete(("pod", "p1")),) * given["requests"],
        budgets=budgets(given),
    )


def proxy(given: Values) -> Spec:
    """A service of two pods that are deleted one after the other, and a proxy that is cut off meanwhile."""
    behind = frozenset({address(W1), address(W2)})
    return Spec(
        components=(Role.ENDPOINTS,),
        workers=(Worker(W1, runs=(("a", 1),)), Worker(W3, has_kubelet=False, has_proxy=True)),
        stored=(Pod("a", 1, W1, address(W1)), Pod("b", 2, W2, address(W2)), Endpoints("web", behind)),
        plan=(Delete(("pod", "a")), Delete(("pod", "b")))[: given["requests"]],
        budgets=budgets(given),
    )


def balancer(given: Values) -> Spec:
    """Two apiservers behind a load balancer; the host of the first is dead, or the first hangs."""
    return Spec(
        topology=external(2, 1),
        dead=frozenset({"cp1"}) if given["down"] else frozenset(),
        balancer=True,
        checks_health=bool(given["checks"]),
        hangs=bool(given["hangs"]),
        plan=(A,) * given["requests"],
        budgets=budgets(given),
    )


def topology(given: Values) -> Spec:
    """A topology, some of its hosts dead, and a pod that is asked for on a worker that lives.

    `dead` is a set of the topology's hosts, as a number: see `properties.statement.Parameter`. Of the
    schedulers only one is there, on the first control-plane host that lives, as only one leads. Users and
    kubelets are sent to apiservers that live, as by a load balancer that checks their health.
    """
    shape = shape_of(given)
    dead = frozenset(host for place, host in enumerate(shape.hosts) if given["dead"] >> place & 1)
    living = [host for host in shape.control_hosts if host not in dead]
    return Spec(
        topology=shape,
        managers=tuple(living[:1]),
        via=tuple(living),
        components=(Role.SCHEDULER,),
        workers=(Worker(W1),),
        stored=(Node(W1),),
        plan=(Create(Pod("p1")),),
        dead=dead,
        budgets=Budgets(revisions=4),
    )


def shape_of(given: Values) -> Topology:
    """Return the topology that the parameters say: without members of their own, it is stacked."""
    members = given["members"]
    return external(given["control-planes"], members) if members else stacked(given["control-planes"])
