"""The parts of a cluster, one at a time: what a request does, what a kubelet makes of a list, who leads."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve

from model.kubernetes import kubelet as kubelets
from model.kubernetes.balancer import Balancer, on_forward
from model.kubernetes.cluster import cluster
from model.kubernetes.component import Component
from model.kubernetes.component import on_receive as on_component_receive
from model.kubernetes.controllers import node_lifecycle, replica_set
from model.kubernetes.data import Data, Item, data_of
from model.kubernetes.decision import View
from model.kubernetes.etcd import (
    on_crash_member,
    on_cut_member,
    on_elect,
    on_heal_member,
    on_replicate,
    on_show,
    on_transact,
)
from model.kubernetes.events import (
    Crash,
    CrashMember,
    CutMember,
    Elect,
    EndSandbox,
    Forward,
    HealMember,
    Replicate,
    Restart,
    RestartContainer,
    Show,
    StartContainer,
    StartStaticPod,
    Transact,
)
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Address, Endpoints, Identity, Lease, Node, NodeName, Pod, Role, Thing
from model.kubernetes.observer import unjustified
from model.kubernetes.proxy import Proxy
from model.kubernetes.proxy import on_receive as on_proxy_receive
from model.kubernetes.requests import (
    Answer,
    Ask,
    Bind,
    Create,
    Delete,
    Ended,
    Heartbeat,
    Listing,
    Report,
    Request,
    Result,
    Taint,
    Update,
)
from model.kubernetes.rules import Kubernetes
from model.kubernetes.runtime import Sandbox, State
from model.kubernetes.spec import BALANCER, Budgets, Spec, Worker
from model.kubernetes.store import Member, Store
from model.kubernetes.topology import stacked
from model.kubernetes.verbs import DONE, REFUSED, Change, Effect, effect_of
from model.process import Message, Outcome, ProcessId, Receive

W1, W2 = NodeName("w1"), NodeName("w2")
AT, ELSEWHERE = Address("w1/1"), Address("w1/2")
API, USER = ProcessId("apiserver-cp1"), ProcessId("user")
RULES = Kubernetes()

UNBOUND, BOUND = Pod("a", 1), Pod("a", 1, W1)
ENDING = evolve(BOUND, deleting=True)
LEASE = Lease(W1, ProcessId("kubelet-w1"), 3)


# What a request does


@pytest.mark.parametrize(
    ("stored", "request_", "effect"),
    [
        (None, Create(UNBOUND), Change(("pod", "a"), UNBOUND)),
        (UNBOUND, Create(UNBOUND), REFUSED),
        (UNBOUND, Bind("a", 1, W2), Change(("pod", "a"), Pod("a", 1, W2))),
        (BOUND, Bind("a", 1, W2), REFUSED),
        (UNBOUND, Bind("a", 9, W2), REFUSED),
        (evolve(UNBOUND, deleting=True), Bind("a", 1, W2), REFUSED),
        (UNBOUND, Delete(("pod", "a")), Change(("pod", "a"), None)),
        (BOUND, Delete(("pod", "a")), Change(("pod", "a"), ENDING)),
        (BOUND, Delete(("pod", "a"), force=True), Change(("pod", "a"), None)),
        (BOUND, Delete(("pod", "a"), uid=9), REFUSED),
        (ENDING, Delete(("pod", "a")), DONE),
        (None, Delete(("pod", "a")), REFUSED),
        (Thing("t"), Delete(("thing", "t")), Change(("thing", "t"), None)),
        (BOUND, Report("a", 1, W1, AT), Change(("pod", "a"), evolve(BOUND, address=AT))),
        (evolve(BOUND, address=AT), Report("a", 1, W1, AT), DONE),
        (BOUND, Report("a", 1, W2, AT), REFUSED),
        (BOUND, Report("a", 9, W1, AT), REFUSED),
        (ENDING, Ended("a", 1, W1), Change(("pod", "a"), None)),
        (BOUND, Ended("a", 1, W1), REFUSED),
        (ENDING, Ended("a", 9, W1), REFUSED),
        (LEASE, Heartbeat(W1), Change(("lease", W1), evolve(LEASE, renewals=4))),
        (None, Heartbeat(W1), REFUSED),
        (Node(W1), Taint(W1, tainted=True), Change(("node", W1), Node(W1, tainted=True))),
        (Node(W1), Taint(W1, tainted=False), DONE),
        (LEASE, Update(LEASE, 1), Change(("lease", W1), LEASE)),
        (LEASE, Update(LEASE, 0), REFUSED),
        (None, Update(LEASE, 0), Change(("lease", W1), LEASE)),
    ],
    ids=str,
)
def test_effect(stored: Pod | None, request_: Request, effect: Effect) -> None:
    """Each request does one thing, under its own condition, or is refused."""
    assert effect == effect_of(RULES, request_, data_of([] if stored is None else [stored]))


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.USER, {"create pod", "delete pod", "create thing", "delete thing"}),
        (Role.KUBELET, {"report", "ended", "heartbeat"}),
        (Role.PROXY, set()),
        (Role.SCHEDULER, {"bind", "take scheduler"}),
        (Role.REPLICA_SET, {"create pod", "delete pod", "take controller-manager"}),
        (Role.STATEFUL_SET, {"create pod", "delete pod", "take controller-manager"}),
        (Role.NODE_LIFECYCLE, {"taint", "delete pod", "take controller-manager"}),
        (Role.ENDPOINTS, {"update endpoints", "take controller-manager"}),
        (Role.ANONYMOUS, set()),
    ],
)
def test_who_may_do_what(role: Role, allowed: set[str]) -> None:
    """Each role may do what it needs, on the objects that it needs, and nothing else."""
    me = ProcessId("x")
    requests: dict[str, Request] = {
        "create pod": Create(UNBOUND),
        "delete pod": Delete(("pod", "a")),
        "create thing": Create(Thing("t")),
        "delete thing": Delete(("thing", "t")),
        "delete node": Delete(("node", W1)),
        "bind": Bind("a", 1, W1),
        "taint": Taint(W1, tainted=True),
        "update node": Update(Node(W1), 1),
        "update endpoints": Update(Endpoints("web"), 1),
        "take scheduler": Update(Lease("scheduler", me), 1),
        "take controller-manager": Update(Lease("controller-manager", me), 1),
        "take the node's": Update(LEASE, 1),
        "report": Report("a", 1, W1, AT),
        "ended": Ended("a", 1, W1),
        "heartbeat": Heartbeat(W1),
    }
    who = Identity(me, role, W1)
    assert allowed == {name for name, request in requests.items() if RULES.may(who, request)}


def test_who_is_not_known_may_do_nothing() -> None:
    """A client without a certificate is anonymous, also under a name that sounds like another's."""
    known = Identity(USER, Role.USER)
    rules = Kubernetes((known,))
    assert rules.identity(USER) == known
    stranger = rules.identity(ProcessId("user-2"))
    assert stranger == Identity(ProcessId("user-2"), Role.ANONYMOUS)
    assert not rules.may(stranger, Create(UNBOUND))


