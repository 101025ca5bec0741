"""The scenario `ongaro`: the specification that TLC checks, checked here."""

from collections.abc import Mapping
from typing import Any

from model.ongaro.group import OngaroBounds, ongaro_group
from model.world import System
from properties import ongaro_safety
from properties.ongaro_description import ONGARO_DESCRIPTION
from properties.statement import Parameter, Scenario, properties_in

PARAMETERS = (
    Parameter("servers", "servers in the group", 3, least=1, most=7),
    Parameter("terms", "the highest term (terms start at 1)", 2, least=1),
    Parameter("entries", "entries in the longest log", 1),
    Parameter("values", "different values that clients ask for, each as often as they like", 1),
    Parameter("in-flight", "messages in flight at once, copies counted", 1, least=1),
    Parameter("copies", "copies of one message in flight", 1, least=1),
    Parameter("restarts", "1: servers may restart, as often as they like; 0: they do not", 1, most=1),
)


def build_ongaro(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
    """Return the specification's system with these parameters; it knows one protocol only."""
    assert protocol is None, "the specification has no rules that a mutant could override"
    return ongaro_group(OngaroBounds(**{name.replace("-", "_"): value for name, value in parameters.items()}))


ONGARO = Scenario(
    name="ongaro",
    sentence="A Raft group as Diego Ongaro's TLA+ specification has it, transition for transition.",
    parameters=PARAMETERS,
    build=build_ongaro,
    properties=properties_in(ongaro_safety),
    description=ONGARO_DESCRIPTION,
)
