"""What must hold of the store and of who reads it: acknowledged writes, reads, restores, caches."""

from collections.abc import Iterator

from attrs import evolve

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.data import Data, Item
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.objects import Lease, Part, Thing
from model.kubernetes.requests import Result
from model.kubernetes.store import Member, Store
from model.kubernetes.user import User
from model.process import ProcessId
from model.raft.quorum import majority
from properties.statement import Finding, Shape, always, each_step, sometimes

NOBODY = Part(ProcessId(""))
"""What is seen of a process that does not matter."""


def things_in(data: Data) -> frozenset[str]:
    """Return the names of the things that are stored."""
    return frozenset(thing.name for thing in data.values(Thing))


def store_and_user(part: Part) -> Part:
    """See the things on the disks, who leads, and how the user's requests ended."""
    if isinstance(part, Store):
        return Store(part.id, tuple(map(_disk, part.members)), part.leader)
    return User(part.id, part.who, part.outcomes) if isinstance(part, User) else NOBODY


def _disk(member: Member) -> Member:
    """See the things that a member has, and those that it has taken in, without their revisions."""
    things = frozenset(Item(thing.key, thing, 0) for thing in member.data.values(Thing))
    tail = None if member.tail is None else evolve(member.tail, waiting=None)
    return Member(member.id, data=Data(0, things), tail=tail)


def store_and_caches(part: Part) -> Part:
    """See what the store has, and the apiservers' caches."""
    if isinstance(part, Store):
        return evolve(part, term=0, snapshot=None, unaware=frozenset())
    return Apiserver(part.id, part.is_up, cache=part.cache) if isinstance(part, Apiserver) else NOBODY


def store_and_watchers(part: Part) -> Part:
    """See what the leader has, and how far each kubelet has seen."""
    if isinstance(part, Store):
        return evolve(part, term=0, snapshot=None, unaware=frozenset())
    return Kubelet(part.id, part.node, memory=part.memory) if isinstance(part, Kubelet) else NOBODY


def stores_and_users(parts: tuple[Part, ...]) -> Iterator[tuple[Store, User]]:
    """Yield the store with each user."""
    for store in parts:
        for user in parts:
            if isinstance(store, Store) and isinstance(user, User):
                yield store, user


@always(Shape.ALL, Part, cites="etcd documentation, KV API guarantees; Failure modes", sees=store_and_user)
def acknowledged_on_majority(parts: tuple[Part, ...]) -> Finding:
    """A write that was acknowledged is on the disks of a majority of the store's members."""
    for store, user in stores_and_users(parts):
        for name in sorted(user.acknowledged):
            holders = [member.id for member in store.members if name in things_in(member.all_it_has)]
            if len(holders) < majority(len(store.members)):
                disks = f"on the disk of {' and '.join(holders)} only" if holders else "on nobody's disk"
                return f"{name} was acknowledged and is {disks}"
    return None


@always(Shape.ALL, Part, cites="etcd documentation, KV API guarantees: durability", sees=store_and_user)
def acknowledged_survives(parts: tuple[Part, ...]) -> Finding:
    """Whoever leads the store has every write that was acknowledged, whichever minority has died."""
    for store, user in stores_and_users(parts):
        if store.leading is None:
            continue
        lost = user.acknowledged - things_in(store.leading.all_it_has)
        if lost:
            return f"{min(lost)} was acknowledged, and the leader on {store.leader} does not have it"
    return None


@always(Shape.ONE, User, cites="etcd documentation, KV API guarantees: linearizability")
def quorum_read_is_current(user: User) -> Finding:
    """A read through the quorum shows every write that was acknowledged before it began."""
    missed = sorted(name for name, is_serializable in user.missed if not is_serializable)
    return f"{missed[0]} was acknowledged, and a later quorum read did not show it" if missed else None


@always(
    Shape.ALL, Part, cites="kubernetes/kubernetes#107457, #95958, #118501; etcd#16028", sees=store_and_caches
)
def cache_misses_nothing(parts: tuple[Part, ...]) -> Finding:
    """A cache that is at the store's revision, or beyond it, shows what the store has."""
    stores = [part for part in parts if isinstance(part, Store)]
    for store in stores:
        for part in parts:
            if not isinstance(part, Apiserver) or part.cache is None or store.leading is None:
                continue
            data, cache = store.leading.data, part.cache
            if cache.revision >= data.revision and cache.items != data.items:
                return (
                    f"{part.id} has seen everything up to revision {cache.revision} and waits for what "
                    f"comes after, and at revision {data.revision} the store has something else"
                )
    return None


