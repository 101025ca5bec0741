"""JSON, on the screen and in files."""

import json
import os
import shutil
from pathlib import Path

from checker.encoding import Json
from checker.errors import WrongUsage


def dump(value: Json) -> str:
    """Return JSON that is the same in every encoding of the screen."""
    return json.dumps(value, indent=2)


def check_writable(path: Path, option: str = "--output") -> None:
    """Raise WrongUsage for a file that could not be written after the search, without touching it."""
    if not path.parent.is_dir():
        raise WrongUsage(f"{option} {path}: there is no folder {path.parent}")
    if path.is_dir():
        raise WrongUsage(f"{option} {path} is a folder; expected a file")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise WrongUsage(f"{option} {path} cannot be written: permission denied")


def check_folder(folder: Path) -> None:
    """Raise WrongUsage for a folder that is not there and cannot be made in one that is; touch nothing."""
    if folder.exists() and not folder.is_dir():
        raise WrongUsage(f"{folder} is a file; expected a folder to write to")
    if not folder.absolute().parent.is_dir():
        raise WrongUsage(f"{folder} cannot be made: there is no folder {folder.parent}")
    if not os.access(folder if folder.exists() else folder.absolute().parent, os.W_OK):
        raise WrongUsage(f"{folder} cannot be written to: permission denied")


def check_plot(path: Path, option: str = "--plot") -> None:
    """Raise WrongUsage for a file that no plot can be written to; a plot is SVG, and nothing else."""
    is_device = path.exists() and not path.is_file() and not path.is_dir()
    if path.suffix.lower() != ".svg" and not path.is_dir() and not is_device:
        raise WrongUsage(f"{option} {path}: a plot is drawn as SVG; expected a file that ends in .svg")
    check_writable(path, option)


def check_outputs(output: Path | None, plot: Path | None) -> None:
    """Raise WrongUsage where a report or a plot that is asked for could not be written; touch nothing."""
    if output is not None:
        check_writable(output)
    if plot is not None:
        check_plot(plot)


def write(path: Path, value: Json) -> None:
    """Write JSON for readers to a file: all of it, or what was there before stays."""
    write_text(path, f"{json.dumps(value, indent=2, ensure_ascii=False)}\n")


def write_text(path: Path, text: str) -> None:
    """Write a text to a file: all of it, or what was there before stays."""
    # A device, a pipe or a link (/dev/stdout is one) stays what it is.
    stays = path.is_symlink() or (path.exists() and not path.is_file())
    try:
        if stays or not os.access(path.parent, os.W_OK):
            path.write_text(text, encoding="utf-8")
        else:
            _replace(path, text)
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    """Put a file with this text in the place of another, if any, whose permissions it takes over."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