def test_a_kubelet_speaks_for_its_own_node_only() -> None:
    """A kubelet may not report for another node."""
    who = Identity(ProcessId("kubelet-w2"), Role.KUBELET, W2)
    assert not RULES.may(who, Report("a", 1, W1, AT))


def test_a_deleted_key_is_remembered_and_not_found() -> None:
    """What was deleted stays as an item without a value, at the revision of its deletion."""
    data = data_of([Thing("t")]).put(("thing", "t"), None)
    assert Data(2, frozenset({Item(("thing", "t"), None, 2)})) == data
    assert data.find(("thing", "t")) is None


# The store, as measured on etcd


def store(members: int, *dead: str) -> Store:
    names = [f"db{number}" for number in range(1, members + 1)]
    return Store(ProcessId("etcd"), tuple(Member(name, name not in dead) for name in names), "db1")


def write(group: Store, name: str = "t") -> Outcome:
    """Let an apiserver bring a numbered request to make a thing."""
    message = Message(USER, API, Ask(Create(Thing(name)), USER, 1))
    outcome = on_transact(RULES, group, Transact(message))
    assert outcome is not None
    return outcome


ACKNOWLEDGED = (Message(API, USER, Answer(1, Result.ACKNOWLEDGED)),)


def test_one_member_commits_at_once() -> None:
    """One member is a majority of one."""
    assert ACKNOWLEDGED == write(store(1)).sends


