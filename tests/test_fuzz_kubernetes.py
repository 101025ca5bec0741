"""The cluster, fuzzed: larger than what can be exhausted, with more faults."""

from collections.abc import Mapping

from checker.stateful import Fuzz
from properties.kubernetes_scenarios import (
    ADDRESSES,
    DEAD_WORKER,
    ON_RAFT,
    ONE_CONTROL_PLANE,
    PARTITION,
    PROXY,
    SCHEDULERS,
    SILENT_NODE,
    STATEFUL,
    STATEFUL_SILENT,
    WRITES,
)


def bounds(**given: int) -> Mapping[str, int]:
    """Return bounds by the names of parameters."""
    return {name.replace("_", "-"): value for name, value in given.items()}


class TestFiveMembers(Fuzz):
    """Five members keep what was acknowledged."""

    scenario = WRITES
    parameters = bounds(members=5, deaths=8, returns=8)


class TestFiveMembersCutOff(Fuzz):
    """Five members keep what was acknowledged, while they die, and are cut off and healed."""

    scenario = PARTITION
    parameters = bounds(members=5, deaths=4, cuts=6)


class TestOneControlPlane(Fuzz):
    """Workers go on through many deaths of the only control-plane host."""

    scenario = ONE_CONTROL_PLANE
    parameters = bounds(revisions=20, deaths=5, returns=5, failures=9, containers=3)


class TestThreeSchedulers(Fuzz):
    """Three schedulers bind three pods to three nodes, once each."""

    scenario = SCHEDULERS
    parameters = bounds(revisions=40, schedulers=3, elect=1, nodes=3, pods=3)


class TestStatefulSet(Fuzz):
    """A StatefulSet's pod is at one place, however often a kubelet crashes."""

    scenario = STATEFUL
    parameters = bounds(revisions=30, crashes=6)


class TestSilentStatefulSet(Fuzz):
    """A StatefulSet's pod is at one place, however often its node falls silent."""

    scenario = STATEFUL_SILENT
    parameters = bounds(revisions=40, cuts=6)


class TestSilentNode(Fuzz):
    """Pods are evicted and replaced, each with an address of its own."""

    scenario = SILENT_NODE
    parameters = bounds(revisions=40, cuts=6)


class TestDeadWorker(Fuzz):
    """Pods are replaced, however often a worker's host dies and returns empty."""

    scenario = DEAD_WORKER
    parameters = bounds(revisions=40, deaths=4, returns=4)


class TestAddresses(Fuzz):
    """Sandboxes end and start on one node, again and again, and never share an address."""

    scenario = ADDRESSES
    parameters = bounds(revisions=60, requests=12)


class TestProxy(Fuzz):
    """A proxy changes its rules when it is told to, however often it is cut off."""

    scenario = PROXY
    parameters = bounds(revisions=12, cuts=8)


class TestOnRaft(Fuzz):
    """An apiserver on a Raft group of five loses nothing that it acknowledged."""

    scenario = ON_RAFT
    parameters = bounds(servers=5, terms=5, requests=4, crashes=3, in_flight=30)
