"""Messages to nobody: a mutant that names a process that is not there is told so, by whatever runs it."""

import gc
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import invalidate_caches
from pathlib import Path

import pytest
from attrs import evolve
from console import Ran, assert_refused, typed
from test_stateful import QUICK, fuzz
from toys import ANNA, Holder, Token, passing

from checker import screen
from checker.addressees import addressed
from checker.check import check
from checker.errors import WrongUsage
from checker.reference import search
from model.process import Event, Message, Outcome, ProcessId
from properties.catalogue import RAFT

Run = Callable[..., Ran]

WRONG = {
    "asked_for_votes": (
        "from model.raft.rules import Raft\n"
        "class Stray(Raft):\n"
        "    '''It asks one more.'''\n"
        "    def asked_for_votes(self, candidate):\n"
        "        return 'n1', 'n2', 'n3', 'n4'\n"
    ),
    "backend_for": (
        "from model.kubernetes.rules import Kubernetes\n"
        "class Stray(Kubernetes):\n"
        "    '''It goes where nobody is.'''\n"
        "    def backend_for(self, pool, last):\n"
        "        return 'apiserver-cp77'\n"
    ),
}
VOTES_AGAIN = (
    "from model.raft.rules import Raft\n"
    "class Stray(Raft):\n"
    "    '''It votes again.'''\n"
    "    def vote_is_free(self, voted_for, candidate):\n"
    "        return True\n"
)

NOBODY = {
    "asked_for_votes": ("raft", "to n4, which is no process of the system; expected one of: n1, n2, n3"),
    "backend_for": (
        "kubernetes-balancer",
        "to apiserver-cp77, which is no process of the system; expected one of: etcd, apiserver-cp1,",
    ),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in this process, in an empty folder."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(screen, "NARROW_EVERY", 3600)  # on a slow machine, too
    monkeypatch.chdir(tmp_path)
    return partial(typed, capsys)


@pytest.fixture
def stray(run: Run, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Write a mutant into a module; return its name."""

    def write(code: str) -> str:
        sys.modules.pop("stray_module", None)
        (tmp_path / "stray_module.py").write_text(code, encoding="utf-8")
        invalidate_caches()
        return "stray_module:Stray"

    yield write
    sys.modules.pop("stray_module", None)


@pytest.mark.parametrize("rule", WRONG)
@pytest.mark.parametrize(
    "command",
    ["check --engine compiled", "check --engine reference", "simulate --runs 50"],
)
def test_one_sentence(run: Run, stray: Callable[[str], str], command: str, rule: str) -> None:
    """The rule, the mutant and the process are named, by each engine."""
    scenario, said = NOBODY[rule]
    (word, *options) = command.split()
    ran = run(word, scenario, "--mutant", stray(WRONG[rule]), *options)
    assert_refused(ran, f"with {rule} of the mutant stray_module:Stray, ", said)


def test_fuzzed(stray: Callable[[str], str], tmp_path: Path) -> None:
    """Hypothesis is told the same."""
    mutant = stray(WRONG["asked_for_votes"])
    with pytest.raises(WrongUsage, match=r"with asked_for_votes of the mutant .* to n4, which is no process"):
        fuzz(tmp_path / "traces", scenario=RAFT, mutant=mutant, settings=QUICK)().test_keeps_its_properties()


def test_replayed(run: Run, stray: Callable[[str], str], tmp_path: Path) -> None:
    """So is who replays a trace of a mutant that has changed since."""
    ran = run("check", "raft", "--mutant", stray(VOTES_AGAIN), "--in-flight", 3, "-o", "trace.json")
    assert ran.code == 12
    stray(WRONG["asked_for_votes"])
    assert_refused(run("replay", "trace.json"), "asked_for_votes of the mutant", "to n4, which is no process")


def test_any_caller(stray: Callable[[str], str]) -> None:
    """A program that checks gets a WrongUsage."""
    with pytest.raises(WrongUsage, match="to n4, which is no process"):
        check("raft", mutant=stray(WRONG["asked_for_votes"]))


def test_a_system_of_ones_own() -> None:
    """Where no mutant is at work, the sentence names none; an address that nothing leads to is no matter."""

    def react(process: ProcessId, local: Holder, event: Event) -> Outcome:
        return Outcome(local, (Message(process, ProcessId("Carl"), Token()),))

    lost = evolve(passing(), react=react)
    with pytest.raises(WrongUsage, match=f"^{ANNA} sends the token to Carl, which is no process"):
        search(addressed(lost), ())
    everyone = evolve(lost, kinds=tuple(kind for kind in lost.kinds if kind.about is None))
    assert search(addressed(everyone), ()).states == 4, "each has sent, or not"


def test_a_coroutine(run: Run, stray: Callable[[str], str], recwarn: pytest.WarningsRecorder) -> None:
    """A rule that would have to be awaited is refused before it is asked; no warning comes after."""
    code = VOTES_AGAIN.replace("    def", "    async def")
    ran = run("check", "raft", "--mutant", stray(code))
    assert_refused(ran, "vote_is_free is a coroutine (async def); expected a method (def)")
    gc.collect()
    assert not list(recwarn)
