"""The fairness under which a promise is held."""

from attrs import frozen

from checker.protocol import Fairness, Promise


@frozen
class NoFairness:
    """The fairness that owes nothing: to do nothing for ever is a fair run."""

    words: str = "none: whatever can be put off for ever may be"
    weak: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()


def fairness_of(promise: Promise, *, fair: bool) -> Fairness:
    """Return the fairness under which a promise is held: its own, unless somebody wants it without."""
    return promise.fairness if fair else NoFairness()
