"""The command ``cite``: the id of a trace, how it is made again, and how to cite it."""

from pathlib import Path

import click

from checker.citation import citation_of
from checker.screen import say
from checker.trace import load


@click.command(short_help="Cite a trace: its id, how it is made again, text and BibTeX.")
@click.argument("trace", type=click.Path(path_type=Path))
def cite(trace: Path) -> int:
    """Print how to cite the trace in the file TRACE: its id, how it is made again, text and BibTeX.

    Its id is recomputed, and it is replayed: a file that was edited is refused, with what differs first.
    """
    citation = citation_of(load(trace), trace)
    say(f"{citation.id}\n\n  {citation.command}\n\n{citation.text}\n\n{citation.bibtex}")
    return 0