@pytest.mark.parametrize(("members", "needed"), [(2, 1), (3, 1), (4, 2), (5, 2)])
def test_a_write_needs_a_majority(members: int, needed: int) -> None:
    """A write is acknowledged with the copy that makes a majority, and not before."""
    group = write(store(members)).local
    for number in range(2, 2 + needed):
        assert isinstance(group, Store)
        outcome = on_replicate(RULES, group, Replicate(f"db{number}"))
        assert outcome is not None
        assert (ACKNOWLEDGED if number == 1 + needed else ()) == outcome.sends
        group = outcome.local


def test_a_failed_write_may_be_applied() -> None:
    """Two members, the follower dead: the write waits; when the follower is back, it is applied."""
    group = write(store(2, "db2")).local
    assert on_replicate(RULES, group, Replicate("db2")) is None
    back = group.with_member(Member("db2"))
    outcome = on_replicate(RULES, back, Replicate("db2"))
    assert outcome is not None
    assert outcome.local.leading.data.find(("thing", "t")) is not None


def test_a_write_that_moves_to_the_next_leader_is_not_answered() -> None:
    """Writes under way at a leader's death are not acknowledged by the next, which may commit them."""
    group = write(store(3)).local
    tail = group.leading.tail
    group = group.with_member(Member("db2", tail=tail))
    crashed = on_crash_member(RULES, group, CrashMember("db1"))
    assert crashed is not None
    elected = on_elect(RULES, crashed.local, Elect("db2"))
    assert elected is not None
    committed = on_replicate(RULES, elected.local, Replicate("db3"))
    assert committed is not None
    assert committed.local.leading.data.find(("thing", "t")) is not None
    assert committed.sends == ()


def test_who_lacks_something_is_not_elected() -> None:
    """Without a majority that is no further than it is, a member does not lead."""
    ahead = Member("db2", data=data_of([Thing("t")]))
    group = evolve(store(3, "db1").with_member(ahead), leader=None)
    assert on_elect(RULES, group, Elect("db3")) is None
    assert on_elect(RULES, group, Elect("db2")) is not None


def test_serializable_reads_need_no_majority() -> None:
    """A live member answers a serializable read, however many are dead; a quorum read waits."""
    group = store(3, "db2", "db3")
    show = Show(USER, Role.USER, None, API, "db1")
    assert on_show(RULES, group, show) is None
    assert on_show(RULES, group, evolve(show, is_quorum=False)) is not None


def cut(group: Store, member: str) -> Store:
    """Cut a member off from the others."""
    outcome = on_cut_member(RULES, group, CutMember(member))
    assert outcome is not None
    assert isinstance(outcome.local, Store)
    return outcome.local


def test_a_leader_that_is_cut_off_commits_nothing() -> None:
    """It takes a write in, reaches nobody, and answers no quorum read."""
    group = write(cut(store(3), "db1")).local
    assert on_replicate(RULES, group, Replicate("db2")) is None
    assert on_show(RULES, group, Show(USER, Role.USER, None, API, "db1")) is None


def test_the_others_elect_another_while_it_lives() -> None:
    """What it had taken in alone is overwritten once it is heard again; until then it is unaware."""
    group = write(cut(store(3), "db1")).local
    elected = on_elect(RULES, group, Elect("db2"))
    assert elected is not None
    assert elected.local.unaware == {"db1"}
    assert on_elect(RULES, elected.local, Elect("db3")) is None
    healed = on_heal_member(RULES, elected.local, HealMember("db1"))
    assert healed is not None
    assert healed.local.unaware == frozenset()
    brought = on_replicate(RULES, healed.local, Replicate("db1"))
    assert brought is not None
    assert brought.local.member("db1").tail is None


def test_who_is_cut_off_is_not_elected_and_passes_nothing_on() -> None:
    """A minority elects nobody; what arrives at a member of it waits."""
    group = cut(store(3), "db3")
    assert on_elect(RULES, evolve(group, leader=None), Elect("db3")) is None
    message = Message(USER, API, Ask(Create(Thing("t")), USER, 1))
    assert on_transact(RULES, group, Transact(message, "db3")) is None
    assert on_transact(RULES, group, Transact(message, "db2")) is not None


# Hosts


