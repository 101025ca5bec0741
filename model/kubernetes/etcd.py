"""etcd as the store: its members' disks, its leader, and what happens to a write.

One process stands for the whole group. It assumes of Raft that at most one leader can commit at a time
(Election Safety), that members take in the same writes in the same order (Log Matching), and that they
talk to each other whenever both live and neither is cut off. That an acknowledged write survives (Leader
Completeness) is *not* assumed: it follows from the rules on quorums, and breaks with them. One write is
under way at a time. A leader that is cut off takes in one write that it cannot commit; once the others
have elected another, what arrives at it waits.
"""

from attrs import evolve

from model.kubernetes.data import Data
from model.kubernetes.events import (
    CrashMember,
    CutMember,
    Elect,
    Feed,
    HealMember,
    Replicate,
    RestartMember,
    Restore,
    Save,
    Show,
    Transact,
)
from model.kubernetes.handler import Handlers
from model.kubernetes.requests import Answer, Ask, Result
from model.kubernetes.rules import Kubernetes
from model.kubernetes.selection import listing_for
from model.kubernetes.store import ETCD, Events, Store, Tail, Waiting
from model.kubernetes.verbs import Change, effect_of
from model.process import Message, Outcome


def on_transact(rules: Kubernetes, store: Store, event: Transact) -> Outcome | None:
    ask = event.message.payload
    leader = store.leading
    assert isinstance(ask, Ask)
    if leader is None or leader.tail is not None or not _reaches_leader(rules, store, event.member):
        return None
    if not rules.store_trusts(is_apiserver=event.message.destination != ETCD):
        return Outcome(store)
    waiting = Waiting(ask.client, event.message.destination, ask.number) if ask.number else None
    effect = effect_of(rules, ask.request, leader.data)
    if isinstance(effect, Change):
        taken = evolve(leader, tail=Tail(effect.key, effect.value, waiting))
        return _advance(rules, store.with_member(taken))
    # To say that nothing is to be done is to read.
    if not rules.may_read(has_tail=False, heard=store.heard_by_leader, members=len(store.members)):
        return None
    return Outcome(store, _answer(waiting, effect))


def on_replicate(rules: Kubernetes, store: Store, event: Replicate) -> Outcome | None:
    leader, member = store.leading, store.member(event.member)
    if leader is None or member is None or member.id == leader.id:
        return None
    if not {leader, member} <= set(store.connected):
        return None
    if member.data == leader.all_it_has:  # it knows already that this is committed
        brought = evolve(member, term=leader.term, tail=None)
    else:
        brought = evolve(leader, id=member.id)
    return None if brought == member else _advance(rules, store.with_member(brought))


def on_elect(rules: Kubernetes, store: Store, event: Elect) -> Outcome | None:
    member = store.member(event.member)
    old = store.leading
    if (old is not None and not old.is_cut) or member is None or member not in store.connected:
        return None
    voters = [voter.position for voter in store.connected]
    if not rules.may_lead(member.position, voters, len(store.members)):
        return None
    # What it inherits it commits with its own first entry; whoever waited for it waits in vain.
    term = store.term + 1
    tail = None if member.tail is None else evolve(member.tail, waiting=None)
    unaware = store.unaware if old is None else store.unaware | {old.id}
    store = evolve(store, leader=member.id, term=term, unaware=unaware)
    return _advance(rules, store.with_member(evolve(member, term=term, tail=tail)))


def on_crash_member(rules: Kubernetes, store: Store, event: CrashMember) -> Outcome | None:
    member = store.member(event.member)
    if member is None or not member.is_up:
        return None
    member = evolve(member, is_up=False)
    if not rules.is_kept_in_crash():
        member = evolve(member, tail=None)
    leader = None if store.leader == member.id else store.leader
    return Outcome(evolve(store.with_member(member), leader=leader, unaware=store.unaware - {member.id}))


def on_restart_member(rules: Kubernetes, store: Store, event: RestartMember) -> Outcome | None:
    member = store.member(event.member)
    if member is None or member.is_up:
        return None
    store = store.with_member(evolve(member, is_up=True))
    # A member that is alone has nobody to ask.
    alone = on_elect(rules, store, Elect(member.id)) if len(store.members) == 1 else None
    return alone or Outcome(store)


