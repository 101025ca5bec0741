"""How a cluster is told: what is stored, who may not do what, and no sentence that one stumbles over."""

import re
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from checker.render.trace import render_trace
from checker.replay import replay
from checker.storyteller import story_of
from checker.trace import load
from model.kubernetes.apiserver import Apiserver
from model.kubernetes.data import data_of
from model.kubernetes.events import Admit, Elect, Probe, Show, Transact, TurnAway
from model.kubernetes.objects import Address, Lease, NodeName, Pod, Thing
from model.kubernetes.requests import (
    Ask,
    Bind,
    Create,
    Delete,
    Ended,
    Heartbeat,
    Report,
    Request,
    Taint,
    Update,
)
from model.kubernetes.store import ETCD, Store, Tail, store_of
from model.process import Message, ProcessId
from properties.kubernetes_refusals import refusal_of
from properties.kubernetes_scenario import MUTANTS

ZOO = Path(__file__).parent.parent / "traces" / "zoo"

W1, W2 = NodeName("w1"), NodeName("w2")
API, KUBELET = ProcessId("apiserver-cp1"), ProcessId("kubelet-w1")

STUMBLES = (
    r"\b(node|pod|lease|member|etcd|request) \1\b",
    r"\bin the state that it is in\b",
    r"\b(True|False|None)\b",
    r"\b1 (hosts|times|pods|members|containers|control planes|steps|actions)\b",
    r": ,",
    r", ,",
)
"""What no sentence has in it: a word twice, a program's own words, a plural of one, an empty place."""


@cache
def told(mutant: str) -> str:
    """Return the committed trace of a mutant as text, its line breaks gone."""
    again = replay(load(ZOO / f"{mutant}.json"))
    return " ".join(render_trace(again.trace, again.scenario, story_of(again)).split())


@pytest.mark.parametrize("mutant", MUTANTS)
def test_nobody_stumbles(mutant: str) -> None:
    """The trace of each mutant of the cluster reads well."""
    for stumble in STUMBLES:
        assert re.findall(stumble, told(mutant)) == [], stumble


def test_the_address_that_is_rewritten() -> None:
    """Where a kubelet rewrites another node's pod, the address is shown, and who may not do what is said."""
    text = told("no-authoriser")
    assert "{pod b on w2 @2} → {pod b on w2 at w1/2 @3}" in text
    assert (
        "apiserver-cp1 refuses it, as kubelet-w1 may not update the status of pod b, which is on w2." in text
    )


def asking(request: Request) -> Message:
    """Return a request of the kubelet of w1 on its way to an apiserver."""
    return Message(KUBELET, API, Ask(request, KUBELET))


@pytest.mark.parametrize(
    ("request_", "deed"),
    [
        (Create(Thing("a")), "create thing a"),
        (Update(Lease("scheduler", API), 1), "update lease scheduler"),
        (Delete(("pod", "b")), "delete pod b"),
        (Bind("b", 2, W2), "bind pod b"),
        (Report("b", 2, W2, Address("w1/2")), "update the status of pod b, which is on w2"),
        (Ended("b", 2, W2), "update the status of pod b, which is on w2"),
        (Heartbeat(W2), "renew the lease of node w2"),
        (Taint(W2, tainted=True), "taint node w2"),
    ],
    ids=lambda given: given if isinstance(given, str) else type(given).__name__,
)
def test_who_may_not_do_what(request_: Request, deed: str) -> None:
    """A request that is not let through is told by who asked, the verb and the object."""
    refused = f"apiserver-cp1 refuses it, as kubelet-w1 may not {deed}"
    assert refused == refusal_of(API, Apiserver(API), Admit(asking(request_)))
    allowed = f"apiserver-cp1 lets it through, as kubelet-w1 may {deed}"
    assert allowed == refusal_of(API, Apiserver(API), TurnAway(asking(request_)))


def test_one_that_is_down_refuses_nothing() -> None:
    """That an apiserver is down is not told as if somebody were not allowed."""
    down = Apiserver(API, is_up=False)
    assert refusal_of(API, down, Admit(asking(Heartbeat(W1)))) == "apiserver-cp1 answers nobody"


