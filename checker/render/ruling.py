"""What was made of a claim, as a page tells it: the statement, its verdict, why, and what is so."""

from attrs import frozen

from checker.claim_shape import LANGUAGES, Claim, Words
from checker.claims import Standing
from checker.render.claim_words import LABELS
from checker.render.words import Said


@frozen
class Ruling:
    """A claim as it was settled: all texts in both languages; `verdict` is None where nobody settled it.

    `colour` is the verdict as a class of the page's style; `correct` is what is so, if that was borne out.
    """

    statement: Said
    colour: str = ""
    verdict: Said | None = None
    why: Said | None = None
    correct: Said | None = None


def ruling_of(claim: Claim, verdict: str | None, *, is_corrected: bool) -> Ruling:
    """Return a claim as it was settled: with this verdict, None if it was not.

    Raises ValueError for a verdict that is none.
    """
    statement = _in_both(claim.statement)
    if verdict is None:
        return Ruling(statement)
    standing = Standing(verdict)
    why = claim.reasons.get(verdict)
    return Ruling(
        statement,
        verdict,
        Said(*(LABELS[language].verdicts[standing] for language in LANGUAGES)),
        None if why is None else _in_both(why),
        _in_both(claim.correct) if is_corrected else None,
    )


def _in_both(words: Words) -> Said:
    return Said(*map(words.said, LANGUAGES))
