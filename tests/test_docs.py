"""The documentation says what the code says, and what the commands print."""

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import test_kubernetes_scenarios
import test_progress
import test_scenarios
import test_zoo

from checker.zoo import exhibits

ROOT = Path(__file__).parent.parent

SHOWING = ("your-own-system", "liveness", "kubernetes", "traces", "election", "zoo")
"""The pages of docs/ that show what commands print."""


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


def test_pages_are_of_their_own_checkout(tmp_path: Path) -> None:
    """The script writes of the checkout that it is in, not of one that is installed elsewhere."""
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import generate, checker, properties; print(checker.__file__, properties.__file__)",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "docs")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [str(ROOT / name / "__init__.py") for name in ("checker", "properties")] == found.stdout.split()


def test_the_table_of_the_zoo_is_current() -> None:
    """The page on the zoo has a line for each mutant: what it is, and how its hunt ends."""
    page = (ROOT / "docs" / "zoo.md").read_text(encoding="utf-8")
    table = page.partition("<!-- mutants -->")[2].partition("<!-- end of mutants -->")[0]
    _, _, *rows = [
        [cell.strip(" `*") for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()
    ]
    assert [
        [one.name, one.hunt.mutant.rule, one.hunt.killed_by, one.found_as, one.hunt.mutant.cites]
        for one in exhibits()
    ] == [[*row[:4], row[6]] for row in rows]
    (mark,) = test_scenarios.test_how_a_hunt_ends.pytestmark  # type: ignore[attr-defined]  # pytest has put it there
    pinned = {name: (actions, states) for name, actions, states, _ in mark.args[1]}
    pinned |= {name: (steps, states) for name, (steps, _, states) in test_progress.LASSOS.items()}
    ends = test_kubernetes_scenarios.ENDS
    shown = {}
    for name, _, _, found_as, steps, states, _ in rows:
        shown[name] = (int(steps), int(states.replace(",", "")))
        pinned.setdefault(name, ends.get((found_as.removeprefix("kubernetes-"), name), (0, 0)))
    assert pinned == shown


def test_the_walks_of_the_zoo_are_current() -> None:
    """The page tells of each mutant that breaks no promise how random walks find it, as the tests pin it."""
    page = (ROOT / "docs" / "zoo.md").read_text(encoding="utf-8")
    table = page.partition("<!-- walks -->")[2].partition("<!-- end of walks -->")[0]
    _, _, *rows = [
        [cell.strip(" `*").replace(",", "") for cell in line.split("|")[1:-1]]
        for line in table.strip().splitlines()
    ]
    (mark,) = test_zoo.test_found_at_random.pytestmark  # type: ignore[attr-defined]  # pytest has put it there
    pinned = {name: [str(figure) for figure in figures] for name, *figures in mark.args[1]}
    assert pinned == {row[0]: row[1:5] for row in rows}


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
    text = re.sub(r"\d[\d.,]* s\b(, [\d,]+ (states|steps)/s)?", "… s", " ".join(text.split()))
    return " ".join(text.split())


def seatrial(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, as from a checkout that is not installed."""
    return subprocess.run(
        [sys.executable, "-m", "checker", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("page", "command", "output"),
    [
        (page, *shown)
        for page in ("README.md", *(f"docs/{name}.md" for name in SHOWING))
        for shown in transcripts(ROOT / page)
    ],
)
def test_a_page_shows_what_is_printed(page: str, command: str, output: str, tmp_path: Path) -> None:
    """Each command of a page prints, and draws, what the page shows; a line with … leaves lines out."""
    for name, content in modules(ROOT / page).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    arguments = shlex.split(command)[1:]
    if arguments[0] in {"replay", "show", "cite"}:
        made = "check raft --mutant vote-twice --property election-safety -o " + arguments[1]
        seatrial(made.split(), tmp_path)
    ran = seatrial(arguments, tmp_path)
    printed = plain(ran.stdout)
    for part in re.split(r"^\s*…\s*$", output, flags=re.MULTILINE):
        assert plain(part) in printed, f"{command}\n{ran.stdout}\n{ran.stderr}"
    for picture in tmp_path.glob("*.svg"):
        assert picture.read_bytes() == (ROOT / "docs" / picture.name).read_bytes()


def test_the_mutant_of_the_readme_dies(tmp_path: Path) -> None:
    """The user's own mutant that the README shows is found out by the command that it gives."""
    (tmp_path / "my_module.py").write_text(modules(ROOT / "README.md")["my_module.py"], encoding="utf-8")
    ran = seatrial(["check", "raft", "--mutant", "my_module:EveryLogWillDo", "--requests", "1"], tmp_path)
    assert "VIOLATED" in ran.stdout
    assert ran.returncode == 12


def modules(page: Path) -> dict[str, str]:
    """Return the Python modules that a page tells its reader to save, by their names."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    named = {m.group(1): block for block in blocks if (m := re.match(r"# (\w+\.py)\n", block))}
    # What is told to be saved is the block that follows.
    told = re.findall(r"Save\s+this as `(\w+\.py)`:\n\n```python\n(.*?)```", text, re.DOTALL)
    return named | dict(told)