@pytest.mark.parametrize(
    ("apiserver", "said"),
    [
        (Apiserver(API), "apiserver-cp1 answers, and its check says so"),
        (Apiserver(API, is_hung=True), "apiserver-cp1 answers nobody, and its check says so"),
        (Apiserver(API, is_up=False), "apiserver-cp1 answers nobody, and its check says so"),
    ],
    ids=["up", "hung", "down"],
)
def test_what_a_check_says(apiserver: Apiserver, said: str) -> None:
    """A check that would say otherwise than the truth is refused by saying the truth."""
    lie = Probe(API, passed=not apiserver.answers, answers=apiserver.answers)
    assert said == refusal_of(API, apiserver, lie)


def group(*logs: int, dead: str = "") -> Store:
    """Return a store of members db1, db2, … whose disks have so many writes each, without a leader."""
    names = tuple(f"db{number}" for number in range(1, len(logs) + 1))
    store = store_of(names, data_of(()), frozenset({dead}))
    for name, log in zip(names, logs, strict=True):
        member = store.member(name)
        assert member is not None
        for number in range(log):
            data = member.data.put(("thing", str(number)), Thing(str(number)))
            member = type(member)(member.id, member.is_up, data=data)
        store = store.with_member(member)
    return Store(store.id, store.members)


def cut_off(name: str) -> Store:
    """Return a store of three members, one of which lives and is cut off from the others."""
    store = group(0, 0, 0)
    member = store.member(name)
    assert member is not None
    return store.with_member(evolve(member, is_cut=True))


@pytest.mark.parametrize(
    ("store", "said"),
    [
        (
            group(0, 1, 0, dead="db3"),
            "the member on db1 gets 1 of 3 votes: the log of the member on db2 goes further",
        ),
        (group(0, 0, dead="db2"), "the member on db1 gets 1 of 2 votes"),
        (group(0, 0, dead="db1"), "the member on db1 is dead"),
        (store_of(("db1", "db2"), data_of(())), "the member on db1 leads"),
        (cut_off("db1"), "the member on db1 is cut off"),
    ],
    ids=["behind", "alone", "dead", "led", "cut off"],
)
def test_why_a_member_is_not_elected(store: Store, said: str) -> None:
    """A member that is not elected lacks votes, or life, or an empty throne."""
    assert said == refusal_of(ETCD, store, Elect("db1"))


def test_why_nothing_is_read() -> None:
    """A quorum read waits for a leader, and for what the leader does not know to be committed."""
    show = Show(ProcessId("user"), None, None, API)  # type: ignore[arg-type]  # who reads is of no interest
    assert refusal_of(ETCD, group(0, 0), show) == "the store has no leader"
    led = store_of(("db1", "db2"), data_of(()))
    first = led.members[0]
    busy = led.with_member(type(first)("db1", tail=Tail(("thing", "a"), Thing("a"), None)))
    waits = "the leader on db1 does not know yet that this is committed: thing a"
    assert waits == refusal_of(ETCD, busy, show)
    assert refusal_of(ETCD, group(0, 0), Transact(asking(Heartbeat(W1)))) == "the store has no leader"


def test_where_there_is_nothing_better_to_say() -> None:
    """What has no words of its own is left to whoever tells it."""
    assert refusal_of(ETCD, store_of(("db1",), data_of(())), Transact(asking(Heartbeat(W1)))) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Pod("a"), "pod a"),
        (Pod("a", 1, W1, Address("w1/1"), deleting=True), "pod a on w1 at w1/1 (deleting)"),
        (Lease("w1", KUBELET, 0), "lease w1 of kubelet-w1 (renewed 0 times)"),
        (Lease("w1", KUBELET, 1), "lease w1 of kubelet-w1 (renewed 1 time)"),
        (Lease("w1", KUBELET, 2), "lease w1 of kubelet-w1 (renewed 2 times)"),
        (data_of(()), "revision 0: empty"),
    ],
    ids=str,
)
def test_values_in_words(value: object, said: str) -> None:
    """What is stored is said with what matters of it."""
    assert said == str(value)
