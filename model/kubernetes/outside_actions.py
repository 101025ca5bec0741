"""What comes from outside a cluster: users, operators, a load balancer's checks, and faults of hosts."""

from collections.abc import Iterator
from itertools import product

from model.kubernetes import events as on
from model.kubernetes import faults
from model.kubernetes.faults import FAULTS
from model.kubernetes.objects import Role
from model.kubernetes.spec import (
    BALANCER,
    Spec,
    apiserver_on,
    cuttable,
    kubelet_on,
    member_of,
    processes_on,
    reads_cache,
)
from model.kubernetes.store import ETCD
from model.process import Event, ProcessId
from model.world import Action

Part = tuple[ProcessId, Event]


def submissions(spec: Spec) -> Iterator[Action]:
    user = spec.user.id
    doors = [BALANCER] if spec.balancer else [apiserver_on(host) for host in spec.entrances]
    doors += [ETCD] if spec.user_reaches_store else []
    for number, request in enumerate(spec.plan, start=1):
        for door in doors:
            event = on.Submit(number, request, door)
            yield Action("submit", ((user, event),), sentence=f"{user} asks {door}: {request}")


def give_ups(spec: Spec) -> Iterator[Action]:
    if spec.budgets.give_ups:
        parts = ((spec.user.id, on.GiveUp()), (FAULTS, faults.Spend("give_ups")))
        yield Action("give-up", parts, sentence=f"{spec.user.id} waits no longer for an answer")


def readings(spec: Spec) -> Iterator[Action]:
    """Yield the user's reads: through the quorum by any apiserver, or of what one member has."""
    if not spec.user_reads:
        return
    user = spec.user.id
    for host in spec.entrances:
        apiserver = apiserver_on(host)
        own = member_of(spec, apiserver)
        asked = [(True, member) for member in spec.severed or (own,)]
        asked += [(False, member) for member in (spec.topology.member_hosts if own is None else (own,))]
        for is_quorum, member in asked:
            show = on.Show(user, Role.USER, None, apiserver, member, is_quorum)
            parts = ((user, on.BeginList(is_cached=not is_quorum)), (apiserver, on.Serve()), (ETCD, show))
            door = f", asking the member on {member}" if spec.severed else ""
            how = f"through the quorum{door}" if is_quorum else f"what the member on {member} has"
            yield Action("read", parts, sentence=f"{user} reads {how}, by {apiserver}")


def operations(spec: Spec) -> Iterator[Action]:
    """Yield what an operator does: save, restore, stop and start apiservers and who watches through them."""
    if not spec.operator:
        return
    for host in spec.topology.member_hosts:
        yield _operate(((ETCD, on.Save(host)),), f"the operator saves a snapshot of the member on {host}")
    apiservers = [apiserver_on(host) for host in spec.topology.control_hosts]
    for apiserver in apiservers:
        yield _operate(((apiserver, on.Restart()),), f"the operator starts {apiserver}")
    watchers = [kubelet_on(node) for node in spec.nodes if reads_cache(spec, kubelet_on(node), Role.KUBELET)]
    standing_by: tuple[Part, ...] = tuple((one, on.StandBy()) for one in (*apiservers, *watchers))
    yield _operate((*standing_by, (ETCD, on.Restore())), "the operator restores the store from the snapshot")
    for apiserver in apiservers:
        yield _operate(((apiserver, on.Stop()),), f"the operator stops {apiserver}")
    for watcher in watchers:
        spend = (FAULTS, faults.Spend("crashes"))
        yield _operate(((watcher, on.Crash()), spend), f"the operator stops {watcher}")
        yield _operate(((watcher, on.Restart()),), f"the operator starts {watcher}")


def probes(spec: Spec) -> Iterator[Action]:
    for host in spec.entrances if spec.balancer and spec.checks_health else ():
        apiserver = apiserver_on(host)
        for passed, answers in product((True, False), repeat=2):
            event = on.Probe(apiserver, passed, answers)
            sentence = f"{apiserver} {'passes' if passed else 'fails'} the check of the {BALANCER}"
            yield Action("probe", ((BALANCER, event), (apiserver, event)), sentence=sentence)


def hangs(spec: Spec) -> Iterator[Action]:
    for host in spec.entrances if spec.hangs else ():
        apiserver = apiserver_on(host)
        yield Action("hang", ((apiserver, on.Hang()),), sentence=f"{apiserver} no longer answers")


def cuts(spec: Spec) -> Iterator[Action]:
    for client in cuttable(spec) if spec.budgets.cuts else ():
        yield Action("cut", ((FAULTS, faults.CutOff(client)),), sentence=f"{client} is cut off")
    for host in spec.severed if spec.budgets.cuts else ():
        parts = ((FAULTS, faults.Spend("cuts")), (ETCD, on.CutMember(host)))
        yield Action("cut", parts, sentence=f"the member on {host} is cut off from the others")


def heals(spec: Spec) -> Iterator[Action]:
    for client in cuttable(spec) if spec.budgets.cuts else ():
        sentence = f"{client} is cut off no longer"
        yield Action("heal", ((FAULTS, faults.Heal(client)),), sentence=sentence)
    for host in spec.severed if spec.budgets.cuts else ():
        sentence = f"the member on {host} is cut off no longer"
        yield Action("heal", ((ETCD, on.HealMember(host)),), sentence=sentence)


def deaths(spec: Spec) -> Iterator[Action]:
    for host in spec.mortal if spec.budgets.deaths else ():
        crashes = tuple((process, on.Crash(with_host=True)) for process in processes_on(spec, host))
        members = ((ETCD, on.CrashMember(host)),) if host in spec.topology.member_hosts else ()
        parts = ((FAULTS, faults.Die(host)), *crashes, *members)
        yield Action("die", parts, sentence=f"the host {host} dies")


def returns(spec: Spec) -> Iterator[Action]:
    for host in dict.fromkeys((*spec.mortal, *sorted(spec.dead))) if spec.budgets.returns else ():
        starts = tuple((process, on.Restart()) for process in processes_on(spec, host))
        members = ((ETCD, on.RestartMember(host)),) if host in spec.topology.member_hosts else ()
        parts = ((FAULTS, faults.Return(host)), *members, *starts)
        yield Action("return", parts, sentence=f"the host {host} returns")


def _operate(parts: tuple[Part, ...], sentence: str) -> Action:
    return Action("operate", parts, sentence=sentence)
