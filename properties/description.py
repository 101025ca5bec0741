"""How a scenario's values are told to a reader: short names, one line, what matters, in which order.

Whoever tells a trace has a good default for each of these, and takes it where the answer is None. So a
scenario of one's own needs no description, and one that overrides a method or two reads better.
"""

from collections.abc import Collection, Sequence
from typing import Any

Fields = Sequence[tuple[str, Any]]
"""Names and values, in the order in which a reader wants them."""


class Description:
    """The default: nothing is said, and values are told as they are."""

    def process(self, identity: str) -> str:
        """Return a short name of a process."""
        return str(identity)

    def is_background(self, identity: str) -> bool:  # noqa: ARG002  # another description may look
        """Say whether a process is an environment: it takes part in much, and is no party of the story."""
        return False

    def summary(self, local: Any) -> str | None:  # noqa: ARG002  # as above
        """Return one line about a local state."""
        return None

    def fields(self, local: Any) -> Fields | None:  # noqa: ARG002  # as above
        """Return what matters of a local state."""
        return None

    def is_down(self, local: Any) -> bool:  # noqa: ARG002  # as above
        """Say whether a process is crashed, or dead."""
        return False

    def message(self, message: Any) -> str | None:  # noqa: ARG002  # as above
        """Return a few words for a message, as they stand on an arrow."""
        return None

    def cuts(self, local_states: tuple[Any, ...]) -> Sequence[Collection[str]]:  # noqa: ARG002  # as above
        """Return the links that are cut: each as its two ends, or as one that reaches nobody."""
        return ()

    def account(
        self,
        stated: str,  # noqa: ARG002  # as above
        run: Sequence[tuple[Any, ...]],  # noqa: ARG002  # as above
        actions: Sequence[Any],  # noqa: ARG002  # as above
    ) -> str | None:
        """Say more of how the property `stated` came to be violated at the end of a run.

        The run is the local states at each moment, and the actions between them.
        """
        return None

    def refusal(self, process: str, local: Any, event: Any) -> str | None:  # noqa: ARG002  # as above
        """Say in a sentence, without its full stop, why a process in a state does not take an event."""
        return None

    def fate(self, action: Any) -> str | None:  # noqa: ARG002  # as above
        """Say what becomes of the message of an action: ``received``, ``lost``, ``duplicated`` or ``read``.

        What is `duplicated` arrives as a copy, or gets one in flight; what is `read` is acted on, and stays
        in flight. None: what leaves the network is received if an event of the action has it, else lost;
        what stays is duplicated.
        """
        return None
