"""What each request does to what is stored: one function a request, the table at the foot.

Each returns the key and the value to write (None: delete it), or `REFUSED`, or `DONE` where all is as it
was asked for already.
"""

from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen

from model.kubernetes.data import Data
from model.kubernetes.objects import Key, Lease, Node, Pod, Value
from model.kubernetes.requests import (
    Bind,
    Create,
    Delete,
    Ended,
    Heartbeat,
    Report,
    Request,
    Result,
    Taint,
    Update,
)
from model.kubernetes.rules import Kubernetes


@frozen
class Change:
    """A write: the key, and the value that it shall have (None: none)."""

    key: Key
    value: Value | None


REFUSED, DONE = Result.REFUSED, Result.ACKNOWLEDGED

Effect = Change | Result


def effect_of(rules: Kubernetes, request: Request, data: Data) -> Effect:
    """Return what a request does to the data."""
    return EFFECTS[type(request)](rules, request, data)


def on_create(rules: Kubernetes, create: Create, data: Data) -> Effect:
    if not rules.name_is_free(data.find(create.value.key)):
        return REFUSED
    return Change(create.value.key, create.value)


def on_update(rules: Kubernetes, update: Update, data: Data) -> Effect:
    key = update.value.key
    if not rules.revision_matches(update.revision, rules.revision_of(data.find(key))):
        return REFUSED
    return Change(key, update.value)


def on_delete(rules: Kubernetes, delete: Delete, data: Data) -> Effect:
    item = data.find(delete.key)
    if item is None:
        return REFUSED
    pod = item.value
    if not isinstance(pod, Pod):
        return Change(delete.key, None)
    if delete.uid and not rules.is_same_pod(delete.uid, pod):
        return REFUSED
    if rules.is_removed_at_once(pod, force=delete.force):
        return Change(delete.key, None)
    if pod.deleting:
        return DONE
    return Change(delete.key, evolve(pod, deleting=True, evicted=delete.evict))


def on_bind(rules: Kubernetes, bind: Bind, data: Data) -> Effect:
    pod = data.pod(bind.pod)
    if pod is None or not rules.is_same_pod(bind.uid, pod) or not rules.may_bind(pod):
        return REFUSED
    return Change(pod.key, evolve(pod, node=bind.node))


def on_report(rules: Kubernetes, report: Report, data: Data) -> Effect:
    pod = data.pod(report.pod)
    if pod is None or not rules.is_same_pod(report.uid, pod) or pod.node != report.node:
        return REFUSED
    if pod.address == report.address:
        return DONE
    return Change(pod.key, evolve(pod, address=report.address))


def on_ended(rules: Kubernetes, ended: Ended, data: Data) -> Effect:
    pod = data.pod(ended.pod)
    if pod is None or not rules.is_same_pod(ended.uid, pod) or pod.node != ended.node:
        return REFUSED
    return Change(pod.key, None) if pod.deleting else REFUSED


def on_heartbeat(rules: Kubernetes, heartbeat: Heartbeat, data: Data) -> Effect:  # noqa: ARG001  # the table's signature
    item = data.find(("lease", heartbeat.node))
    if item is None or not isinstance(item.value, Lease):
        return REFUSED
    return Change(item.key, evolve(item.value, renewals=item.value.renewals + 1))


def on_taint(rules: Kubernetes, taint: Taint, data: Data) -> Effect:  # noqa: ARG001  # the table's signature
    item = data.find(("node", taint.node))
    if item is None or not isinstance(item.value, Node):
        return REFUSED
    if item.value.tainted == taint.tainted:
        return DONE
    return Change(item.key, evolve(item.value, tainted=taint.tainted))


EFFECTS: dict[type[Request], Callable[[Kubernetes, Any, Data], Effect]] = {
    Create: on_create,
    Update: on_update,
    Delete: on_delete,
    Bind: on_bind,
    Report: on_report,
    Ended: on_ended,
    Heartbeat: on_heartbeat,
    Taint: on_taint,
}
