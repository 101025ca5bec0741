"""Ctrl-C, held back while figures are being changed that must agree with each other."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def held_back() -> Iterator[None]:
    """Let a Ctrl-C wait for the end of the block, and raise KeyboardInterrupt there.

    A second one does not wait. Outside of the main thread nothing is done: Python raises it elsewhere.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[Any] = []

    def note(number: int, frame: Any) -> None:
        came.append((number, frame))
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    for number, frame in came:
        before(number, frame)
