"""The shape of the code: who may know whom, what a model may touch, and how long a file may be."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in ("model", "properties", "checker")
    for path in (ROOT / package).rglob("*.py")
)
MODEL = [path for path in FILES if path.startswith("model/")]
PROPERTIES = [path for path in FILES if path.startswith("properties/")]
CHECKER = [path for path in FILES if path.startswith("checker/")]

PURE = {
    *("abc", "bisect", "collections", "enum", "fractions", "functools", "heapq", "inspect", "itertools"),
    *("math", "operator", "string", "types", "typing"),
}
"""The standard library's modules that compute: no clock, no random number, no input or output."""

IMPURE_FUNCTIONS = {
    *("breakpoint", "compile", "eval", "exec", "input", "open", "print", "setattr", "delattr"),
    *("globals", "locals", "vars", "id", "hash", "__import__"),
}
"""What reaches outside, changes a value, or differs from one run of Python to the next."""

MAY_SEE_CLASSES = "model/rules.py"
"""The one file that marks methods and classes, and so looks into them."""


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that a file imports, at its head or within a function, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import is absolute, so that one can see where it leads"
            yield node.module or ""


def packages_of(path: str) -> set[str]:
    return {module.split(".")[0] for module in imports_of(tree_of(path))}


def names_called(tree: ast.Module) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_rooms_are_not_empty() -> None:
    """There is something to look at in each of the three packages."""
    assert {"model/raft/rules.py", "properties/raft_safety.py", "checker/reference.py"} <= set(FILES)


def test_imports_within_functions_are_seen() -> None:
    """An import that hides in a function is an import, too."""
    hidden = ast.parse("def f():\n    from os import path\n    import time, model.world\n")
    assert list(imports_of(hidden)) == ["os", "time", "model.world"]


@pytest.mark.parametrize("path", MODEL)
def test_model_imports(path: str) -> None:
    """A model knows attrs, itself, and those parts of the standard library that only compute."""
    assert set() == packages_of(path) - PURE - {"attrs", "model"}


@pytest.mark.parametrize("path", MODEL)
def test_model_calls_nothing_impure(path: str) -> None:
    """A model prints nothing, opens nothing, changes nothing, and asks for no address and no hash."""
    allowed = {"vars"} if path == MAY_SEE_CLASSES else set()
    assert set() == (names_called(tree_of(path)) & IMPURE_FUNCTIONS) - allowed


@pytest.mark.parametrize("path", MODEL)
def test_model_has_no_global_that_changes(path: str) -> None:
    """No function of a model rebinds a variable of its module or of the function around it."""
    rebinding = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Global | ast.Nonlocal)]
    assert rebinding == []


@pytest.mark.parametrize("path", MODEL)
def test_model_values_are_frozen(path: str) -> None:
    """Every record of a model is frozen: attrs' other decorators are not used."""
    imported = {
        alias.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "attrs"
        for alias in node.names
    }
    assert set() == imported & {"define", "mutable"}


@pytest.mark.parametrize("path", PROPERTIES)
def test_properties_imports(path: str) -> None:
    """Properties know the model they speak of, and no checker; only lemmas know Z3."""
    speaks_to_z3 = path.endswith("_lemmas.py") or path == "properties/symbolic.py"
    allowed = {"attrs", "model", "properties"} | ({"z3"} if speaks_to_z3 else set())
    assert set() == packages_of(path) - PURE - {"types"} - allowed


@pytest.mark.parametrize("path", CHECKER)
def test_checker_imports(path: str) -> None:
    """The checker knows no Raft and no Kubernetes: it imports neither a model nor its properties."""
    assert set() == packages_of(path) & {"model", "properties"}


PROTOCOL_WORDS = {
    *("apiserver", "ballot", "candidate", "elect", "elected", "election", "etcd", "follower", "heartbeat"),
    *("kube", "kubectl", "kubelet", "kubernetes", "leader", "leadership", "master", "paxos", "pod", "quorum"),
    *("raft", "replica", "stacked", "term", "vote", "voted", "voter"),
}
"""Words of Raft and of Kubernetes, in the singular."""

ORDINARY = {"candidates"}
"""What means something else here: the actions that may be enabled in a world."""