def test_a_host_takes_all_that_runs_on_it() -> None:
    """The death of a host crashes all its processes, and its member of the store, in one step."""
    both = NodeName("cp1")
    spec = Spec(
        topology=stacked(3),
        components=(Role.SCHEDULER, Role.REPLICA_SET),
        workers=(Worker(both, has_proxy=True),),
        mortal=(both,),
        budgets=Budgets(deaths=1),
    )
    system = cluster(spec)
    (die,) = (action for action in system.candidates(system.initial()) if action.kind == "die")
    hit = {str(process) for process, _ in die.parts}
    crashed = {"apiserver-cp1", "scheduler-cp1", "replicaset-cp1", "kubelet-cp1", "proxy-cp1", "etcd"}
    assert crashed | {"faults"} == hit
    stepped = system.step(system.initial(), die)
    assert stepped is not None
    state = dict(zip(map(str, system.processes), stepped[0].locals, strict=True))
    assert not state["etcd"].member("cp1").is_up
    assert not state["apiserver-cp1"].is_up
    assert not state["proxy-cp1"].is_up
    assert {None} == {state[name].memory for name in ("scheduler-cp1", "replicaset-cp1", "kubelet-cp1")}
    assert state["scheduler-cp2"].memory is not None


# The observer


def seen(*values: Lease | Node | Pod | Endpoints, before: Lease | None = None) -> View:
    """Return what a component sees, with the lease that it remembers."""
    known = frozenset() if before is None else frozenset({before})
    return View(frozenset(Item(value.key, value, 0) for value in values), known)


SERVED = Endpoints("web", frozenset({AT}))

OTHERS = Lease("scheduler", ProcessId("scheduler-cp2"), 3)


@pytest.mark.parametrize(
    ("view", "lease", "request_", "noted"),
    [
        (seen(OTHERS), None, Update(Lease("scheduler", API), 1), ["take scheduler"]),
        (seen(OTHERS), evolve(OTHERS, renewals=2), Update(Lease("scheduler", API), 1), ["take scheduler"]),
        (seen(OTHERS), OTHERS, Update(Lease("scheduler", API), 1), []),
        (seen(), None, Update(Lease("scheduler", API), 0), []),
        (seen(LEASE), None, Taint(W1, tainted=True), ["taint w1"]),
        (seen(LEASE, before=evolve(LEASE, renewals=2)), None, Taint(W1, tainted=True), ["taint w1"]),
        (seen(LEASE, before=LEASE), None, Taint(W1, tainted=True), []),
        (seen(LEASE, BOUND), None, Delete(("pod", "a"), 1, evict=True), ["evict a"]),
        (seen(LEASE, BOUND, before=LEASE), None, Delete(("pod", "a"), 1, evict=True), []),
        (seen(evolve(BOUND, address=AT)), None, Update(SERVED, 1), []),
        (
            seen(evolve(ENDING, address=AT)),
            None,
            Update(Endpoints("web", frozenset({AT})), 1),
            ["serve w1/1"],
        ),
    ],
)
def test_observer(view: View, lease: Lease | None, request_: Request, noted: list[str]) -> None:
    """What is asked for without a reason is noted, and nothing else is."""
    assert noted == list(unjustified(API, view, lease, (request_,)))


def test_nobody_reads_what_an_observer_notes() -> None:
    """A component decides the same, and a balancer forwards the same, whatever was noted of it."""
    items = frozenset(Item(value.key, value, 0) for value in (Node(W1), UNBOUND))
    listing = Receive(Message(API, ProcessId("s"), Listing(items)))
    plain = Component(ProcessId("s"), Role.SCHEDULER)
    noted = evolve(plain, unjustified=frozenset({"take scheduler", "taint w1"}))
    asked = [on_component_receive(RULES, one, listing) for one in (plain, noted)]
    assert asked[0] is not None
    assert asked[1] is not None
    assert asked[0].sends == asked[1].sends != ()
    assert asked[0].local == evolve(asked[1].local, unjustified=frozenset())
    forward = Forward(Message(USER, BALANCER, Ask(Create(UNBOUND), USER, 1)))
    balancer = Balancer(BALANCER, (API,), (API,))
    odd = evolve(balancer, astray=frozenset({API}), fooled_by=frozenset({API}))
    sent = [on_forward(RULES, one, forward) for one in (balancer, odd)]
    assert sent[0] is not None
    assert sent[1] is not None
    assert sent[0].sends == sent[1].sends != ()


# The ReplicaSet


class OneTooMany(Kubernetes):
    """A ReplicaSet that always finds a pod too many."""

    def replicas_missing(self, pods: Iterable[Pod], expected: int) -> int:
        return -1


