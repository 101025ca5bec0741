"""A phrasebook: sentences of a model, and how another language says them.

A phrase is a pair of patterns. What stands in braces, ``{who}``, is whatever is there in the sentence, and is
itself translated where a phrase fits it. The first phrase that fits a sentence is taken; a sentence that
none fits has no translation, and is shown as it is.
"""

import re
from collections.abc import Mapping

_BLANK = re.compile(r"\{(\w+)\}")

DEEPEST = 8
"""How far phrases nest at most, so that a sentence that fits itself comes to an end."""


class Phrasebook:
    """Phrases of one language: patterns of sentences, and what each means."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._whole = {
            sentence: meaning for sentence, meaning in phrases.items() if not _BLANK.search(sentence)
        }
        self._made = [
            (_pattern_of(sentence), meaning)
            for sentence, meaning in phrases.items()
            if _BLANK.search(sentence)
        ]

    def translated(self, sentence: str) -> str | None:
        """Return what a sentence means; None where no phrase fits."""
        return self._translated(sentence, DEEPEST)

    def _translated(self, sentence: str, depth: int) -> str | None:
        if sentence in self._whole:
            return self._whole[sentence]
        if not depth:
            return None
        for pattern, meaning in self._made:
            found = pattern.fullmatch(sentence)
            if found is not None:
                said = {
                    name: self._translated(part, depth - 1) or part
                    for name, part in found.groupdict().items()
                }
                return _BLANK.sub(lambda blank, said=said: said[blank[1]], meaning)  # type: ignore[misc]  # bound now
        return None


def _pattern_of(sentence: str) -> re.Pattern[str]:
    written, place = "", 0
    for blank in _BLANK.finditer(sentence):
        written += f"{re.escape(sentence[place : blank.start()])}(?P<{blank[1]}>.+?)"
        place = blank.end()
    return re.compile(written + re.escape(sentence[place:]), re.DOTALL)