SAYS_WHAT_IT_DOES_NOT_KNOW = {"checker/__init__.py": {"raft", "kubernetes"}}


def words_of(text: str) -> set[str]:
    """Return the words of a text, those within a name too, in lower case; of a plural the singular, too."""
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)} - ORDINARY
    return words | {word.removesuffix("s") for word in words}


def texts_of(tree: ast.Module) -> Iterator[str]:
    """Yield every string and every name of a file."""
    for node in ast.walk(tree):
        for _, value in ast.iter_fields(node):
            if isinstance(value, str):
                yield value
            elif isinstance(value, list):
                yield from (one for one in value if isinstance(one, str))


def test_words_are_seen() -> None:
    """A word is found wherever it hides: in a name, in a string, in the plural; another word is not."""
    hidden = ast.parse("def theLeader(): x.old_votes('n1 and Raft', f'{n} terms', determine=PODS)")
    found = set().union(*map(words_of, texts_of(hidden))) & PROTOCOL_WORDS
    assert found == {"leader", "vote", "raft", "term", "pod"}


@pytest.mark.parametrize("path", CHECKER)
def test_checker_knows_no_word_of_the_protocols(path: str) -> None:
    """What is said of Raft and of Kubernetes, properties say: the checker has no word of either."""
    found = set().union(*map(words_of, texts_of(tree_of(path))), words_of(path)) & PROTOCOL_WORDS
    assert SAYS_WHAT_IT_DOES_NOT_KNOW.get(path, set()) == found


@pytest.mark.parametrize(
    "path",
    sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "checker" / "render" / "page").glob("*.*")),
)
def test_pages_know_no_word_of_the_protocols(path: str) -> None:
    """Nor have the templates, the script and the words of its pages."""
    assert set() == words_of((ROOT / path).read_text(encoding="utf-8")) & PROTOCOL_WORDS


@pytest.mark.parametrize("package", ["model", "checker"])
def test_rooms_can_be_entered_alone(package: str) -> None:
    """What a package imports of this project is itself, all the way down."""
    ours = {"model", "properties", "checker"}
    paths = [path for path in FILES if path.startswith(f"{package}/")]
    assert {package} == set().union(*(packages_of(path) & ours for path in paths))


@pytest.mark.parametrize("path", FILES)
def test_imports_exist(path: str) -> None:
    """What is imported is of the standard library, of this project, or one of its declared libraries."""
    declared = {"attr", "attrs", "cattrs", "click", "hypothesis", "jinja2", "markupsafe", "numba", "numpy"}
    declared |= {"rich", "scipy", "z3"}
    ours = {"model", "properties", "checker"}
    assert set() == packages_of(path) - set(sys.stdlib_module_names) - ours - declared


@pytest.mark.parametrize("path", FILES)
def test_every_module_says_what_it_is(path: str) -> None:
    """Every module begins with a docstring, and its first sentence stands alone."""
    docstring = ast.get_docstring(tree_of(path))
    assert docstring
    assert docstring.split("\n\n")[0].rstrip().endswith((".", ":", '"', "?"))


@pytest.mark.parametrize("path", FILES)
def test_length(path: str) -> None:
    """A file is one noun; one of more than 300 lines gives the reason, naming the 300 lines."""
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= 300 or "300 lines" in (ast.get_docstring(tree_of(path)) or "")


@pytest.mark.parametrize("noun", ["handlers", "elections", "replication"])
def test_handlers_know_no_mutant(noun: str) -> None:
    """Handlers ask the rules, and never whether the rules are wrong ones."""
    path = f"model/raft/{noun}.py"
    assert "mutant" not in (ROOT / path).read_text(encoding="utf-8").lower()
    assert set() == names_called(tree_of(path)) & {"isinstance", "issubclass", "hasattr", "getattr"}


def test_rules_know_no_history() -> None:
    """The history is the observer's: the rules do not so much as import it."""
    tree = tree_of("model/raft/rules.py")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    fields = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert set() == names & {"History", "Server", "Committed"}
    assert "history" not in fields


def test_every_room_is_on_the_map() -> None:
    """The map of the rooms, `tests/README.md`, names every file of this folder."""
    here = Path(__file__).parent
    named = (here / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(here.glob("*.py")) if f"`{path.name}`" not in named] == []
