"""What a handler is: a function of the rules, a local state and an event. Each part has a table of them."""

from collections.abc import Callable, Mapping
from typing import Any

from model.kubernetes.rules import Kubernetes
from model.process import Event, Outcome

Handler = Callable[[Kubernetes, Any, Any], Outcome | None]

Handlers = Mapping[type[Event], Handler]