@pytest.mark.parametrize(
    ("pods", "asked"),
    [
        ((), ()),
        ((ENDING,), ()),
        ((UNBOUND,), (Delete(("pod", "a"), 1),)),
        ((Pod("a", 3), Pod("b", 2)), (Delete(("pod", "a"), 3),)),
        ((Pod("a", 2), Pod("b", 3), Pod("c", 4, deleting=True)), (Delete(("pod", "b"), 3),)),
    ],
    ids=["none", "one that ends", "one", "the older second", "the youngest ends"],
)
def test_the_pod_made_last_is_deleted(pods: tuple[Pod, ...], asked: tuple[Request, ...]) -> None:
    """Of pods too many the one made last goes, of those that stay; however they are counted."""
    assert (frozenset(), asked) == replica_set(OneTooMany(), seen(*pods))


def test_as_many_pods_as_are_wanted_stay() -> None:
    """Where no pod is missing and none is too many, nothing is asked for."""
    assert (frozenset(), ()) == replica_set(Kubernetes(replicas=2), seen(Pod("a", 2), Pod("b", 3)))


# The node lifecycle

TAINTED = Node(W1, tainted=True)


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        (seen(TAINTED, LEASE, before=evolve(LEASE, renewals=2)), (Taint(W1, tainted=False),)),
        (seen(Node(W1), LEASE, before=evolve(LEASE, renewals=2)), ()),
        (seen(TAINTED, LEASE), ()),
        (seen(TAINTED), ()),
        (seen(TAINTED, Node(W2), LEASE, before=LEASE), ()),
    ],
    ids=["heard", "heard, no taint", "seen first", "no lease", "silent"],
)
def test_a_taint_is_taken_back_once_the_node_is_heard(view: View, asked: tuple[Request, ...]) -> None:
    """To see a lease is not to hear its node: only one that was renewed since rids a node of its taint."""
    assert asked == node_lifecycle(RULES, view)[1]


# The kubelet


def listed(kubelet: Kubelet, *pods: Pod) -> Outcome:
    """Let a kubelet get a list."""
    items = frozenset(Item(pod.key, pod, 0) for pod in pods)
    outcome = kubelets.on_receive(RULES, kubelet, Receive(Message(API, kubelet.id, Listing(items))))
    assert outcome is not None
    return outcome


KUBELET = Kubelet(ProcessId("kubelet-w1"), W1, capacity=2)
RUNNING = Sandbox("a", 1, AT, (State.RUNNING,))


def test_a_bound_pod_gets_a_sandbox_with_an_address() -> None:
    """What is bound to the node is started, at the first free address of its range."""
    assert listed(KUBELET, BOUND).local.sandboxes == {Sandbox("a", 1, AT, (State.STARTING,))}


def test_containers_share_an_address() -> None:
    """All containers of a pod are in one sandbox, and it runs when all of them do."""
    two = evolve(KUBELET, containers=2)
    (sandbox,) = listed(two, BOUND).local.sandboxes
    assert sandbox.containers == (State.STARTING, State.STARTING)
    assert not sandbox.with_container(0, State.RUNNING).is_running
    assert sandbox.with_container(0, State.RUNNING).with_container(1, State.RUNNING).is_running


def test_no_room_no_start() -> None:
    """Where there is no room, nothing is started."""
    full = evolve(KUBELET, capacity=1, sandboxes=frozenset({Sandbox("b", 2, AT, (State.RUNNING,))}))
    assert listed(full, BOUND, Pod("b", 2, W1)).local.sandboxes == full.sandboxes


def test_what_is_to_be_deleted_ends_before_it_is_reported() -> None:
    """A pod that is marked ends first; its end is reported by a later list, when nothing is left of it."""
    running = evolve(KUBELET, sandboxes=frozenset({RUNNING}))
    outcome = listed(running, ENDING)
    assert outcome.local.sandboxes == {evolve(RUNNING, is_ending=True)}
    assert outcome.sends == ()
    again = listed(evolve(KUBELET, sandboxes=frozenset()), ENDING)
    assert [message.payload.request for message in again.sends] == [Ended("a", 1, W1)]


def test_what_runs_is_reported_with_its_address() -> None:
    """A running pod is reported once the store does not have its address."""
    running = evolve(KUBELET, sandboxes=frozenset({RUNNING}))
    assert [m.payload.request for m in listed(running, BOUND).sends] == [Report("a", 1, W1, AT)]
    assert listed(running, evolve(BOUND, address=AT)).sends == ()


