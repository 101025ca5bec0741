"""The machine code: functions over arrays of integers, compiled by numba and kept for the next run.

The kernels never call Python: what the tables lack they write down, and are called again.
"""

from contextlib import suppress
from pathlib import Path


def _forget_stale() -> None:
    """Remove kept machine code that is older than its source.

    Numba looks at the file of a kernel only, not at those of the functions that it calls.
    """
    here = Path(__file__).parent
    newest = max(source.stat().st_mtime for source in here.glob("*.py"))
    for kept in (here / "__pycache__").glob("*.nb[ic]"):
        with suppress(FileNotFoundError):  # another process is doing the same
            if kept.stat().st_mtime < newest:
                kept.unlink()


_forget_stale()

from checker.compiled.kernels.build import build  # noqa: E402  # after what is stale is gone
from checker.compiled.kernels.expand import expand  # noqa: E402
from checker.compiled.kernels.hashing import (  # noqa: E402
    admit,
    numbers_of,
    pick_fresh,
    place_of,
    put_in_map,
    put_keys,
    put_numbers,
    put_print,
    rehash,
    shard_of,
)
from checker.compiled.kernels.steps import print_of, prints_of  # noqa: E402
from checker.compiled.kernels.walk import walk  # noqa: E402

__all__ = [
    "admit",
    "are_compiled",
    "build",
    "expand",
    "numbers_of",
    "pick_fresh",
    "place_of",
    "print_of",
    "prints_of",
    "put_in_map",
    "put_keys",
    "put_numbers",
    "put_print",
    "rehash",
    "shard_of",
    "walk",
]


def are_compiled(kernel: str = "expand") -> bool:
    """Say whether a kernel is compiled already, by an earlier run on this machine."""
    cache = expand._cache  # type: ignore[attr-defined]  # noqa: SLF001  # numba tells it nowhere else
    return any(Path(cache.cache_path).glob(f"{kernel}.{kernel}-*.nbi"))
