"""The command ``claims``: the statements of the source article, each settled by what is run."""

from collections.abc import Sequence
from pathlib import Path

import click
from attrs import frozen

from checker.catalogue import claims as all_claims
from checker.catalogue import find_claim, find_protocol, section_titles
from checker.claim_shape import LANGUAGES, Claim
from checker.encoding import Json
from checker.errors import WrongUsage
from checker.options import TRACE_FORMATS
from checker.output import check_outputs, write_text
from checker.publish import publish
from checker.render.forms import FORMS
from checker.screen import complain, progress_of, words_of_search
from checker.trace import Trace
from checker.verdict import INTERRUPTED


@frozen
class Said:
    """What is printed or written: JSON, and the trace in it if there is one."""

    json: Json
    trace: Trace | None = None

    def as_json(self) -> Json:
        return self.json


@click.command(short_help="Settle the statements of the article: true, false, or only if.")
@click.argument("name", required=False)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    help="the language to tell it in [en]",
)
@click.option(
    "--mutant",
    metavar="NAME",
    help="ask the same of a protocol with this mistake, a name or my_module:MyMutant",
)
@click.option(
    "--format",
    "form",
    type=TRACE_FORMATS,
    default="text",
    help="how to print it [text]; but for text, json and markdown, the trace of NAME only",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="draw what NAME has computed into this file, as SVG",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="write the report to this file as JSON, and keep the text on the screen",
)
def claims(  # noqa: PLR0917  # click passes every option by name
    name: str | None, language: str, mutant: str | None, form: str, plot: Path | None, output: Path | None
) -> int:
    """Settle every statement of the article by running what settles it; or tell NAME at length.

    Exit codes: 0 each is settled, be it true, false or only if; 20 the evidence of one is incomplete, or
    does not bear out the correct statement either; 130 interrupted; 2 wrong usage.
    """
    check_outputs(output, plot)
    chosen = all_claims() if name is None else (find_claim(name),)
    if name is None and form not in {"text", "json", "markdown"}:
        raise WrongUsage(f"--format {form} is of one trace; expected the NAME of a claim with it")
    if not chosen:
        raise WrongUsage("this catalogue has no claims; expected a catalogue with CLAIMS")
    if language != LANGUAGES[0] and form in FORMS and form not in {"markdown", "html"}:
        raise WrongUsage(
            f"--format {form} is in English only; expected --lang en, or text, markdown, html or json"
        )
    drawn = None if plot is None else _drawn(chosen, language)
    code = _settle(chosen, language, mutant, form, output, one=name is not None)
    if plot is not None and drawn is not None:
        write_text(plot, drawn)
    return code


def _opening(language: str) -> str | None:
    """Return in which language a page is to open: English is that of the reader."""
    from checker.render.words import CHINESE  # noqa: PLC0415  # only where it is used

    return None if language == LANGUAGES[0] else CHINESE


def _drawn(chosen: Sequence[Claim], language: str) -> str:
    """Return the plot of the one claim that is asked for, before anything is run for it."""
    from checker.render.claims_plot import chart_of  # noqa: PLC0415  # only where it is used
    from checker.render.claims_plot import plot as draw  # noqa: PLC0415

    have = [claim.id for claim in all_claims() if chart_of(claim) is not None]
    chart = chart_of(chosen[0]) if len(chosen) == 1 else None
    if chart is None:
        raise WrongUsage(f"--plot goes with a claim that has figures to draw: {' or '.join(have)}")
    return draw(chart, language)


def _settle(
    chosen: Sequence[Claim], language: str, mutant: str | None, form: str, output: Path | None, *, one: bool
) -> int:
    # These load the machine code and Z3, which help does without.
    from checker.claims import Court, Settled, exit_code  # noqa: PLC0415
    from checker.render.claim_words import Speaker  # noqa: PLC0415
    from checker.render.claims import claims_json, render_claim, render_claims, told_json  # noqa: PLC0415
    from checker.render.claims_markdown import claim_page, claims_page  # noqa: PLC0415
    from checker.render.words import book_of  # noqa: PLC0415

    court = Court(None if mutant is None else find_protocol(mutant), notice=complain)
    if mutant is not None and not any(court.concerns(claim) for claim in chosen):
        what = f"{chosen[0].id} asks" if one else "the claims ask"
        raise WrongUsage(
            f"{mutant} changes nothing that {what}: expected a mutant of a protocol searched there"
        )
    speaker, settled = Speaker(language, book_of(language)), list[Settled]()
    try:
        with progress_of(len(chosen), words_of_search) as progress:
            for number, claim in enumerate(chosen, start=1):
                settled.append(court.settle(claim, progress(number, claim.id)))
                if settled[-1].interrupted:
                    break
    except KeyboardInterrupt:  # between two searches; what was settled so far is not lost
        if not settled:
            raise
    # Markdown is that of the claim here, not of its trace.
    on_screen = "text" if form == "markdown" else form
    if one:
        told = claim_page(settled[0], speaker) if form == "markdown" else render_claim(settled[0], speaker)
        report = Said(told_json(settled[0], speaker), settled[0].trace)
    else:
        page = claims_page(settled, speaker, section_titles())
        told = page if form == "markdown" else render_claims(settled, speaker)
        report = Said(claims_json(settled, speaker))
    publish(report, lambda _: told.rstrip("\n"), on_screen, output, _opening(language))
    return exit_code(settled) if len(settled) == len(chosen) else INTERRUPTED