def test_a_list_of_an_earlier_life_is_not_believed() -> None:
    """What an earlier life of the kubelet asked for is not taken by this one."""
    assert listed(evolve(KUBELET, session=1), BOUND).local.sandboxes == frozenset()


@pytest.mark.parametrize(("session", "backends"), [(0, {AT}), (1, {ELSEWHERE})], ids=["its own", "earlier"])
def test_a_proxy_heeds_no_list_of_an_earlier_life(session: int, backends: set[Address]) -> None:
    """What an earlier life of the proxy asked for does not change the rules of this one."""
    proxy = Proxy(ProcessId("proxy-w1"), frozenset({ELSEWHERE}), lists=True, session=session)
    told = Listing(data_of([Endpoints("web", frozenset({AT}))]).items, session=0)
    outcome = on_proxy_receive(RULES, proxy, Receive(Message(API, proxy.id, told)))
    assert outcome is not None
    assert isinstance(outcome.local, Proxy)
    assert backends == outcome.local.backends
    assert (outcome.local.lists, outcome.local.updates) == ((False, 1) if session == 0 else (True, 0))


STATIC = Sandbox("static", 0, AT, (State.RUNNING,))
WITH_STATIC = evolve(
    KUBELET, static=("static",), sandboxes=frozenset({STATIC, Sandbox("a", 1, ELSEWHERE, (State.RUNNING,))})
)


def took(outcome: Outcome | None) -> Kubelet:
    """Return what a kubelet is after an event that it took."""
    assert outcome is not None
    assert isinstance(outcome.local, Kubelet)
    return outcome.local


def test_a_kubelet_that_crashes_leaves_what_runs() -> None:
    """What runs is the container runtime's: it goes on, static pods too, and a second crash is none."""
    crashed = took(kubelets.on_crash(RULES, WITH_STATIC, Crash()))
    assert (crashed.memory, crashed.sandboxes) == (None, WITH_STATIC.sandboxes)
    assert kubelets.on_crash(RULES, crashed, Crash()) is None


@pytest.mark.parametrize("was_up", [True, False], ids=["up", "crashed before"])
def test_nothing_survives_the_death_of_its_host(*, was_up: bool) -> None:
    """Sandboxes and containers die with their host, static pods too, and whether or not the kubelet lived."""
    kubelet = WITH_STATIC if was_up else evolve(WITH_STATIC, memory=None)
    dead = took(kubelets.on_crash(RULES, kubelet, Crash(with_host=True)))
    assert (dead.memory, dead.sandboxes) == (None, frozenset())
    for event in (
        StartContainer("a", 0),
        RestartContainer("a", 0),
        StartStaticPod("static"),
        EndSandbox("a"),
    ):
        assert kubelets.HANDLERS[type(event)](RULES, dead, event) is None
    assert listed(dead, BOUND) == Outcome(dead)


def test_a_host_that_returns_has_only_what_is_on_its_disk() -> None:
    """A host returns empty; static pods are started from the disk, the others once a new list is there."""
    dead = took(kubelets.on_crash(RULES, WITH_STATIC, Crash(with_host=True)))
    back = took(kubelets.on_restart(RULES, dead, Restart()))
    assert (back.session, back.sandboxes) == (WITH_STATIC.session + 1, frozenset())
    assert listed(back, BOUND) == Outcome(back), "the list was asked for in the life before"
    again = took(kubelets.on_start_static_pod(RULES, back, StartStaticPod("static")))
    assert again.sandboxes == {Sandbox("static", 0, AT, (State.STARTING,))}


def test_lists_do_not_end_static_pods() -> None:
    """A list does not have the static pods, and they go on; what else it lacks is asked to end."""
    kept = listed(WITH_STATIC).local.sandboxes
    assert {sandbox.pod: sandbox.is_ending for sandbox in kept} == {"static": False, "a": True}


# The shape of it


@pytest.mark.parametrize("name", ["etcd", "apiserver", "component", "kubelet", "proxy", "balancer", "user"])
def test_handlers_know_no_mutant(name: str) -> None:
    """Handlers ask the rules, and never whether the rules are wrong ones."""
    path = Path(__file__).parents[1] / "model" / "kubernetes" / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    assert ast.parse(text)
    assert "mutant" not in text.lower()
