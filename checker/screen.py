"""The two screens: what was found goes to the one, how far it is to the other."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from shutil import get_terminal_size
from time import monotonic

from rich.console import Console

from checker.memory import resident_bytes
from checker.verdict import Progress

NARROW_EVERY = 10.0
"""Seconds between two lines of progress where standard error is no terminal."""


def say(text: str) -> None:
    """Print a result; what the screen's encoding lacks, as ``?``."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read it (``| head``) has gone. The exit code shall still say what was found, and
        # Python, which flushes once more as it ends, shall not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(sentence: str) -> None:
    """Print what is wrong, as one sentence."""
    sys.stderr.write(f"seatrial: {sentence}\n")


def columns() -> int | None:
    """Return how wide the terminal is on which results are printed; None if there is none."""
    return get_terminal_size().columns if sys.stdout.isatty() else None


def words_of_search(progress: Progress) -> str:
    """Say how far a search is."""
    rate = progress.states / progress.seconds if progress.seconds else 0
    return (
        f"depth {progress.depth}: {progress.states:,} states ({rate:,.0f}/s), "
        f"{progress.transitions:,} transitions, {progress.frontier:,} left in this level, "
        f"{resident_bytes() // 2**20:,} MiB"
    )


def words_of_walks(progress: Progress) -> str:
    """Say how far a simulation is: its states are runs, its transitions steps."""
    rate = progress.transitions / progress.seconds if progress.seconds else 0
    return (
        f"{progress.states:,} of {progress.frontier:,} runs, {progress.transitions:,} steps ({rate:,.0f}/s)"
    )


@contextmanager
def progress_line(words: Callable[[Progress], str] = words_of_search) -> Iterator[Callable[[Progress], None]]:
    """Show how far something is: a line that renews itself, or now and then a line of its own."""
    if sys.stderr.isatty():  # and not what rich takes for a terminal where FORCE_COLOR is set
        with Console(stderr=True).status("starting") as status:
            yield lambda progress: status.update(words(progress))
        return
    last = monotonic()

    def tell(progress: Progress) -> None:
        nonlocal last
        if monotonic() - last >= NARROW_EVERY:
            last = monotonic()
            sys.stderr.write(f"{words(progress)}\n")

    yield tell


About = Callable[[int, str], Callable[[Progress], None]]


@contextmanager
def progress_of(of: int, words: Callable[[Progress], str]) -> Iterator[About]:
    """Show how far many searches are: which of how many is under way, and how far it is."""
    now = ""
    with progress_line(lambda progress: f"{now}: {words(progress)}") as tell:

        def about(number: int, name: str) -> Callable[[Progress], None]:
            nonlocal now
            now = f"{name} ({number} of {of})"
            return tell

        yield about
