"""Sentences of a model in another language, by the phrases that a catalogue has for it.

A phrase is a sentence, or a part of one, with slots: ``{0}`` holds a word, ``<0>`` any words. In the other
language ``{0}`` is where that goes, translated in turn. What no phrase fits stays as it is.
"""

import re
from collections.abc import Mapping, Sequence


class Phrasebook:
    """The phrases of a language, those that come first tried first."""

    def __init__(self, phrases: Sequence[tuple[str, str]] = ()) -> None:
        self._phrases = [(_fitting(english), other) for english, other in phrases]

    def knows(self, sentence: str) -> bool:
        """Say whether a phrase fits."""
        return any(pattern.fullmatch(sentence) for pattern, _ in self._phrases)

    def translated(self, sentence: str) -> str:
        """Return a sentence in the language of the book, as far as it has phrases for it."""
        for pattern, other in self._phrases:
            found = pattern.fullmatch(sentence)
            if found is not None:
                return self._put(found.groupdict(), other)
        return sentence

    def _put(self, slots: Mapping[str, str], other: str) -> str:
        return closed_up(_SLOT.sub(lambda slot: self.translated(slots[f"s{slot[1]}"]), other))


def closed_up(text: str) -> str:
    """Return a text without the spaces between two Chinese characters."""
    return _BETWEEN.sub("", text)


_SLOT = re.compile(r"\{(\d+)\}|<(\d+)>")

_WIDE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BETWEEN = re.compile(f"(?<={_WIDE}) (?={_WIDE})")
"""A space between two Chinese characters, where none belongs; between one and a Latin letter it does."""


def _fitting(english: str) -> re.Pattern[str]:
    """Return the pattern of a phrase: a word has no white space, comma or bracket in it."""
    parts, at = [], 0
    for slot in _SLOT.finditer(english):
        what = r"[^\s,()\[\]]+" if slot[1] else ".+?"
        parts += [re.escape(english[at : slot.start()]), f"(?P<s{slot[1] or slot[2]}>{what})"]
        at = slot.end()
    return re.compile("".join([*parts, re.escape(english[at:])]))
