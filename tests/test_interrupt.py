"""Ctrl-C, held back."""

import os
import signal
from threading import Thread

import pytest

from checker.interrupt import held_back

pytestmark = pytest.mark.usefixtures("ctrl_c")


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_waits_for_the_end_of_the_block() -> None:
    """What is in the block is done in full; then the interrupt is raised."""
    done = []

    @held_back()
    def work() -> None:
        press()
        done.append("the rest")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["the rest"]


def test_the_second_does_not_wait() -> None:
    """Who presses twice means it."""
    done = []

    @held_back()
    def work() -> None:
        press()
        done.append("between")
        press()
        done.append("the rest")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["between"]


def test_leaves_no_trace() -> None:
    """After the block, Ctrl-C is what it was."""
    before = signal.getsignal(signal.SIGINT)
    with held_back():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_an_error_in_the_block_is_raised() -> None:
    """An error of the block's own is not hidden."""
    with pytest.raises(ValueError, match="own"), held_back():
        raise ValueError("its own")


def test_in_a_thread() -> None:
    """Outside of the main thread nothing is done."""
    seen = []

    def look() -> None:
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]