def on_cut_member(rules: Kubernetes, store: Store, event: CutMember) -> Outcome | None:  # noqa: ARG001  # the table's signature
    member = store.member(event.member)
    if member is None or not member.is_up or member.is_cut:
        return None
    return Outcome(store.with_member(evolve(member, is_cut=True)))


def on_heal_member(rules: Kubernetes, store: Store, event: HealMember) -> Outcome | None:  # noqa: ARG001  # the table's signature
    member = store.member(event.member)
    if member is None or not member.is_cut:
        return None
    healed = store.with_member(evolve(member, is_cut=False))
    return Outcome(evolve(healed, unaware=store.unaware - {member.id}))


def on_show(rules: Kubernetes, store: Store, event: Show) -> Outcome | None:
    read = _read(rules, store, event.member, is_quorum=event.is_quorum)
    if read is None:
        return None
    revision = read.revision if event.tells_revision else 0
    listing = listing_for(event.role, event.node, read, session=event.session, revision=revision)
    return Outcome(store, (Message(event.via, event.reader, listing),))


def on_feed(rules: Kubernetes, store: Store, event: Feed) -> Outcome | None:
    read = _read(rules, store, event.member, is_quorum=True)
    return None if read is None else Outcome(store, (Message(ETCD, event.apiserver, Events(read)),))


def on_save(rules: Kubernetes, store: Store, event: Save) -> Outcome | None:  # noqa: ARG001  # the table's signature
    member = store.member(event.member)
    if member is None or not member.is_up or store.snapshot is not None:
        return None
    return Outcome(evolve(store, snapshot=member.data))


def on_restore(rules: Kubernetes, store: Store, event: Restore) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if store.snapshot is None:
        return None
    members = tuple(
        evolve(member, data=rules.restored(store.snapshot, member.data), tail=None, term=0)
        for member in store.members
    )
    return Outcome(evolve(store, members=members, term=0, snapshot=None))


def _is_reachable(rules: Kubernetes, store: Store, through: str | None) -> bool:
    member = None if through is None else store.member(through)
    if member is None:
        return rules.reaches_store([member.is_up for member in store.members])
    return member.is_up


def _reaches_leader(rules: Kubernetes, store: Store, through: str | None) -> bool:
    """Say whether what arrives at a member (None: at any) comes to the leader: a member passes it on."""
    leader, member = store.leading, None if through is None else store.member(through)
    if leader is None or not _is_reachable(rules, store, through):
        return False
    return member is None or member.id == leader.id or not (member.is_cut or leader.is_cut)


def _read(rules: Kubernetes, store: Store, through: str | None, *, is_quorum: bool) -> Data | None:
    """Return what is read through a member; None while nothing can be."""
    if not _is_reachable(rules, store, through):
        return None
    if not is_quorum:
        member = store.leading if through is None else store.member(through)
        return None if member is None else member.data
    if through in store.unaware:
        leader, heard = store.member(through), 1
    else:
        leader, heard = (
            (store.leading if _reaches_leader(rules, store, through) else None),
            store.heard_by_leader,
        )
    if leader is None:
        return None
    if not rules.may_read(has_tail=leader.tail is not None, heard=heard, members=len(store.members)):
        return None
    return leader.data


def _advance(rules: Kubernetes, store: Store) -> Outcome:
    """Let the leader commit what it has, if it is on the disks of a quorum, and answer who waits."""
    leader = store.leading
    if leader is None or leader.tail is None:
        return Outcome(store)
    holding = sum(
        (member.term, member.all_it_has) == (leader.term, leader.all_it_has) for member in store.members
    )
    if holding < rules.write_quorum(len(store.members)):
        return Outcome(store)
    committed = evolve(leader, data=leader.all_it_has, tail=None)
    return Outcome(store.with_member(committed), _answer(leader.tail.waiting, Result.ACKNOWLEDGED))


def _answer(waiting: Waiting | None, result: Result) -> tuple[Message, ...]:
    if waiting is None:
        return ()
    return (Message(waiting.via, waiting.client, Answer(waiting.number, result)),)


HANDLERS: Handlers = {
    Transact: on_transact,
    Replicate: on_replicate,
    Elect: on_elect,
    CrashMember: on_crash_member,
    CutMember: on_cut_member,
    HealMember: on_heal_member,
    RestartMember: on_restart_member,
    Show: on_show,
    Feed: on_feed,
    Save: on_save,
    Restore: on_restore,
}
