"""The cluster, fuzzed: larger than what can be exhausted, with more faults."""

from checker.stateful import Fuzz
from properties.kubernetes_scenarios import (
    ON_RAFT,
    ONE_CONTROL_PLANE,
    SCHEDULERS,
    SILENT_NODE,
    STATEFUL,
    STATEFUL_SILENT,
    WRITES,
)


class TestFiveMembers(Fuzz):
    """Five members keep what was acknowledged."""

    scenario = WRITES
    parameters = {"members": 5, "deaths": 8, "returns": 8}


class TestOneControlPlane(Fuzz):
    """Workers go on through many deaths of the only control-plane host."""

    scenario = ONE_CONTROL_PLANE
    parameters = {"revisions": 20, "deaths": 5, "returns": 5, "failures": 9, "containers": 3}


class TestThreeSchedulers(Fuzz):
    """Three schedulers bind three pods to three nodes, once each."""

    scenario = SCHEDULERS
    parameters = {"revisions": 40, "schedulers": 3, "elect": 1, "nodes": 3, "pods": 3}


class TestStatefulSet(Fuzz):
    """A StatefulSet's pod is at one place, however often a kubelet crashes."""

    scenario = STATEFUL
    parameters = {"revisions": 30, "crashes": 6}


class TestSilentStatefulSet(Fuzz):
    """A StatefulSet's pod is at one place, however often its node falls silent."""

    scenario = STATEFUL_SILENT
    parameters = {"revisions": 40, "cuts": 6}


class TestSilentNode(Fuzz):
    """Pods are evicted and replaced, each with an address of its own."""

    scenario = SILENT_NODE
    parameters = {"revisions": 40, "cuts": 6}


class TestOnRaft(Fuzz):
    """An apiserver on a Raft group of five loses nothing that it acknowledged."""

    scenario = ON_RAFT
    parameters = {"servers": 5, "terms": 5, "requests": 4, "crashes": 3, "in-flight": 30}
