"""A gallery: a small site of pages, one a committed trace, with an index by what goes wrong.

The traces are files in folders. A trace that has the name of its mutant hangs in a room of that mutant's
module, whose docstring is the title; any other in a room of its folder. Every trace is replayed while the
site is made; one that shows nothing any more is refused.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from checker.catalogue import claims, find_mutant, find_scenario
from checker.contradiction import replayed
from checker.errors import WrongUsage
from checker.gallery_command import CLAIMS, VERDICTS
from checker.render.gallery import Piece, Room, render_index
from checker.render.html import trace_html
from checker.render.phrases import holds, shows
from checker.render.ruling import Ruling, ruling_of
from checker.storyteller import story_of
from checker.trace import Trace
from checker.zoo import exhibits

INDEX = "index.html"


@frozen
class Site:
    """The files of a gallery: each by its name, with what is in it."""

    files: dict[str, str]
    rooms: tuple[Room, ...]


def site_of(traces: Path) -> Site:
    """Make the gallery of all traces in a folder, and in the folders in it.

    Raises WrongUsage where there are none, and for one that does not show any more what it says.
    """
    hung = [hang(path, traces) for path in files_in(traces)]
    names = [piece.page for _, piece in hung]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise WrongUsage(f"{traces}: two traces would be the page {twice}; expected files of different names")
    rooms = tuple(_rooms(hung))
    pages = {piece.page: trace_html(piece.story, INDEX, piece.claim) for _, piece in hung}
    return Site({INDEX: render_index(rooms), **pages}, rooms)


def files_in(traces: Path) -> tuple[Path, ...]:
    """Return the trace files of a folder, in the order of their names."""
    if not traces.is_dir():
        raise WrongUsage(f"{traces} is no folder; expected one with trace files, as `traces` of a checkout")
    found = tuple(sorted(path for path in traces.rglob("*.json") if path != traces / VERDICTS))
    if not found:
        raise WrongUsage(f"there is no trace in {traces}; expected files that end in .json")
    return found


def hang(path: Path, traces: Path) -> tuple[str, Piece]:
    """Replay a trace file; return the title of its room, and the piece that it makes."""
    again = replayed(path)
    trace = again.trace
    if again.finding is None:
        held = holds(trace.property, again.kind)
        raise WrongUsage(
            f"{path}: {trace.id} shows nothing any more: {held}; expected a trace that still "
            f"{shows(trace.property, again.kind, trace.loop)}: remove it, or hunt anew"
        )
    claim = _claim(path.stem, traces / VERDICTS) if path.parent.name == CLAIMS else None
    return _title(trace, path, traces), Piece(path.stem, f"{path.stem}.html", story_of(again), claim)


def _claim(name: str, file: Path) -> Ruling | None:
    """Return a claim as it was settled when the traces were made; None if there is no such claim.

    What was settled is in a file; without it, or if the claim is not in it, only the statement is known.
    """
    claim = next((claim for claim in claims() if claim.id == name), None)
    if claim is None:
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8")).get(name) if file.exists() else None
        verdict, correct = (None, None) if found is None else (found["verdict"], found["correct_holds"])
        return ruling_of(claim, verdict, is_corrected=correct is True)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise WrongUsage(
            f"{file} does not say what became of {name}; expected what seatrial gallery --hunt writes"
        ) from error


def _title(trace: Trace, path: Path, traces: Path) -> str:
    """Return of a trace that has its mutant's name what the mutant's module says, else its folder's name."""
    if trace.mutant == path.stem:
        mutant = find_mutant(find_scenario(trace.scenario), trace.mutant)[0]
        module = sys.modules[mutant.protocol.__module__]
        title = " ".join((module.__doc__ or "").split("\n\n")[0].split()).rstrip(".:")
        if title:
            return title
    folder = path.parent.relative_to(traces).as_posix()
    return "Traces" if folder == "." else folder.replace("-", " ").capitalize()


def _rooms(hung: Iterable[tuple[str, Piece]]) -> Iterator[Room]:
    """Yield the rooms: those of mutants in the order of the catalogue, then the others."""
    place = {exhibit.name: number for number, exhibit in enumerate(exhibits())}
    in_order = sorted(hung, key=lambda one: (place.get(one[1].name, len(place)), one[1].name))
    titles = dict.fromkeys(title for title, _ in in_order)
    for title in titles:
        yield Room(title, tuple(piece for its, piece in in_order if its == title))


def write_site(site: Site, folder: Path) -> None:
    """Write the files of a gallery into a folder, which is made if it is not there; not what it is in."""
    try:
        folder.mkdir(exist_ok=True)
        for name, text in site.files.items():
            (folder / name).write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise WrongUsage(f"{error.filename or folder} cannot be written: {error.strerror}") from error