@always(
    Shape.ALL,
    Part,
    cites="Kubernetes documentation, Operating etcd clusters, Restoring",
    sees=store_and_watchers,
)
def nobody_waits_for_the_past(parts: tuple[Part, ...]) -> Finding:
    """No kubelet has seen more than the store has written: what comes until then it would take for old."""
    for store in parts:
        for part in parts:
            if not isinstance(store, Store) or store.leading is None or not isinstance(part, Kubelet):
                continue
            seen, written = part.memory.seen if part.memory else 0, store.leading.data.revision
            if seen > written:
                return f"{part.id} has seen revision {seen}, and the store is at revision {written}"
    return None


@each_step(Store, cites="Kubernetes API conventions, Concurrency control; client-go, tools/leaderelection")
def no_update_is_lost(before: Store, after: Store) -> Finding:
    """A leaders' lease is renewed by its holder, by one each time, or taken anew: no older one returns."""
    for old_member, new_member in zip(before.members, after.members, strict=True):
        was = {lease.name: lease for lease in old_member.data.values(Lease)}
        for lease in new_member.data.values(Lease):
            old = was.get(lease.name, lease)
            renewed = evolve(old, renewals=old.renewals + 1)
            if lease not in {old, renewed, Lease(lease.name, lease.holder)}:
                return f"{old} was replaced by {lease}, which was made from another"
    return None


@each_step(Store, cites="etcd documentation, Disaster recovery")
def restore_is_exact(before: Store, after: Store) -> Finding:
    """A restore brings back the snapshot, the whole snapshot and nothing but the snapshot."""
    if before.snapshot is None or after.snapshot is not None:
        return None
    wrong = [member.id for member in after.members if member.all_it_has != before.snapshot]
    return f"after the restore, the member on {wrong[0]} does not have what was saved" if wrong else None


# Sights


@sometimes(Shape.ONE, User)
def write_acknowledged(user: User) -> Finding:
    """A write is acknowledged."""
    return f"{min(user.acknowledged)} was acknowledged" if user.acknowledged else None


@sometimes(Shape.ALL, Part, cites="etcd: a failed write is indeterminate", sees=store_and_user)
def unknown_write_applied(parts: tuple[Part, ...]) -> Finding:
    """A write whose user gave up is committed all the same."""
    for store, user in stores_and_users(parts):
        for request, result in user.outcomes:
            value = getattr(request, "value", None)
            is_there = store.leading is not None and value in store.leading.data.values(Thing)
            if result is Result.UNKNOWN and is_there:
                return f"the user gave up on {value}, and it is committed"
    return None


@sometimes(Shape.STEP, Store, cites="etcd: a failed write is indeterminate")
def unacknowledged_write_lost(before: Store, after: Store) -> Finding:
    """A write that a leader took in, and that nobody was told is done, vanishes from the last disk."""
    if before.snapshot is not None and after.snapshot is None:
        return None
    had = frozenset[str]().union(*(things_in(member.all_it_has) for member in before.members))
    has = frozenset[str]().union(*(things_in(member.all_it_has) for member in after.members))
    return f"{min(had - has)} was on a disk, and is on none now" if had - has else None


@sometimes(Shape.ONE, User, cites="etcd documentation, KV API guarantees: serializable reads")
def serializable_read_is_stale(user: User) -> Finding:
    """A serializable read does not show a write that was acknowledged before."""
    stale = sorted(name for name, is_serializable in user.missed if is_serializable)
    return f"{stale[0]} was acknowledged, and a later serializable read did not show it" if stale else None


@sometimes(Shape.ONE, Store, cites="etcd, measured: a former leader that was paused; etcd-io/etcd#741")
def leader_is_unaware(store: Store) -> Finding:
    """A member that is cut off takes itself for the leader, while the others have elected another."""
    return f"{min(store.unaware)} does not know that {store.leader} leads" if store.unaware else None


@sometimes(Shape.ALL, Part, cites="etcd documentation, Disaster recovery", sees=store_and_user)
def restore_loses_write(parts: tuple[Part, ...]) -> Finding:
    """A write that was acknowledged is lost, as the store was restored from a snapshot made before."""
    for store, user in stores_and_users(parts):
        if store.leading is None:
            continue
        lost = user.acknowledged - things_in(store.leading.all_it_has)
        if lost:
            return f"{min(lost)} was acknowledged, and is gone"
    return None


@sometimes(Shape.STEP, Store, cites="kubernetes/kubernetes#107457")
def revision_rewinds(before: Store, after: Store) -> Finding:
    """The store's revision goes back."""
    old, new = before.members[0].data.revision, after.members[0].data.revision
    return f"the revision goes back from {old} to {new}" if new < old else None
