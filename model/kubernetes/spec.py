"""What a cluster is made of, what is stored when the run begins, and how much may happen to it."""

from attrs import field, frozen
from attrs.validators import ge

from model.kubernetes import faults
from model.kubernetes.faults import FAULTS
from model.kubernetes.objects import Identity, NodeName, Role, Value
from model.kubernetes.requests import Request
from model.kubernetes.topology import Kind, Topology, single
from model.process import Event, ProcessId

USER = ProcessId("user")
BALANCER = ProcessId("balancer")

SINGLE = single()
ANY_USER = Identity(USER, Role.USER)


@frozen
class Worker:
    """A worker: room for so many pods, so many containers in each, and its own static pods.

    `runs` are the pods (name and uid) that run on it when the run begins.
    """

    name: NodeName
    capacity: int = 1
    containers: int = 1
    static: tuple[str, ...] = ()
    runs: tuple[tuple[str, int], ...] = ()
    has_kubelet: bool = True
    has_proxy: bool = False


@frozen
class Budgets:
    """How much may happen in a whole run; None for what is without a limit of its own."""

    revisions: int = field(default=0, validator=ge(0))
    """Writes, those included that were made before the run begins."""
    deaths: int = field(default=0, validator=ge(0))
    returns: int = field(default=0, validator=ge(0))
    crashes: int = field(default=0, validator=ge(0))
    failures: int = field(default=0, validator=ge(0))
    cuts: int = field(default=0, validator=ge(0))
    give_ups: int = field(default=0, validator=ge(0))


@frozen
class Spec:
    """A cluster. Each scenario has only the parts that its story needs.

    `components` run on each control-plane host, and `elects` says whether they elect a leader among
    them. `cached` are the control-plane hosts whose apiservers keep a cache, and `reads_cache` the roles
    that may list from it. `via` are the hosts of the apiservers that workers and users talk to (None: of
    all). `mortal` are the hosts that may die, `dead` those that are when the run begins.
    """

    topology: Topology = SINGLE
    workers: tuple[Worker, ...] = ()
    components: tuple[Role, ...] = ()
    elects: bool = False
    replicas: int = 1
    addresses: int = 2
    stored: tuple[Value, ...] = ()
    cached: tuple[str, ...] = ()
    reads_cache: tuple[Role, ...] = ()
    via: tuple[str, ...] | None = None
    plan: tuple[Request, ...] = ()
    user: Identity = ANY_USER
    user_reads: bool = False
    user_reaches_store: bool = False
    balancer: bool = False
    checks_health: bool = False
    operator: bool = False
    hangs: bool = False
    heartbeats: bool = False
    mortal: tuple[str, ...] = ()
    dead: frozenset[str] = frozenset()
    budgets: Budgets = Budgets()

    @property
    def entrances(self) -> tuple[str, ...]:
        """The hosts of the apiservers that workers and users talk to."""
        return self.topology.control_hosts if self.via is None else self.via

    @property
    def nodes(self) -> tuple[NodeName, ...]:
        return tuple(worker.name for worker in self.workers if worker.has_kubelet)


def apiserver_on(host: str) -> ProcessId:
    return ProcessId(f"apiserver-{host}")


def kubelet_on(host: str) -> ProcessId:
    return ProcessId(f"kubelet-{host}")


def proxy_on(host: str) -> ProcessId:
    return ProcessId(f"proxy-{host}")


SHORT = {
    Role.SCHEDULER: "scheduler",
    Role.REPLICA_SET: "replicaset",
    Role.STATEFUL_SET: "statefulset",
    Role.NODE_LIFECYCLE: "nodelifecycle",
    Role.ENDPOINTS: "endpoints",
}


def component_on(host: str, role: Role) -> ProcessId:
    return ProcessId(f"{SHORT[role]}-{host}")


def member_of(spec: Spec, apiserver: ProcessId) -> str | None:
    """Name the member that an apiserver talks to; None where any will do."""
    if spec.topology.kind is Kind.EXTERNAL:
        return None
    return next(host for host in spec.topology.control_hosts if apiserver_on(host) == apiserver)


def sessions_of(spec: Spec, client: ProcessId) -> range:
    """Return the lives that a client can have."""
    is_kubelet = client in {kubelet_on(node) for node in spec.nodes}
    return range(1 + spec.budgets.returns + (spec.budgets.crashes if is_kubelet else 0))


def cuttable(spec: Spec) -> tuple[ProcessId, ...]:
    """Return who may be cut off from the apiservers: kubelets, or where there are proxies, these."""
    proxies = tuple(proxy_on(worker.name) for worker in spec.workers if worker.has_proxy)
    return proxies or tuple(kubelet_on(node) for node in spec.nodes)


def carry(spec: Spec, client: ProcessId) -> tuple[tuple[ProcessId, Event], ...]:
    """Return what must be so for a message to pass between a client and an apiserver."""
    return ((FAULTS, faults.Carry(client)),) if spec.budgets.cuts and client in cuttable(spec) else ()
