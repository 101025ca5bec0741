"""The command line as a user meets it: words typed, an exit code, and two screens."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from checker.cli import main
from checker.engines import COMPILING

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent


@frozen
class Ran:
    """What came of a command: its exit code, what it printed, and what it complained of."""

    code: object
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def typed(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Run a command in this process."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Ran(ended.value.code, out, err)


def started(*words: object, **environment: str) -> "subprocess.Popen[bytes]":
    """Start a command as a program of its own, in the folder in which a user would have `dining`."""
    return subprocess.Popen(
        [sys.executable, "-m", "checker", *map(str, words)],
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A program that a shell starts in the background ignores Ctrl-C; this one shall not inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads yet
    )


def ended(process: "subprocess.Popen[bytes]", seconds: float = 60) -> Ran:
    """Wait for a program to end."""
    out, err = process.communicate(timeout=seconds)
    return Ran(process.returncode, out.decode(), err.decode())


def assert_refused(ran: Ran, *said: str) -> None:
    """Assert that a command was refused: exit code 2, one sentence that says this, and nothing printed.

    What is refused in the middle of a search may have had the kernels compiled before, which is told.
    """
    assert (ran.code, ran.out) == (2, "")
    refusal = ran.err.removeprefix(f"seatrial: {COMPILING}\n")
    assert refusal.startswith("seatrial: ")
    assert refusal.count("\n") == 1, "one line"
    assert refusal.endswith("\n")
    for words in said:
        assert words in refusal
