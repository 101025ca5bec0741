"""The command ``gallery``: the committed traces as a small site, or those traces hunted anew."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.catalogue import claims
from checker.encoding import Json
from checker.errors import WrongUsage
from checker.output import check_folder
from checker.screen import complain, say
from checker.trace import Trace
from checker.zoo import Exhibit, exhibits, hunt

if TYPE_CHECKING:  # see settle_anew
    from checker.claims import Court

CLAIMS = "claims"
"""The folder, among the traces, of those that settle claims."""

VERDICTS = "verdicts.json"
"""The file, among the traces, of what became of each claim: to settle them all takes a minute."""

ZOO = "zoo"
"""The folder, among the traces, of those that the mutants' hunts find."""


@click.command(short_help="Make a small site of the committed traces.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--traces",
    type=click.Path(path_type=Path),
    default=Path("traces"),
    metavar="FOLDER",
    help="where the trace files are, in folders of it or not [traces]",
)
@click.option(
    "--hunt",
    "anew",
    is_flag=True,
    help="hunt every mutant and settle every claim first, and write what is found to these files",
)
def gallery(folder: Path, traces: Path, *, anew: bool) -> int:
    """Write to FOLDER a page for each committed trace, and an index of them.

    Each trace is run again while its page is made; exit code 2 if one no longer shows its violation.
    """
    # The templates are loaded only where pages are made.
    from checker.gallery import site_of, write_site  # noqa: PLC0415

    check_folder(folder)
    if anew:
        check_folder(traces)
        hunt_anew(traces / ZOO)
        settle_anew(traces)
    site = site_of(traces)
    write_site(site, folder)
    pages = sum(len(room.pieces) for room in site.rooms)
    say(f"{pages} traces in {len(site.rooms)} rooms: {folder / 'index.html'}")
    return 0


def hunt_anew(folder: Path) -> None:
    """Hunt every mutant of the catalogue, and write its trace to a file of its name."""
    folder.mkdir(parents=True, exist_ok=True)  # it is in one that was looked at
    for exhibit in exhibits():
        complain(f"hunting {exhibit.name}")
        (folder / f"{exhibit.name}.json").write_text(hunted(exhibit), encoding="utf-8")


def settle_anew(traces: Path) -> None:
    """Settle every claim of the catalogue, and write the trace of each that has one, and all the verdicts."""
    from checker.claims import Court  # noqa: PLC0415  # it loads the engines: only where it sits

    (traces / CLAIMS).mkdir(parents=True, exist_ok=True)
    for name, text in settled(Court()):
        complain(f"settled {name}")
        (traces / name).write_text(text, encoding="utf-8")


def settled(court: "Court") -> Iterator[tuple[str, str]]:
    """Settle every claim; yield the files, by their place among the traces.

    They are the trace file of each that a trace decides, and at last the verdicts: of each claim the
    ``verdict``, and whether the correct statement holds, ``correct_holds`` (null if that is open).
    """
    verdicts = dict[str, Json]()
    for claim in claims():
        one = court.settle(claim)
        verdicts[claim.id] = {"verdict": one.standing.value, "correct_holds": one.is_corrected}
        if one.trace is not None:
            yield f"{CLAIMS}/{claim.id}.json", _file(one.trace)
    yield VERDICTS, _written(verdicts)


def hunted(exhibit: Exhibit) -> str:
    """Hunt a mutant, and return the trace file that shows it."""
    found = hunt(exhibit)
    if found.trace is None:
        raise WrongUsage(f"{exhibit.name} was hunted, and not found: {found.verdict}; expected a violation")
    return _file(found.trace)


def _file(trace: Trace) -> str:
    return _written(trace.as_json())


def _written(value: Json) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
