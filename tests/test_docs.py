"""The documentation says what the code says, and what the commands print."""

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def generator() -> ModuleType:
    """Load the script that writes the generated pages."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["raft.md", "lemmas.md"])
def test_generated_pages_are_current(name: str) -> None:
    """A generated page is what docs/generate.py would write now."""
    assert generator().PAGES[name]() == (ROOT / "docs" / name).read_text(encoding="utf-8")


def transcripts(page: Path) -> list[tuple[str, str]]:
    """Return each seatrial command that a page shows in a console block, with its output."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command.startswith("seatrial"):
                found.append((command, output.strip()))
    return found


def plain(text: str) -> str:
    """Return an output without what differs between two runs: how long it took, and how lines broke."""
    text = re.sub(r"[\d.,]+ s(, [\d,]+ states/s)?", "… s", text)
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "output"), transcripts(ROOT / "README.md"))
def test_the_readme_shows_what_is_printed(command: str, output: str, tmp_path: Path) -> None:
    """Each command of the README prints what the README shows; a line of dots leaves lines out."""
    arguments = shlex.split(command)[1:]
    prepare = [a for a in arguments if a.endswith(".json")]
    if arguments[0] in {"replay", "show"} and prepare:
        made = "check raft --mutant vote-twice --property election-safety -o " + prepare[0]
        subprocess.run(
            [sys.executable, "-m", "checker", *made.split()], cwd=tmp_path, check=False, capture_output=True
        )
    ran = subprocess.run(
        [sys.executable, "-m", "checker", *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    printed = plain(ran.stdout)
    for part in re.split(r"^\s*…\s*$", output, flags=re.MULTILINE):
        assert plain(part) in printed, f"{command}\n{ran.stdout}\n{ran.stderr}"
