"""Text folded to lines of the terminal's width, in a script that puts no blanks between words, too."""

from collections.abc import Iterator

from rich.cells import cell_len

from checker.render.lines import WIDTH
from checker.screen import columns


def folded(text: str, indent: str) -> list[str]:
    """Return a text as lines behind an indent; a Chinese character takes two columns, and may end a line."""
    width = min(columns() or WIDTH, WIDTH) - len(indent) - 2
    lines, line = list[str](), ""
    for word in _words_of(text):
        if line and cell_len(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word if line else word.lstrip()
    lines.append(line.rstrip())
    return [f"{indent}{'' if place == 0 else '  '}{one}" for place, one in enumerate(lines)]


def _words_of(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may end: no line begins with a full stop or a comma."""
    piece = ""
    for place, character in enumerate(text):
        piece += character
        following = text[place + 1 : place + 2]
        is_wide = cell_len(character) > 1 or cell_len(following) > 1
        if character == " " or (is_wide and following not in CLINGING and character not in OPENING):
            yield piece
            piece = ""
    yield piece


CLINGING = tuple("，。；：、）」？！ ")
OPENING = tuple("（「")
