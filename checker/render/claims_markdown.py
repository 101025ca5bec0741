"""Claims as a page in Markdown: what one would hand to a class."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from checker.answer import Answer
from checker.claim_shape import Words
from checker.claims import Settled
from checker.render.claim_words import Speaker
from checker.render.claims import MARKS, counts
from checker.trace import Trace

Pictures = Mapping[str, str]
"""The file of a claim's plot, by its id, for those that have one beside the page."""


def claims_page(
    settled: Sequence[Settled],
    speaker: Speaker,
    titles: Mapping[Enum, Words],
    pictures: Pictures | None = None,
) -> str:
    """Return the page: a table of all claims, then each at length, section by section."""
    return "\n".join(_page_lines(settled, speaker, titles, pictures or {})) + "\n"


def claim_page(settled: Settled, speaker: Speaker) -> str:
    """Return one claim at length."""
    return "\n".join(_claim(settled, speaker, "#", {})) + "\n"


def _page_lines(
    settled: Sequence[Settled], speaker: Speaker, titles: Mapping[Enum, Words], pictures: Pictures
) -> Iterator[str]:
    labels = speaker.labels
    yield f"# {labels.title}\n"
    yield f"{labels.intro}\n"
    yield f"**{counts(settled, speaker)}**\n"
    statement, verdict, why, _ = labels.columns
    yield from _table(
        (statement, verdict, why),
        (
            (
                f"[{one.claim.statement.said(speaker.language)}](#{one.claim.id})",
                f"**{speaker.verdict(one)}**",
                speaker.reason(one),
            )
            for one in settled
        ),
    )
    section = None
    for one in settled:
        if one.claim.section is not section:
            section = one.claim.section
            yield f"\n## {titles[section].said(speaker.language) if section in titles else section.value}"
        yield ""
        yield from _claim(one, speaker, "###", pictures)


def _claim(settled: Settled, speaker: Speaker, heading: str, pictures: Pictures) -> Iterator[str]:
    labels, claim = speaker.labels, settled.claim
    yield f"{heading} {claim.id}\n"
    yield f"> {claim.statement.said(speaker.language)}\n"
    # The stop stands outside the stars: before a Chinese character it would keep them from being read.
    space = " " if speaker.language == "en" else ""
    yield f"**{_capital(speaker.verdict(settled))}**{labels.stop}{space}{speaker.reason(settled)}\n"
    label, colon, correct = speaker.correct(settled).partition(labels.colon)
    yield f"**{label}**{colon}{correct}\n" if settled.is_corrected else f"{label}{colon}{correct}\n"
    groups = settled.as_said, settled.under_condition, settled.as_corrected
    for label, group in zip(labels.groups, groups, strict=True):
        if group:
            yield f"{label}{labels.colon.rstrip()}\n"
            yield from (_answer(answer, speaker) for answer in group)
            yield ""
    for answer in settled.answers:
        figures = getattr(answer.evidence, "figures", None)
        if figures is not None:
            yield f"{figures.words.said(speaker.language)}{labels.colon.rstrip()}\n"
            yield from _table([one.said(speaker.language) for one in figures.columns], figures.rows())
            yield ""
            if figures.chart is not None and claim.id in pictures:
                yield f"![{figures.chart.title.said(speaker.language)}]({pictures[claim.id]})\n"
    if settled.trace is not None:
        yield from _run(settled.trace, speaker)
    yield f"`{labels.again.partition(labels.colon)[2].format(claim.id)}`"


def _answer(answer: Answer, speaker: Speaker) -> str:
    finding = speaker.finding(answer)
    said = f"*{speaker.evidence(answer)}*" + (f"{speaker.labels.colon}{finding}" if finding else "")
    return f"- {MARKS[answer.speaks]} {speaker.words(answer)}{speaker.labels.brackets.format(said)}"


def _run(trace: Trace, speaker: Speaker) -> Iterator[str]:
    labels = speaker.labels
    steps = speaker.steps(len(trace.actions)) if trace.actions else labels.no_run
    finding = speaker.said(trace.finding)
    yield f"{labels.run.format(trace=trace.id, steps=steps)}{labels.colon}{finding}{labels.stop}\n"
    for number, step in enumerate(trace.steps, start=1):
        yield f"{number}. {speaker.said(step.sentence)}"
        if trace.loop == number < len(trace.steps):
            yield f"\n    {labels.loop}\n"
    if trace.steps:
        yield ""


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
