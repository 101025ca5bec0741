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

    `components` run on the control-plane hosts `managers` (None: on all); `elects` says whether those of
    a role elect a leader. `cached` are the control-plane hosts whose apiservers keep a cache, and
    `reads_cache` the roles that may list from it. `via` are the hosts of the apiservers that workers and
    users talk to (None: of all). `mortal` are the hosts that may die, `dead` those that are when the run
    begins; `severed` those whose members of the store may be cut off from the others; `fragile` are the
    nodes whose kubelets may crash: where there are any, no other kubelet lists from a cache.
    `cut_off` says that all workers are cut off when the run begins, for ever.
    """

    topology: Topology = SINGLE
    workers: tuple[Worker, ...] = ()
    components: tuple[Role, ...] = ()
    managers: tuple[str, ...] | None = None
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
    mortal: tuple[str, ...] = ()
    severed: tuple[str, ...] = ()
    fragile: tuple[NodeName, ...] = ()
    cut_off: bool = False
    dead: frozenset[str] = frozenset()
    budgets: Budgets = Budgets()

    @property
    def entrances(self) -> tuple[str, ...]:
        """The hosts of the apiservers that workers and users talk to."""
        return self.topology.control_hosts if self.via is None else self.via

    @property
    def placed(self) -> tuple[tuple[str, Role], ...]:
        """Which component runs on which host."""
        hosts = self.topology.control_hosts if self.managers is None else self.managers
        return tuple((host, role) for host in hosts for role in self.components)

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


def processes_on(spec: Spec, host: str) -> tuple[ProcessId, ...]:
    """Return the processes of a host; a member of the store is a part of one."""
    found: list[ProcessId] = []
    if host in spec.topology.control_hosts:
        found.append(apiserver_on(host))
    found += [component_on(where, role) for where, role in spec.placed if where == host]
    if host in spec.nodes:
        found.append(kubelet_on(host))
    found += [proxy_on(worker.name) for worker in spec.workers if worker.name == host and worker.has_proxy]
    return tuple(found)


def member_of(spec: Spec, apiserver: ProcessId) -> str | None:
    """Name the member that an apiserver talks to; None where any will do."""
    if spec.topology.kind is Kind.EXTERNAL:
        return None
    return next(host for host in spec.topology.control_hosts if apiserver_on(host) == apiserver)


def sessions_of(spec: Spec, client: ProcessId) -> range:
    """Return the lives that a client can have."""
    returns = spec.budgets.returns if any(client in processes_on(spec, host) for host in spec.mortal) else 0
    is_stopped = spec.operator and reads_cache(spec, client, Role.KUBELET)
    is_fragile = client in {kubelet_on(node) for node in spec.fragile} or is_stopped
    return range(1 + returns + (spec.budgets.crashes if is_fragile else 0))


def cuttable(spec: Spec) -> tuple[ProcessId, ...]:
    """Return who may be cut off from the apiservers: kubelets, or where there are proxies, these."""
    proxies = tuple(proxy_on(worker.name) for worker in spec.workers if worker.has_proxy)
    return proxies or tuple(kubelet_on(node) for node in spec.nodes)


def carry(spec: Spec, client: ProcessId) -> tuple[tuple[ProcessId, Event], ...]:
    """Return what must be so for a message to pass between a client and an apiserver."""
    return ((FAULTS, faults.Carry(client)),) if may_be_cut(spec, client) else ()


def reads_cache(spec: Spec, client: ProcessId, role: Role) -> bool:
    """Say whether a client may list from a cache."""
    if role not in spec.reads_cache:
        return False
    return role is not Role.KUBELET or not spec.fragile or client in map(kubelet_on, spec.fragile)


def may_be_cut(spec: Spec, client: ProcessId) -> bool:
    """Say whether a client is ever cut off."""
    return (spec.budgets.cuts > 0 or spec.cut_off) and client in cuttable(spec)
